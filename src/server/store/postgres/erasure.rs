//! Words deleted on request, the record of it, and how the files are freed of them.
//!
//! PostgreSQL leaves the old version of a row where it stands. `vacuum full` writes the tables of words anew
//! without what nobody can see any more, once no transaction is left that began before the words were
//! deleted. What remains is in the write-ahead log until its segments are used again, and in replicas' and
//! archives' copies of it.

use std::time::{Duration, Instant};

use async_trait::async_trait;

use super::group::Group;
use super::session::{Params, Problem, Session};
use super::work::Work;
use super::{PostgresStore, ratings, words};
use crate::model::{Moment, WindowId};
use crate::server::store::chain::Kind;
use crate::server::store::erasure::{Erased, ErasureStore, NewErasure, Subject, Words};
use crate::server::store::{RatingRow, StoreError};

/// By the unique index on `code`: a step that is being added is waited for.
const SUGGESTION: &str = "select seq from suggestion where code = $1 for update";

/// By `amendment_rating`.
const COMMENTS: &str =
    "select seq from amendment where rating = $1 and comment_hash is not null order by seq";

/// By `suggestion_event_suggestion`.
const REOPENINGS: &str = "select seq from suggestion_event where suggestion = $1 and words_hash is not null order by seq";

/// By `erasure_rating` or `erasure_suggestion`.
const BEFORE: &str = "
    select erased_at from erasure where rating = $1
    union all select erased_at from erasure where suggestion = $2
    order by erased_at desc limit 1";

const RECORD: &str = "
    insert into erasure (rating, suggestion, what, reason, erased_at) values ($1, $2, $3, $4, $5)
    returning seq";

/// Whether a transaction is left that began before this one: it, or whoever looks while it lasts, could still
/// see what was deleted.
const SEEN: &str = "
    select exists (
      select 1 from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()
        and (age(backend_xmin) >= $1 or age(backend_xid) >= $1))";

/// The number of this transaction, which it gets by asking.
const NOW: &str = "select txid_current()";

/// How old a transaction is, in transactions.
const AGE: &str = "select age(($1::bigint % 4294967296)::text::xid)";

/// How long is waited for others, and for the tables.
const PATIENCE: Duration = Duration::from_secs(5);

const TABLES: [&str; 4] = [
    "amendment_comment",
    "suggestion_text",
    "suggestion_contact",
    "event_words",
];

/// A request to delete words.
struct Erase(NewErasure);

#[async_trait]
impl Work for Erase {
    type Done = Erased;

    async fn write(&self, group: &Group<'_>) -> Result<Erased, Problem> {
        let (new, session) = (&self.0, group.session);
        let (rating, suggestion, all) = match new.subject {
            Subject::Rating(id) => {
                let seq = ratings::number(session, id).await?;
                let seq = seq.ok_or(StoreError::UnknownRating)?;
                (Some(seq), None, of_rating(session, seq).await?)
            }
            Subject::Suggestion(code) => {
                let seq = session.row(SUGGESTION, &[&code.to_string()]).await?;
                let seq: i64 = seq.ok_or(StoreError::UnknownCode)?.try_get(0)?;
                (None, Some(seq), of_suggestion(session, seq).await?)
            }
        };
        let before = session.row(BEFORE, &[&rating, &suggestion]).await?;
        let before = before.map(|row| row.try_get(0)).transpose()?;
        let mut erased = Vec::new();
        for (what, row) in all {
            if words::blank(session, what, row).await? {
                erased.push(what);
            }
        }
        erased.dedup();
        if !erased.is_empty() {
            let codes: Vec<_> = erased.iter().map(|what| what.code()).collect();
            let codes = codes.join(" ");
            let with: Params<'_> = &[&rating, &suggestion, &codes, &new.reason, &new.at.0];
            if let Some(record) = session.row(RECORD, with).await? {
                group.link(
                    Kind::Erasure,
                    record.try_get(0)?,
                    new.at,
                    &[
                        rating.into(),
                        suggestion.into(),
                        codes.as_str().into(),
                        new.reason.as_str().into(),
                        new.at.0.into(),
                    ],
                );
            }
        }
        Ok(Erased {
            words: erased,
            before: before.map(Moment),
            swept: false,
        })
    }

    fn lane(&self) -> Vec<u8> {
        match self.0.subject {
            Subject::Rating(id) => id.bytes().to_vec(),
            Subject::Suggestion(code) => code.to_string().into_bytes(),
        }
    }
}

/// Where words of a rating stand.
async fn of_rating(session: &Session, seq: i64) -> Result<Vec<(Words, i64)>, Problem> {
    let rows = session.rows(COMMENTS, &[&seq]).await?;
    let comment = |row: &tokio_postgres::Row| Ok((Words::Comment, row.try_get(0)?));
    rows.iter().map(comment).collect()
}

/// Where words of a suggestion stand.
async fn of_suggestion(session: &Session, seq: i64) -> Result<Vec<(Words, i64)>, Problem> {
    let mut all = vec![(Words::Text, seq), (Words::Contact, seq)];
    for row in session.rows(REOPENINGS, &[&seq]).await? {
        all.push((Words::Reopening, row.try_get(0)?));
    }
    Ok(all)
}

/// Frees the tables' files of what was deleted before. Answers whether it could: a transaction that began
/// before may still need that state, a reader may hold a table, an engine may not know how.
async fn sweep(session: &Session) -> bool {
    match swept(session).await {
        Ok(swept) => swept,
        Err(Problem::Database(error)) => {
            tracing::warn!(error = %super::session::said(&error), "the tables of words could not be vacuumed");
            false
        }
        Err(Problem::Refused(_)) => false,
    }
}

async fn swept(session: &Session) -> Result<bool, Problem> {
    let now = session.row(NOW, &[]).await?;
    let now: i64 = now.map_or(Ok(0), |row| row.try_get(0))?;
    let begun = Instant::now();
    loop {
        let age = session.row(AGE, &[&now]).await?;
        let age: i32 = age.map_or(Ok(0), |row| row.try_get(0))?;
        let seen = session.row(SEEN, &[&age]).await?;
        if !seen.map_or(Ok(true), |row| row.try_get(0))? {
            break;
        }
        if begun.elapsed() > PATIENCE {
            return Ok(false);
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let patience = PATIENCE.as_millis();
    session
        .batch(&format!("set lock_timeout = {patience}"))
        .await?;
    let mut done = Ok(());
    for table in TABLES {
        done = done.and(session.batch(&format!("vacuum (full) {table}")).await);
    }
    session.batch("reset lock_timeout").await?;
    done?;
    Ok(true)
}

impl PostgresStore {
    /// Frees the tables of words of what was deleted; see [`sweep`].
    pub(super) async fn sweep(&self) -> Result<bool, StoreError> {
        let config = self.config.clone();
        let sweep = async move {
            match Session::connect(&config).await {
                Ok(session) => sweep(&session).await,
                Err(_) => false,
            }
        };
        let swept = self.runtime()?.spawn(sweep).await;
        swept.map_err(|error| StoreError::Failed(error.to_string()))
    }
}

#[async_trait]
impl ErasureStore for PostgresStore {
    async fn erase(&self, erasure: NewErasure) -> Result<Erased, StoreError> {
        let erased = self.run(Erase(erasure)).await?;
        let swept = self.sweep().await?;
        Ok(Erased { swept, ..erased })
    }

    async fn commented(
        &self,
        window: &WindowId,
        from: Moment,
        before: Moment,
    ) -> Result<Vec<RatingRow>, StoreError> {
        Ok(ratings::commented(self.reader().await?.get()?, window, from, before).await?)
    }
}
