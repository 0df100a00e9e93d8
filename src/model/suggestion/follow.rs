//! What becomes of a suggestion: its steps, which may be taken when, and all that is known of it.

use serde::{Deserialize, Serialize};

use super::Kind;
use crate::model::{Day, Moment, Name, TrackingCode, UnitId, WindowId};

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
}
