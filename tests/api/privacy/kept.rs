//! What is kept and what is logged: nothing of who sent it, and in each table what the page names.

use std::net::Ipv4Addr;

use zuoban::server::command::DataFolder;
use zuoban::server::http::system_time;

use super::super::database::{Cell, data};
use super::super::server::Server;
use super::super::support::{TODAY, at, new_id, spawn_app, tap};
use super::claims::{Proof, told};
use super::somebody::{TRACES, answer, everything};

/// Whether a cell holds the text, or the address as a number or as its bytes.
fn mentions(cell: &Cell, text: &str) -> bool {
    let address = text.parse::<Ipv4Addr>().ok();
    match cell {
        Cell::Text(cell) => cell.to_lowercase().contains(&text.to_lowercase()),
        Cell::Blob(cell) => address.is_some_and(|address| cell.ends_with(&address.octets())),
        Cell::Integer(cell) => address.is_some_and(|address| *cell == i64::from(address.to_bits())),
        _ => false,
    }
}

#[tokio::test]
async fn ok_nothing_about_the_sender_is_kept_logged_or_given_a_cookie() {
    let app = spawn_app().await;
    told(&app, Proof::NoTrace).await;
    let store = &app.store;
    everything(&app.address, async |code| {
        answer(store.as_ref(), code, at(TODAY, 10, 0)).await
    })
    .await;
    let cells = app.database.cells();
    for trace in TRACES {
        let kept: Vec<_> = cells
            .iter()
            .filter(|(_, cell)| mentions(cell, trace))
            .collect();
        assert!(kept.is_empty(), "{trace}: {kept:?}");
        let bytes = app.database.bytes();
        assert!(
            !bytes
                .windows(trace.len())
                .any(|part| part == trace.as_bytes()),
            "{trace}"
        );
    }
    // It was the whole database that was looked through: what is to be kept is there.
    for (place, words) in [
        ("amendment_comment.words", "等了很久"),
        ("suggestion_text.words", "字太小"),
        ("suggestion_contact.words", "spokencontact"),
        ("event_words.words", "还是小"),
        ("suggestion_event.step", "已换大字"),
        ("unclear.step", "application"),
    ] {
        let there = |(of, cell): &(String, Cell)| of == place && mentions(cell, words);
        assert!(cells.iter().any(there), "{place}: {words}");
    }
}

#[tokio::test]
async fn ok_the_log_has_neither_addresses_nor_words() {
    let folder = tempfile::tempdir().unwrap();
    let mut server = Server::start(folder.path());
    let store = DataFolder::open(data(folder.path()))
        .unwrap()
        .store()
        .unwrap();
    let code = everything(&server.address, async |code| {
        answer(store.as_ref(), code, system_time()).await
    })
    .await;
    server.signal("-TERM");
    let (exit, log) = server.ended();
    assert_eq!(exit, Some(0));
    for route in [
        "/api/v1/suggestions/{code}/reopen",
        "/api/v1/ratings/{id}",
        "/api/v1/guides/{guide}/{step}/unclear",
        "/s/{code}",
    ] {
        assert!(log.contains(route), "{route}: {log}");
    }
    let code = code.to_string();
    let secrets = [
        code.as_str(),
        "spokenword",
        "spokencontact",
        "等了很久",
        "微信",
    ];
    for secret in TRACES.iter().chain(&secrets) {
        assert!(!log.contains(secret), "{secret}: {log}");
    }
}

/// A column nobody is told of does not come in by itself.
#[tokio::test]
async fn ok_each_table_holds_what_the_page_names_and_nothing_else() {
    let app = spawn_app().await;
    told(&app, Proof::Tables).await;
    let tables = app.database.tables();
    let words = ["belongs_to", "salt", "words"];
    let columns: [(&str, &[&str]); 14] = [
        (
            "rating",
            &[
                "seq",
                "id",
                "window",
                "unit",
                "satisfied",
                "source",
                "rated_at",
                "received_at",
                "shift",
                "director",
            ],
        ),
        (
            "amendment",
            &[
                "seq",
                "id",
                "rating",
                "level",
                "aspects",
                "comment_hash",
                "withdrawn",
                "amended_at",
                "received_at",
            ],
        ),
        ("amendment_comment", &words),
        (
            "suggestion",
            &[
                "seq",
                "id",
                "code",
                "kind",
                "text_hash",
                "contact_hash",
                "window",
                "unit",
                "led_by",
                "written_at",
                "received_at",
                "deadline",
            ],
        ),
        ("suggestion_text", &words),
        ("suggestion_contact", &words),
        (
            "suggestion_event",
            &["seq", "id", "suggestion", "at", "step", "words_hash"],
        ),
        ("event_words", &words),
        // About a ticket: of its code the hash alone, and which rating it proved.
        (
            "visit",
            &["seq", "code_hash", "window", "issued_at", "valid_until"],
        ),
        ("redemption", &["seq", "visit", "rating", "redeemed_at"]),
        // That a rating waits for review, and what was decided; how many a window got in an hour.
        ("hold", &["seq", "rating", "from_page", "bound", "held_at"]),
        (
            "review",
            &["seq", "hold", "released", "reason", "reviewed_at"],
        ),
        (
            "pace",
            &["window", "hour", "from_page", "past", "weeks", "taken"],
        ),
        // About a step, not a person: the id is made for this one tap and stands in no other table.
        ("unclear", &["seq", "id", "guide", "step", "at"]),
    ];
    for (table, columns) in columns {
        assert_eq!(tables[table], columns, "{table}");
    }
    // These are not about citizens; `link` and `head` hold hashes of whole rows, which tell nothing of them.
    let others = [
        "centre",
        "erasure",
        "head",
        "ledger",
        "link",
        "probe",
        "secret_mark",
        "shift",
        "sqlite_schema",
        "sqlite_sequence",
        "store_version",
        "tally",
    ];
    let known = |table: &&String| {
        others.contains(&table.as_str()) || columns.iter().any(|(name, _)| name == *table)
    };
    let unknown: Vec<_> = tables.keys().filter(|table| !known(table)).collect();
    assert!(
        unknown.is_empty(),
        "say on the privacy page what these hold: {unknown:?}"
    );
    // And they are kept: whoever has the file open cannot delete them.
    app.rate(&tap(&new_id(), true)).await;
    assert!(app.database.sql("delete from rating").is_err());
}
