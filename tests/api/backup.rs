//! Backups: made while citizens rate, taken back whole, and never in the place of anything.

use std::path::Path;
use std::process::Output;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::server::Server;
use super::support::{client, new_id, tap, zuoban};

fn run(data: &Path, args: &[&str]) -> Output {
    let data = ["--data", data.to_str().unwrap()];
    let mut command = zuoban(&[args, &data].concat());
    // The database in the folder: another has tools of its own for this.
    command.env_remove("ZUOBAN_DATABASE").output().unwrap()
}

/// Done with exit code 0; answers what it printed.
pub fn done(data: &Path, args: &[&str]) -> String {
    let output = run(data, args);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(0), "{args:?}: {said}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Refused with exit code 1, for this reason.
pub fn refused(data: &Path, args: &[&str], why: &str) {
    let output = run(data, args);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{args:?}: {said}");
    assert!(said.contains(why), "{args:?}: {said}");
}

/// What was sent and what came back.
type Acknowledged = Arc<Mutex<Vec<(Value, String)>>>;

/// Rates until told to stop.
async fn rate(address: String, stop: Arc<AtomicBool>, acknowledged: Acknowledged) {
    let client = client();
    while !stop.load(Ordering::Relaxed) {
        let rating = tap(&new_id(), true);
        let sent = client
            .post(format!("{address}/api/v1/ratings"))
            .json(&rating);
        let answer = sent.send().await.unwrap();
        assert_eq!(answer.status().as_u16(), 201);
        let receipt = answer.text().await.unwrap();
        acknowledged.lock().unwrap().push((rating, receipt));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ok_what_was_acknowledged_before_a_backup_is_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let (data, other) = (folder.path().join("data"), folder.path().join("other"));
    let (file, again) = (
        folder.path().join("one.backup"),
        folder.path().join("two.backup"),
    );
    let file = file.to_str().unwrap();
    let server = Server::start_on_file(&data, &[]);
    let written = json!({ "id": new_id(), "kind": "help", "text": "备份", "contact": "138" });
    let suggest = client().post(format!("{}/api/v1/suggestions", server.address));
    let answer = suggest.json(&written).send().await.unwrap();
    assert_eq!(answer.status().as_u16(), 201);
    std::fs::create_dir(data.join("guides")).unwrap();
    std::fs::write(data.join("guides/own.json"), "{}").unwrap();
    let (stop, acknowledged) = (Arc::new(AtomicBool::new(false)), Acknowledged::default());
    let writers: Vec<_> = (0..8)
        .map(|_| {
            let (stop, acknowledged) = (Arc::clone(&stop), Arc::clone(&acknowledged));
            tokio::spawn(rate(server.address.clone(), stop, acknowledged))
        })
        .collect();
    let mut before = Vec::new();
    // Several, so that one is surely made in the midst of a commit.
    for round in 0..5 {
        tokio::time::sleep(Duration::from_millis(300)).await;
        before = acknowledged.lock().unwrap().clone();
        let _ = std::fs::remove_file(file);
        let (data, file) = (data.clone(), file.to_owned());
        let made = move || done(&data, &["backup", &file]);
        tokio::task::spawn_blocking(made).await.unwrap();
        assert!(before.len() > round, "{} ratings", before.len());
    }
    stop.store(true, Ordering::Relaxed);
    for writer in writers {
        writer.await.unwrap();
    }
    let after = acknowledged.lock().unwrap().len();
    assert!(
        after > before.len(),
        "nothing was written while it was made"
    );
    drop(server);

    done(&other, &["restore", file]);
    let secret = |data: &Path| std::fs::read(data.join("secret")).unwrap();
    assert_eq!(secret(&data), secret(&other));
    assert_eq!(std::fs::read(other.join("guides/own.json")).unwrap(), b"{}");
    // Row by row what the original held at some moment after those were acknowledged.
    let export = |data: &Path, what: &str| done(data, &["export", what, "--format", "jsonl"]);
    let (all, kept) = (export(&data, "ratings"), export(&other, "ratings"));
    assert!(all.starts_with(&kept), "not the beginning of the original");
    assert!(kept.lines().count() >= before.len() && kept.len() < all.len());
    assert_eq!(export(&data, "suggestions"), export(&other, "suggestions"));
    // A backup of what was restored holds the same.
    done(&other, &["backup", again.to_str().unwrap()]);
    let restored = Server::start_on_file(&other, &[]);
    for (rating, receipt) in before {
        assert_eq!(restored.rate(&rating).await, (200, receipt));
    }
}

#[test]
fn err_nothing_is_overwritten_and_nothing_damaged_is_taken() {
    let folder = tempfile::tempdir().unwrap();
    let (data, other) = (folder.path().join("data"), folder.path().join("other"));
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (file, bad) = (path("one.backup"), path("bad.backup"));
    refused(&data, &["backup", &file], "no data folder");
    done(&data, &["demo", "history"]);
    done(&data, &["backup", &file]);
    refused(&data, &["backup", &file], "is there already");
    refused(&data, &["restore", &file], "--replace");
    let mut bytes = std::fs::read(&file).unwrap();
    let names: Vec<_> = std::fs::read_dir(folder.path())
        .unwrap()
        .flatten()
        .collect();
    assert_eq!(names.len(), 2, "nothing is left beside it: {names:?}");
    // A page of it is lost.
    let middle = bytes.len() / 2;
    bytes[middle..middle + 4096].fill(0);
    std::fs::write(&bad, &bytes).unwrap();
    refused(&other, &["restore", &bad], "bad.backup");
    bytes.truncate(5000);
    std::fs::write(&bad, &bytes).unwrap();
    refused(&other, &["restore", &bad], "bad.backup");
    std::fs::write(
        &bad,
        "no database at all, but text that is long enough".repeat(99),
    )
    .unwrap();
    refused(&other, &["restore", &bad], "bad.backup");
    let database = path("data/zuoban.db");
    refused(&other, &["restore", &database], "no backup");
    assert!(!other.exists(), "a folder was made for it");
    let server = Server::start_on_file(&data, &[]);
    refused(&data, &["restore", &file, "--replace"], "stop it first");
    drop(server);
    done(&data, &["restore", &file, "--replace"]);
    let aside = std::fs::read_dir(&data).unwrap().flatten();
    let aside: Vec<_> = aside
        .filter(|entry| entry.file_name().to_string_lossy().starts_with("replaced-"))
        .collect();
    assert!(aside.len() == 1 && aside[0].path().join("zuoban.db").is_file());
    // What was put aside is in no later backup.
    done(&data, &["backup", &path("later.backup")]);
    let length = |name: &str| std::fs::metadata(path(name)).unwrap().len();
    assert!(length("later.backup") < length("one.backup") * 3 / 2);
}

#[test]
fn ok_a_backup_holds_what_is_the_centres_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let (data, other) = (folder.path().join("data"), folder.path().join("other"));
    done(&data, &["demo", "history"]);
    done(&data, &["visits", "key"]);
    // In the data folder itself, each beside the one before.
    std::fs::create_dir(data.join("backups")).unwrap();
    let file = |number: u32| data.join(format!("backups/zuoban-{number}.backup"));
    for number in 1..=4 {
        done(&data, &["backup", file(number).to_str().unwrap()]);
    }
    let size = |number| std::fs::metadata(file(number)).unwrap().len();
    assert!(size(4) <= size(1) + 4096, "{} after {}", size(4), size(1));
    std::fs::copy(file(1), data.join("copy.backup")).unwrap();
    // What is linked into the folder is the centre's too.
    let elsewhere = folder.path().join("elsewhere");
    std::fs::create_dir(&elsewhere).unwrap();
    std::fs::write(elsewhere.join("own.json"), "{}").unwrap();
    std::fs::write(elsewhere.join(".#own.json"), "an editor's").unwrap();
    std::fs::write(elsewhere.join("points.json"), "[]").unwrap();
    std::fs::rename(data.join("visit-key"), elsewhere.join("key")).unwrap();
    let link = |to: &str, name: &str| {
        std::os::unix::fs::symlink(elsewhere.join(to), data.join(name)).unwrap();
    };
    link("", "guides");
    link("points.json", "points.json");
    link("key", "visit-key");
    let last = file(5);
    done(&data, &["backup", last.to_str().unwrap()]);
    done(&other, &["restore", last.to_str().unwrap()]);
    let read = |name: &str| std::fs::read_to_string(other.join(name)).unwrap();
    assert_eq!(
        (
            read("guides/own.json").as_str(),
            read("points.json").as_str()
        ),
        ("{}", "[]")
    );
    assert_eq!(
        read("visit-key"),
        std::fs::read_to_string(elsewhere.join("key")).unwrap()
    );
    assert!(!other.join("guides/.#own.json").exists());
    let kept = std::fs::read_dir(&other).unwrap().flatten();
    let mut kept: Vec<_> = kept.map(|entry| entry.file_name()).collect();
    kept.retain(|name| !name.to_string_lossy().starts_with("zuoban.db"));
    kept.sort();
    assert_eq!(kept, ["guides", "lock", "points.json", "visit-key"]);
    // A restoration moves the centre, and what is beside it stays where it is.
    done(&data, &["restore", last.to_str().unwrap(), "--replace"]);
    assert!(last.is_file() && data.join("copy.backup").is_file());
}

#[test]
fn err_what_lacks_a_file_of_the_centre_is_no_backup() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let file = folder.path().join("a.backup");
    let file = file.to_str().unwrap();
    done(&data, &["demo", "history"]);
    let large = data.join("points.json");
    std::fs::File::create(&large)
        .unwrap()
        .set_len(40 << 20)
        .unwrap();
    refused(&data, &["backup", file], "points.json");
    std::fs::remove_file(&large).unwrap();
    for name in ["calendar.json", "guides"] {
        let nowhere = folder.path().join("nowhere");
        std::os::unix::fs::symlink(nowhere, data.join(name)).unwrap();
        refused(&data, &["backup", file], name);
        std::fs::remove_file(data.join(name)).unwrap();
    }
    std::fs::create_dir(data.join("guides")).unwrap();
    std::os::unix::fs::symlink("nowhere", data.join("guides/own.json")).unwrap();
    refused(&data, &["backup", file], "own.json");
    std::fs::remove_file(data.join("guides/own.json")).unwrap();
    assert!(!Path::new(file).exists());
    done(&data, &["backup", file]);
}

#[test]
fn ok_a_server_makes_backups_by_itself_and_keeps_so_many() {
    let folder = tempfile::tempdir().unwrap();
    let (data, to) = (folder.path().join("data"), folder.path().join("backups"));
    let options = [
        "--backup-to",
        to.to_str().unwrap(),
        "--backup-every",
        "1s",
        "--backup-keep",
        "2",
    ];
    let server = Server::start_on_file(&data, &options);
    let names = || -> Vec<String> {
        let entries = std::fs::read_dir(&to).into_iter().flatten().flatten();
        let mut names: Vec<_> = entries
            .map(|entry| entry.file_name().into_string().unwrap())
            .collect();
        names.retain(|name| name.ends_with(".backup"));
        names.sort();
        names
    };
    let begun = Instant::now();
    let mut first = Vec::new();
    while first.is_empty() || names().contains(&first[0]) {
        assert!(begun.elapsed() < Duration::from_secs(30), "{:?}", names());
        std::thread::sleep(Duration::from_millis(100));
        if first.is_empty() {
            first = names();
        }
    }
    drop(server);
    let kept = names();
    assert!((2..=3).contains(&kept.len()), "{kept:?}");
    let restored = folder.path().join("restored");
    done(&restored, &["restore", to.join(&kept[1]).to_str().unwrap()]);
}
