//! Several statements as one: being asked takes the database about as long as reading or writing a few rows, and
//! every answer wakes whoever waits for it.

use std::fmt::Write as _;

use serde::de::DeserializeOwned;
use tokio_postgres::{Error, Row, Statement};

use super::session::{Param, Problem, Session, unreadable};

/// Statements that do not need each other's rows.
pub(super) struct Together<'a> {
    /// Of those that write: what decides whether they do.
    first: Option<&'static str>,
    parts: Vec<&'static str>,
    /// How many parameters stand before each.
    before: Vec<usize>,
    with: Vec<Param<'a>>,
}

impl<'a> Together<'a> {
    /// Of statements that read.
    pub(super) fn reading() -> Self {
        Self {
            first: None,
            parts: Vec::new(),
            before: Vec::new(),
            with: Vec::new(),
        }
    }

    /// Of statements that write where `first`, with its parameters, has a row: for them it is the table `turned`.
    pub(super) fn writing(first: &'static str, with: &[Param<'a>]) -> Self {
        Self {
            first: Some(first),
            with: with.to_vec(),
            ..Self::reading()
        }
    }

    /// One more, with what stands in the place of its `$1`, `$2`, …; answers its place.
    pub(super) fn add<const N: usize>(
        &mut self,
        statement: &'static str,
        with: [Param<'a>; N],
    ) -> usize {
        self.parts.push(statement);
        self.before.push(self.with.len());
        self.with.extend(with);
        self.before.len() - 1
    }

    pub(super) fn params(&self) -> &[Param<'a>] {
        &self.with
    }

    /// All of them, for a session.
    pub(super) async fn prepared(&self, session: &Session) -> Result<Statement, Error> {
        let parts: Vec<_> = self.first.iter().chain(&self.parts).copied().collect();
        session.prepared_of(&parts, || self.text()).await
    }

    /// Asks all of them.
    pub(super) async fn ask(&self, session: &Session) -> Result<Answers, Problem> {
        let statement = self.prepared(session).await?;
        let row = session.row_prepared(&statement, &self.with).await?;
        Ok(Answers(row))
    }

    fn text(&self) -> String {
        let first = self
            .first
            .iter()
            .map(|first| format!("turned as ({first})"));
        let parts = self.parts.iter().zip(&self.before).enumerate();
        let parts = parts.map(|(at, (part, before))| {
            let part = renumbered(part, *before);
            format!("part{at} as ({part})")
        });
        let all: Vec<_> = first.chain(parts).collect();
        let asked = if self.first.is_some() {
            "count(*) from turned".to_owned()
        } else {
            let rows = |at| format!("array(select row_to_json(part{at})::text from part{at})");
            (0..self.parts.len())
                .map(rows)
                .collect::<Vec<_>>()
                .join(", ")
        };
        format!("with {} select {asked}", all.join(", "))
    }
}

/// What was answered.
pub(super) struct Answers(Row);

impl Answers {
    /// The rows of the statement at a place, their columns by name.
    pub(super) fn rows<T: DeserializeOwned>(&self, at: usize) -> Result<Vec<T>, Problem> {
        let rows: Vec<&str> = self.0.try_get(at)?;
        let rows = rows.into_iter().map(serde_json::from_str);
        let rows: Result<_, _> = rows.collect();
        rows.map_err(|error| unreadable(&format!("what was asked together: {error}")))
    }
}

/// The same statement behind others that have so many parameters.
fn renumbered(statement: &str, before: usize) -> String {
    let mut parts = statement.split('$');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find(|sign: char| !sign.is_ascii_digit());
        let (number, rest) = part.split_at(end.unwrap_or(part.len()));
        let number: usize = number.parse().unwrap_or_default();
        let _ = write!(text, "${}{rest}", number + before);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_keep_their_own_parameters() {
        let mut all = Together::writing("update z set y = $1 returning x", &[&0]);
        let insert = "insert into a select unnest($1::text[]), unnest($2::text[])";
        assert_eq!(all.add(insert, [&1, &2]), 0);
        assert_eq!(all.add("update b set c = $1 where d = $1", [&3]), 1);
        assert_eq!(
            all.text(),
            "with turned as (update z set y = $1 returning x), \
             part0 as (insert into a select unnest($2::text[]), unnest($3::text[])), \
             part1 as (update b set c = $4 where d = $4) select count(*) from turned"
        );
        assert_eq!(all.params().len(), 4);
    }

    #[test]
    fn what_is_asked_is_answered_in_its_place() {
        let mut all = Together::reading();
        all.add("select a from b where c = $1", [&1]);
        all.add("select d from e where f = $1", [&2]);
        assert_eq!(
            all.text(),
            "with part0 as (select a from b where c = $1), part1 as (select d from e where f = $2) \
             select array(select row_to_json(part0)::text from part0), \
             array(select row_to_json(part1)::text from part1)"
        );
    }
}
