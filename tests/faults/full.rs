//! The disk is full: what cannot be stored is refused and said to be, all else goes on, and so does storing once
//! there is room. The disk is a small one in memory that only this server sees.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::chance::Chance;
use super::load::{Kept, Request, client};
use super::server::{Server, by_way_of, done};

/// Puts the disk in the place of a folder, then becomes the server.
const ON_A_SMALL_DISK: &str = r#"mount -t tmpfs -o size=12m none "$0" && exec "$@""#;

#[tokio::test]
async fn err_a_full_disk_is_told_and_room_mends_it() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().to_str().unwrap();
    let inside = [
        "--map-root-user",
        "--mount",
        "sh",
        "-c",
        ON_A_SMALL_DISK,
        place,
    ];
    let started = Server::start_as(by_way_of("unshare", &inside), folder.path());
    let server = started.unwrap();
    let disk = seen_from_here(&server, folder.path());
    let mut chance = Chance::seeded("full");
    let mut kept = Kept::default();
    assert_eq!(rate(&server, &mut kept, &mut chance).await.0, 201);

    fill(&disk);
    let begun = Instant::now();
    // There may be room yet in what the database has.
    let refused = loop {
        let answer = rate(&server, &mut kept, &mut chance).await;
        if answer.0 != 201 {
            break answer;
        }
        assert!(
            begun.elapsed() < Duration::from_secs(60),
            "it is never full"
        );
    };
    assert_eq!(refused.0, 507, "{}", refused.1);
    for code in ["store_full", "\"status\":507"] {
        assert!(refused.1.contains(code), "{}", refused.1);
    }
    for path in ["/", "/w/07", "/api/v1/duty", "/api/v1/results", "/healthz"] {
        assert_eq!(server.status(path), 200, "{path} of a full disk");
    }
    assert_eq!(server.status("/readyz"), 507);
    for _ in 0..20 {
        let (status, body) = rate(&server, &mut kept, &mut chance).await;
        assert!(matches!(status, 201 | 507), "{status} {body}");
    }

    fs::remove_file(disk.join("filler")).unwrap();
    for _ in 0..20 {
        let (status, body) = rate(&server, &mut kept, &mut chance).await;
        assert_eq!(status, 201, "there is room again: {body}");
    }
    assert_eq!(server.status("/readyz"), 200);
    // It is at rest, and SQLite would not find its way in there.
    let copy = tempfile::tempdir().unwrap();
    for file in ["zuoban.db", "zuoban.db-wal"] {
        fs::copy(disk.join(file), copy.path().join(file)).unwrap();
    }
    kept.compare(&copy.path().join("zuoban.db")).unwrap();
    done("verify", copy.path()).unwrap();
}

/// A rating, and what was said of it.
async fn rate(server: &Server, kept: &mut Kept, chance: &mut Chance) -> (u16, String) {
    let request = Request::rating(chance);
    kept.sent(&request);
    let answer = request.send(&client(), &server.address).await.unwrap();
    if answer.0 == 201 {
        kept.acknowledged.push((request, answer.1.clone()));
    }
    answer
}

/// A folder as the server has it.
fn seen_from_here(server: &Server, folder: &Path) -> PathBuf {
    let root = PathBuf::from(format!("/proc/{}/root", server.process()));
    root.join(folder.strip_prefix("/").unwrap())
}

/// Leaves no room.
fn fill(disk: &Path) {
    let mut filler = File::create(disk.join("filler")).unwrap();
    for size in [64 * 1024, 1] {
        while filler.write_all(&vec![b'x'; size]).is_ok() {}
    }
}
