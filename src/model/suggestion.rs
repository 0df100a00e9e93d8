//! Suggestions, complaints and asking for help (帮办), and what becomes of them.

use serde::{Deserialize, Serialize};

use super::{Day, Moment, Name, SuggestionId, TrackingCode, UnitId, WindowId};

/// What somebody writes for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case", try_from = "String")]
pub enum Kind {
    /// 建议
    #[default]
    Suggestion,
    /// 投诉
    Complaint,
    /// 求帮办
    Help,
}

impl Kind {
    /// All three.
    pub const ALL: [Self; 3] = [Self::Suggestion, Self::Complaint, Self::Help];

    /// Its name on the wire and in exports.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Suggestion => "suggestion",
            Self::Complaint => "complaint",
            Self::Help => "help",
        }
    }
}

impl TryFrom<String> for Kind {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        let known = Self::ALL.into_iter().find(|kind| kind.code() == text);
        known.ok_or("bad_value")
    }
}

/// Text of a limited length without control characters but line breaks and tabs, blanks taken off.
macro_rules! limited_text {
    ($(#[$doc:meta])* $name:ident, $most:tt) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[cfg_attr(not(target_arch = "wasm32"), derive(utoipa::ToSchema))]
        #[cfg_attr(
            not(target_arch = "wasm32"),
            schema(value_type = String, min_length = 1, max_length = $most, pattern = "^[^\\u0000-\\u0008\\u000B\\u000C\\u000E-\\u001F\\u007F-\\u009F]*[^\\s\\u0000-\\u001F\\u007F-\\u009F][^\\u0000-\\u0008\\u000B\\u000C\\u000E-\\u001F\\u007F-\\u009F]*$")
        )]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The most characters (Unicode scalar values) it may have.
            pub const MAX: usize = $most;

            /// # Errors
            /// `empty` for blank text, `too_long`, `bad_characters` for control characters.
            pub fn parse(text: &str) -> Result<Self, &'static str> {
                let text = text.trim();
                if text.is_empty() {
                    return Err("empty");
                }
                if text.chars().count() > Self::MAX {
                    return Err("too_long");
                }
                let bad = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
                if text.chars().any(bad) {
                    return Err("bad_characters");
                }
                Ok(Self(text.to_owned()))
            }

            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = &'static str;
            fn try_from(text: String) -> Result<Self, Self::Error> {
                Self::parse(&text)
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> Self {
                text.0
            }
        }
    };
}

limited_text! {
    /// What a suggestion, an answer or a reopening says: 1 to 1,000 characters.
    SuggestionText, 1000
}
limited_text! {
    /// How the unit may reach the citizen, in any form: 1 to 100 characters.
    Contact, 100
}

/// `POST /api/v1/suggestions`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateSuggestion {
    /// The client's id: the idempotency key.
    pub id: SuggestionId,
    /// What it is.
    pub kind: Kind,
    /// What it says.
    pub text: SuggestionText,
    /// How to reach the citizen; read by the unit that answers alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<Contact>,
    /// The window it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub window: Option<WindowId>,
    /// When it was written, RFC 3339, where that was earlier than the sending.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(not(target_arch = "wasm32"), schema(format = DateTime))]
    pub written_at: Option<String>,
}

/// The answer to [`CreateSuggestion`], word for word the same however often it is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(utoipa::ToSchema))]
pub struct SuggestionReceipt {
    /// The suggestion.
    pub id: SuggestionId,
    /// Its public name.
    pub code: TrackingCode,
    /// When it arrived.
    pub received_at: Moment,
    /// The last day of the answer.
    pub deadline: Day,
}

/// `POST /api/v1/suggestions/{code}/reopen`: 还没解决
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ReopenSuggestion {
    /// The client's id: the idempotency key.
    pub id: SuggestionId,
    /// What is still missing.
    pub text: SuggestionText,
}

/// `POST /api/v1/suggestions/{code}/rate`: a rating of the answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RateAnswer {
    /// The client's id: the idempotency key.
    pub id: SuggestionId,
    /// Which button.
    pub satisfied: bool,
}

/// Something that happened to a suggestion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(utoipa::ToSchema))]
pub struct Event {
    /// When.
    pub at: Moment,
    /// What.
    pub step: Step,
}

/// What happened to a suggestion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// It arrived, to be answered by that day.
    Received {
        /// The last day of the answer.
        deadline: Day,
    },
    /// A unit is to answer it.
    Forwarded {
        /// The unit.
        unit: UnitId,
    },
    /// Somebody works on it.
    InWork,
    /// It was answered.
    Answered {
        /// The answer.
        text: String,
        /// What was changed because of it, as the results publish it.
        changed: Option<String>,
    },
    /// The citizen says it is not settled.
    Reopened {
        /// What is still missing; empty where it was deleted at the citizen's request.
        text: String,
        /// The last day of the next answer.
        deadline: Day,
    },
    /// The citizen rated the answer.
    Rated {
        /// Which button.
        satisfied: bool,
    },
}

/// `GET /api/v1/suggestions/{code}`: all that may be known by whoever has the code. Never the contact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(utoipa::ToSchema))]
pub struct Follow {
    /// Its public name.
    pub code: TrackingCode,
    /// What it is.
    pub kind: Kind,
    /// The window it is about.
    pub window: Option<WindowId>,
    /// The director who sat at that window then, and leads the answer.
    pub led_by: Option<Name>,
    /// What it says; empty where it was deleted at the citizen's request.
    pub text: String,
    /// What happened, in order; the first is its arrival.
    pub events: Vec<Event>,
    /// Working days left until the deadline that holds; negative when late. None once it is answered.
    pub days_left: Option<i64>,
    /// Whether the holidays of every day up to the deadline are known.
    pub calendar_known: bool,
}

impl Follow {
    /// The deadline that holds: the last one given.
    #[must_use]
    pub fn deadline(&self) -> Option<Day> {
        self.events.iter().rev().find_map(|event| match event.step {
            Step::Received { deadline } | Step::Reopened { deadline, .. } => Some(deadline),
            _ => None,
        })
    }

    /// Whether it is answered and not reopened since: what may be rated and reopened.
    #[must_use]
    pub fn is_answered(&self) -> bool {
        is_answered(&self.events)
    }

    /// Whether the answer that holds was rated.
    #[must_use]
    pub fn is_rated(&self) -> bool {
        let since = |event: &&Event| !matches!(event.step, Step::Answered { .. });
        let mut later = self.events.iter().rev().take_while(since);
        self.is_answered() && later.any(|event| matches!(event.step, Step::Rated { .. }))
    }
}

/// Whether the last answer stands.
#[must_use]
pub fn is_answered(events: &[Event]) -> bool {
    let decides =
        |event: &&Event| matches!(event.step, Step::Answered { .. } | Step::Reopened { .. });
    let last = events.iter().rev().find(decides);
    last.is_some_and(|event| matches!(event.step, Step::Answered { .. }))
}

/// Why a step may not be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepError {
    /// It is answered: only the citizen may reopen it.
    Answered,
    /// It is in work already.
    InWork,
    /// It is not answered: nothing to rate or to reopen.
    NotAnswered,
}

/// Whether a step may be taken now: the office's until it is answered, the citizen's after that.
///
/// # Errors
/// [`StepError`].
pub fn may_step(events: &[Event], step: &Step) -> Result<(), StepError> {
    let answered = is_answered(events);
    let in_work = events
        .last()
        .is_some_and(|event| event.step == Step::InWork);
    match step {
        Step::Rated { .. } | Step::Reopened { .. } if !answered => Err(StepError::NotAnswered),
        Step::Rated { .. } | Step::Reopened { .. } | Step::Received { .. } => Ok(()),
        _ if answered => Err(StepError::Answered),
        Step::InWork if in_work => Err(StepError::InWork),
        Step::InWork | Step::Forwarded { .. } | Step::Answered { .. } => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn events(steps: &[Step]) -> Vec<Event> {
        let at = |(at, step): (i64, &Step)| Event {
            at: Moment(at),
            step: step.clone(),
        };
        (0..).zip(steps).map(at).collect()
    }

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    fn follow(steps: &[Step]) -> Follow {
        Follow {
            code: TrackingCode::from_random(&[1; 8]).unwrap(),
            kind: Kind::Suggestion,
            window: None,
            led_by: None,
            text: "字太小".into(),
            events: events(steps),
            days_left: None,
            calendar_known: true,
        }
    }

    #[test]
    fn ok_an_answer_stands_until_it_is_reopened_and_both_deadlines_are_kept() {
        let received = Step::Received {
            deadline: day("2026-12-01"),
        };
        let answered = Step::Answered {
            text: "换了".into(),
            changed: None,
        };
        let reopened = Step::Reopened {
            text: "没换".into(),
            deadline: day("2026-12-08"),
        };
        let rated = Step::Rated { satisfied: false };
        let fresh = follow(std::slice::from_ref(&received));
        assert!(!fresh.is_answered() && !fresh.is_rated());
        let done = follow(&[received.clone(), answered.clone()]);
        assert!(done.is_answered() && !done.is_rated());
        assert_eq!(done.deadline(), Some(day("2026-12-01")));
        let told = follow(&[received.clone(), answered.clone(), rated.clone()]);
        assert!(told.is_answered() && told.is_rated());
        let again = follow(&[received.clone(), answered.clone(), rated, reopened.clone()]);
        assert!(!again.is_answered() && !again.is_rated());
        assert_eq!(again.deadline(), Some(day("2026-12-08")));
        let twice = follow(&[received, answered.clone(), reopened, answered]);
        assert!(twice.is_answered() && !twice.is_rated());
    }

    #[test]
    fn err_the_office_cannot_step_past_an_answer() {
        let answered = Step::Answered {
            text: "换了".into(),
            changed: None,
        };
        let closed = events(&[Step::InWork, answered.clone()]);
        for step in [
            Step::InWork,
            answered,
            Step::Forwarded { unit: "tax".into() },
        ] {
            assert_eq!(may_step(&closed, &step), Err(StepError::Answered));
        }
        assert_eq!(
            may_step(&events(&[Step::InWork]), &Step::InWork),
            Err(StepError::InWork)
        );
        assert_eq!(may_step(&events(&[]), &Step::InWork), Ok(()));
        let rated = Step::Rated { satisfied: true };
        assert_eq!(
            may_step(&events(&[Step::InWork]), &rated),
            Err(StepError::NotAnswered)
        );
        assert_eq!(may_step(&closed, &rated), Ok(()));
    }

    #[test]
    fn ok_a_text_of_1000_characters_and_err_blank_long_or_odd() {
        assert!(SuggestionText::parse(&"好".repeat(1000)).is_ok());
        assert_eq!(SuggestionText::parse(&"好".repeat(1001)), Err("too_long"));
        assert_eq!(SuggestionText::parse(" \n"), Err("empty"));
        assert_eq!(Contact::parse("138\u{0}"), Err("bad_characters"));
    }
}
