//! Whether the chain is whole: link by link against the rows that stand there, in constant memory.
//!
//! A store shows what it has ([`ChainStore::show`]), in one state that nothing changes under it; [`Audit`] judges.
//! It stops at the first thing that is wrong and names it. Who can write to the whole database can make a new
//! chain of it: against that there are the heads that were published, which others keep ([`Audit::seek`]).

use std::collections::VecDeque;
use std::fmt;

use async_trait::async_trait;

use super::StoreError;
use super::chain::{self, Hash, Head, Kind, Link, Tip, Value};
use super::erasure::Words;
use crate::model::Day;

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
        | Kind::Redemption => &[],
    }
}

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

/// Judges a chain that is shown to it.
pub struct Audit {
    /// The link before, as it says itself.
    tip: Tip,
    /// The last row of each kind.
    last: [i64; Kind::ALL.len()],
    heads: VecDeque<Head>,
    /// The newest head.
    newest: Option<Head>,
    erased: Vec<(Words, u64)>,
    sought: Vec<(Vec<u8>, Option<i64>)>,
    state: State,
}

enum State {
    Sound,
    /// A row and its link do not fit. If the next link fits what the row hashes to, it was the link.
    Unfit {
        kind: Kind,
        row: i64,
        computed: Tip,
    },
    /// A row was passed over. If a later link names it, they are out of order.
    Passed(Kind, i64),
    Broken(Broken),
}

impl Default for Audit {
    fn default() -> Self {
        Self {
            tip: Tip::NONE,
            last: [0; Kind::ALL.len()],
            heads: VecDeque::new(),
            newest: None,
            erased: [
                Words::Comment,
                Words::Text,
                Words::Contact,
                Words::Reopening,
            ]
            .map(|what| (what, 0))
            .into(),
            sought: Vec::new(),
            state: State::Sound,
        }
    }
}

impl Audit {
    /// Also looks for a hash that begins like this, which somebody kept.
    pub fn seek(&mut self, beginning: Vec<u8>) {
        self.sought.push((beginning, None));
    }

    /// A day's head, in the order they were written.
    pub fn head(&mut self, head: Head) {
        self.newest = Some(head);
        self.heads.push_back(head);
    }

    /// The last row of a kind that was linked so far; the row to be shown with the next link of it is the first
    /// one behind.
    #[must_use]
    pub fn last(&self, kind: Kind) -> i64 {
        self.last.get(kind.place()).copied().unwrap_or_default()
    }

    /// The next link, and the first row behind [`Self::last`] of its kind. Answers whether to go on.
    pub fn link(&mut self, link: &Link, found: Option<&Row<'_>>) -> bool {
        let next = match &self.state {
            State::Sound => self.sound(link, found),
            State::Unfit {
                kind,
                row,
                computed,
            } => Some(State::Broken(unfit(*kind, *row, *computed, link, found))),
            State::Passed(kind, row) => {
                let named = (link.kind, link.row) == (i64::from(kind.code()), *row);
                named.then_some(State::Broken(Broken::OutOfOrder(*kind, *row)))
            }
            State::Broken(_) => None,
        };
        if let Some(state) = next {
            self.state = state;
        }
        !matches!(self.state, State::Broken(_))
    }

    /// The first row of a kind behind the last that was linked, if there is one. Answers whether to go on.
    pub fn rest(&mut self, kind: Kind, row: Option<i64>) -> bool {
        if let (State::Sound, Some(row)) = (&self.state, row) {
            self.state = State::Broken(Broken::Added(kind, row));
        }
        matches!(self.state, State::Sound)
    }

    /// What came of it.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn end(self) -> Result<Whole, Broken> {
        match self.state {
            State::Sound => {}
            State::Unfit {
                kind,
                row,
                computed,
            } => return Err(Broken::Altered(kind, row, computed.links)),
            State::Passed(kind, row) => return Err(Broken::Added(kind, row)),
            State::Broken(broken) => return Err(broken),
        }
        let there = self.tip.links;
        if let Some(head) = self.heads.front() {
            return Err(Broken::CutOff(head.day, head.tip.links, there));
        }
        match self.newest {
            Some(head) if head.tip.links < there => Err(Broken::Behind(head.tip.links + 1)),
            _ => Ok(Whole {
                tip: self.tip,
                erased: self.erased,
                sought: self.sought.into_iter().map(|(_, found)| found).collect(),
            }),
        }
    }

    /// Takes a link that should fit; answers what it comes to where it does not.
    fn sound(&mut self, link: &Link, found: Option<&Row<'_>>) -> Option<State> {
        let broken = |broken| Some(State::Broken(broken));
        if link.number != self.tip.links + 1 {
            return broken(Broken::LinkMissing(self.tip.links + 1));
        }
        let Some(kind) = Kind::of(link.kind) else {
            return broken(Broken::LinkAltered(link.number));
        };
        if link.row <= self.last(kind) {
            return broken(Broken::OutOfOrder(kind, link.row));
        }
        let Some(row) = found.filter(|row| row.number <= link.row) else {
            return broken(Broken::Missing(kind, link.row, link.number));
        };
        let computed = self.tip.after(kind, row.number, &row.values);
        if row.number < link.row {
            if computed.hash == link.hash {
                return broken(Broken::LinkAltered(link.number));
            }
            return Some(State::Passed(kind, row.number));
        }
        if let Some(last) = self.last.get_mut(kind.place()) {
            *last = link.row;
        }
        if computed.hash != link.hash {
            let row = row.number;
            return Some(State::Unfit {
                kind,
                row,
                computed,
            });
        }
        if let Some(what) = self.words(kind, row) {
            return broken(what);
        }
        self.tip = computed;
        for (beginning, found) in &mut self.sought {
            if link.hash.starts_with(beginning) {
                found.get_or_insert(link.number);
            }
        }
        self.heads(link)
    }

    /// Compares the heads that name this link.
    fn heads(&mut self, link: &Link) -> Option<State> {
        while let Some(head) = self
            .heads
            .front()
            .filter(|head| head.tip.links <= link.number)
        {
            if (head.tip.links, head.tip.hash) != (link.number, link.hash) {
                let altered = Broken::HeadAltered(head.day, head.tip.links);
                return Some(State::Broken(altered));
            }
            self.heads.pop_front();
        }
        None
    }

    /// Compares what was said with a row, and counts what was deleted.
    fn words(&mut self, kind: Kind, row: &Row<'_>) -> Option<Broken> {
        for spoken in &row.spoken {
            let what = spoken.what;
            let kept = row.values.get(spoken.column);
            match (kept, spoken.words) {
                (Some(Value::Null), None) => {}
                (Some(Value::Bytes(_)), None) => {
                    return Some(Broken::WordsMissing(kind, row.number, what));
                }
                (Some(Value::Bytes(_)), Some((_, words)))
                    if words.iter().all(|byte| *byte == b' ') =>
                {
                    // A contact goes by itself, some days after its case is closed.
                    if !spoken.recorded && what != Words::Contact {
                        return Some(Broken::Blanked(kind, row.number, what));
                    }
                    for (_, count) in self.erased.iter_mut().filter(|(of, _)| *of == what) {
                        *count += 1;
                    }
                }
                (Some(Value::Bytes(hash)), Some((salt, words)))
                    if *hash == chain::salted(salt, words) => {}
                _ => return Some(Broken::WordsAltered(kind, row.number, what)),
            }
        }
        None
    }
}

/// Whether it was a row or its link that was altered: what follows tells.
fn unfit(kind: Kind, row: i64, computed: Tip, next: &Link, found: Option<&Row<'_>>) -> Broken {
    let follows = |found: &Row<'_>| -> Option<Hash> {
        let kind = Kind::of(next.kind)?;
        Some(computed.after(kind, found.number, &found.values).hash)
    };
    if found.and_then(follows) == Some(next.hash) {
        Broken::LinkAltered(computed.links)
    } else {
        Broken::Altered(kind, row, computed.links)
    }
}
