//! Service points near the citizen (五公里办税圈): the list, the plan above it, and where the distance begins.
//!
//! The server makes it for a town; the phone for a position too, which is in no address and no link.

mod plan;
mod row;
#[cfg(test)]
mod tests;
mod ways;

use maud::{Markup, html};

use super::{Live, Prefs, encoded, with};
use crate::model::Moment;
use crate::model::near::{CIRCLE, Points, Position, ServicePoint, Town};
use crate::text::NearTexts;
use plan::plan;
use row::{distance, row};

/// A position less certain than this says so, in metres.
const UNSURE: u32 = 500;

/// Where distances begin.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum NearFrom {
    /// Not known: the points are listed in the order of the file.
    #[default]
    Nowhere,
    /// The middle of a town: its id, as in the address. An id that is no town's is [`Self::Nowhere`].
    Town(String),
    /// The phone.
    Here {
        /// Where the phone says it is (WGS-84).
        at: Position,
        /// How sure it is, in metres (`coords.accuracy`); 0 where it does not say.
        within: u32,
    },
}

/// How the asking for the phone's position goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Locating {
    /// It was not asked for, or it was found.
    #[default]
    No,
    /// It is asked for.
    Waiting,
    /// Not allowed.
    Refused,
    /// Not to be had now.
    Failed,
}

/// What the page is made of.
#[derive(Clone, Copy, Debug)]
pub struct NearPage<'a> {
    /// Towns and points.
    pub points: &'a Points,
    /// The centre's time.
    pub now: Moment,
    /// Where distances begin.
    pub from: &'a NearFrom,
    /// How the asking goes.
    pub locating: Locating,
    /// Whether only what is within five kilometres is listed.
    pub within_5km: bool,
}

impl<'a> NearPage<'a> {
    fn town(&self) -> Option<&'a Town> {
        match self.from {
            NearFrom::Town(id) => self.points.town(id),
            NearFrom::Nowhere | NearFrom::Here { .. } => None,
        }
    }

    fn position(&self) -> Option<Position> {
        match self.from {
            NearFrom::Here { at, .. } => Some(*at),
            NearFrom::Nowhere | NearFrom::Town(_) => self.town().map(Town::position),
        }
    }

    /// Path and query without preferences: `/near?town=east&within=5`. A position is not in it.
    #[must_use]
    pub fn address(&self) -> String {
        self.address_with(self.within_5km)
    }

    fn address_with(&self, within_5km: bool) -> String {
        let mut address = "/near".to_owned();
        if let Some(town) = self.town() {
            let mut pair = "town=".to_owned();
            pair.push_str(&encoded(town.id.as_str()));
            address = with(address, &pair);
        }
        if within_5km {
            address = with(address, "within=5");
        }
        address
    }
}

/// The page of `/near`.
#[must_use]
pub fn near(prefs: Prefs, page: &NearPage<'_>) -> Markup {
    let (t, lang) = (prefs.lang.near_texts(), prefs.lang);
    let chosen = page.town().map(|town| &town.id);
    html! {
        h1.title #title tabindex="-1" { (t.heading) small { (t.note) } }
        // Only the app can ask the phone.
        button.button.button--main #locate type="button" data-live="locate" hidden { (t.locate[0]) }
        form.search #town-form action="/near" {
            select.find #town name="town" aria-label=(t.town) {
                option value="" { (t.choose_town) }
                @for town in &page.points.towns {
                    option value=(town.id.as_str()) selected[chosen == Some(&town.id)] { (lang.of(&town.name)) }
                }
            }
            (prefs.fields())
            button.button.search__button { (t.show) }
        }
        div role="status" data-live="place" { (place(prefs, page)) }
        div.live data-live="near" { (points(prefs, page)) }
        p.note { (t.holidays) " " (t.leaves) @if page.points.sample { " " (t.sample) } }
    }
}

/// What changes in the page: the button (`can_locate`: whether the phone can be asked), where distances begin,
/// the plan and the list.
#[must_use]
pub fn near_live(prefs: Prefs, page: &NearPage<'_>, can_locate: bool) -> Live {
    let t = prefs.lang.near_texts();
    let again = !matches!(page.from, NearFrom::Nowhere | NearFrom::Town(_));
    let button = t.locate[usize::from(again)].to_owned();
    vec![
        ("locate", can_locate.then_some(button)),
        ("place", Some(place(prefs, page).into_string())),
        ("near", Some(points(prefs, page).into_string())),
    ]
}

/// Where distances begin, or why they do not.
fn place(prefs: Prefs, page: &NearPage<'_>) -> Markup {
    let t = prefs.lang.near_texts();
    let trouble = match page.locating {
        Locating::No => None,
        Locating::Waiting => Some(t.waiting),
        Locating::Refused => Some(t.refused),
        Locating::Failed => Some(t.failed),
    };
    html! {
        @if let Some(trouble) = trouble { p.wait { (trouble) } }
        @match page.from {
            NearFrom::Here { within, .. } => p.note {
                (t.from_here)
                @if *within > UNSURE { " " ((t.within)(&distance(t, *within))) }
            },
            NearFrom::Nowhere | NearFrom::Town(_) => @match page.town() {
                Some(town) => p.note { ((t.from_town)(prefs.lang.of(&town.name))) },
                None => @if trouble.is_none() { p.note { (t.nowhere) } },
            },
        }
    }
}

/// The plan and the list.
fn points(prefs: Prefs, page: &NearPage<'_>) -> Markup {
    let t = prefs.lang.near_texts();
    let Some(position) = page.position() else {
        let all = page.points.points.iter().map(|point| (None, point));
        return rows(prefs, page.now, 0, all);
    };
    let sorted = page.points.by_distance(position);
    let near = sorted.partition_point(|(distance, _)| *distance <= CIRCLE);
    let (near, far) = sorted.split_at(near);
    let known = |(distance, point): &(u32, _)| (Some(*distance), *point);
    html! {
        (plan(prefs, position, &sorted))
        p.note aria-hidden="true" { (t.plan[usize::from(page.town().is_some())]) }
        @if near.is_empty() { p.empty { (t.none_near) } }
        (rows(prefs, page.now, 1, near.iter().map(known)))
        @if !far.is_empty() { (beyond(prefs, page, t, far.len())) }
        @if !page.within_5km { (rows(prefs, page.now, near.len() + 1, far.iter().map(known))) }
    }
}

/// The line after which they are farther away.
fn beyond(prefs: Prefs, page: &NearPage<'_>, t: &NearTexts, count: usize) -> Markup {
    let other = prefs.address(&page.address_with(!page.within_5km));
    html! {
        div.aside {
            @if page.within_5km {
                a.link #circle href=(other) { ((t.more_beyond)(count)) }
            } @else {
                h2.ask { (t.beyond) }
                a.link #circle href=(other) { (t.only_near) }
            }
        }
    }
}

/// Points of a list, numbered as on the plan; from 0 they have no numbers.
fn rows<'a>(
    prefs: Prefs,
    now: Moment,
    first: usize,
    points: impl Iterator<Item = (Option<u32>, &'a ServicePoint)>,
) -> Markup {
    html! {
        ul.rows {
            @for (at, (distance, point)) in points.enumerate() {
                @let number = (first > 0).then_some(first + at);
                li.row { (row(prefs, now, number, distance, point)) }
            }
        }
    }
}
