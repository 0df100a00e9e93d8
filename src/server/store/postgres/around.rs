//! What is known around the ratings of a group before they are stored: who sits where, and the visits' codes.

use std::collections::{BTreeMap, BTreeSet};

use super::session::{Problem, Session};
use super::taps::Tap;
use super::visits::{self, Found};
use super::{ratings, roster};
use crate::model::{Day, DutyNow, Moment, Shift, VisitProof, WindowId, duty_at};
use crate::server::store::NewRating;
use crate::server::store::visits::{Claim, code_hash, proof};

/// The number of a rating that has no number yet.
const COMING: i64 = -1;

/// What is known around taps before they are stored.
pub(super) struct Around {
    pub(super) duties: Duties,
    pub(super) visits: Visits,
}

impl Around {
    /// Reads it, in the transaction that stores them.
    pub(super) async fn of(session: &Session, taps: &[&mut Tap]) -> Result<Self, Problem> {
        let new: Vec<_> = taps.iter().map(|tap| &tap.rating).collect();
        let (duties, visits) =
            tokio::join!(biased; duties(session, &new), Visits::of(session, &new));
        Ok(Self {
            duties: duties?,
            visits: visits?,
        })
    }
}

/// The visits' codes that came with the taps.
pub(super) struct Visits {
    found: Found,
    /// The ids, of those with a code, that were stored before.
    there: BTreeSet<[u8; 16]>,
}

impl Visits {
    async fn of(session: &Session, new: &[&NewRating]) -> Result<Self, Problem> {
        let codes: Vec<_> = new.iter().filter_map(|rating| rating.visit).collect();
        let with = new.iter().filter(|rating| rating.visit.is_some());
        let ids: Vec<_> = with.map(|rating| rating.id.bytes().to_vec()).collect();
        let there = if ids.is_empty() {
            BTreeMap::new()
        } else {
            ratings::by_ids(session, &ids).await?
        };
        Ok(Self {
            found: visits::find(session, &codes).await?,
            there: there.into_keys().collect(),
        })
    }

    /// What the code of a rating is worth, and the visit that it redeems from now on.
    pub(super) fn claim(&mut self, rating: &NewRating) -> (Option<VisitProof>, Option<i64>) {
        let Some(code) = rating.visit else {
            return (None, None);
        };
        if self.there.contains(&rating.id.bytes()) {
            // A repetition: what is there answers.
            return (None, None);
        }
        let found = self.found.get_mut(&code_hash(code));
        let proof = proof(found.as_deref(), Claim::new(rating));
        match found {
            Some(visit) if proof == VisitProof::Redeemed => {
                visit.rating = Some(COMING);
                (Some(proof), Some(visit.number))
            }
            _ => (Some(proof), None),
        }
    }

    /// The rating that redeems its visit has its number.
    pub(super) fn settle(&mut self, rating: &NewRating, number: i64) {
        let hash = rating.visit.map(code_hash);
        if let Some(visit) = hash.and_then(|hash| self.found.get_mut(&hash)) {
            visit.rating = Some(number);
        }
    }

    /// What is said of the code of a rating that was stored before.
    pub(super) fn of_repetition(
        &self,
        rating: &NewRating,
        stored: Claim<'_>,
    ) -> Option<VisitProof> {
        let found = self.found.get(&code_hash(rating.visit?));
        let proof = proof(found, stored);
        // A code that came with a repetition alone, and not the first time, redeems nothing.
        let mine = found.is_some_and(|visit| visit.rating.is_some());
        Some(proof).filter(|proof| mine || *proof != VisitProof::Redeemed)
    }
}

pub(super) type Duties = BTreeMap<(String, Day), Vec<Shift>>;

/// The shifts at the windows and days of these taps.
async fn duties(session: &Session, new: &[&NewRating]) -> Result<Duties, Problem> {
    let wanted: BTreeSet<(&str, Day)> = new
        .iter()
        .map(|rating| (rating.window.as_str(), rating.rated_at.day()))
        .collect();
    let windows: Vec<_> = wanted.iter().map(|(window, _)| *window).collect();
    let days: Vec<_> = wanted.iter().map(|(_, day)| day.to_string()).collect();
    let mut duties = Duties::new();
    if wanted.is_empty() {
        return Ok(duties);
    }
    for shift in roster::shifts_at(session, &windows, &days).await? {
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
