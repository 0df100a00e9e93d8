//! The privacy page's own sentences, each with what proves it: a new sentence needs a proof before it is told.

mod claims;
mod somebody;

use std::net::Ipv4Addr;
use std::path::Path;

use serde_json::{Value, json};
use zuoban::model::{Contact, Kind, Moment, SuggestionId, SuggestionText, TrackingCode};
use zuoban::server::command::DataFolder;
use zuoban::server::http::system_time;
use zuoban::server::rules::Rules;
use zuoban::server::store::suggestions::{NewSuggestion, SuggestionStore};
use zuoban::text::Lang;

use super::database::{Cell, Database, data};
use super::process::Server;
use super::support::{TODAY, at, between, header, new_id, set_clock, spawn_app, tap, with};
use claims::{Proof, told};
use somebody::{TRACES, answer, everything, pages};

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
    let columns: [(&str, &[&str]); 11] = [
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

#[tokio::test]
async fn ok_the_contact_is_on_no_page_and_in_no_answer() {
    let app = spawn_app().await;
    told(&app, Proof::Contact).await;
    let store = &app.store;
    let code = everything(&app.address, async |code| {
        answer(store.as_ref(), code, at(TODAY, 10, 0)).await
    })
    .await;
    assert!(app.store.contact(code).await.unwrap().is_some());
    for page in pages(code, &new_id()) {
        assert!(!app.page(&page).await.contains("spokencontact"), "{page}");
    }
}

/// A case of so many days ago, with a contact, put into the store before the server starts.
async fn closed(store: &dyn SuggestionStore, number: u8, days: i64, contact: &str) -> TrackingCode {
    let now = system_time();
    let code = TrackingCode::from_random(&[number; 8]).unwrap();
    let new = NewSuggestion {
        id: SuggestionId::from_bytes([number; 16]),
        code,
        kind: Kind::Help,
        text: SuggestionText::parse("字太小").unwrap(),
        contact: Some(Contact::parse(contact).unwrap()),
        window: None,
        written_at: now,
        received_at: now,
        deadline: now.day(),
    };
    store.create_suggestion(new).await.unwrap();
    // A minute over the day, or short of it: no test takes that long.
    answer(store, code, Moment(now.0 - days * 86_400_000 - 60_000)).await;
    code
}

#[tokio::test]
async fn ok_a_contact_is_gone_so_many_days_after_its_case_is_closed_as_the_page_says() {
    let app = spawn_app().await;
    let days = Rules::usual().unwrap().contact_days;
    for lang in [Lang::Zh, Lang::En] {
        let page = app.page(&format!("/privacy?lang={}", lang.code())).await;
        assert!(page.contains(&(lang.privacy_texts().contact_days)(days)));
    }
    let folder = tempfile::tempdir().unwrap();
    let store = DataFolder::open(data(folder.path()))
        .unwrap()
        .store()
        .unwrap();
    let due = closed(store.as_ref(), 1, days, "UnmistakableOld").await;
    let not_yet = closed(store.as_ref(), 2, days - 1, "UnmistakableNew").await;
    let _server = Server::start(folder.path());
    let database = Database::of(folder.path());
    for _ in 0..200 {
        if store.contact(due).await.unwrap().is_none() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    assert!(store.contact(due).await.unwrap().is_none());
    assert!(store.contact(not_yet).await.unwrap().is_some());
    assert_eq!(store.suggestion(due).await.unwrap().unwrap().text, "字太小");
    for _ in 0..200 {
        // Overwritten in the log first, then the log is emptied.
        if !database.holds("UnmistakableOld") {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    assert!(!database.holds("UnmistakableOld"));
    assert!(database.holds("UnmistakableNew"));
}

#[tokio::test]
async fn ok_results_are_by_unit_and_a_rating_taken_back_does_not_count() {
    let app = spawn_app().await;
    told(&app, Proof::Results).await;
    let (kept, back) = (new_id(), new_id());
    for id in [&kept, &back] {
        app.rate(&with(tap(id, false), &json!({ "k": app.k("07") })))
            .await;
    }
    let said = json!({ "id": new_id(), "comment": "spokenword" });
    app.amend(&kept, &said).await;
    app.amend(&back, &json!({ "id": new_id(), "withdrawn": true }))
        .await;
    let results = app.page("/api/v1/results?month=2026-11").await;
    let rows: Value = serde_json::from_str(&results).unwrap();
    let tax = rows["rows"]
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["unit"] == "tax")
        .unwrap()
        .clone();
    assert_eq!(tax["count"], 1);
    let page = app.page("/results?month=2026-11").await;
    for text in [results, page] {
        assert!(!text.contains("spokenword") && !text.contains(&kept) && !text.contains(&back));
    }
    // The next day too, from the counters as they are then.
    set_clock("2026-11-25", 10, 0);
    assert!(
        !app.page("/results?month=2026-11")
            .await
            .contains("spokenword")
    );
}

#[tokio::test]
async fn ok_nobody_needs_a_reason() {
    let app = spawn_app().await;
    told(&app, Proof::Erasure).await;
    let (exit, help, _) = super::command::done(&["erase", "--help"]);
    assert_eq!(exit, Some(0));
    // What the page asks citizens to tell is what the command takes; the reason has one already.
    for word in ["--suggestion", "--window", "--at", "[default: 应本人要求]"] {
        assert!(help.contains(word), "{word}: {help}");
    }
}

#[tokio::test]
async fn ok_no_page_refers_to_another_site() {
    let app = spawn_app().await;
    told(&app, Proof::NoOtherSite).await;
    let store = &app.store;
    let code = everything(&app.address, async |code| {
        answer(store.as_ref(), code, at(TODAY, 10, 0)).await
    })
    .await;
    for page in pages(code, &new_id()) {
        for lang in ["zh", "en"] {
            let joint = if page.contains('?') { '&' } else { '?' };
            let path = format!("{page}{joint}lang={lang}");
            let response = app.get(&path).await;
            let policy = header(&response, "content-security-policy").to_owned();
            assert!(policy.starts_with("default-src 'none'"), "{path}: {policy}");
            for source in ["http:", "https:", "ws:", "wss:", "*"] {
                assert!(!policy.contains(source), "{path}: {policy}");
            }
            // A link is a request once it is touched, so these too.
            let text = nameless(&response.text().await.unwrap());
            for start in ["://", "=\"//", "=//", "url(//", "@import"] {
                assert!(
                    !text.contains(start),
                    "{path}: {:?}",
                    between(&text, start, ">")
                );
            }
        }
    }
    for folder in ["public", "style"] {
        nothing_but(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder));
    }
}

/// Without the namespaces that look like addresses: nobody asks there.
fn nameless(text: &str) -> String {
    let names = [
        "http://www.w3.org/2000/svg",
        "https://json-schema.org/draft/2020-12/schema",
    ];
    names
        .iter()
        .fold(text.to_owned(), |text, name| text.replace(name, ""))
}

/// No file of a folder names another site.
fn nothing_but(folder: &Path) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            nothing_but(&path);
            continue;
        }
        let bytes = std::fs::read(&path).unwrap();
        let text = nameless(&String::from_utf8_lossy(&bytes));
        assert!(!text.contains("://"), "{}", path.display());
    }
}
