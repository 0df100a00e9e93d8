//! Clients that are slow, silent, or many: none of them keeps the others from being served.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use super::process::Server;
use super::support::{client, new_id, tap};

/// Its own head never ends.
#[tokio::test]
async fn err_a_byte_a_second_is_cut_off() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(folder.path());
    let mut stream = TcpStream::connect(server.host()).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_millis(1000)))
        .unwrap();
    let drip = tokio::task::spawn_blocking(move || {
        let begun = Instant::now();
        let mut head = b"GET /healthz HTTP/1.1\r\nhost: x\r\nx-slow: "
            .iter()
            .chain(std::iter::repeat(&b'a'));
        loop {
            assert!(
                begun.elapsed() < Duration::from_secs(40),
                "it is never cut off"
            );
            let sent = stream.write_all(&[*head.next().unwrap()]);
            match stream.read(&mut [0; 512]) {
                Err(error) if error.kind() == std::io::ErrorKind::WouldBlock && sent.is_ok() => {}
                _ => return begun.elapsed(),
            }
        }
    });
    let cut = drip.await.unwrap();
    assert!((15..30).contains(&cut.as_secs()), "{cut:?}");
    assert_eq!(server.rate(&tap(&new_id(), true)).await.0, 201);
}

#[tokio::test]
async fn ok_five_thousand_silent_connections_keep_nobody_waiting() {
    rlimit::increase_nofile_limit(u64::MAX).unwrap();
    let (open, _) = rlimit::Resource::NOFILE.get().unwrap();
    let many = usize::try_from(open.saturating_sub(500))
        .unwrap_or(5000)
        .min(5000);
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(folder.path());
    let silent: Vec<_> = (0..many)
        .map(|_| TcpStream::connect(server.host()).unwrap())
        .collect();
    let mut slowest = Duration::ZERO;
    for _ in 0..20 {
        let begun = Instant::now();
        assert_eq!(server.rate(&tap(&new_id(), true)).await.0, 201);
        slowest = slowest.max(begun.elapsed());
    }
    assert!(
        slowest < Duration::from_secs(2),
        "{slowest:?} beside {many}"
    );
    let memory = server.memory();
    assert!(memory < 120 << 20, "{memory} bytes with {many} connections");
    drop(silent);
    let live = client()
        .get(format!("{}/healthz", server.address))
        .send()
        .await;
    assert_eq!(live.unwrap().status().as_u16(), 200);
}
