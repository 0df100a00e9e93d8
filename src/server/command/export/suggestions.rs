//! Suggestions with what became of them: a row each for a spreadsheet, or a line each for programs.

use std::io::{self, Write};

use serde::Serialize;

use super::table::{Cell, Table, truth};
use crate::model::{
    Contact, Day, Event, Kind, Name, Step, TrackingCode, UnitId, WindowId, is_answered,
};
use crate::server::store::suggestions::SuggestionRow;
use crate::text::Lang;

/// The columns; `contact` only where it was asked for.
const COLUMNS: [&str; 18] = [
    "code",
    "kind",
    "window",
    "unit",
    "director",
    "text",
    "contact",
    "written_at",
    "received_at",
    "deadline",
    "status",
    "answered_by",
    "answer",
    "changed",
    "answered_at",
    "satisfied",
    "reopened",
    "reopenings",
];

/// The table's header.
pub(super) fn header(with_contact: bool) -> impl Iterator<Item = &'static str> {
    let asked_for = move |column: &&str| with_contact || *column != "contact";
    COLUMNS.into_iter().filter(asked_for)
}

/// Adds a suggestion's row; the contact's cell only where it was asked for.
pub(super) fn put<W: Write>(
    table: &mut Table<W>,
    row: &SuggestionRow,
    contact: Option<&str>,
) -> io::Result<()> {
    let events = &row.events;
    let last = |wanted: fn(&Step) -> bool| events.iter().rev().find(|event| wanted(&event.step));
    let answer = last(|step| matches!(step, Step::Answered { .. }));
    let (said, changed) = match answer.map(|event| &event.step) {
        Some(Step::Answered { text, changed }) => (text.as_str(), changed.as_deref()),
        _ => ("", None),
    };
    let satisfied = events.iter().rev().find_map(|event| match event.step {
        Step::Rated { satisfied } => Some(satisfied),
        _ => None,
    });
    let reopenings: Vec<_> = events
        .iter()
        .filter_map(|event| match &event.step {
            Step::Reopened { text, .. } => Some(words(text)),
            _ => None,
        })
        .collect();
    let before: [Cell<'_>; 6] = [
        row.receipt.code.to_string().into(),
        row.kind.code().into(),
        row.window.as_ref().map_or("", WindowId::as_str).into(),
        row.unit.as_deref().unwrap_or_default().into(),
        row.led_by.as_ref().map_or("", |name| &name.zh).into(),
        words(&row.text).into(),
    ];
    let after: [Cell<'_>; 11] = [
        row.written_at.rfc3339().into(),
        row.receipt.received_at.rfc3339().into(),
        deadline(row).to_string().into(),
        status(events).into(),
        row.answered_by().map_or("", String::as_str).into(),
        said.into(),
        changed.unwrap_or_default().into(),
        answer
            .map(|event| event.at.rfc3339())
            .unwrap_or_default()
            .into(),
        satisfied.map_or("".into(), truth),
        reopenings.len().to_string().into(),
        reopenings.join("\n").into(),
    ];
    let contact = contact.map(Cell::from);
    table.put(before.into_iter().chain(contact).chain(after))
}

/// What a citizen said, or that it was deleted.
fn words(said: &str) -> &str {
    Lang::Zh.follow_texts().words(said)
}

/// The deadline that holds: the last one given.
fn deadline(row: &SuggestionRow) -> Day {
    let given = row.events.iter().rev().find_map(|event| match event.step {
        Step::Reopened { deadline, .. } => Some(deadline),
        _ => None,
    });
    given.unwrap_or(row.receipt.deadline)
}

/// Where it stands: the last step but for ratings.
fn status(events: &[Event]) -> &'static str {
    if is_answered(events) {
        return "answered";
    }
    let step = events.iter().rev().map(|event| &event.step);
    let mut but_ratings = step.filter(|step| !matches!(step, Step::Rated { .. }));
    match but_ratings.next() {
        Some(Step::Forwarded { .. }) => "forwarded",
        Some(Step::InWork) => "in_work",
        Some(Step::Reopened { .. }) => "reopened",
        _ => "received",
    }
}

#[derive(Serialize)]
struct Line<'a> {
    code: TrackingCode,
    kind: Kind,
    window: Option<&'a WindowId>,
    unit: Option<&'a UnitId>,
    director: Option<&'a Name>,
    text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    contact: Option<Option<&'a str>>,
    written_at: String,
    received_at: String,
    deadline: Day,
    status: &'static str,
    events: Vec<Happened<'a>>,
}

/// What happened, under the names of the step.
#[derive(Serialize)]
struct Happened<'a> {
    at: String,
    #[serde(flatten)]
    step: Said<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "snake_case", tag = "step")]
enum Said<'a> {
    Received {
        deadline: Day,
    },
    Forwarded {
        unit: &'a str,
    },
    InWork,
    Answered {
        text: &'a str,
        changed: Option<&'a str>,
    },
    Reopened {
        text: &'a str,
        deadline: Day,
    },
    Rated {
        satisfied: bool,
    },
}

impl<'a> From<&'a Step> for Said<'a> {
    fn from(step: &'a Step) -> Self {
        match step {
            Step::Received { deadline } => Self::Received {
                deadline: *deadline,
            },
            Step::Forwarded { unit } => Self::Forwarded { unit },
            Step::InWork => Self::InWork,
            Step::Answered { text, changed } => Self::Answered {
                text,
                changed: changed.as_deref(),
            },
            Step::Reopened { text, deadline } => Self::Reopened {
                text: words(text),
                deadline: *deadline,
            },
            Step::Rated { satisfied } => Self::Rated {
                satisfied: *satisfied,
            },
        }
    }
}

/// Writes a suggestion's line; `contact` is there, null where there is none, only where it was asked for.
pub(super) fn line(
    to: &mut impl Write,
    row: &SuggestionRow,
    contact: Option<Option<&Contact>>,
) -> io::Result<()> {
    let line = Line {
        code: row.receipt.code,
        kind: row.kind,
        window: row.window.as_ref(),
        unit: row.unit.as_ref(),
        director: row.led_by.as_ref(),
        text: words(&row.text),
        contact: contact.map(|contact| contact.map(Contact::as_str)),
        written_at: row.written_at.rfc3339(),
        received_at: row.receipt.received_at.rfc3339(),
        deadline: deadline(row),
        status: status(&row.events),
        events: row
            .events
            .iter()
            .map(|event| Happened {
                at: event.at.rfc3339(),
                step: (&event.step).into(),
            })
            .collect(),
    };
    serde_json::to_writer(&mut *to, &line)?;
    to.write_all(b"\n")
}
