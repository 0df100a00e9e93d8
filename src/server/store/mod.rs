//! Where everything is kept: one trait, two stores behind it. The only room that knows SQL.
//!
//! A write is answered after the disk has it. Whoever implements [`Store`] collects the writes
//! that wait and commits them as a group, so that durability does not cost throughput; a write
//! that fails never fails its neighbours. Reads never wait for the writer.

use async_trait::async_trait;

use crate::model::{
    Amendment, AmendmentId, Centre, Day, Moment, RatingId, RatingReceipt, RatingState, Shift,
    Source, Unit, VisitCode, Window, WindowId,
};

pub mod audit;
pub mod chain;
pub mod erasure;
pub mod feed;
pub mod guides;
pub mod held;
pub mod postgres;
pub mod pulse;
mod queue;
pub mod results;
pub mod secrets;
pub mod sqlite;
mod stored;
pub mod suggestions;
pub mod visits;

pub use queue::MOST_WAITING;

/// A rating as it is put into the store: everything parsed, the source decided.
#[derive(Clone, Debug)]
pub struct NewRating {
    /// The client's id, unique for ever.
    pub id: RatingId,
    /// The window rated; must exist.
    pub window: WindowId,
    /// Which button.
    pub satisfied: bool,
    /// How it counts without proof of a visit.
    pub source: Source,
    /// The one-time code that came with it.
    pub visit: Option<VisitCode>,
    /// Whether its id came with one of the server's own pages: one page, one rating.
    pub from_page: bool,
    /// When the tap was.
    pub rated_at: Moment,
    /// When it arrived.
    pub received_at: Moment,
}

/// An amendment as it is put into the store.
#[derive(Clone, Debug)]
pub struct NewAmendment {
    /// The client's id, unique for ever.
    pub id: AmendmentId,
    /// The rating amended; must exist.
    pub rating: RatingId,
    /// What changes.
    pub change: Amendment,
    /// When the citizen amended it.
    pub amended_at: Moment,
    /// When it arrived.
    pub received_at: Moment,
}

/// The outcome of a write that may be a repetition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Written<T> {
    /// Stored now.
    First(T),
    /// Stored before, by the same request; this is the first result.
    Again(T),
}

/// One rating with its amendments, as it leaves the centre.
#[derive(Clone, Debug)]
pub struct RatingRow {
    /// What was stored with the tap.
    pub receipt: RatingReceipt,
    /// When the tap was.
    pub rated_at: Moment,
    /// When it arrived.
    pub received_at: Moment,
    /// The unit of the window.
    pub unit: String,
    /// What it comes to now.
    pub state: RatingState,
    /// Whether it is put aside, and so counted apart.
    pub held: bool,
    /// Every amendment in the order of arrival.
    pub amendments: Vec<Amended>,
}

impl RatingRow {
    /// Whether there was a comment that was deleted, and none since.
    #[must_use]
    pub fn comment_erased(&self) -> bool {
        self.state.comment.is_none() && self.amendments.iter().any(|amended| amended.erased)
    }
}

/// An amendment as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amended {
    /// When the citizen made it.
    pub at: Moment,
    /// What it changes.
    pub change: Amendment,
    /// Whether its comment was deleted: then `change` has none.
    pub erased: bool,
}

/// What a store can fail with. None of it is the client's JSON: that is parsed before.
#[derive(Clone, Debug, thiserror::Error)]
pub enum StoreError {
    /// Nothing was imported yet.
    #[error("there is no centre yet: import one")]
    NoCentre,
    /// The window does not exist.
    #[error("no such window")]
    UnknownWindow,
    /// The rating does not exist.
    #[error("no such rating")]
    UnknownRating,
    /// No suggestion has that code.
    #[error("no such suggestion")]
    UnknownCode,
    /// No guide has that step.
    #[error("no such guide or step")]
    UnknownStep,
    /// A new suggestion's code stands for another one.
    #[error("the code is taken")]
    CodeTaken,
    /// It is not answered: nothing to rate or to reopen.
    #[error("it is not answered yet")]
    NotAnswered,
    /// It is answered: only the citizen may reopen it.
    #[error("it is answered: only who wrote it may reopen it")]
    AlreadyAnswered,
    /// It is in work already.
    #[error("it is in work already")]
    AlreadyInWork,
    /// The id stands for something else.
    #[error("the id was used for something else")]
    IdReused,
    /// Too much waits to be written, or it waited too long.
    #[error("too many writes are waiting")]
    Busy,
    /// The disk is full.
    #[error("the disk is full")]
    Full,
    /// Anything else; the message is for the log.
    #[error("the store failed: {0}")]
    Failed(String),
}

/// Where everything is kept.
#[async_trait]
pub trait Store:
    audit::ChainStore
    + erasure::ErasureStore
    + feed::FeedStore
    + guides::GuideStore
    + held::HeldStore
    + results::ResultStore
    + secrets::SecretStore
    + suggestions::SuggestionStore
    + visits::VisitStore
    + Send
    + Sync
{
    /// Stores a tap with the shift on duty at its window and moment.
    ///
    /// The same id with the same window and button answers [`Written::Again`] with the
    /// first receipt, whatever `rated_at` says.
    ///
    /// A visit's code that fits makes it one of source `visit`, once for each code however many come at the same
    /// time; one that does not fit is told of in the receipt, and the rating counts without it.
    ///
    /// One that is over its window's usual is stored and answered like any other, and put aside: see [`held`].
    /// One with proof of a visit never is.
    ///
    /// # Errors
    /// `UnknownWindow`; `IdReused` where the id stands for another window or button.
    async fn create_rating(&self, rating: NewRating) -> Result<Written<RatingReceipt>, StoreError>;

    /// Stores an amendment as a row of its own and answers what the rating comes to.
    ///
    /// A repetition whose comment was deleted since is taken at its word: nothing is left to compare it with.
    ///
    /// # Errors
    /// `UnknownRating`; `IdReused` where the id stands for another amendment.
    async fn amend_rating(
        &self,
        amendment: NewAmendment,
    ) -> Result<Written<RatingState>, StoreError>;

    /// A rating with its amendments, or `None`.
    async fn rating(&self, id: RatingId) -> Result<Option<RatingRow>, StoreError>;

    /// The whole centre.
    ///
    /// # Errors
    /// `NoCentre` until there is one.
    async fn centre(&self) -> Result<std::sync::Arc<Centre>, StoreError>;

    /// A window and its unit, or `None`.
    async fn window(&self, id: &WindowId) -> Result<Option<(Unit, Window)>, StoreError>;

    /// The shifts of `from..=to`, of one window or of all, by day, time and number; none left out.
    async fn shifts(
        &self,
        from: Day,
        to: Day,
        window: Option<&WindowId>,
    ) -> Result<Vec<Shift>, StoreError>;

    /// Every rating in the order of arrival, handed to `each` one by one.
    ///
    /// # Errors
    /// `Failed` with the message of `each`'s error, which ends it.
    fn each_rating(
        &self,
        each: &mut dyn FnMut(RatingRow) -> std::io::Result<()>,
    ) -> Result<(), StoreError>;

    /// Puts the centre in place of the one there is. Windows that ratings refer to stay.
    async fn put_centre(&self, centre: Centre) -> Result<(), StoreError>;

    /// Adds shifts (their `id` is ignored) on days of `from..=to`, unless any shift stands there already.
    async fn put_shifts_if_none(
        &self,
        from: Day,
        to: Day,
        shifts: Vec<Shift>,
    ) -> Result<(), StoreError>;

    /// Whether it can be written to.
    async fn ready(&self) -> Result<(), StoreError>;

    /// How many writes wait for the writer now.
    fn waiting(&self) -> usize;

    /// What the writer does.
    fn pulse(&self) -> pulse::Pulse;
}
