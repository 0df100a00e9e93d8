//! What is known before a group is written: whose turn the last was, the centre's version, where the chain ends, and
//! around its ratings which of them are there already, who sits where, the visits' codes, what each window takes.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::links::{self, End};
use super::session::{Problem, Seen, Session, unreadable};
use super::together::Together;
use super::visits::{self, Found};
use super::{centre, held, ratings, roster};
use crate::model::{Day, Moment, Shift, ShiftId, VisitCode, VisitProof, WindowId, here_at};
use crate::server::store::visits::{Claim, code_hash, proof};
use crate::server::store::{NewRating, RatingRow};

/// By the primary key.
const TURN: &str = "select turn from store_version where one = 1";

/// By the primary key: its last row, from one on that was seen.
const LAST: &str = "select seq from rating where seq >= $1 order by seq desc limit 1";

/// By the unique index on `id`, whatever is believed of an array's length: of a short table all would be read for
/// `any`, also when it has grown.
const THERE: &str = "
    select there.seq from (select unnest($1::bytea[]) as id) as new, lateral (
      select seq from rating where rating.id = new.id offset 0
    ) as there";

/// Ratings with their numbers by their ids.
pub(super) type There = BTreeMap<[u8; 16], (i64, RatingRow)>;

/// What is known before a group is written.
pub(super) struct Around {
    /// Whose turn it was: see [`super::closing`].
    pub(super) turn: i64,
    /// Of the centre.
    pub(super) version: Option<i64>,
    /// Of the chain.
    pub(super) end: End,
    pub(super) there: There,
    /// The number of the newest rating.
    pub(super) last: i64,
    pub(super) duties: Duties,
    pub(super) visits: Visits,
    pub(super) paces: held::Paces,
    pub(super) halls: held::Halls,
}

#[derive(Deserialize)]
struct Turn {
    turn: i64,
}

#[derive(Deserialize)]
struct Version {
    version: i64,
}

#[derive(Deserialize)]
struct Number {
    seq: i64,
}

#[derive(Deserialize)]
struct Sitting {
    id: ShiftId,
    document: String,
}

/// What is asked before a group is written.
pub(super) struct Question {
    ids: Vec<Vec<u8>>,
    windows: Vec<String>,
    days: Vec<String>,
    keys: BTreeSet<held::Key>,
    codes: Vec<VisitCode>,
}

impl Question {
    /// Around these ratings.
    pub(super) fn of<'a>(new: impl Iterator<Item = &'a NewRating> + Clone) -> Self {
        let sittings: BTreeSet<(&str, Day)> = new
            .clone()
            .map(|rating| (rating.window.as_str(), rating.rated_at.day()))
            .collect();
        let sittings = sittings.into_iter();
        let (windows, days) = sittings
            .map(|(window, day)| (window.to_owned(), day.to_string()))
            .collect();
        Self {
            ids: new
                .clone()
                .map(|rating| rating.id.bytes().to_vec())
                .collect(),
            windows,
            days,
            keys: held::keys(new.clone()),
            codes: new.filter_map(|rating| rating.visit).collect(),
        }
    }

    /// Asks it, in the transaction that writes the group.
    pub(super) async fn ask(&self, session: &Session) -> Result<Around, Problem> {
        match self.ask_from(session, session.seen()).await? {
            Some(around) => Ok(around),
            // What was there is gone, as where a copy took the database's place.
            None => {
                let around = self.ask_from(session, Seen::default()).await?;
                around.ok_or_else(|| unreadable("the end of the chain"))
            }
        }
    }

    /// The same, where rows that were seen are there still.
    async fn ask_from(&self, session: &Session, seen: Seen) -> Result<Option<Around>, Problem> {
        let (at, hours, pages) = held::columns(self.keys.iter().cloned());
        let mut all = Together::reading();
        let turn = all.add(TURN, []);
        let version = all.add(centre::VERSION, []);
        let end = all.add(links::END, [&seen.link]);
        let last = all.add(LAST, [&seen.rating]);
        let there = all.add(THERE, [&self.ids]);
        let duties = all.add(roster::SHIFTS_AT, [&self.windows, &self.days]);
        let paces = all.add(held::PACE, [&at, &hours, &pages]);
        let visits = visits::find(session, &self.codes);
        let (answers, visits) = tokio::try_join!(biased; all.ask(session), visits)?;
        let end: Option<links::Last> = answers.rows(end)?.pop();
        let last: Option<Number> = answers.rows(last)?.pop();
        let newest = Seen {
            link: end.as_ref().map_or(0, |end| end.seq),
            rating: last.map_or(0, |last| last.seq),
        };
        if newest.link < seen.link || newest.rating < seen.rating {
            return Ok(None);
        }
        session.have_seen(newest);
        let there: Vec<Number> = answers.rows(there)?;
        // Seldom: an answer was lost, and the phone asks again.
        let there = match there[..] {
            [] => There::default(),
            _ => ratings::by_ids(session, &self.ids).await?,
        };
        let version: Option<Version> = answers.rows(version)?.pop();
        let paces = answers.rows(paces)?.into_iter().map(held::Hour::pace);
        let mut paces: held::Paces = paces.collect();
        let new = self.keys.iter().filter(|key| !paces.contains_key(*key));
        paces.extend(held::new_hours(session, new.cloned().collect()).await?);
        let turn: Option<Turn> = answers.rows(turn)?.pop();
        // Without it nobody is kept from writing at once, and nothing would be written.
        let turn = turn.ok_or_else(|| unreadable("whose turn it is"))?;
        Ok(Some(Around {
            turn: turn.turn,
            version: version.map(|of| of.version),
            end: links::end(end),
            there,
            last: newest.rating,
            duties: self.by_window(answers.rows(duties)?)?,
            visits: Visits(visits),
            paces,
            halls: held::Halls::new(),
        }))
    }

    /// Also where nobody sits.
    fn by_window(&self, sittings: Vec<Sitting>) -> Result<Duties, Problem> {
        let mut duties = Duties::new();
        for (window, day) in self.windows.iter().zip(&self.days) {
            if let Ok(day) = Day::parse(day) {
                duties.insert((window.clone(), day), Vec::new());
            }
        }
        for Sitting { id, document } in sittings {
            let shift = roster::shift_of(id, &document)?;
            let at = (shift.window.as_str().to_owned(), shift.day);
            duties.entry(at).or_default().push(shift);
        }
        Ok(duties)
    }
}

/// The visits' codes that came with the taps.
#[derive(Default)]
pub(super) struct Visits(Found);

impl Visits {
    /// What the code of a new rating is worth, and the visit that it redeems from now on.
    pub(super) fn claim(
        &mut self,
        rating: &NewRating,
        number: i64,
    ) -> (Option<VisitProof>, Option<i64>) {
        let Some(code) = rating.visit else {
            return (None, None);
        };
        let found = self.0.get_mut(&code_hash(code));
        let proof = proof(found.as_deref(), Claim::new(rating));
        match found {
            Some(visit) if proof == VisitProof::Redeemed => {
                visit.rating = Some(number);
                (Some(proof), Some(visit.number))
            }
            _ => (Some(proof), None),
        }
    }

    /// What is said of the code of a rating that was stored before.
    pub(super) fn of_repetition(
        &self,
        rating: &NewRating,
        stored: Claim<'_>,
    ) -> Option<VisitProof> {
        let found = self.0.get(&code_hash(rating.visit?));
        let proof = proof(found, stored);
        // A code that came with a repetition alone, and not the first time, redeems nothing.
        let mine = found.is_some_and(|visit| visit.rating.is_some());
        Some(proof).filter(|proof| mine || *proof != VisitProof::Redeemed)
    }
}

pub(super) type Duties = BTreeMap<(String, Day), Vec<Shift>>;

/// The sitting at that window and moment; of two at once the one that began later.
pub(super) fn on_duty<'a>(duties: &'a Duties, window: &WindowId, at: Moment) -> Option<&'a Shift> {
    let shifts = duties.get(&(window.as_str().to_owned(), at.day()))?;
    here_at(shifts, at)
}
