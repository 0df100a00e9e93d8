//! The data folder: what is no centre's is left alone, and nobody uses it while it is being restored.

use std::fs::{self, File};
use std::os::unix::fs::{MetadataExt, chown};
use std::path::Path;

use super::backup::{done, refused};
use super::server::Server;

/// Commands that answer from a centre, or change one.
const OF_A_CENTRE: [&[&str]; 11] = [
    &["verify"],
    &["rebuild"],
    &["visits", "issue", "--window", "07"],
    &["export", "ratings", "--format", "jsonl"],
    &["erase", "--suggestion", "2222-2222-2"],
    &["reply", "2222-2222-2", "--status", "in-work"],
    &[
        "poster",
        "--base-url",
        "https://a.cn",
        "--all",
        "--out",
        "x",
    ],
    &["backup", "x.backup"],
    &["secret", "rotate"],
    &["secret", "retire"],
    &["secret", "list"],
];

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let name = |entry: std::io::Result<fs::DirEntry>| entry.unwrap().file_name();
    let mut names: Vec<_> = entries
        .map(|entry| name(entry).into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn err_in_a_folder_without_a_centre_nothing_is_made_and_nothing_found_right() {
    let folder = tempfile::tempdir().unwrap();
    let (wrong, none) = (folder.path().join("wrong"), folder.path().join("none"));
    fs::create_dir(&wrong).unwrap();
    fs::write(wrong.join("letter.txt"), "x").unwrap();
    for args in OF_A_CENTRE {
        refused(&wrong, args, "no centre in");
        assert_eq!(names(&wrong), ["letter.txt"], "{args:?}");
        refused(&none, args, "no data folder");
    }
    assert!(!none.exists());
}

#[test]
fn err_after_a_restoration_that_was_broken_off_there_is_no_demo_in_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let (data, file) = (folder.path().join("data"), folder.path().join("a.backup"));
    let file = file.to_str().unwrap();
    done(&data, &["demo", "history"]);
    done(&data, &["backup", file]);
    // As it is killed before the last step.
    fs::rename(data.join("zuoban.db"), data.join("zuoban.db.restoring")).unwrap();
    fs::remove_file(data.join("secret")).ok();
    let before = names(&data);
    let serve: &[&str] = &["serve", "--listen", "127.0.0.1:0"];
    for args in OF_A_CENTRE.into_iter().chain([serve, &["demo", "history"]]) {
        refused(&data, args, "broken off");
        assert_eq!(names(&data), before, "{args:?}");
    }
    done(&data, &["restore", file, "--replace"]);
    assert!(
        done(&data, &["export", "ratings", "--format", "jsonl"])
            .lines()
            .count()
            > 1000
    );
}

#[test]
fn err_nobody_uses_a_folder_that_is_being_restored_and_the_other_way_round() {
    let folder = tempfile::tempdir().unwrap();
    let (data, file) = (folder.path().join("data"), folder.path().join("a.backup"));
    let (file, days) = (file.to_str().unwrap(), folder.path().join("days.json"));
    fs::write(
        &days,
        r#"{"source":"x","years":{"2027":{"off":[],"work":[]}}}"#,
    )
    .unwrap();
    done(&data, &["demo", "history"]);
    done(&data, &["visits", "key"]);
    done(&data, &["backup", file]);
    let lock = File::options().write(true).open(data.join("lock")).unwrap();
    lock.try_lock().unwrap();
    let key = fs::read(data.join("visit-key")).unwrap();
    let others: [&[&str]; 4] = [
        &["serve", "--listen", "127.0.0.1:0"],
        &["demo", "history"],
        &["visits", "key", "--renew"],
        &["calendar", "import", days.to_str().unwrap()],
    ];
    for args in OF_A_CENTRE.into_iter().chain(others) {
        refused(&data, args, "being restored");
    }
    assert_eq!(fs::read(data.join("visit-key")).unwrap(), key);
    lock.unlock().unwrap();
    lock.try_lock_shared().unwrap();
    refused(&data, &["restore", file, "--replace"], "stop it first");
    done(&data, &["verify"]);
    lock.unlock().unwrap();
    done(&data, &["restore", file, "--replace"]);
}

#[test]
fn ok_a_key_that_is_empty_is_made_anew() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("visit-key");
    fs::write(&file, "\n").unwrap();
    refused(folder.path(), &["visits", "key"], "--renew");
    let key = done(folder.path(), &["visits", "key", "--renew"]);
    assert_eq!(key.trim().len(), 64);
    assert_eq!(done(folder.path(), &["visits", "key"]), key);
}

/// Only root can make what belongs to somebody else: elsewhere there is nothing to see here.
#[test]
fn ok_what_root_makes_in_a_servers_folder_the_server_can_read() {
    let folder = tempfile::tempdir().unwrap();
    if fs::metadata(folder.path()).unwrap().uid() != 0 {
        return;
    }
    let (data, file) = (folder.path().join("data"), folder.path().join("a.backup"));
    let file = file.to_str().unwrap();
    let owners = || -> Vec<_> {
        let owner = |name: &String| fs::symlink_metadata(data.join(name)).unwrap().uid();
        let names = names(&data).into_iter();
        names.map(|name| (owner(&name), name)).collect()
    };
    fs::create_dir(&data).unwrap();
    chown(&data, Some(12_345), Some(12_345)).unwrap();
    done(&data, &["visits", "key"]);
    done(&data, &["demo", "history"]);
    chown(data.join("zuoban.db"), Some(12_345), Some(12_345)).unwrap();
    done(
        &data,
        &[
            "poster",
            "--base-url",
            "https://a.cn",
            "--window",
            "07",
            "--out",
            file,
        ],
    );
    fs::remove_dir_all(file).unwrap();
    done(&data, &["secret", "rotate"]);
    done(&data, &["visits", "key", "--renew"]);
    fs::create_dir(data.join("guides")).unwrap();
    fs::write(data.join("guides/own.json"), "{}").unwrap();
    done(&data, &["backup", file]);
    done(&data, &["restore", file, "--replace"]);
    let owners = owners();
    assert!(owners.len() >= 6, "{owners:?}");
    let not_its = owners.iter().filter(|(owner, _)| *owner != 12_345);
    assert_eq!(not_its.count(), 0, "{owners:?}");
    assert_eq!(
        fs::metadata(data.join("guides/own.json")).unwrap().uid(),
        12_345
    );
    // A backup is for whoever made it.
    assert_eq!(fs::metadata(file).unwrap().uid(), 0);
}

#[test]
fn err_a_key_that_cannot_be_read_is_told_in_the_log() {
    let folder = tempfile::tempdir().unwrap();
    // Root reads every file, but no folder as one.
    fs::create_dir(folder.path().join("visit-key")).unwrap();
    let server = Server::start(folder.path());
    let line = server.logged("cannot be read");
    assert!(line.contains("visit-key"), "{line}");
}
