//! The centre as this process knows it, and how it notices that another one has imported a newer.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

use async_trait::async_trait;

use super::group::Group;
use super::session::{Problem, Session};
use super::work::Work;
use crate::model::Centre;
use crate::server::store::StoreError;
use crate::server::store::stored::json;

/// How long a reader goes on without asking for a newer one.
const FRESH: Duration = Duration::from_secs(1);

pub(super) const VERSION: &str = "select version from centre where one = 1";

const FIND: &str = "select version, document from centre where one = 1";

const PUT: &str = "
    insert into centre (one, version, document) values (1, 1, $1)
    on conflict (one) do update set version = centre.version + 1, document = excluded.document";

/// The newest centre seen.
#[derive(Default)]
pub(super) struct Known(RwLock<State>);

#[derive(Clone, Default)]
struct State {
    version: i64,
    centre: Option<Arc<Centre>>,
    asked: Option<Instant>,
}

impl Known {
    fn state(&self) -> State {
        self.0
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn learn(&self, state: State) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = state;
    }

    /// The centre, where the database was asked for it a moment ago.
    pub(super) fn fresh(&self) -> Option<Arc<Centre>> {
        let state = self.state();
        let fresh = state.asked.is_some_and(|asked| asked.elapsed() < FRESH);
        state.centre.filter(|_| fresh)
    }

    /// Has the next reader ask.
    pub(super) fn doubt(&self) {
        let mut state = self.0.write().unwrap_or_else(PoisonError::into_inner);
        state.asked = None;
    }

    /// The centre as it is now.
    pub(super) async fn refresh(&self, session: &Session) -> Result<Option<Arc<Centre>>, Problem> {
        let version = match session.row(VERSION, &[]).await? {
            Some(row) => Some(row.try_get(0)?),
            None => None,
        };
        let centre = self.of(session, version).await?;
        let mut state = self.0.write().unwrap_or_else(PoisonError::into_inner);
        state.asked = Some(Instant::now());
        Ok(centre)
    }

    /// The centre of a version that the session sees: read anew where that is another one than is known.
    pub(super) async fn of(
        &self,
        session: &Session,
        version: Option<i64>,
    ) -> Result<Option<Arc<Centre>>, Problem> {
        let known = self.state();
        if version.is_none() || version == Some(known.version) {
            return Ok(known.centre);
        }
        let Some(row) = session.row(FIND, &[]).await? else {
            return Ok(None);
        };
        let document: &str = row.try_get(1)?;
        let centre = serde_json::from_str(document)
            .map_err(|error| StoreError::Failed(format!("the centre cannot be read: {error}")))?;
        let centre = Some(Arc::new(centre));
        self.learn(State {
            version: row.try_get(0)?,
            centre: centre.clone(),
            asked: known.asked,
        });
        Ok(centre)
    }
}

/// Puts a centre in place of the one there is.
pub(super) struct PutCentre(pub(super) Centre);

#[async_trait]
impl Work for PutCentre {
    type Done = ();

    async fn write(&self, group: &Group<'_>) -> Result<(), Problem> {
        let document = json(&self.0)?;
        group.session.run(PUT, &[&document]).await?;
        Ok(())
    }

    fn lane(&self) -> Vec<u8> {
        b"centre".to_vec()
    }
}
