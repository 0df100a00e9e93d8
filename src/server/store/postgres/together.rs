//! Several statements as one: being asked takes the database about as long as reading or writing a few rows, and
//! every answer wakes whoever waits for it.

use std::fmt::Write as _;

use serde::de::DeserializeOwned;
use tokio_postgres::{Error, Row, Statement};

use super::session::{Param, Problem, Session, unreadable};

/// Statements that do not need each other's rows.
pub(super) struct Together<'a> {
    /// What they do, and each of them.
    parts: Vec<&'static str>,
    /// How many parameters stand before each.
    before: Vec<usize>,
    with: Vec<Param<'a>>,
}

/// Whether they are answered.
const READ: &str = "read";
const WRITE: &str = "write";

impl<'a> Together<'a> {
    /// Of statements that read.
    pub(super) fn reading() -> Self {
        Self::new(READ)
    }

    /// Of statements that write.
    pub(super) fn writing() -> Self {
        Self::new(WRITE)
    }

    fn new(what: &'static str) -> Self {
        Self {
            parts: vec![what],
            before: Vec::new(),
            with: Vec::new(),
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

    pub(super) fn is_empty(&self) -> bool {
        self.before.is_empty()
    }

    pub(super) fn params(&self) -> &[Param<'a>] {
        &self.with
    }

    /// All of them, for a session.
    pub(super) async fn prepared(&self, session: &Session) -> Result<Statement, Error> {
        session.prepared_of(&self.parts, || self.text()).await
    }

    /// Asks all of them.
    pub(super) async fn ask(&self, session: &Session) -> Result<Answers, Problem> {
        let statement = self.prepared(session).await?;
        let row = session.row_prepared(&statement, &self.with).await?;
        Ok(Answers(row))
    }

    fn text(&self) -> String {
        let parts = self.parts.iter().skip(1).zip(&self.before).enumerate();
        let parts = parts.map(|(at, (part, before))| {
            let part = renumbered(part, *before);
            format!("part{at} as ({part})")
        });
        let parts: Vec<_> = parts.collect();
        let asked = (0..parts.len())
            .map(|at| format!("array(select row_to_json(part{at})::text from part{at})"));
        let asked = if self.parts.first() == Some(&READ) {
            asked.collect::<Vec<_>>().join(", ")
        } else {
            "1".to_owned()
        };
        format!("with {} select {asked}", parts.join(", "))
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
        let mut all = Together::writing();
        let insert = "insert into a select unnest($1::text[]), unnest($2::text[])";
        assert_eq!(all.add(insert, [&1, &2]), 0);
        assert_eq!(all.add("update b set c = $1 where d = $1", [&3]), 1);
        assert_eq!(
            all.text(),
            "with part0 as (insert into a select unnest($1::text[]), unnest($2::text[])), \
             part1 as (update b set c = $3 where d = $3) select 1"
        );
        assert_eq!(all.params().len(), 3);
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
