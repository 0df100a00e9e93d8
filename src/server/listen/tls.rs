//! The certificate and its key: read from files, and read again when they change.

use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::TlsAcceptor;

use crate::server::watch::Watch;

/// How often to look whether the files changed.
const LOOK: Duration = Duration::from_secs(5);

/// A certificate that renews itself from its files. Clones share it.
#[derive(Clone)]
pub struct Tls {
    current: Arc<RwLock<Arc<ServerConfig>>>,
}

impl Tls {
    /// Reads both files, in PEM, and looks after them from then on. Must be called inside the runtime.
    ///
    /// # Errors
    /// In words, where one cannot be read or they do not belong together.
    pub fn watched(certificate: &Path, key: &Path) -> Result<Self, String> {
        let files = [certificate.to_owned(), key.to_owned()];
        let mut watch = Watch::new(Duration::ZERO, files.clone());
        let current = Arc::new(RwLock::new(read(&files)?));
        let tls = Self {
            current: Arc::clone(&current),
        };
        tokio::spawn(async move {
            loop {
                tokio::time::sleep(LOOK).await;
                if !watch.changed(|| files.clone()) {
                    continue;
                }
                match read(&files) {
                    Ok(fresh) => {
                        *current.write().unwrap_or_else(PoisonError::into_inner) = fresh;
                        tracing::info!("the renewed certificate is in use");
                    }
                    // One file may be written before the other: looked at again when that changes.
                    Err(error) => tracing::warn!(%error, "the certificate in use stays"),
                }
            }
        });
        Ok(tls)
    }

    pub(super) fn acceptor(&self) -> TlsAcceptor {
        let current = self.current.read().unwrap_or_else(PoisonError::into_inner);
        TlsAcceptor::from(Arc::clone(&current))
    }
}

fn read([certificate, key]: &[PathBuf; 2]) -> Result<Arc<ServerConfig>, String> {
    let wrong = |path: &Path, error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
    let chain = CertificateDer::pem_file_iter(certificate)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .map_err(|error| wrong(certificate, &error))?;
    if chain.is_empty() {
        return Err(wrong(certificate, &"no certificate in it"));
    }
    let secret = PrivateKeyDer::from_pem_file(key).map_err(|error| wrong(key, &error))?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .and_then(|builder| {
            builder
                .with_no_client_auth()
                .with_single_cert(chain, secret)
        })
        .map_err(|error| wrong(certificate, &error))?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}
