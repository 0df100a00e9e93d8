use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::time::Instant;

use axum::routing::get;
use tokio::sync::oneshot;

use super::*;

const ASK: &[u8] = b"GET / HTTP/1.1\r\nhost: x\r\n\r\n";

/// Answers what is asked at `/` until told to stop.
async fn listening(room: Room) -> (SocketAddr, oneshot::Sender<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = Router::new().route("/", get(|| async { "here" }));
    let (stop, stopped) = oneshot::channel();
    let stopped = async { drop(stopped.await) };
    tokio::spawn(serve(listener, router, None, room, stopped));
    (address, stop)
}

fn connect(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(2)))
        .unwrap();
    stream
}

/// Whether an answer arrives.
fn answered(stream: &mut TcpStream) -> bool {
    let mut begin = [0; 12];
    stream.read_exact(&mut begin).is_ok() && &begin == b"HTTP/1.1 200"
}

#[tokio::test(flavor = "multi_thread")]
async fn ok_who_comes_when_there_is_no_room_waits_for_a_place() {
    let (address, _stop) = listening(Room::of(2)).await;
    let [mut first, mut second, mut third] = [(); 3].map(|()| connect(address));
    for stream in [&mut first, &mut second] {
        stream.write_all(ASK).unwrap();
        assert!(answered(stream));
    }
    third.write_all(ASK).unwrap();
    third
        .set_read_timeout(Some(Duration::from_millis(300)))
        .unwrap();
    assert!(!answered(&mut third));
    first.shutdown(Shutdown::Both).unwrap();
    third
        .set_read_timeout(Some(Duration::from_secs(2)))
        .unwrap();
    assert!(answered(&mut third));
}

#[tokio::test(flavor = "multi_thread")]
async fn err_a_head_larger_than_its_buffer() {
    let (address, _stop) = listening(Room::of(2)).await;
    let mut stream = connect(address);
    let head = format!(
        "GET / HTTP/1.1\r\nhost: x\r\nx: {}\r\n\r\n",
        "a".repeat(BUFFER)
    );
    stream.write_all(head.as_bytes()).unwrap();
    let mut answer = String::new();
    // A reset after the answer is no matter.
    let _ = stream.read_to_string(&mut answer);
    assert!(answer.starts_with("HTTP/1.1 431 "), "{answer}");
}

/// The runtime's one thread is kept busy, so that none of them is noticed before the stop.
#[tokio::test]
async fn ok_what_was_sent_before_a_stop_is_answered() {
    let (address, stop) = listening(Room::of(9)).await;
    let kept = tokio::task::spawn_blocking(move || {
        let mut stream = connect(address);
        stream.write_all(ASK).unwrap();
        assert!(answered(&mut stream));
        stream
    });
    let mut kept = kept.await.unwrap();
    // The rest of the answer.
    while kept.read(&mut [0; 4096]).unwrap() == 4096 {}
    let silent = connect(address);
    tokio::time::sleep(Duration::from_millis(50)).await;
    let mut fresh = connect(address);
    kept.write_all(ASK).unwrap();
    fresh.write_all(ASK).unwrap();
    stop.send(()).unwrap();
    let begun = Instant::now();
    let read = tokio::task::spawn_blocking(move || {
        assert!(answered(&mut kept), "one that was kept");
        assert!(answered(&mut fresh), "one that was not taken in yet");
        for mut stream in [kept, fresh, silent] {
            assert!(stream.read_to_end(&mut Vec::new()).is_ok(), "each is ended");
        }
    });
    read.await.unwrap();
    assert!(begun.elapsed() < Duration::from_secs(2));
}
