//! Connections: taken in, with TLS where there is a certificate, watched for slowness, and ended in good order.
//!
//! It knows nothing of what is asked: that is the router's.

mod tls;

use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};

pub use tls::Tls;

/// How long a client may take for the head of a request, and be silent between two; one that sends
/// a byte a second is cut off then.
pub const HEAD: Duration = Duration::from_secs(20);
/// How long for a handshake.
const HANDSHAKE: Duration = Duration::from_secs(10);
/// How long to wait where no connection can be taken, as where there are too many.
const BREATH: Duration = Duration::from_millis(100);
/// The largest head of a request, and the most that waits to be sent, in bytes.
const BUFFER: usize = 64 * 1024;

/// Lets this process have as many connections as the system allows it; many start with 1,024.
pub fn allow_many() {
    if let Err(error) = rlimit::increase_nofile_limit(u64::MAX) {
        tracing::warn!(%error, "the limit of open files stays as it is");
    }
}

/// Serves until `stop`, then finishes what was accepted.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    tls: Option<Tls>,
    stop: impl Future<Output = ()>,
) {
    let graceful = GracefulShutdown::new();
    let mut stop = std::pin::pin!(stop);
    loop {
        let taken = tokio::select! {
            taken = listener.accept() => taken,
            () = &mut stop => break,
        };
        match taken {
            Ok((stream, _)) => {
                // Answers are small: none should wait for a fuller packet.
                drop(stream.set_nodelay(true));
                tokio::spawn(one(stream, router.clone(), tls.clone(), graceful.watcher()));
            }
            Err(error) => {
                tracing::warn!(%error, "a connection could not be taken");
                tokio::time::sleep(BREATH).await;
            }
        }
    }
    drop(listener);
    graceful.shutdown().await;
}

/// One connection. How it ends is the client's business: nothing is logged of it.
async fn one(stream: TcpStream, router: Router, tls: Option<Tls>, watcher: Watcher) {
    let Some(tls) = tls else {
        return talk(stream, router, watcher).await;
    };
    let shaken = tokio::time::timeout(HANDSHAKE, tls.acceptor().accept(stream));
    if let Ok(Ok(stream)) = shaken.await {
        talk(stream, router, watcher).await;
    }
}

async fn talk(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    router: Router,
    watcher: Watcher,
) {
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .max_buf_size(BUFFER)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(router));
    let _ = watcher.watch(connection).await;
}
