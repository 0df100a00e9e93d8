//! What may be wrong with a chain, and how it is told.

use std::fmt;

use crate::model::Day;
use crate::server::store::chain::Kind;
use crate::server::store::erasure::Words;

/// The first thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Broken {
    /// A row is not what it was when it was linked.
    Altered(Kind, i64, i64),
    /// A row is gone that a link names.
    Missing(Kind, i64, i64),
    /// A row stands there that no link names.
    Added(Kind, i64),
    /// A row's link does not stand where the row's number belongs.
    OutOfOrder(Kind, i64),
    /// A link is not what it was.
    LinkAltered(i64),
    /// A link is gone.
    LinkMissing(i64),
    /// Words are not those that were said.
    WordsAltered(Kind, i64, Words),
    /// Words are gone with their row, which deleting on request does not do.
    WordsMissing(Kind, i64, Words),
    /// Words were blanked without a record that it was asked for.
    Blanked(Kind, i64, Words),
    /// A day's head is not the hash of the link it names.
    HeadAltered(Day, i64),
    /// A day's head names a link that is no longer there.
    CutOff(Day, i64, i64),
    /// Links stand behind the newest head, which is written together with the last of them.
    Behind(i64),
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Altered(kind, row, link) => {
                let table = kind.table();
                write!(
                    f,
                    "{table} {row} was altered: it does not fit its link {link}"
                )
            }
            Self::Missing(kind, row, link) => {
                let table = kind.table();
                write!(f, "{table} {row} is missing: link {link} names it")
            }
            Self::Added(kind, row) => {
                let table = kind.table();
                write!(f, "{table} {row} was added: no link names it")
            }
            Self::OutOfOrder(kind, row) => {
                let table = kind.table();
                write!(
                    f,
                    "{table} {row} is out of order: a later row is linked before it, or it is linked twice"
                )
            }
            Self::LinkAltered(link) => write!(f, "link {link} was altered: the row it names fits"),
            Self::LinkMissing(link) => write!(f, "link {link} is missing"),
            Self::WordsAltered(kind, row, what) => {
                let (table, what) = (kind.table(), what.code());
                write!(
                    f,
                    "{table} {row}: its {what} was altered: it does not fit the hash that was kept of it"
                )
            }
            Self::WordsMissing(kind, row, what) => {
                let (table, what) = (kind.table(), what.code());
                write!(
                    f,
                    "{table} {row}: its {what} is missing, which `zuoban erase` does not leave behind"
                )
            }
            Self::Blanked(kind, row, what) => {
                let (table, what) = (kind.table(), what.code());
                write!(
                    f,
                    "{table} {row}: its {what} was blanked, and no record says that it was asked for"
                )
            }
            Self::HeadAltered(day, link) => {
                write!(
                    f,
                    "the head of {day} is not the hash of link {link}, which it names"
                )
            }
            Self::CutOff(day, links, there) => {
                write!(
                    f,
                    "the end is missing: on {day} there were {links} links, now there are {there}"
                )
            }
            Self::Behind(link) => write!(
                f,
                "link {link} was added: it stands behind the newest head, without which nothing is written"
            ),
        }
    }
}
