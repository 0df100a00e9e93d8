//! What waits for the writer.

use async_trait::async_trait;
use tokio_postgres::Error;

use super::group::Group;
use super::session::Problem;
use super::taps::Tap;
use crate::server::store::queue::Answer;
use crate::server::store::{NewRating, StoreError};

/// Something to be written. It may be tried several times, so it must not use itself up.
#[async_trait]
pub(super) trait Work: Send + Sync + 'static {
    /// What it answers.
    type Done: Send + 'static;

    /// What is written, inside the group's transaction. Whoever refuses must not have written before.
    async fn write(&self, group: &Group<'_>) -> Result<Self::Done, Problem>;

    /// Of a group, works with the same lane run one after the other, all others at once.
    fn lane(&self) -> Vec<u8>;

    /// Whether it must be a group of its own.
    fn alone(&self) -> bool {
        false
    }

    /// Whether it may be written again where it is not known whether it was.
    fn repeatable(&self) -> bool {
        true
    }

    /// Whether it leaves what ratings hang on as it was: the centre, the roster, the paces.
    fn spares_ratings(&self) -> bool {
        false
    }
}

/// A work of any kind, with where its outcome goes.
#[async_trait]
pub(super) trait Item: Send {
    async fn write(&mut self, group: &Group<'_>) -> Result<(), Error>;
    fn lane(&self) -> Vec<u8>;
    fn alone(&self) -> bool;
    fn repeatable(&self) -> bool;
    fn spares_ratings(&self) -> bool;
    /// Answers: what came of it, or why the transaction failed.
    fn settle(self: Box<Self>, failed: Option<StoreError>);
}

/// A [`Work`] on its way.
pub(super) struct Asked<W: Work> {
    work: W,
    outcome: Option<Result<W::Done, StoreError>>,
    answer: Answer<W::Done>,
}

impl<W: Work> Asked<W> {
    pub(super) fn new(work: W, answer: Answer<W::Done>) -> Self {
        Self {
            work,
            outcome: None,
            answer,
        }
    }
}

#[async_trait]
impl<W: Work> Item for Asked<W> {
    async fn write(&mut self, group: &Group<'_>) -> Result<(), Error> {
        self.outcome = match self.work.write(group).await {
            Ok(done) => Some(Ok(done)),
            Err(Problem::Refused(error)) => Some(Err(error)),
            Err(Problem::Database(error)) => return Err(error),
        };
        Ok(())
    }

    fn lane(&self) -> Vec<u8> {
        self.work.lane()
    }

    fn alone(&self) -> bool {
        self.work.alone()
    }

    fn repeatable(&self) -> bool {
        self.work.repeatable()
    }

    fn spares_ratings(&self) -> bool {
        self.work.spares_ratings()
    }

    fn settle(self: Box<Self>, failed: Option<StoreError>) {
        let outcome = match (failed, self.outcome) {
            (Some(error), _) => Err(error),
            (None, Some(outcome)) => outcome,
            (None, None) => Err(StoreError::Failed("it was not written".to_owned())),
        };
        // Whoever asked may have gone away; what is written stays written.
        let _ = self.answer.send(outcome);
    }
}

/// What waits for the writer.
pub(super) enum Write {
    /// Many in one statement.
    Rating(Tap),
    /// Each by itself.
    Other(Box<dyn Item>),
}

impl Write {
    pub(super) fn settle(self, failed: Option<StoreError>) {
        match self {
            Self::Rating(tap) => tap.settle(failed),
            Self::Other(item) => item.settle(failed),
        }
    }

    pub(super) fn rating(&self) -> Option<&NewRating> {
        match self {
            Self::Rating(tap) => Some(&tap.rating),
            Self::Other(_) => None,
        }
    }

    pub(super) fn tap(&mut self) -> Option<&mut Tap> {
        match self {
            Self::Rating(tap) => Some(tap),
            Self::Other(_) => None,
        }
    }

    pub(super) fn alone(&self) -> bool {
        matches!(self, Self::Other(item) if item.alone())
    }

    pub(super) fn repeatable(&self) -> bool {
        !matches!(self, Self::Other(item) if !item.repeatable())
    }

    pub(super) fn spares_ratings(&self) -> bool {
        !matches!(self, Self::Other(item) if !item.spares_ratings())
    }
}

/// Answers all of a group.
pub(super) fn settle(writes: Vec<Write>, failed: Option<&StoreError>) {
    for write in writes {
        write.settle(failed.cloned());
    }
}

/// Where the connection broke at the commit, what must not be there twice is left to whoever asked for it.
pub(super) fn give_up_unrepeatable(part: &mut Vec<Write>) {
    let all = std::mem::take(part);
    for write in all {
        if write.repeatable() {
            part.push(write);
        } else {
            let what = "the database went away while it was written: look whether it is there before it is repeated";
            write.settle(Some(StoreError::Failed(what.to_owned())));
        }
    }
}
