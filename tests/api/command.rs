//! What is typed: help, mistakes, and what cannot be done, each with its exit code.

use std::fs;
use std::net::TcpListener;
use std::process::Output;

use super::database::Database;
use super::support::zuoban;

/// Runs a command to its end and answers its exit code, what it printed, what it complained of.
pub fn done(args: &[&str]) -> (Option<i32>, String, String) {
    let Output {
        status,
        stdout,
        stderr,
    } = zuoban(args).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (status.code(), text(stdout), text(stderr))
}

#[test]
fn ok_help_explains() {
    let (code, help, _) = done(&["--help"]);
    assert_eq!(code, Some(0));
    for word in [
        "serve",
        "poster",
        "export",
        "erase",
        "--data",
        "ZUOBAN_DATA",
    ] {
        assert!(help.contains(word), "{word}: {help}");
    }
    let (code, help, _) = done(&["serve", "--help"]);
    assert_eq!(code, Some(0));
    for word in [
        "--listen",
        "ZUOBAN_LISTEN",
        "--base-url",
        "ZUOBAN_BASE_URL",
        "ZUOBAN_LOG",
        "Examples",
    ] {
        assert!(help.contains(word), "{word}: {help}");
    }
}

#[test]
fn err_typed_wrong() {
    let cases: [&[&str]; 5] = [
        &[],
        &["--nonsense"],
        &["serve", "--nonsense"],
        &["serve", "--listen", "nowhere"],
        &["dance"],
    ];
    for args in cases {
        let (code, out, error) = done(args);
        assert_eq!((code, out.as_str()), (Some(2), ""), "{args:?}");
        assert!(
            error.contains("Usage") || error.contains("--help"),
            "{args:?}: {error}"
        );
    }
}

#[test]
fn err_the_address_is_taken() {
    let folder = tempfile::tempdir().unwrap();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let (code, out, error) = done(&[
        "serve",
        "--listen",
        &address,
        "--data",
        folder.path().to_str().unwrap(),
    ]);
    assert_eq!((code, out.as_str()), (Some(1), ""));
    assert!(
        error.contains(&address) && error.contains("--listen"),
        "{error}"
    );
}

#[test]
fn err_no_server_begins_to_back_up_what_it_cannot() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let (code, out, error) = done(&[
        "serve",
        "--listen",
        "127.0.0.1:0",
        "--data",
        data.to_str().unwrap(),
        "--database",
        "postgres://nobody@127.0.0.1:1/none",
        "--backup-to",
        folder.path().join("backups").to_str().unwrap(),
    ]);
    assert_eq!((code, out.as_str()), (Some(1), ""));
    for word in ["--backup-to", "pg_dump", "secret", "visit-key", "guides"] {
        assert!(error.contains(word), "{word}: {error}");
    }
    assert!(!data.exists());
}

#[test]
fn err_bulk_is_for_the_file_alone_and_says_so_before_it_writes() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    let bulk = ["demo", "bulk", "--ratings", "3", "--data", data];
    // Nobody listens there: whoever looked would say so.
    let nowhere = ["--database", "postgres://nobody@127.0.0.1:1/none"];
    let (code, _, error) = done(&[&bulk[..], &nowhere].concat());
    assert_eq!(code, Some(1));
    assert!(error.contains("in the data folder"), "{error}");
    let mut command = zuoban(&bulk);
    let output = command.env_remove("ZUOBAN_DATABASE").output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("3 invented ratings"), "{said}");
}

#[test]
fn err_the_data_is_of_a_newer_program_or_none() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    let database = folder.path().join("zuoban.db");
    let of_99 = "create table store_version (one integer, version integer); insert into store_version values (1, 99)";
    let made = Database::of(folder.path()).sql_of("pragma user_version = 99", of_99);
    made.unwrap();
    let serve = || done(&["serve", "--listen", "127.0.0.1:0", "--data", data]);
    let (code, _, error) = serve();
    assert_eq!(code, Some(1));
    assert!(error.contains("99") && error.contains("newer"), "{error}");
    if database.is_file() {
        fs::write(&database, "no database").unwrap();
        assert_eq!(serve().0, Some(1));
    }
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    let (code, _, error) = done(&[
        "serve",
        "--listen",
        "127.0.0.1:0",
        "--data",
        file.to_str().unwrap(),
    ]);
    assert_eq!(code, Some(1));
    assert!(error.contains("--data"), "{error}");
}
