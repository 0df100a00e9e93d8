//! What is known before a group is written: the centre's version, where the chain ends, and around its ratings which
//! of them are there already, who sits where, the visits' codes, what each window takes.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::links::{self, End};
use super::session::{Problem, Session};
use super::taps::Tap;
use super::together::Together;
use super::visits::{self, Found};
use super::{centre, held, ratings, roster};
use crate::model::{Day, DutyNow, Moment, Shift, ShiftId, VisitProof, WindowId, duty_at};
use crate::server::store::visits::{Claim, code_hash, proof};
use crate::server::store::{NewRating, RatingRow};

/// By the primary key: its last row.
const LAST: &str = "select max(seq) as seq from rating";

/// Ratings with their numbers by their ids.
pub(super) type There = BTreeMap<[u8; 16], (i64, RatingRow)>;

/// What is known before a group is written.
pub(super) struct Around {
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
}

#[derive(Deserialize)]
struct Version {
    version: i64,
}

#[derive(Deserialize)]
struct Number {
    seq: Option<i64>,
}

#[derive(Deserialize)]
struct Sitting {
    id: ShiftId,
    document: String,
}

impl Around {
    /// Reads it, in the transaction that writes the group.
    pub(super) async fn of(session: &Session, taps: &[&mut Tap]) -> Result<Self, Problem> {
        let new: Vec<_> = taps.iter().map(|tap| &tap.rating).collect();
        let ids = new.iter().map(|rating| rating.id.bytes().to_vec());
        let ids: Vec<_> = ids.collect();
        let (windows, days) = sittings(&new);
        let keys = held::keys(&new);
        let hours = held::Asked::of(&keys);
        let mut all = Together::default();
        let version = all.add(centre::VERSION, []);
        let end = all.add(links::END, []);
        let last = all.add(LAST, []);
        let there = all.add(ratings::THERE, [&ids]);
        let duties = all.add(roster::SHIFTS_AT, [&windows, &days]);
        let paces = all.add(held::PACE, hours.params());
        let (answers, visits) =
            tokio::try_join!(biased; all.ask(session), Visits::of(session, &new))?;
        let there: Vec<Number> = answers.rows(there)?;
        // Seldom: an answer was lost, and the phone asks again.
        let there = match there[..] {
            [] => There::default(),
            _ => ratings::by_ids(session, &ids).await?,
        };
        let version: Option<Version> = answers.rows(version)?.pop();
        let last: Option<Number> = answers.rows(last)?.pop();
        let hours = answers.rows(paces)?.into_iter().map(held::Hour::pace);
        Ok(Self {
            version: version.map(|of| of.version),
            end: links::end(answers.rows(end)?.pop()),
            there,
            last: last.and_then(|last| last.seq).unwrap_or(0),
            duties: by_window(answers.rows(duties)?)?,
            visits,
            paces: hours.collect(),
        })
    }
}

/// The visits' codes that came with the taps.
#[derive(Default)]
pub(super) struct Visits(Found);

impl Visits {
    async fn of(session: &Session, new: &[&NewRating]) -> Result<Self, Problem> {
        let codes: Vec<_> = new.iter().filter_map(|rating| rating.visit).collect();
        Ok(Self(visits::find(session, &codes).await?))
    }

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

/// The windows and days of these taps, each once.
fn sittings<'a>(new: &[&'a NewRating]) -> (Vec<&'a str>, Vec<String>) {
    let wanted: BTreeSet<(&str, Day)> = new
        .iter()
        .map(|rating| (rating.window.as_str(), rating.rated_at.day()))
        .collect();
    let wanted = wanted.into_iter();
    wanted
        .map(|(window, day)| (window, day.to_string()))
        .collect()
}

fn by_window(sittings: Vec<Sitting>) -> Result<Duties, Problem> {
    let mut duties = Duties::new();
    for Sitting { id, document } in sittings {
        let shift = roster::shift_of(id, &document)?;
        let at = (shift.window.as_str().to_owned(), shift.day);
        duties.entry(at).or_default().push(shift);
    }
    Ok(duties)
}

/// The sitting at that window and moment; of two at once the one that began later.
pub(super) fn on_duty<'a>(duties: &'a Duties, window: &WindowId, at: Moment) -> Option<&'a Shift> {
    let shifts = duties.get(&(window.as_str().to_owned(), at.day()))?;
    let DutyNow::Here(here) = duty_at(shifts, at) else {
        return None;
    };
    shifts.iter().find(|shift| shift.id == here.id)
}
