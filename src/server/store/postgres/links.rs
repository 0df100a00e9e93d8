//! The chain as PostgreSQL keeps it: the rows of a group are linked together, just before its commit.
//!
//! Every group holds the one row of `store_version` from before its first row has a number until its commit, in
//! whatever process it is; one whose numbers were given before writes nothing where another had the row since. So
//! the chain stays one, and numbers rise along it.

mod shown;

use data_encoding::HEXLOWER;
use serde::Deserialize;
use tokio_postgres::Row;

use super::session::{Param, Problem};
use crate::model::{Day, Moment};
use crate::server::store::chain::{Hash, Kind, START, Tip};

/// By the primary key: its last row, from one on that was seen. With the newest head, by its own.
pub(super) const END: &str = "
    select link.seq, encode(link.hash, 'hex') as hash, head.seq as head, head.day
    from (select seq, hash from link where seq >= $1 order by seq desc limit 1) as link
      left join lateral (select seq, day from head order by seq desc limit 1) as head on true";

/// For [`Together::writing`](super::together::Together::writing), as the two below.
pub(super) const ADD: &str = "
    insert into link (seq, kind, row, hash)
    select unnest($1::bigint[]), unnest($2::bigint[]), unnest($3::bigint[]), unnest($4::bytea[])
    where exists (select 1 from turned)";

/// By the primary key.
const GROW: &str = "
    update head set links = $1, hash = $2 where seq = $3 and exists (select 1 from turned)";

const BEGIN: &str = "
    insert into head (links, hash, day)
    select $1::bigint, $2::bytea, $3::text where exists (select 1 from turned)";

/// A row that was added and is to be linked.
pub(super) struct Fact {
    pub(super) kind: Kind,
    /// Its number.
    pub(super) row: i64,
    /// What stands in [`Kind::columns`], as it is hashed.
    pub(super) columns: Vec<u8>,
}

/// The chain's end, and the newest head: its number and day.
pub(super) type End = (Tip, Option<(i64, Day)>);

/// The row of [`END`].
#[derive(Deserialize)]
pub(super) struct Last {
    pub(super) seq: i64,
    hash: String,
    head: Option<i64>,
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
    (tip, last.head.zip(day))
}

/// What is added to the chain.
pub(super) struct Linked {
    seqs: Vec<i64>,
    kinds: Vec<i64>,
    rows: Vec<i64>,
    hashes: Vec<Vec<u8>>,
    tip: Tip,
    hash: Vec<u8>,
    head: Grows,
}

/// What becomes of the day's head.
enum Grows {
    /// This one, by its number, of that day.
    From(i64, Day),
    /// It begins.
    On(String),
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
        tip = tip.after_columns(fact.kind, fact.row, &fact.columns);
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
        tip,
        hash: tip.hash.to_vec(),
        head: match last {
            Some((head, of)) if of == day => Grows::From(head, of),
            _ => Grows::On(day.to_string()),
        },
    })
}

impl Linked {
    /// For [`ADD`].
    pub(super) fn links(&self) -> [Param<'_>; 4] {
        [&self.seqs, &self.kinds, &self.rows, &self.hashes]
    }

    /// How the chain ends then; not known where a head begins.
    pub(super) fn end(&self) -> Option<End> {
        match self.head {
            Grows::From(head, day) => Some((self.tip, Some((head, day)))),
            Grows::On(_) => None,
        }
    }

    /// How the head comes to be.
    pub(super) fn how(&self) -> &'static str {
        match self.head {
            Grows::From(..) => GROW,
            Grows::On(_) => BEGIN,
        }
    }

    /// For [`Self::how`].
    pub(super) fn head(&self) -> [Param<'_>; 3] {
        let head: Param<'_> = match &self.head {
            Grows::From(number, _) => number,
            Grows::On(day) => day,
        };
        [&self.tip.links, &self.hash, head]
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
