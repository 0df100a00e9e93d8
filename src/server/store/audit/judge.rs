//! The audit itself: a chain passes by it once, and it remembers no more than where it stands.

use std::collections::VecDeque;

use super::{Broken, Row, Whole};
use crate::server::store::chain::{self, Hash, Head, Kind, Link, Tip, Value};
use crate::server::store::erasure::Words;

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
