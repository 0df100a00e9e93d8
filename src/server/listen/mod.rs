//! Connections: taken in while there is room, with TLS where there is a certificate, watched for slowness, and
//! ended in good order.
//!
//! It knows nothing of what is asked: that is the router's.

mod room;
mod tls;

use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, watch};
use tokio_io_timeout::TimeoutStream;

pub use room::Room;
pub use tls::Tls;

/// How long a client may take for the head of a request, and be silent between two; one that sends
/// a byte a second is cut off then.
pub const HEAD: Duration = Duration::from_secs(20);
/// How long a client may take nothing of an answer that is ready for it.
const ANSWER: Duration = Duration::from_secs(20);
/// How long for a handshake.
const HANDSHAKE: Duration = Duration::from_secs(10);
/// How long to wait where no connection can be taken, as where too many files are open; and how long what was
/// sent before a stop may take to arrive.
const BREATH: Duration = Duration::from_millis(100);
/// The largest head of a request, and the most that waits to be sent, in bytes.
const BUFFER: usize = 16 * 1024;

/// Serves until `stop`, then finishes what was sent before it.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    tls: Option<Tls>,
    room: Room,
    stop: impl Future<Output = ()>,
) {
    let (stopping, ending) = watch::channel(());
    let open = |stream: TcpStream, place| {
        // Answers are small: none should wait for a fuller packet.
        drop(stream.set_nodelay(true));
        let (router, tls, ending) = (router.clone(), tls.clone(), ending.clone());
        // By itself: awaited inside of another future it would take its memory twice, and connections are many.
        tokio::spawn(one(stream, router, tls, ending, place));
    };
    let mut stop = std::pin::pin!(stop);
    loop {
        let next = async {
            let place = room.place().await;
            (listener.accept().await, place)
        };
        let (taken, place) = tokio::select! {
            next = next => next,
            () = &mut stop => break,
        };
        match taken {
            Ok((stream, _)) => open(stream, place),
            Err(error) => {
                tracing::warn!(%error, "a connection could not be taken");
                tokio::time::sleep(BREATH).await;
            }
        }
    }
    stopping.send_replace(());
    // The system has let these in; it would reset them with the listener.
    for stream in waiting(listener) {
        let place @ Some(_) = room.place_at_once() else {
            break;
        };
        open(stream, place);
    }
    drop(ending);
    stopping.closed().await;
}

/// Connections that were made but not taken; the listener ends with them.
fn waiting(listener: TcpListener) -> impl Iterator<Item = TcpStream> {
    // Asked of the system itself: the runtime may not have heard of them yet.
    let listener = listener.into_std().ok();
    std::iter::from_fn(move || {
        let (stream, _) = listener.as_ref()?.accept().ok()?;
        stream.set_nonblocking(true).ok()?;
        TcpStream::from_std(stream).ok()
    })
}

/// One connection, which keeps its place. How it ends is the client's business: nothing is logged of it.
async fn one(
    stream: TcpStream,
    router: Router,
    tls: Option<Tls>,
    ending: watch::Receiver<()>,
    _place: Option<OwnedSemaphorePermit>,
) {
    let mut stream = Box::new(TimeoutStream::new(stream));
    stream.set_write_timeout(Some(ANSWER));
    let stream = Box::into_pin(stream);
    match tls {
        None => talk(stream, router, ending).await,
        // What a handshake needs is large, and idle connections are many: those without one do not carry it.
        Some(tls) => Box::pin(shake(tls, stream, router, ending)).await,
    }
}

async fn shake(
    tls: Tls,
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    router: Router,
    ending: watch::Receiver<()>,
) {
    let shaken = tokio::time::timeout(HANDSHAKE, tls.acceptor().accept(stream));
    if let Ok(Ok(stream)) = shaken.await {
        talk(stream, router, ending).await;
    }
}

async fn talk(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    router: Router,
    mut ending: watch::Receiver<()>,
) {
    // Pinned where it is made, not moved: what is moved has two places in this future.
    let mut connection = std::pin::pin!(
        http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEAD)
            .max_buf_size(BUFFER)
            .serve_connection(TokioIo::new(stream), TowerToHyperService::new(router))
    );
    tokio::select! {
        _ = connection.as_mut() => return,
        _ = ending.changed() => {}
    }
    // A connection that has read nothing is closed at once, also where something is there to be read.
    if tokio::time::timeout(BREATH, connection.as_mut())
        .await
        .is_ok()
    {
        return;
    }
    connection.as_mut().graceful_shutdown();
    let _ = connection.await;
}

#[cfg(test)]
mod tests;
