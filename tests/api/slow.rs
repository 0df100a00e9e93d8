//! Clients that are slow, silent, or many: none of them keeps the others from being served.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use super::server::Server;
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
    let many = 5000;
    let open = rlimit::increase_nofile_limit(u64::MAX).unwrap();
    assert!(open >= many + 500, "{open} open files: ulimit -Hn 16384");
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

/// It asks for more than its side will ever hold, and reads none of it.
#[tokio::test]
async fn err_who_takes_nothing_of_its_answers_is_cut_off() {
    let folder = tempfile::tempdir().unwrap();
    // Sessions with a database would be counted with them.
    let server = Server::start_on_file(folder.path(), &[]);
    let before = server.connections();
    let socket = tokio::net::TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(4096).unwrap();
    let mut stream = socket
        .connect(server.host().parse().unwrap())
        .await
        .unwrap();
    let taken_in = || server.connections() == before + 1;
    let begun = Instant::now();
    while !taken_in() {
        assert!(begun.elapsed() < Duration::from_secs(10), "not taken in");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let ask = b"GET /api/v1/openapi.json HTTP/1.1\r\nhost: x\r\n\r\n";
    tokio::io::AsyncWriteExt::write_all(&mut stream, &ask.repeat(1000))
        .await
        .unwrap();
    // Whether it was long enough is judged at its end: a machine that stands still meanwhile only makes it longer.
    let begun = Instant::now();
    while taken_in() {
        assert!(
            begun.elapsed() < Duration::from_secs(40),
            "it is never cut off"
        );
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    assert!(begun.elapsed() > Duration::from_secs(10), "{begun:?}");
    assert_eq!(server.rate(&tap(&new_id(), true)).await.0, 201);
    drop(stream);
}
