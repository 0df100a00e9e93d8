//! Whether the chain is whole: link by link against the rows that stand there, in constant memory.
//!
//! A store shows what it has ([`ChainStore::show`]), in one state that nothing changes under it; [`Audit`] judges.
//! It stops at the first thing that is wrong and names it. Who can write to the whole database can make a new
//! chain of it: against that there are the heads that were published, which others keep ([`Audit::seek`]).

mod broken;
mod judge;

use async_trait::async_trait;

use super::StoreError;
use super::chain::{Head, Kind, Tip, Value};
use super::erasure::Words;
use crate::model::Day;

pub use broken::Broken;
pub use judge::Audit;

/// Where a chain is kept.
#[async_trait]
pub trait ChainStore: Send + Sync {
    /// The newest head of a day not after `until`.
    async fn head(&self, until: Day) -> Result<Option<Head>, StoreError>;

    /// Shows all there is to an audit: every head in the order of writing ([`Audit::head`]), every link in order
    /// ([`Audit::link`]) until it has seen enough, and what stands behind the last link ([`Audit::rest`]).
    ///
    /// # Errors
    /// `Failed` where it cannot be read.
    fn show(&self, audit: &mut Audit) -> Result<(), StoreError>;
}

/// A row as it stands there.
#[derive(Clone, Debug)]
pub struct Row<'a> {
    /// Its number.
    pub number: i64,
    /// What stands in [`Kind::columns`].
    pub values: Vec<Value<'a>>,
    /// What was said with it, where it may have been.
    pub spoken: Vec<Spoken<'a>>,
}

/// Words beside a row, where a citizen may have them deleted.
#[derive(Clone, Debug)]
pub struct Spoken<'a> {
    /// Which.
    pub what: Words,
    /// Where their hash stands among the row's values.
    pub column: usize,
    /// Salt and words, blank where they were deleted; none where nothing stands beside the row.
    pub words: Option<(&'a [u8], &'a [u8])>,
    /// Whether the row's rating or suggestion has a record that such words of it were deleted.
    pub recorded: bool,
}

/// The columns of a kind's row that hold the hash of words, and whose.
#[must_use]
pub fn spoken(kind: Kind) -> &'static [(Words, usize)] {
    match kind {
        Kind::Amendment => &[(Words::Comment, 4)],
        Kind::Suggestion => &[(Words::Text, 3), (Words::Contact, 4)],
        Kind::Event => &[(Words::Reopening, 4)],
        Kind::Rating
        | Kind::Ledger
        | Kind::Erasure
        | Kind::Unclear
        | Kind::Visit
        | Kind::Redemption
        | Kind::Hold
        | Kind::Review => &[],
    }
}

/// What a query for `facts` of a kind reads beside them, in SQL that both stores speak: of each [`spoken`] its salt,
/// its words and whether there is a record that they were deleted; and the tables these are in. By primary keys,
/// `erasure_rating` and `erasure_suggestion`.
pub(super) fn beside(kind: Kind) -> (String, String) {
    let (mut columns, mut tables) = (String::new(), String::new());
    for (what, _) in spoken(kind) {
        let words = what.table();
        let whose = match what {
            Words::Comment => "erasure.rating = facts.rating",
            Words::Text | Words::Contact => "erasure.suggestion = facts.seq",
            Words::Reopening => "erasure.suggestion = facts.suggestion",
        };
        let code = what.code();
        columns += &format!(
            ", {words}.salt, {words}.words, exists (select 1 from erasure where {whose}
              and ' ' || erasure.what || ' ' like '% {code} %')"
        );
        tables += &format!(" left join {words} on {words}.belongs_to = facts.seq");
    }
    (columns, tables)
}

/// A chain without a fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whole {
    /// Its end.
    pub tip: Tip,
    /// Words that were deleted, and how many: comments, texts, contacts, reopenings.
    pub erased: Vec<(Words, u64)>,
    /// For each hash that was sought the link that has it.
    pub sought: Vec<Option<i64>>,
}
