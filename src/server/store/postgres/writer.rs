//! The one writer of this process: takes what waits, commits it as a group, answers when the disk has it.
//!
//! A second group would only wait for the first, since the chain has one end (`links`); one of ratings alone follows
//! it without a question (`ahead`). A group that fails by one of its works is halved until that one stands alone.
//! What fails by the order of things (serialization, deadlock) or because the database is restarted is tried again
//! for a while.

use std::sync::{Arc, Mutex, PoisonError, mpsc as blocking};
use std::time::{Duration, Instant};

use tokio::runtime::Handle;
use tokio::sync::mpsc;
use tokio_postgres::Config;

use super::ahead::{Ahead, Sent};
use super::centre::Known;
use super::group::{self, Left, Stage};
use super::session::{Problem, Remedy, Session, by_one, failure, remedy};
use super::work::{Asked, Work, Write, give_up_unrepeatable, settle};
use crate::server::store::StoreError;
use crate::server::store::pulse::Pulse;
use crate::server::store::queue::{Answer, Queue};

/// How many writes one commit takes at most.
const GROUP: usize = 512;
/// How often a group is tried where it collides with another.
const TRIES: u32 = 10;
/// How long a group waits for another process's, and for a database that is away; after that it fails, and where
/// it is away the next as soon as it is tried.
const PATIENCE: Duration = Duration::from_secs(8);
/// How long the session may do nothing inside of a transaction: then the database ends it, so that a process that
/// is stuck keeps no other from writing.
const STUCK: Duration = Duration::from_secs(10);
/// How long a stop waits for what was accepted.
const GRACE: Duration = Duration::from_secs(30);

/// How a statement is carried out does not hang on the values in it: PostgreSQL planned the largest anew for each
/// group. What speaks its language may not know the setting.
const PLAN_ONCE: &str = "
    select set_config('plan_cache_mode', 'force_generic_plan', false)
    where exists (select 1 from pg_catalog.pg_settings where name = 'plan_cache_mode')";

/// The way to the writer. Dropping it lets it finish what it accepted.
pub(super) struct Writer {
    queue: Queue<Write>,
    ended: Mutex<blocking::Receiver<()>>,
    pub(super) pulse: Pulse,
}

/// What writes.
struct Writing {
    config: Config,
    known: Arc<Known>,
    session: Option<Arc<Session>>,
    ahead: Ahead,
    pulse: Pulse,
    /// Since when the database is away.
    away: Option<Instant>,
}

impl Writer {
    pub(super) fn start(runtime: &Handle, config: Config, known: Arc<Known>) -> Self {
        let (queue, waiting) = Queue::new();
        let (ending, ended) = blocking::channel();
        let pulse = Pulse::default();
        let writing = Writing {
            config,
            known,
            session: None,
            ahead: Ahead::default(),
            pulse: pulse.clone(),
            away: None,
        };
        runtime.spawn(async move {
            writing.run(waiting).await;
            drop(ending);
        });
        Self {
            queue,
            ended: Mutex::new(ended),
            pulse,
        }
    }

    /// How many writes wait.
    pub(super) fn waiting(&self) -> usize {
        self.queue.waiting()
    }

    /// Has `work` written and waits for its commit.
    pub(super) async fn run<W: Work>(&self, work: W) -> Result<W::Done, StoreError> {
        self.send(|answer| Write::Other(Box::new(Asked::new(work, answer))))
            .await
    }

    /// Hands a write over and waits for its commit.
    pub(super) async fn send<T>(
        &self,
        write: impl FnOnce(Answer<T>) -> Write,
    ) -> Result<T, StoreError> {
        self.queue.send(write).await
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.queue.close();
        // Nothing is ever sent: an error is the sign that it has ended.
        let ended = self.ended.get_mut();
        let ended = ended.unwrap_or_else(PoisonError::into_inner);
        let _ = ended.recv_timeout(GRACE);
    }
}

impl Writing {
    async fn run(mut self, mut waiting: mpsc::Receiver<Write>) {
        loop {
            let mut writes = Vec::new();
            if self.ahead.is_idle() {
                if waiting.recv_many(&mut writes, GROUP).await == 0 {
                    return;
                }
            } else {
                self.land().await;
            }
            while self.ahead.goes_on()
                && writes.len() < GROUP
                && let Ok(write) = waiting.try_recv()
            {
                writes.push(write);
            }
            if writes.is_empty() {
                continue;
            }
            for part in self.ahead.parts(writes) {
                self.put(part).await;
            }
        }
    }

    /// Sends a group behind those that are under way, or writes it when these are written.
    async fn put(&mut self, writes: Vec<Write>) {
        let sent = match &self.session {
            Some(session) => self.ahead.send(session, writes),
            None => Err(writes),
        };
        if let Err(writes) = sent {
            while !self.ahead.is_idle() {
                self.land().await;
            }
            self.settle(writes).await;
        }
    }

    /// Waits for the first group that is under way, and answers. Where it was not written, those behind it are not
    /// either: each asks first now.
    async fn land(&mut self) {
        let mut again = Vec::new();
        while let Some((Sent { writes, since, .. }, written)) = self.ahead.landed().await {
            match written {
                Ok(true) => {
                    self.away = None;
                    self.pulse.committed(writes.len(), since.elapsed());
                    settle(writes, None);
                }
                // It has waited long enough.
                Err(error) if matches!(failure(&error), StoreError::Busy) => {
                    settle(writes, Some(&StoreError::Busy));
                }
                Ok(false) | Err(_) => again.push(writes),
            }
            if again.is_empty() {
                return;
            }
        }
        for writes in again {
            self.settle(writes).await;
        }
    }

    /// Writes a group, those apart that must be alone, in halves where it cannot be written whole, and answers.
    async fn settle(&mut self, writes: Vec<Write>) {
        let (alone, together): (Vec<_>, Vec<_>) = writes.into_iter().partition(Write::alone);
        let mut parts: Vec<_> = alone.into_iter().map(|write| vec![write]).collect();
        if !together.is_empty() {
            parts.push(together);
        }
        while let Some(mut part) = parts.pop() {
            let (size, since) = (part.len(), Instant::now());
            let Err(problem) = self.write(&mut part).await else {
                self.pulse.committed(size, since.elapsed());
                settle(part, None);
                continue;
            };
            let divide = matches!(&problem, Problem::Database(error) if by_one(error));
            if divide && part.len() > 1 {
                let rest = part.split_off(part.len() / 2);
                parts.push(rest);
                parts.push(part);
                continue;
            }
            settle(part, Some(&StoreError::from(problem)));
        }
    }

    /// One transaction, tried again where that helps.
    async fn write(&mut self, part: &mut Vec<Write>) -> Result<(), Problem> {
        let mut tries = 0;
        loop {
            let mut stage = Stage::Writing;
            let problem = match self.once(part, &mut stage).await {
                Ok(left) => {
                    self.away = None;
                    self.ahead.learn(left);
                    return Ok(());
                }
                Err(problem) => problem,
            };
            let found = match &problem {
                Problem::Database(error) => remedy(error),
                Problem::Refused(_) => Remedy::Nothing,
            };
            match found {
                Remedy::Reconnect => {
                    self.session = None;
                    if stage == Stage::Committing {
                        give_up_unrepeatable(part);
                    }
                    if self.away.get_or_insert_with(Instant::now).elapsed() > PATIENCE {
                        return Err(problem);
                    }
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
                Remedy::Repeat if tries < TRIES => {
                    tries += 1;
                    // Those that collided do not come back at the same moment.
                    tokio::time::sleep(apart(tries)).await;
                }
                _ => return Err(problem),
            }
        }
    }

    async fn once(&mut self, part: &mut [Write], stage: &mut Stage) -> Result<Left, Problem> {
        let kept = self.session.take();
        let session = match kept.filter(|session| !session.is_closed()) {
            Some(session) => session,
            None => Arc::new(connect(&self.config).await?),
        };
        let written = group::write(&session, &self.known, part, stage).await;
        // A session is kept once it is known to be outside of any transaction.
        if written.is_ok() || session.batch("rollback").await.is_ok() {
            self.session = Some(session);
        }
        written
    }
}

/// Who is not let in is told so; a server that is away may come back.
async fn connect(config: &Config) -> Result<Session, Problem> {
    let connected = connected(config).await;
    connected.map_err(|error| match remedy(&error) {
        Remedy::Nothing => failure(&error).into(),
        _ => error.into(),
    })
}

/// A session that neither waits for others for ever nor lets them wait for it.
async fn connected(config: &Config) -> Result<Session, tokio_postgres::Error> {
    let session = Session::connect(config).await?;
    let (stuck, patience) = (STUCK.as_millis(), PATIENCE.as_millis());
    let bounds =
        format!("set idle_in_transaction_session_timeout = {stuck}; set lock_timeout = {patience}");
    session.batch(&bounds).await?;
    session.batch(PLAN_ONCE).await?;
    session.batch(group::PREPARE).await?;
    Ok(session)
}

/// A few milliseconds, more with every try, and never the same twice.
fn apart(tries: u32) -> Duration {
    let mut chance = [0];
    // Without chance they are apart by their tries alone.
    let _ = getrandom::fill(&mut chance);
    Duration::from_micros(u64::from(tries) * (500 + 20 * u64::from(chance[0])))
}
