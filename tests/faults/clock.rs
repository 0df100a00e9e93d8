//! The clock is wrong and is set right: what comes after is taken as ever, and the chain holds across it.

use std::path::Path;

use super::chance::Chance;
use super::load::{Kept, Request, client};
use super::preload::compiled;
use super::server::{Server, done, zuoban};

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;

#[tokio::test]
async fn ok_a_clock_that_is_set_back_stops_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (data, clock) = (folder.path().join("data"), folder.path().join("clock"));
    let set = |seconds: i64| std::fs::write(&clock, seconds.to_string()).unwrap();
    let start = || {
        let mut command = zuoban();
        command.env("ZUOBAN_CLOCK", &clock);
        command.env("LD_PRELOAD", compiled("clock", folder.path()));
        Server::start_as(command, &data).unwrap()
    };
    let mut chance = Chance::seeded("clock");
    let mut kept = Kept::default();
    set(40 * DAY);
    let mut server = start();
    rate(&server, &mut kept, &mut chance).await;
    // By minutes, by days and by a month, and forth again, while it runs.
    for wrong in [40 * DAY - 600, 38 * DAY, 0, -HOUR, 3 * DAY, 0] {
        set(wrong);
        rate(&server, &mut kept, &mut chance).await;
        done("verify", &data).unwrap_or_else(|broken| panic!("{wrong}: {broken}"));
    }
    // While it does not run.
    server.stop();
    set(-2 * DAY);
    let server = start();
    rate(&server, &mut kept, &mut chance).await;
    kept.compare(&data.join("zuoban.db")).unwrap();
    for path in ["/w/07", "/results", "/api/v1/results", "/readyz"] {
        assert_eq!(server.status(path), 200, "{path}");
    }
    done("verify", &data).unwrap();
    assert!(
        done("rebuild", &data)
            .unwrap()
            .contains("every counter was right")
    );
    assert!(is_ahead(&data), "the clock was never wrong");
}

async fn rate(server: &Server, kept: &mut Kept, chance: &mut Chance) {
    for _ in 0..5 {
        let request = Request::rating(chance);
        kept.sent(&request);
        let (status, body) = request.send(&client(), &server.address).await.unwrap();
        assert_eq!(status, 201, "{body}");
        // The same again, by whatever clock.
        let again = request.send(&client(), &server.address).await.unwrap();
        assert_eq!(again, (200, body.clone()));
        kept.acknowledged.push((request, body));
    }
}

/// Whether some row is from more than a month ahead.
fn is_ahead(data: &Path) -> bool {
    let open = rusqlite::Connection::open(data.join("zuoban.db")).unwrap();
    let ahead = "select max(received_at) > (unixepoch() + 30 * 86400) * 1000 from rating";
    open.query_row(ahead, [], |row| row.get(0)).unwrap()
}
