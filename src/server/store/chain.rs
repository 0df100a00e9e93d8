//! The chain through everything that is only ever added: each row is hashed together with the hash before it.
//!
//! A link's hash is SHA-256 of, one after the other:
//!
//! | | bytes |
//! |---|---|
//! | the hash of the link before; [`START`] for the first | 32 |
//! | [`Kind::code`] | 1 |
//! | the row's number in its table, big endian | 8 |
//! | how many columns follow | 1 |
//! | each of [`Kind::columns`], in that order | as below |
//!
//! A column is one byte for what it is and then its value: `0` nothing; `1` a number (truth is 1 or 0), 8 bytes
//! big endian, two's complement; `2` a text and `3` bytes, each after its length in 8 bytes big endian. So no two
//! rows are written alike, and it is the same in every store. JSON documents are texts as the server wrote them:
//! a store keeps them letter by letter. Words that a citizen may have deleted are in it by their salted hash alone.
//!
//! The columns of a kind never change: what is to be kept beside them one day becomes a kind of its own.
//!
//! Under several writers the chain stays one because a writing transaction takes the end of the chain for itself
//! before any of its rows gets a number, and gives it back with its commit: SQLite has one writer at a time
//! (`begin immediate`); a store with several locks one row that all writers lock (`select … for update`), or gives
//! numbers before and writes nothing where, once it has the row, another had it since.
//! So numbers rise along the chain within each kind, which [`super::audit`] relies on.

use sha2::{Digest, Sha256};

use crate::model::Day;

/// SHA-256.
pub type Hash = [u8; 32];

/// What the first link has for the hash before it.
pub const START: Hash = [0; 32];

/// A table that is only ever added to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A tap.
    Rating,
    /// What was said to it later.
    Amendment,
    /// A suggestion, complaint or call for help.
    Suggestion,
    /// What became of it.
    Event,
    /// What a sitting did.
    Ledger,
    /// That words were deleted.
    Erasure,
    /// A step of a guide was not understood.
    Unclear,
    /// A one-time code was made for a visit.
    Visit,
    /// A rating redeemed one.
    Redemption,
    /// A rating was put aside for review.
    Hold,
    /// What an operator decided of it.
    Review,
}

impl Kind {
    /// All of them, by their code.
    pub const ALL: [Self; 11] = [
        Self::Rating,
        Self::Amendment,
        Self::Suggestion,
        Self::Event,
        Self::Ledger,
        Self::Erasure,
        Self::Unclear,
        Self::Visit,
        Self::Redemption,
        Self::Hold,
        Self::Review,
    ];

    /// Its number in the chain; never used for another.
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            Self::Rating => 1,
            Self::Amendment => 2,
            Self::Suggestion => 3,
            Self::Event => 4,
            Self::Ledger => 5,
            Self::Erasure => 6,
            Self::Unclear => 7,
            Self::Visit => 8,
            Self::Redemption => 9,
            Self::Hold => 10,
            Self::Review => 11,
        }
    }

    /// Its place in [`Self::ALL`].
    pub(crate) fn place(self) -> usize {
        usize::from(self.code()) - 1
    }

    /// The kind of a number, if there is one.
    #[must_use]
    pub fn of(code: i64) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|kind| i64::from(kind.code()) == code)
    }

    /// The table its rows stand in.
    #[must_use]
    pub fn table(self) -> &'static str {
        match self {
            Self::Rating => "rating",
            Self::Amendment => "amendment",
            Self::Suggestion => "suggestion",
            Self::Event => "suggestion_event",
            Self::Ledger => "ledger",
            Self::Erasure => "erasure",
            Self::Unclear => "unclear",
            Self::Visit => "visit",
            Self::Redemption => "redemption",
            Self::Hold => "hold",
            Self::Review => "review",
        }
    }

    /// What is hashed of a row, in this order; its number `seq` comes before.
    #[must_use]
    pub fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Rating => &[
                "id",
                "window",
                "unit",
                "satisfied",
                "source",
                "rated_at",
                "received_at",
                "shift",
                "director",
            ],
            Self::Amendment => &[
                "id",
                "rating",
                "level",
                "aspects",
                "comment_hash",
                "withdrawn",
                "amended_at",
                "received_at",
            ],
            Self::Suggestion => &[
                "id",
                "code",
                "kind",
                "text_hash",
                "contact_hash",
                "window",
                "unit",
                "led_by",
                "written_at",
                "received_at",
                "deadline",
            ],
            Self::Event => &["id", "suggestion", "at", "step", "words_hash"],
            Self::Ledger => &["shift", "served", "solved", "accepted", "entered_at"],
            Self::Erasure => &["rating", "suggestion", "what", "reason", "erased_at"],
            Self::Unclear => &["id", "guide", "step", "at"],
            Self::Visit => &["code_hash", "window", "issued_at", "valid_until"],
            Self::Redemption => &["visit", "rating", "redeemed_at"],
            Self::Hold => &["rating", "from_page", "bound", "held_at"],
            Self::Review => &["hold", "released", "reason", "reviewed_at"],
        }
    }
}

/// What stands in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value<'a> {
    /// Nothing.
    Null,
    /// A number, a moment, or truth.
    Number(i64),
    /// A text; in a damaged store perhaps not even UTF-8.
    Text(&'a [u8]),
    /// Bytes.
    Bytes(&'a [u8]),
}

impl From<i64> for Value<'_> {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<u32> for Value<'_> {
    fn from(number: u32) -> Self {
        Self::Number(number.into())
    }
}

impl From<bool> for Value<'_> {
    fn from(truth: bool) -> Self {
        Self::Number(truth.into())
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text.as_bytes())
    }
}

impl<'a> From<&'a [u8]> for Value<'a> {
    fn from(bytes: &'a [u8]) -> Self {
        Self::Bytes(bytes)
    }
}

impl<'a, const N: usize> From<&'a [u8; N]> for Value<'a> {
    fn from(bytes: &'a [u8; N]) -> Self {
        Self::Bytes(bytes)
    }
}

impl<'a, T: Into<Value<'a>>> From<Option<T>> for Value<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// One link: which row, and the hash up to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// Its place in the chain, from 1.
    pub number: i64,
    /// The kind of the row, or a number that no kind has.
    pub kind: i64,
    /// The row's number in its table.
    pub row: i64,
    /// The hash.
    pub hash: Hash,
}

/// The chain's end: what the next link goes on from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tip {
    /// How many links there are.
    pub links: i64,
    /// The last one's hash.
    pub hash: Hash,
}

impl Tip {
    /// The end of a chain without links.
    pub const NONE: Self = Self {
        links: 0,
        hash: START,
    };

    /// The end after one more row.
    #[must_use]
    pub fn after(self, kind: Kind, row: i64, values: &[Value<'_>]) -> Self {
        self.after_columns(kind, row, &columns(values))
    }

    /// The same of what [`columns`] made.
    #[must_use]
    pub fn after_columns(self, kind: Kind, row: i64, columns: &[u8]) -> Self {
        let hash = Sha256::new()
            .chain_update(self.hash)
            .chain_update([kind.code()])
            .chain_update(row.to_be_bytes())
            .chain_update(columns);
        Self {
            links: self.links + 1,
            hash: hash.finalize().into(),
        }
    }
}

/// Where the chain ended when a day did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// The day, by the clock of the server.
    pub day: Day,
    /// The last link of it.
    pub tip: Tip,
}

/// How many columns, and each, as they are hashed; see the module.
#[must_use]
pub fn columns(values: &[Value<'_>]) -> Vec<u8> {
    let mut columns = Vec::with_capacity(160);
    columns.push(u8::try_from(values.len()).unwrap_or(u8::MAX));
    for value in values {
        match value {
            Value::Null => columns.push(0),
            Value::Number(number) => {
                columns.push(1);
                columns.extend(number.to_be_bytes());
            }
            Value::Text(bytes) => measured(&mut columns, 2, bytes),
            Value::Bytes(bytes) => measured(&mut columns, 3, bytes),
        }
    }
    columns
}

/// The hash that a row of facts keeps of words that stand apart from it.
#[must_use]
pub fn salted(salt: &[u8], words: &[u8]) -> Hash {
    Sha256::new()
        .chain_update(salt)
        .chain_update(words)
        .finalize()
        .into()
}

fn measured(columns: &mut Vec<u8>, mark: u8, bytes: &[u8]) {
    columns.push(mark);
    columns.extend(u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_be_bytes());
    columns.extend(bytes);
}

#[cfg(test)]
mod tests;
