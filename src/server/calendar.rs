//! The roster as a calendar that phones and office programs subscribe to (RFC 5545, RFC 7986).
//!
//! Not the `icalendar` crate: it brings `chrono` and `uuid` for what these lines do.

mod line;

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use crate::model::{Centre, Day, Minute, Moment, ShiftState, Unit, UnitId, WindowId};
use crate::server::store::feed::Published;
use crate::text::{Lang, day_with_date};
use line::Lines;

/// The centre's time has known no summer since 1991: one rule, for ever.
const ZONE: [(&str, &str); 9] = [
    ("BEGIN", "VTIMEZONE"),
    ("TZID", "Asia/Shanghai"),
    ("BEGIN", "STANDARD"),
    ("DTSTART", "19910915T000000"),
    ("TZNAME", "CST"),
    ("TZOFFSETFROM", "+0800"),
    ("TZOFFSETTO", "+0800"),
    ("END", "STANDARD"),
    ("END", "VTIMEZONE"),
];

/// A calendar of these shifts, in one language; of one unit where one is named.
#[must_use]
pub fn write(centre: &Centre, unit: Option<&Unit>, shifts: &[Published], lang: Lang) -> String {
    let t = lang.calendar_texts();
    let centre_name = lang.of(&centre.name);
    let name = match unit {
        Some(unit) => (t.name)(&format!("{} · {centre_name}", lang.of(&unit.short))),
        None => (t.name)(centre_name),
    };
    let mut lines = Lines::default();
    for (property, value) in [
        ("BEGIN", "VCALENDAR"),
        ("VERSION", "2.0"),
        ("PRODID", "-//Zuoban//Roster//ZH"),
        ("CALSCALE", "GREGORIAN"),
        ("REFRESH-INTERVAL;VALUE=DURATION", "PT1H"),
        ("X-PUBLISHED-TTL", "PT1H"),
        ("X-WR-TIMEZONE", "Asia/Shanghai"),
    ] {
        lines.put(property, value);
    }
    lines.text("NAME", &name);
    lines.text("X-WR-CALNAME", &name);
    if centre.demo {
        lines.text("X-WR-CALDESC", lang.texts().demo_note);
    }
    for (property, value) in ZONE {
        lines.put(property, value);
    }
    let event = Event {
        centre,
        lang,
        of: of(centre),
    };
    for shift in shifts {
        event.write(&mut lines, shift);
    }
    lines.put("END", "VCALENDAR");
    lines.done()
}

/// Tells the centre's events from those of others: a word made from its name.
fn of(centre: &Centre) -> String {
    HEXLOWER.encode(&Sha256::digest(centre.name.zh.as_bytes())[..8])
}

/// What all events share.
struct Event<'a> {
    centre: &'a Centre,
    lang: Lang,
    of: String,
}

impl Event<'_> {
    fn write(&self, lines: &mut Lines, published: &Published) {
        let (t, lang, shift) = (self.lang.calendar_texts(), self.lang, &published.shift);
        let texts = lang.texts();
        let person = (texts.person)(lang.of(&shift.director), lang.of(&shift.office));
        let window = match self.host(&shift.window) {
            Some(unit) => (texts.window_title)(lang.of(&unit.short), shift.window.as_str()),
            None => (texts.window_number)(shift.window.as_str()),
        };
        let summary = (t.summary)(&person, &window);
        let mut said: Vec<String> = self
            .unit(&shift.unit)
            .map(|unit| (t.unit)(lang.of(&unit.name)))
            .into_iter()
            .collect();
        let (status, summary) = match &shift.state {
            ShiftState::Planned => ("CONFIRMED", summary),
            ShiftState::Substituted { instead_of } => {
                said.push((texts.duty_instead_of)(lang.of(instead_of)));
                ("CONFIRMED", summary)
            }
            ShiftState::Moved { to } => {
                said.push((t.moved)(&day_with_date(lang, *to)));
                ("CANCELLED", (t.summary_moved)(&summary))
            }
            ShiftState::Cancelled { reason } => {
                said.push((t.cancelled)(lang.of(reason)));
                ("CANCELLED", (t.summary_cancelled)(&summary))
            }
        };
        if self.centre.demo {
            said.push(texts.demo_note.to_owned());
        }
        lines.put("BEGIN", "VEVENT");
        lines.put("UID", &format!("shift-{}@{}.zuoban", shift.id, self.of));
        lines.put("DTSTAMP", &utc(published.changed_at));
        lines.put("LAST-MODIFIED", &utc(published.changed_at));
        lines.put("SEQUENCE", &published.revision.to_string());
        lines.put("DTSTART;TZID=Asia/Shanghai", &local(shift.day, shift.from));
        lines.put("DTEND;TZID=Asia/Shanghai", &local(shift.day, shift.to));
        lines.text("SUMMARY", &summary);
        lines.text("LOCATION", &self.location(&shift.window));
        lines.text("DESCRIPTION", &said.join("\n"));
        lines.put("STATUS", status);
        // Nobody's own time is taken by it.
        lines.put("TRANSP", "TRANSPARENT");
        lines.put("END", "VEVENT");
    }

    fn unit(&self, id: &UnitId) -> Option<&Unit> {
        self.centre.units.iter().find(|unit| unit.id == *id)
    }

    /// The unit whose window it is.
    fn host(&self, window: &WindowId) -> Option<&Unit> {
        self.centre.window(window).map(|(unit, _)| unit)
    }

    fn location(&self, window: &WindowId) -> String {
        let lang = self.lang;
        let found = self.centre.window(window);
        let area = found.map_or("", |(_, window)| lang.of(&window.place.area));
        let number = (lang.texts().window_number)(window.as_str());
        [lang.of(&self.centre.name), area, &number].join(" ")
    }
}

/// `20261124T090000`, in the centre's time.
fn local(day: Day, minute: Minute) -> String {
    let day = day.to_string().replace('-', "");
    format!("{day}T{:02}{:02}00", minute.0 / 60, minute.0 % 60)
}

/// `20261124T010000Z`
fn utc(moment: Moment) -> String {
    let east_8 = 8 * 3_600_000;
    let there = Moment(moment.0 - east_8);
    let seconds = moment.0.div_euclid(1000).rem_euclid(60);
    let local = local(there.day(), there.minute());
    format!("{}{seconds:02}Z", local.get(..13).unwrap_or(&local))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_times_are_written_as_the_standard_wants_them() {
        let day = Day::parse("2026-11-24").unwrap();
        assert_eq!(local(day, Minute(545)), "20261124T090500");
        assert_eq!(
            utc(Moment(Moment::at(day, Minute(545)).0 + 7_999)),
            "20261124T010507Z"
        );
        assert_eq!(utc(Moment::at(day, Minute(0))), "20261123T160000Z");
    }
}
