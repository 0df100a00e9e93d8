//! Words deleted on request, and the record of it.

use async_trait::async_trait;
use rusqlite::{Connection, OptionalExtension, named_params};

use super::connection::failure;
use super::transaction::Transaction;
use super::{SqliteStore, ratings, words};
use crate::model::{Moment, WindowId};
use crate::server::store::chain::Kind;
use crate::server::store::erasure::{Erased, ErasureStore, NewErasure, Subject, Words};
use crate::server::store::{RatingRow, StoreError};

/// By the unique index on `id`.
const RATING: &str = "select seq from rating where id = :id";

/// By the unique index on `code`.
const SUGGESTION: &str = "select seq from suggestion where code = :code";

/// By `amendment_rating`.
const COMMENTS: &str =
    "select seq from amendment where rating = :seq and comment_hash is not null order by seq";

/// By `suggestion_event_suggestion`.
const REOPENINGS: &str = "select seq from suggestion_event where suggestion = :seq and words_hash is not null order by seq";

/// By `erasure_rating` or `erasure_suggestion`.
const BEFORE: &str = "
    select erased_at from erasure where rating = :rating
    union all select erased_at from erasure where suggestion = :suggestion
    order by erased_at desc limit 1";

const RECORD: &str = "
    insert into erasure (rating, suggestion, what, reason, erased_at)
    values (?1, ?2, ?3, ?4, ?5)";

fn erase(connection: &Transaction<'_>, new: &NewErasure) -> Result<Erased, StoreError> {
    let (rating, suggestion, all): (Option<i64>, Option<i64>, _) = match new.subject {
        Subject::Rating(id) => {
            let seq = connection
                .query_row(RATING, named_params! { ":id": id.bytes() }, first)
                .optional()
                .map_err(failure)?
                .ok_or(StoreError::UnknownRating)?;
            (Some(seq), None, of_rating(connection, seq))
        }
        Subject::Suggestion(code) => {
            let by_code = named_params! { ":code": code.to_string() };
            let seq = connection
                .query_row(SUGGESTION, by_code, first)
                .optional()
                .map_err(failure)?
                .ok_or(StoreError::UnknownCode)?;
            (None, Some(seq), of_suggestion(connection, seq))
        }
    };
    let whose = named_params! { ":rating": rating, ":suggestion": suggestion };
    let before = connection
        .query_row(BEFORE, whose, first)
        .optional()
        .map_err(failure)?;
    let mut erased = Vec::new();
    for (what, row) in all.map_err(failure)? {
        if words::blank(connection, what, row)? {
            erased.push(what);
        }
    }
    erased.dedup();
    if !erased.is_empty() {
        let codes: Vec<_> = erased.iter().map(|what| what.code()).collect();
        let codes = codes.join(" ");
        let values = [
            rating.into(),
            suggestion.into(),
            codes.as_str().into(),
            new.reason.as_str().into(),
            new.at.0.into(),
        ];
        connection
            .add(RECORD, Kind::Erasure, new.at, &values)
            .map_err(failure)?;
    }
    Ok(Erased {
        words: erased,
        before: before.map(Moment),
        swept: false,
    })
}

fn first(row: &rusqlite::Row<'_>) -> rusqlite::Result<i64> {
    row.get(0)
}

/// Where words of a rating stand.
fn of_rating(connection: &Connection, seq: i64) -> rusqlite::Result<Vec<(Words, i64)>> {
    let comment = |row: &rusqlite::Row<'_>| Ok((Words::Comment, row.get(0)?));
    connection
        .prepare_cached(COMMENTS)?
        .query_map(named_params! { ":seq": seq }, comment)?
        .collect()
}

/// Where words of a suggestion stand.
fn of_suggestion(connection: &Connection, seq: i64) -> rusqlite::Result<Vec<(Words, i64)>> {
    let mut all = vec![(Words::Text, seq), (Words::Contact, seq)];
    let mut reopenings = connection.prepare_cached(REOPENINGS)?;
    for row in reopenings.query_map(named_params! { ":seq": seq }, first)? {
        all.push((Words::Reopening, row?));
    }
    Ok(all)
}

#[async_trait]
impl ErasureStore for SqliteStore {
    async fn erase(&self, erasure: NewErasure) -> Result<Erased, StoreError> {
        let erased = self.writer.run(move |c| erase(c, &erasure)).await?;
        let swept = self.sweep().await?;
        Ok(Erased { swept, ..erased })
    }

    async fn commented(
        &self,
        window: &WindowId,
        from: Moment,
        before: Moment,
    ) -> Result<Vec<RatingRow>, StoreError> {
        let window = window.clone();
        self.read(move |c| ratings::commented(c, &window, from, before))
            .await
    }
}

#[cfg(test)]
mod tests;
