//! What is wrong with a file of points, part by part: its form the types have seen to already.

use super::hours::Hours;
use super::{Points, ServicePoint};
use crate::model::Name;
use crate::model::guide::Slug;

/// The most points a page shows.
pub const MOST: usize = 200;

/// Something wrong with a file of points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PointProblem {
    /// The field, as `points[0].name.en`.
    pub at: String,
    /// What is wrong with it.
    pub what: PointTrouble,
}

/// What can be wrong with a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PointTrouble {
    /// A language is missing.
    Blank,
    /// A list that needs something in it is empty.
    Empty,
    /// More than the page can list.
    TooMany,
    /// The same id comes twice.
    DoubleId(String),
    /// No town of the list has this id.
    UnknownTown(String),
    /// Not on the earth.
    NoPlace,
    /// It closes before it opens.
    Backwards,
    /// Two spans of one day share a time.
    Overlap,
    /// Not a telephone number.
    Phone,
}

/// Everything wrong with the points; nothing where they are fine.
#[must_use]
pub fn check_points(points: &Points) -> Vec<PointProblem> {
    let mut found = Vec::new();
    let mut tell = |at: String, what| found.push(PointProblem { at, what });
    for (list, count) in [
        ("towns", points.towns.len()),
        ("points", points.points.len()),
    ] {
        if count == 0 {
            tell(list.to_owned(), PointTrouble::Empty);
        }
        if count > MOST {
            tell(list.to_owned(), PointTrouble::TooMany);
        }
    }
    doubles("towns", points.towns.iter().map(|town| &town.id), &mut tell);
    doubles(
        "points",
        points.points.iter().map(|point| &point.id),
        &mut tell,
    );
    for (at, town) in points.towns.iter().enumerate() {
        let path = format!("towns[{at}]");
        blank(&format!("{path}.name"), &town.name, &mut tell);
        place(&path, town.lat_e6, town.lon_e6, &mut tell);
    }
    for (at, point) in points.points.iter().enumerate() {
        let path = format!("points[{at}]");
        if points.town(point.town.as_str()).is_none() {
            let town = PointTrouble::UnknownTown(point.town.to_string());
            tell(format!("{path}.town"), town);
        }
        of_point(&path, point, &mut tell);
    }
    found
}

type Tell<'a> = dyn FnMut(String, PointTrouble) + 'a;

fn of_point(path: &str, point: &ServicePoint, tell: &mut Tell<'_>) {
    blank(&format!("{path}.name"), &point.name, tell);
    blank(&format!("{path}.address"), &point.address, tell);
    place(path, point.lat_e6, point.lon_e6, tell);
    for (at, matter) in point.matters.iter().enumerate() {
        blank(&format!("{path}.matters[{at}]"), matter, tell);
    }
    for (list, count) in [
        ("hours", point.hours.len()),
        ("matters", point.matters.len()),
    ] {
        if count == 0 {
            tell(format!("{path}.{list}"), PointTrouble::Empty);
        }
    }
    for (at, hours) in point.hours.iter().enumerate() {
        let here = format!("{path}.hours[{at}]");
        if hours.from >= hours.to {
            tell(here.clone(), PointTrouble::Backwards);
        }
        let meets = |other: &Hours| {
            other.days.meets(hours.days) && other.from < hours.to && hours.from < other.to
        };
        if point.hours.iter().take(at).any(meets) {
            tell(here, PointTrouble::Overlap);
        }
    }
    let dialled = |phone: &String| {
        let fits = (3..=20).contains(&phone.len());
        let digits = |b: u8| b.is_ascii_digit() || b"+- ".contains(&b);
        fits && phone.bytes().all(digits) && phone.bytes().any(|b| b.is_ascii_digit())
    };
    if point.phone.as_ref().is_some_and(|phone| !dialled(phone)) {
        tell(format!("{path}.phone"), PointTrouble::Phone);
    }
}

fn blank(path: &str, name: &Name, tell: &mut Tell<'_>) {
    for (lang, text) in [("zh", &name.zh), ("en", &name.en)] {
        if text.trim().is_empty() {
            tell(format!("{path}.{lang}"), PointTrouble::Blank);
        }
    }
}

fn place(path: &str, lat_e6: i32, lon_e6: i32, tell: &mut Tell<'_>) {
    // 0, 0 is the sea beside Africa: a field that was never filled in.
    if !(-90_000_000..=90_000_000).contains(&lat_e6) || lat_e6 == 0 {
        tell(format!("{path}.lat_e6"), PointTrouble::NoPlace);
    }
    if !(-180_000_000..=180_000_000).contains(&lon_e6) || lon_e6 == 0 {
        tell(format!("{path}.lon_e6"), PointTrouble::NoPlace);
    }
}

fn doubles<'a>(list: &str, ids: impl Iterator<Item = &'a Slug>, tell: &mut Tell<'_>) {
    let mut seen: Vec<&Slug> = Vec::new();
    for (at, id) in ids.enumerate() {
        if seen.contains(&id) {
            tell(
                format!("{list}[{at}].id"),
                PointTrouble::DoubleId(id.to_string()),
            );
        }
        seen.push(id);
    }
}
