//! What a running server does by itself, beside answering: each for as long as the program runs.

use std::io::ErrorKind;
use std::sync::Arc;
use std::time::Duration;

use crate::model::Moment;
use crate::server::command::demo::fill;
use crate::server::command::secret::SecretFile;
use crate::server::http::system_time;
use crate::server::signature::Signer;
use crate::server::store::Store;
use crate::server::visit_key::VisitKey;

/// How often the demo looks whether a new week has begun.
const WATCH: Duration = Duration::from_secs(600);
/// How often the secrets are looked at.
const LOOK: Duration = Duration::from_secs(10);

const DAY: Duration = Duration::from_secs(86_400);
const DAY_MS: i64 = 86_400_000;

/// Deletes contacts of closed cases, now and once a day.
pub(super) async fn keep_forgetting(store: Arc<dyn Store>, days: i64) {
    loop {
        let before = Moment(system_time().0 - days * DAY_MS);
        match store.forget_contacts(before).await {
            Ok(0) => {}
            Ok(forgotten) => tracing::info!(forgotten, "contacts of closed cases deleted"),
            Err(error) => {
                tracing::warn!(%error, "contacts could not be deleted; trying again tomorrow")
            }
        }
        tokio::time::sleep(DAY).await;
    }
}

/// Continues the demo's roster.
pub(super) async fn keep_filled(store: Arc<dyn Store>) {
    loop {
        tokio::time::sleep(WATCH).await;
        if let Err(error) = fill(store.as_ref(), system_time()).await {
            tracing::warn!(%error, "the demo's roster could not be continued; trying again in ten minutes");
        }
    }
}

/// Says it where the queue machine's key is there and cannot be read: no ticket would get a code.
pub(super) async fn keep_reading(key: VisitKey) {
    let mut told = false;
    loop {
        let read = std::fs::read_to_string(key.path());
        let unreadable = read
            .err()
            .filter(|error| error.kind() != ErrorKind::NotFound);
        match &unreadable {
            Some(error) if !told => {
                let file = key.path().display();
                tracing::error!(%error, %file, "the queue machine's key cannot be read; no codes are made");
            }
            _ => {}
        }
        told = unreadable.is_some();
        tokio::time::sleep(LOOK).await;
    }
}

/// Takes the secrets that `zuoban secret` made or retired, and has the other servers of the store know them.
pub(super) async fn keep_signing(signer: Signer, file: SecretFile, store: Arc<dyn Store>) {
    let mut told = false;
    let mut agreed = Agreed::Yes;
    loop {
        tokio::time::sleep(LOOK).await;
        match file.stored() {
            Ok(secrets) => {
                told = false;
                if signer.replace(secrets) {
                    tracing::info!("other secrets sign and verify the windows' codes");
                    agreed = Agreed::NotYet;
                }
            }
            Err(error) if !told => {
                told = true;
                tracing::warn!(%error, "the secrets could not be read; those before hold");
            }
            Err(_) => {}
        }
        agreed = agreed.again(&file, store.as_ref()).await;
    }
}

/// Whether the other servers know of the secrets.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Agreed {
    Yes,
    /// Not asked since they changed.
    NotYet,
    /// The store was away, or others have another secret: that was said, and is asked again.
    No,
}

impl Agreed {
    async fn again(self, file: &SecretFile, store: &dyn Store) -> Self {
        if self == Self::Yes {
            return self;
        }
        match file.agree(store).await {
            Ok(()) => Self::Yes,
            Err(error) => {
                if self == Self::NotYet {
                    tracing::warn!(%error, "the other servers do not know these secrets");
                }
                Self::No
            }
        }
    }
}
