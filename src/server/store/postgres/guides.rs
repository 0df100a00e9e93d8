//! Steps that were not understood: rows that are only ever added.

use async_trait::async_trait;
use tokio_postgres::Row;

use super::PostgresStore;
use super::group::Group;
use super::session::{Problem, Session, unreadable};
use super::work::Work;
use crate::model::{Day, Minute, Moment, Month};
use crate::server::store::chain::Kind;
use crate::server::store::guides::{GuideStore, NewUnclear, UnclearCount};
use crate::server::store::{StoreError, Written};

/// By the unique index on `id`: a repetition adds nothing.
const SAY: &str = "
    insert into unclear (id, guide, step, at) values ($1, $2, $3, $4)
    on conflict (id) do nothing
    returning seq";

/// By the unique index on `id`.
const FIND: &str = "select guide, step from unclear where id = $1";

/// By `unclear_at`. The centre's time is eight hours ahead.
const COUNT: &str = "
    select guide, step,
      to_char(date '1970-01-01' + ((at + 28800000) / 86400000)::integer, 'YYYY-MM') collate \"C\" as month,
      count(*)
    from unclear where at >= $1 and at < $2
    group by guide, step, month order by guide, step, month";

/// A step was not understood.
struct Say(NewUnclear);

#[async_trait]
impl Work for Say {
    type Done = Written<()>;

    async fn write(&self, group: &Group<'_>) -> Result<Self::Done, Problem> {
        let new = &self.0;
        let (guide, step) = (new.guide.as_str(), new.step.as_str());
        let id = new.id.bytes();
        if new.known {
            let said = group
                .session
                .row(SAY, &[&id.as_slice(), &guide, &step, &new.at.0])
                .await?;
            if let Some(said) = said {
                group.link(
                    Kind::Unclear,
                    said.try_get(0)?,
                    new.at,
                    &[
                        id.as_slice().into(),
                        guide.into(),
                        step.into(),
                        new.at.0.into(),
                    ],
                );
                return Ok(Written::First(()));
            }
        }
        let Some(before) = group.session.row(FIND, &[&id.as_slice()]).await? else {
            return Err(StoreError::UnknownStep.into());
        };
        let before: (&str, &str) = (before.try_get(0)?, before.try_get(1)?);
        match before {
            before if before == (guide, step) => Ok(Written::Again(())),
            _ if new.known => Err(StoreError::IdReused.into()),
            _ => Err(StoreError::UnknownStep.into()),
        }
    }

    fn lane(&self) -> Vec<u8> {
        self.0.id.bytes().to_vec()
    }

    fn spares_ratings(&self) -> bool {
        true
    }
}

async fn count(session: &Session, from: Day, to: Day) -> Result<Vec<UnclearCount>, Problem> {
    let begin = Moment::at(from, Minute(0)).0;
    let end = Moment::at(to.plus(1), Minute(0)).0;
    let rows = session.rows(COUNT, &[&begin, &end]).await?;
    let count = |row: &Row| {
        let month: &str = row.try_get(2)?;
        let count: i64 = row.try_get(3)?;
        Ok(UnclearCount {
            guide: row.try_get(0)?,
            step: row.try_get(1)?,
            month: Month::parse(month).map_err(|_| unreadable("month"))?,
            count: u32::try_from(count).unwrap_or(u32::MAX),
        })
    };
    rows.iter().map(count).collect()
}

#[async_trait]
impl GuideStore for PostgresStore {
    async fn say_unclear(&self, unclear: NewUnclear) -> Result<Written<()>, StoreError> {
        self.run(Say(unclear)).await
    }

    async fn unclear(&self, from: Day, to: Day) -> Result<Vec<UnclearCount>, StoreError> {
        Ok(count(self.reader().await?.get()?, from, to).await?)
    }
}
