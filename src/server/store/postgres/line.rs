//! What waits for the writer. While a group is committed the one behind it begins: that is on its way before the
//! disk has the first, so that the database goes on at once.

use std::sync::Arc;

use futures_util::FutureExt as _;
use futures_util::future::{BoxFuture, MaybeDone, maybe_done};
use tokio::sync::mpsc;

use super::around::{Around, Question};
use super::group::{self, Write};
use super::session::{Problem, Session};

/// How many writes one commit takes at most.
const GROUP: usize = 512;
/// How many groups begin ahead, one behind the other. Whoever does so asks for the row that all writers hold before
/// another process can, which would wait in vain: then one begins when it has heard of the commit.
const TURNS: u32 = 16;

/// The writes in the order in which they came.
pub(super) struct Line {
    waiting: mpsc::Receiver<Write>,
    ahead: Option<Next>,
    turns: u32,
    /// Where this process left the chain.
    left: Option<i64>,
}

/// A group to be written, perhaps begun.
pub(super) struct Next {
    pub(super) writes: Vec<Write>,
    pub(super) begun: Option<Begun>,
}

/// A transaction in which nothing is written yet. Whoever has it ends it.
pub(super) struct Begun {
    pub(super) session: Arc<Session>,
    around: MaybeDone<BoxFuture<'static, Result<Around, Problem>>>,
}

impl Line {
    pub(super) fn new(waiting: mpsc::Receiver<Write>) -> Self {
        Self {
            waiting,
            ahead: None,
            turns: 0,
            left: None,
        }
    }

    /// The next group; none where the queue was closed and nothing waits.
    pub(super) async fn next(&mut self) -> Option<Next> {
        if let Some(ahead) = self.ahead.take() {
            return Some(ahead);
        }
        let mut writes = Vec::new();
        (self.waiting.recv_many(&mut writes, GROUP).await > 0).then_some(Next {
            writes,
            begun: None,
        })
    }

    /// Begins what waits in a session that is about to be outside of any transaction, where no other process wants
    /// its turn. With how many links the chain had before the group that is committed, and has behind it.
    pub(super) fn begin(&mut self, session: &Arc<Session>, (before, behind): (i64, i64)) {
        let others = self.left.is_some_and(|left| left != before);
        self.left = Some(behind);
        self.turns += 1;
        if others || self.turns > TURNS {
            self.turns = 0;
            return;
        }
        // A group that failed may have begun some before.
        let mut writes = self.ahead.take().map_or_else(Vec::new, |next| next.writes);
        while writes.len() < GROUP
            && let Ok(write) = self.waiting.try_recv()
        {
            writes.push(write);
        }
        if writes.is_empty() {
            return;
        }
        let together = !writes.iter().any(Write::alone);
        let begun = together.then(|| Begun::new(session, &writes));
        self.ahead = Some(Next { writes, begun });
    }

    /// Has what waits begin anew: the session is not where it was believed to be.
    pub(super) fn give_up(&mut self) {
        if let Some(ahead) = &mut self.ahead {
            ahead.begun = None;
        }
    }
}

impl Begun {
    /// Begins a transaction for these.
    pub(super) fn new(session: &Arc<Session>, writes: &[Write]) -> Self {
        let question = Question::of(writes.iter().filter_map(Write::rating));
        let inside = Arc::clone(session);
        let begin = async move { group::begin(&inside, question).await };
        let mut around = maybe_done(begin.boxed());
        // What is polled is sent; what comes of it is asked for later.
        let _ = (&mut around).now_or_never();
        Self {
            session: Arc::clone(session),
            around,
        }
    }

    /// What is known before the group is written.
    pub(super) async fn around(&mut self) -> Result<Around, Problem> {
        (&mut self.around).await;
        let pinned = std::pin::Pin::new(&mut self.around);
        pinned
            .take_output()
            .unwrap_or_else(|| Err(super::ended().into()))
    }
}
