//! What stands in the chain, shown to whoever checks it; and the heads that are published.

use std::collections::VecDeque;

use async_trait::async_trait;
use tokio_postgres::Row;
use tokio_postgres::types::Type;

use super::hash_of;
use crate::model::Day;
use crate::server::store::StoreError;
use crate::server::store::audit::{self, Audit, ChainStore, Spoken};
use crate::server::store::chain::{Head, Kind, Link, Tip, Value};
use crate::server::store::erasure::Words;
use crate::server::store::postgres::session::{Problem, Session, unreadable};
use crate::server::store::postgres::{PostgresStore, wait};

const HEADS: &str = "select day, links, hash from head order by seq";

/// A few hundred rows a year: by the primary key, backwards.
const HEAD_UNTIL: &str =
    "select day, links, hash from head where day <= $1 order by seq desc limit 1";

const LINKS: &str = "select seq, kind, row, hash from link where seq > $1 order by seq limit 1000";

/// How many rows of a kind are fetched at once for an audit.
const PAGE: usize = 1000;

fn head_of(row: &Row) -> Result<Head, Problem> {
    let tip = Tip {
        links: row.try_get(1)?,
        hash: hash_of(row, 2)?,
    };
    let day = Day::parse(row.try_get(0)?).map_err(|_| unreadable("day"))?;
    Ok(Head { day, tip })
}

/// The rows behind a number, with what stands beside them.
fn behind(kind: Kind) -> String {
    let table = kind.table();
    let (said, beside) = audit::beside(kind);
    let columns = kind.columns().iter().map(|column| match *column {
        // Reserved here.
        "window" => "facts.window_id".to_owned(),
        column => format!("facts.{column}"),
    });
    let columns: Vec<_> = columns.collect();
    let columns = columns.join(", ");
    format!(
        "select facts.seq, {columns}{said} from {table} as facts{beside}
         where facts.seq > $1 order by facts.seq limit {PAGE}"
    )
}

/// What stands in a column, kept until it is judged.
enum Kept {
    Null,
    Number(i64),
    Text(String),
    Bytes(Vec<u8>),
}

impl Kept {
    fn value(&self) -> Value<'_> {
        match self {
            Self::Null => Value::Null,
            Self::Number(number) => Value::Number(*number),
            Self::Text(text) => Value::Text(text.as_bytes()),
            Self::Bytes(bytes) => Value::Bytes(bytes),
        }
    }
}

impl From<i64> for Kept {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<bool> for Kept {
    fn from(truth: bool) -> Self {
        Self::Number(truth.into())
    }
}

impl From<&str> for Kept {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<&[u8]> for Kept {
    fn from(bytes: &[u8]) -> Self {
        Self::Bytes(bytes.to_owned())
    }
}

impl<T: Into<Self>> From<Option<T>> for Kept {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// A row with what stands beside it, kept while it is judged.
struct Stored {
    number: i64,
    values: Vec<Kept>,
    spoken: Vec<Said>,
}

/// Which words, the column of their hash, salt and words, whether there is a record that they were deleted.
type Said = (Words, usize, Option<(Vec<u8>, String)>, bool);

impl Stored {
    fn read(row: &Row, kind: Kind) -> Result<Self, Problem> {
        let columns = kind.columns().len();
        let values = (1..=columns).map(|at| kept(row, at));
        let spoken = audit::spoken(kind).iter().enumerate();
        let spoken = spoken.map(|(place, (what, column))| {
            let at = columns + 1 + place * 3;
            let (salt, words): (Option<_>, Option<_>) = (row.try_get(at)?, row.try_get(at + 1)?);
            Ok((*what, *column, salt.zip(words), row.try_get(at + 2)?))
        });
        Ok(Self {
            number: row.try_get(0)?,
            values: values.collect::<Result<_, _>>()?,
            spoken: spoken.collect::<Result<_, Problem>>()?,
        })
    }

    fn row(&self) -> audit::Row<'_> {
        let spoken = self.spoken.iter().map(|(what, column, said, recorded)| {
            let words = said.as_ref();
            Spoken {
                what: *what,
                column: *column,
                words: words.map(|(salt, words)| (salt.as_slice(), words.as_bytes())),
                recorded: *recorded,
            }
        });
        audit::Row {
            number: self.number,
            values: self.values.iter().map(Kept::value).collect(),
            spoken: spoken.collect(),
        }
    }
}

fn kept(row: &Row, at: usize) -> Result<Kept, Problem> {
    let of = row.columns().get(at).map(|column| column.type_().clone());
    Ok(match of {
        Some(Type::BOOL) => row.try_get::<_, Option<bool>>(at)?.into(),
        Some(Type::INT8) => row.try_get::<_, Option<i64>>(at)?.into(),
        Some(Type::BYTEA) => row.try_get::<_, Option<&[u8]>>(at)?.into(),
        _ => row.try_get::<_, Option<&str>>(at)?.into(),
    })
}

/// The rows of a kind that were fetched and not judged yet.
#[derive(Default)]
struct Waiting {
    rows: VecDeque<Stored>,
    all: bool,
}

/// The first row of a kind behind the last that was linked.
async fn first_behind<'a>(
    session: &Session,
    waiting: &'a mut Waiting,
    kind: Kind,
    last: i64,
) -> Result<Option<&'a Stored>, Problem> {
    while waiting.rows.front().is_some_and(|row| row.number <= last) {
        waiting.rows.pop_front();
    }
    if waiting.rows.is_empty() && !waiting.all {
        let rows = session.rows_of(&behind(kind), &[&last]).await?;
        waiting.all = rows.len() < PAGE;
        let rows: Result<_, _> = rows.iter().map(|row| Stored::read(row, kind)).collect();
        waiting.rows = rows?;
    }
    Ok(waiting.rows.front())
}

async fn show(session: &Session, audit: &mut Audit) -> Result<(), Problem> {
    for head in session.rows(HEADS, &[]).await? {
        audit.head(head_of(&head)?);
    }
    let mut waiting: [Waiting; Kind::ALL.len()] = Default::default();
    let mut after = 0;
    loop {
        let links = session.rows(LINKS, &[&after]).await?;
        if links.is_empty() {
            break;
        }
        for row in &links {
            let link = Link {
                number: row.try_get(0)?,
                kind: row.try_get(1)?,
                row: row.try_get(2)?,
                hash: hash_of(row, 3)?,
            };
            after = link.number;
            let found = match Kind::of(link.kind) {
                Some(kind) => match waiting.get_mut(kind.place()) {
                    Some(waiting) => first_behind(session, waiting, kind, audit.last(kind)).await?,
                    None => None,
                },
                None => None,
            };
            if !audit.link(&link, found.map(Stored::row).as_ref()) {
                return Ok(());
            }
        }
    }
    for (kind, waiting) in Kind::ALL.into_iter().zip(&mut waiting) {
        let found = first_behind(session, waiting, kind, audit.last(kind)).await?;
        if !audit.rest(kind, found.map(|row| row.number)) {
            return Ok(());
        }
    }
    Ok(())
}

#[async_trait]
impl ChainStore for PostgresStore {
    async fn head(&self, until: Day) -> Result<Option<Head>, StoreError> {
        let reader = self.reader().await?;
        let row = reader.get()?.row(HEAD_UNTIL, &[&until.to_string()]).await;
        let row = row.map_err(Problem::from)?;
        Ok(row.as_ref().map(head_of).transpose()?)
    }

    fn show(&self, audit: &mut Audit) -> Result<(), StoreError> {
        let session = self.own_session()?;
        let mut taken = std::mem::take(audit);
        let shown = async move {
            show(&session, &mut taken).await?;
            Ok(taken)
        };
        *audit = wait(self.runtime()?, shown)?;
        Ok(())
    }
}
