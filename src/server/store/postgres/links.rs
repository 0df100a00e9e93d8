//! The chain as PostgreSQL keeps it: the rows of a group are linked together, just before its commit.
//!
//! Every group holds the one row of `store_version` from before its first row has a number until its commit, in
//! whatever process it is: so the chain stays one, and numbers rise along it.

mod shown;

use data_encoding::HEXLOWER;
use serde::Deserialize;
use tokio_postgres::Row;

use super::session::{Param, Problem};
use crate::model::{Day, Moment};
use crate::server::store::chain::{Hash, Kind, START, Tip, Value};

/// By the primary key: its last row. With the day of the newest head, by its own.
pub(super) const END: &str = "
    select seq, encode(hash, 'hex') as hash, (select day from head order by seq desc limit 1) as day
    from link order by seq desc limit 1";

pub(super) const ADD: &str = "
    insert into link (seq, kind, row, hash)
    select unnest($1::bigint[]), unnest($2::bigint[]), unnest($3::bigint[]), unnest($4::bytea[])";

/// By the primary key.
const GROW: &str =
    "update head set links = $2, hash = $3 where seq = (select max(seq) from head) and day = $1";

const BEGIN: &str = "insert into head (day, links, hash) values ($1, $2, $3)";

/// What stands in a column, kept until it is hashed.
#[derive(Clone, Debug)]
pub(super) enum Kept {
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

/// A row that was added and is to be linked.
pub(super) struct Fact {
    pub(super) kind: Kind,
    /// Its number.
    pub(super) row: i64,
    /// What stands in [`Kind::columns`].
    pub(super) values: Vec<Kept>,
}

/// The chain's end, and the day of the newest head.
pub(super) type End = (Tip, Option<Day>);

/// The row of [`END`].
#[derive(Deserialize)]
pub(super) struct Last {
    seq: i64,
    hash: String,
    day: Option<String>,
}

/// Where the chain ends, by its last row.
pub(super) fn end(last: Option<Last>) -> End {
    let Some(last) = last else {
        return (Tip::NONE, None);
    };
    let bytes = HEXLOWER.decode(last.hash.as_bytes()).unwrap_or_default();
    let tip = Tip {
        links: last.seq,
        hash: as_hash(&bytes),
    };
    let day = last.day.and_then(|day| Day::parse(&day).ok());
    (tip, day)
}

/// What is added to the chain.
pub(super) struct Linked {
    seqs: Vec<i64>,
    kinds: Vec<i64>,
    rows: Vec<i64>,
    hashes: Vec<Vec<u8>>,
    day: String,
    end: i64,
    hash: Vec<u8>,
    /// Whether the head of that day is there.
    grows: bool,
}

/// Links what a group added, on the day of its newest row.
pub(super) fn linked(
    (mut tip, last): End,
    mut facts: Vec<Fact>,
    newest: Option<Moment>,
) -> Option<Linked> {
    let day = newest?.day();
    // Those written side by side come in any order; their numbers are what counts.
    facts.sort_by_key(|fact| (fact.kind.code(), fact.row));
    let (mut seqs, mut kinds, mut rows) = (Vec::new(), Vec::new(), Vec::new());
    let mut hashes = Vec::new();
    for fact in &facts {
        let values: Vec<_> = fact.values.iter().map(Kept::value).collect();
        tip = tip.after(fact.kind, fact.row, &values);
        seqs.push(tip.links);
        kinds.push(i64::from(fact.kind.code()));
        rows.push(fact.row);
        hashes.push(tip.hash.to_vec());
    }
    Some(Linked {
        seqs,
        kinds,
        rows,
        hashes,
        day: day.to_string(),
        end: tip.links,
        hash: tip.hash.to_vec(),
        grows: last == Some(day),
    })
}

impl Linked {
    /// For [`ADD`].
    pub(super) fn links(&self) -> [Param<'_>; 4] {
        [&self.seqs, &self.kinds, &self.rows, &self.hashes]
    }

    /// How the head comes to be.
    pub(super) fn how(&self) -> &'static str {
        if self.grows { GROW } else { BEGIN }
    }

    /// For [`Self::how`].
    pub(super) fn head(&self) -> [Param<'_>; 3] {
        [&self.day, &self.end, &self.hash]
    }
}

/// A hash as it stands in a column.
fn hash_of(row: &Row, at: usize) -> Result<Hash, Problem> {
    Ok(as_hash(row.try_get(at)?))
}

/// One of another length fits nothing.
fn as_hash(bytes: &[u8]) -> Hash {
    bytes.try_into().unwrap_or(START)
}
