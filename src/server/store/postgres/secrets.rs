//! Marks of the secrets that verify, so that each process has the same.

use async_trait::async_trait;
use tokio_postgres::Row;

use super::PostgresStore;
use super::group::Group;
use super::session::{Problem, Session, unreadable};
use super::work::Work;
use crate::server::store::StoreError;
use crate::server::store::secrets::{Agreement, Held, Mark, SecretStore};

const ALL: &str = "select salt, hash from secret_mark order by salt";

const CLEAR: &str = "delete from secret_mark";

const KEEP: &str =
    "insert into secret_mark (salt, hash) select * from unnest($1::bytea[], $2::bytea[])";

async fn marks(session: &Session) -> Result<Vec<Mark>, Problem> {
    let mark = |row: &Row| {
        let (salt, hash): (&[u8], &[u8]) = (row.try_get(0)?, row.try_get(1)?);
        Ok(Mark {
            salt: salt.try_into().map_err(|_| unreadable("salt"))?,
            hash: hash.try_into().map_err(|_| unreadable("hash"))?,
        })
    };
    session.rows(ALL, &[]).await?.iter().map(mark).collect()
}

/// See [`SecretStore::agree`].
struct Agree(Held);

#[async_trait]
impl Work for Agree {
    type Done = Agreement;

    async fn write(&self, group: &Group<'_>) -> Result<Agreement, Problem> {
        let agreement = self.0.compare(&marks(group.session).await?);
        if agreement == Agreement::Newer {
            let new = self.0.verify.iter().map(Mark::new);
            let new: Vec<_> = new.collect::<Result<_, _>>()?;
            let salts: Vec<_> = new.iter().map(|mark| mark.salt.to_vec()).collect();
            let hashes: Vec<_> = new.iter().map(|mark| mark.hash.to_vec()).collect();
            group.session.run(CLEAR, &[]).await?;
            group.session.run(KEEP, &[&salts, &hashes]).await?;
        }
        Ok(agreement)
    }

    fn lane(&self) -> Vec<u8> {
        b"secrets".to_vec()
    }
}

#[async_trait]
impl SecretStore for PostgresStore {
    async fn marks(&self) -> Result<Vec<Mark>, StoreError> {
        Ok(marks(self.reader().await?.get()?).await?)
    }

    async fn agree(&self, held: Held) -> Result<Agreement, StoreError> {
        self.run(Agree(held)).await
    }
}
