//! What is known around the ratings of a group before they are stored: those that are there already, who sits
//! where, the visits' codes, what each window takes.

use std::collections::{BTreeMap, BTreeSet};

use super::session::{Problem, Session};
use super::taps::Tap;
use super::visits::{self, Found};
use super::{held, ratings, roster};
use crate::model::{Day, DutyNow, Moment, Shift, VisitProof, WindowId, duty_at};
use crate::server::store::visits::{Claim, code_hash, proof};
use crate::server::store::{NewRating, RatingRow};

/// By the primary key: its last row.
const LAST: &str = "select coalesce(max(seq), 0) from rating";

/// Ratings with their numbers by their ids.
pub(super) type There = BTreeMap<[u8; 16], (i64, RatingRow)>;

/// What is known around taps before they are stored.
#[derive(Default)]
pub(super) struct Around {
    pub(super) there: There,
    /// The number of the newest rating.
    pub(super) last: i64,
    pub(super) duties: Duties,
    pub(super) visits: Visits,
    pub(super) paces: held::Paces,
}

impl Around {
    /// Reads it, in the transaction that stores them.
    pub(super) async fn of(session: &Session, taps: &[&mut Tap]) -> Result<Self, Problem> {
        if taps.is_empty() {
            return Ok(Self::default());
        }
        let new: Vec<_> = taps.iter().map(|tap| &tap.rating).collect();
        let ids: Vec<_> = new
            .iter()
            .map(|rating| rating.id.bytes().to_vec())
            .collect();
        let (there, last, duties, visits, paces) = tokio::try_join!(
            biased;
            ratings::by_ids(session, &ids),
            last(session),
            duties(session, &new),
            Visits::of(session, &new),
            held::paces(session, &new),
        )?;
        Ok(Self {
            there,
            last,
            duties,
            visits,
            paces,
        })
    }
}

async fn last(session: &Session) -> Result<i64, Problem> {
    let row = session.row(LAST, &[]).await?;
    Ok(row.map_or(Ok(0), |row| row.try_get(0))?)
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
