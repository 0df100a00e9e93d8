//! Several statements as one: being asked takes the database about as long as reading or writing a few rows, and
//! every answer wakes whoever waits for it.

use std::fmt::Write as _;

use serde::de::DeserializeOwned;
use tokio_postgres::Row;

use super::session::{Param, Problem, Session, unreadable};

/// Statements that do not need each other's rows.
#[derive(Default)]
pub(super) struct Together<'a> {
    parts: Vec<String>,
    with: Vec<Param<'a>>,
}

impl<'a> Together<'a> {
    /// One more, with what stands in the place of its `$1`, `$2`, …; answers its place.
    pub(super) fn add<const N: usize>(&mut self, statement: &str, with: [Param<'a>; N]) -> usize {
        self.parts.push(renumbered(statement, self.with.len()));
        self.with.extend(with);
        self.parts.len() - 1
    }

    pub(super) fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    pub(super) fn params(&self) -> &[Param<'a>] {
        &self.with
    }

    /// All of them, which write.
    pub(super) fn writing(&self) -> String {
        self.parts() + " select 1"
    }

    /// Asks all of them, which read.
    pub(super) async fn ask(&self, session: &Session) -> Result<Answers, Problem> {
        let statement = session.prepared(&self.reading()).await?;
        let row = session.row_prepared(&statement, &self.with).await?;
        Ok(Answers(row))
    }

    fn reading(&self) -> String {
        let mut text = self.parts() + " select ";
        for at in 0..self.parts.len() {
            let comma = comma(at);
            let _ = write!(
                text,
                "{comma}array(select row_to_json(part{at})::text from part{at})"
            );
        }
        text
    }

    fn parts(&self) -> String {
        let mut text = String::from("with ");
        for (at, part) in self.parts.iter().enumerate() {
            let comma = comma(at);
            let _ = write!(text, "{comma}part{at} as ({part})");
        }
        text
    }
}

fn comma(at: usize) -> &'static str {
    if at == 0 { "" } else { ", " }
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

    fn two() -> Together<'static> {
        let mut all = Together::default();
        let insert = "insert into a select unnest($1::text[]), unnest($2::text[])";
        assert_eq!(all.add(insert, [&1, &2]), 0);
        assert_eq!(all.add("update b set c = $1 where d = $1", [&3]), 1);
        all
    }

    #[test]
    fn statements_keep_their_own_parameters() {
        let all = two();
        assert_eq!(
            all.writing(),
            "with part0 as (insert into a select unnest($1::text[]), unnest($2::text[])), \
             part1 as (update b set c = $3 where d = $3) select 1"
        );
        assert_eq!(all.params().len(), 3);
    }

    #[test]
    fn what_is_asked_is_answered_in_its_place() {
        let mut all = Together::default();
        all.add("select a from b where c = $1", [&1]);
        all.add("select d from e where f = $1", [&2]);
        assert_eq!(
            all.reading(),
            "with part0 as (select a from b where c = $1), part1 as (select d from e where f = $2) \
             select array(select row_to_json(part0)::text from part0), \
             array(select row_to_json(part1)::text from part1)"
        );
    }
}
