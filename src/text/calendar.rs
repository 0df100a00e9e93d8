//! What a calendar of the roster says. The server alone: no phone carries these.

use super::Lang;

/// The sentences of a calendar.
pub struct CalendarTexts {
    /// The calendar's name, with whose it is.
    pub name: fn(whose: &str) -> String,
    /// A sitting: who, and at which window.
    pub summary: fn(person: &str, window: &str) -> String,
    /// A sitting that does not take place.
    pub summary_cancelled: fn(summary: &str) -> String,
    /// A sitting that takes place on another day.
    pub summary_moved: fn(summary: &str) -> String,
    /// The director's own unit.
    pub unit: fn(unit: &str) -> String,
    /// The day it was moved to.
    pub moved: fn(day: &str) -> String,
    /// Why it does not take place.
    pub cancelled: fn(reason: &str) -> String,
}

impl Lang {
    /// The sentences of a calendar in this language.
    #[must_use]
    pub fn calendar_texts(self) -> &'static CalendarTexts {
        match self {
            Self::Zh => &ZH,
            Self::En => &EN,
        }
    }
}

static ZH: CalendarTexts = CalendarTexts {
    name: |whose| format!("坐班 · {whose}"),
    summary: |person, window| format!("{person}坐班 · {window}"),
    summary_cancelled: |summary| format!("（取消）{summary}"),
    summary_moved: |summary| format!("（改期）{summary}"),
    unit: |unit| format!("来自{unit}"),
    moved: |day| format!("改到 {day}"),
    cancelled: |reason| format!("取消：{reason}"),
};

static EN: CalendarTexts = CalendarTexts {
    name: |whose| format!("On duty · {whose}"),
    summary: |person, window| format!("{person} on duty · {window}"),
    summary_cancelled: |summary| format!("Cancelled: {summary}"),
    summary_moved: |summary| format!("Moved: {summary}"),
    unit: |unit| format!("From {unit}"),
    moved: |day| format!("Moved to {day}"),
    cancelled: |reason| format!("Cancelled: {reason}"),
};
