//! Suggestions as they are kept: what was said never changes, what happens to it is added.

use async_trait::async_trait;

use super::{StoreError, Written};
use crate::model::{
    Contact, Day, Event, Kind, Moment, Name, Step, StepError, SuggestionId, SuggestionReceipt,
    SuggestionText, TrackingCode, UnitId, WindowId, is_answered,
};

/// A suggestion as it is put into the store.
#[derive(Clone, Debug)]
pub struct NewSuggestion {
    /// The client's id, unique for ever.
    pub id: SuggestionId,
    /// Its public name; a repetition answers the first one's.
    pub code: TrackingCode,
    /// What it is.
    pub kind: Kind,
    /// What it says.
    pub text: SuggestionText,
    /// How to reach the citizen.
    pub contact: Option<Contact>,
    /// The window it is about; must exist.
    pub window: Option<WindowId>,
    /// When it was written.
    pub written_at: Moment,
    /// When it arrived.
    pub received_at: Moment,
    /// The last day of the answer.
    pub deadline: Day,
}

impl NewSuggestion {
    /// What is answered where it is stored now.
    pub(super) fn receipt(&self) -> SuggestionReceipt {
        SuggestionReceipt {
            id: self.id,
            code: self.code,
            received_at: self.received_at,
            deadline: self.deadline,
        }
    }

    /// What is answered where its id is known, by what stands under it.
    pub(super) fn again(
        &self,
        stored: SuggestionRow,
    ) -> Result<Written<SuggestionReceipt>, StoreError> {
        let same = (stored.text.is_empty() || stored.text == self.text.as_str())
            && stored.kind == self.kind
            && stored.window == self.window;
        if same {
            Ok(Written::Again(stored.receipt))
        } else {
            Err(StoreError::IdReused)
        }
    }
}

/// Something that happens to a suggestion.
#[derive(Clone, Debug)]
pub struct NewStep {
    /// The client's id, where a citizen does it.
    pub id: Option<SuggestionId>,
    /// When.
    pub at: Moment,
    /// What.
    pub step: Step,
}

/// A suggestion with all that happened to it.
#[derive(Clone, Debug)]
pub struct SuggestionRow {
    /// What was answered when it arrived.
    pub receipt: SuggestionReceipt,
    /// What it is.
    pub kind: Kind,
    /// What it says; empty where it was deleted. So are the words of a reopening in `events`.
    pub text: String,
    /// The window it is about.
    pub window: Option<WindowId>,
    /// The unit of that window.
    pub unit: Option<UnitId>,
    /// The director who sat there when it was written.
    pub led_by: Option<Name>,
    /// When it was written.
    pub written_at: Moment,
    /// What happened, in order; the first is its arrival.
    pub events: Vec<Event>,
}

impl SuggestionRow {
    /// The unit that answers: the last it was forwarded to, else the window's.
    #[must_use]
    pub fn answered_by(&self) -> Option<&UnitId> {
        let forwarded = self
            .events
            .iter()
            .rev()
            .find_map(|event| match &event.step {
                Step::Forwarded { unit } => Some(unit),
                _ => None,
            });
        forwarded.or(self.unit.as_ref())
    }

    /// Whether it was answered before a moment and not reopened since.
    pub(super) fn closed_before(&self, moment: Moment) -> bool {
        let answered = |event: &&Event| matches!(event.step, Step::Answered { .. });
        let last = self.events.iter().rev().find(answered);
        is_answered(&self.events) && last.is_some_and(|event| event.at < moment)
    }
}

impl From<StepError> for StoreError {
    fn from(why: StepError) -> Self {
        match why {
            StepError::Answered => Self::AlreadyAnswered,
            StepError::InWork => Self::AlreadyInWork,
            StepError::NotAnswered => Self::NotAnswered,
        }
    }
}

/// Where suggestions are kept.
#[async_trait]
pub trait SuggestionStore: Send + Sync {
    /// Stores a suggestion with the director on duty at its window and moment.
    ///
    /// A repetition whose text was deleted since is taken at its word: nothing is left to compare it with.
    ///
    /// # Errors
    /// `UnknownWindow`; `IdReused` where the id stands for another text, kind or window;
    /// `CodeTaken` where the code stands for another suggestion: make another.
    async fn create_suggestion(
        &self,
        suggestion: NewSuggestion,
    ) -> Result<Written<SuggestionReceipt>, StoreError>;

    /// A suggestion, or `None`.
    async fn suggestion(&self, code: TrackingCode) -> Result<Option<SuggestionRow>, StoreError>;

    /// Adds what happens, by the rules of `model::may_step`; a citizen's step with a known id is a repetition.
    ///
    /// # Errors
    /// `UnknownCode`; `NotAnswered`, `AlreadyAnswered` and `AlreadyInWork` by the rules; `IdReused`.
    async fn add_step(&self, code: TrackingCode, step: NewStep) -> Result<Written<()>, StoreError>;

    /// How to reach whoever wrote it, while that is kept.
    async fn contact(&self, code: TrackingCode) -> Result<Option<Contact>, StoreError>;

    /// Deletes the contacts of cases that were answered before a moment and not reopened since; answers how many.
    async fn forget_contacts(&self, answered_before: Moment) -> Result<usize, StoreError>;

    /// Every suggestion that arrived, was due or was answered on days of `from..=to`, in the order of arrival.
    async fn suggestions(&self, from: Day, to: Day) -> Result<Vec<SuggestionRow>, StoreError>;

    /// Every suggestion in the order of arrival, handed to `each` one by one with its contact, while that is kept.
    ///
    /// # Errors
    /// `Failed` with the message of `each`'s error, which ends it.
    fn each_suggestion(
        &self,
        each: &mut dyn FnMut(SuggestionRow, Option<Contact>) -> std::io::Result<()>,
    ) -> Result<(), StoreError>;
}
