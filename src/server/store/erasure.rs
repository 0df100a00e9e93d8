//! Deleting a citizen's words on request: what was counted and done stays, what was said goes.

use async_trait::async_trait;

use super::{RatingRow, StoreError};
use crate::model::{Moment, RatingId, TrackingCode, WindowId};

/// Whose words are to be deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The comments of a rating.
    Rating(RatingId),
    /// The text, the contact and the reopenings of a suggestion.
    Suggestion(TrackingCode),
}

/// What a citizen may have deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Words {
    /// A rating's comment.
    Comment,
    /// What a suggestion says.
    Text,
    /// How to reach whoever wrote it.
    Contact,
    /// What was still missing after an answer.
    Reopening,
}

impl Words {
    /// Its name in the record of what was deleted.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Comment => "comment",
            Self::Text => "text",
            Self::Contact => "contact",
            Self::Reopening => "reopening",
        }
    }

    /// The table where they are kept, apart from the facts.
    #[must_use]
    pub fn table(self) -> &'static str {
        match self {
            Self::Comment => "amendment_comment",
            Self::Text => "suggestion_text",
            Self::Contact => "suggestion_contact",
            Self::Reopening => "event_words",
        }
    }
}

/// A request to delete words.
#[derive(Clone, Debug)]
pub struct NewErasure {
    /// Whose.
    pub subject: Subject,
    /// Why, kept in the record: never the words themselves.
    pub reason: String,
    /// When.
    pub at: Moment,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Erased {
    /// What was deleted now, each kind once.
    pub words: Vec<Words>,
    /// When words of it were deleted before.
    pub before: Option<Moment>,
    /// Whether the files are free of them too. False while a reader holds on to an older state: repeat it then.
    pub swept: bool,
}

/// Where words can be deleted.
#[async_trait]
pub trait ErasureStore: Send + Sync {
    /// Deletes words for good and keeps a record that, when and why. Repeating it is no mistake.
    ///
    /// # Errors
    /// `UnknownRating`, `UnknownCode`.
    async fn erase(&self, erasure: NewErasure) -> Result<Erased, StoreError>;

    /// The ratings of a window from one moment to before another that have a comment, in the order of arrival.
    async fn commented(
        &self,
        window: &WindowId,
        from: Moment,
        before: Moment,
    ) -> Result<Vec<RatingRow>, StoreError>;
}
