use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use tempfile::TempDir;

use super::super::connection;
use super::*;
use crate::model::{
    Amendment, AmendmentId, Centre, Comment, Contact, Day, Kind, Level, Name, RatingId, Source,
    Step, SuggestionId, SuggestionText, TrackingCode, Unit, Window, WindowPlace,
};
use crate::server::store::suggestions::{NewStep, NewSuggestion, SuggestionStore};
use crate::server::store::{NewAmendment, NewRating, Store, Written};

const AT: Moment = Moment(1_795_485_600_000); // 2026-11-24T10:00+08:00

fn number(n: u32) -> [u8; 16] {
    let mut id = [0; 16];
    id[..4].copy_from_slice(&n.to_be_bytes());
    id
}

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn file(folder: &TempDir) -> PathBuf {
    folder.path().join("zuoban.db")
}

async fn store() -> (TempDir, SqliteStore) {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(&file(&folder)).unwrap();
    let name = Name::new("税务", "Tax");
    let place = WindowPlace {
        area: name.clone(),
        matters: name.clone(),
    };
    let window = Window {
        id: WindowId::parse("07").unwrap(),
        place,
    };
    let unit = Unit {
        id: "tax".into(),
        name: name.clone(),
        short: name.clone(),
        windows: vec![window],
        matters: Vec::new(),
    };
    let centre = Centre {
        name,
        demo: true,
        units: vec![unit],
    };
    store.put_centre(centre).await.unwrap();
    (folder, store)
}

fn rating(n: u32) -> NewRating {
    NewRating {
        id: RatingId::from_bytes(number(n)),
        window: WindowId::parse("07").unwrap(),
        satisfied: true,
        source: Source::Scan,
        visit: None,
        rated_at: AT,
        received_at: AT,
    }
}

async fn tap(store: &SqliteStore, n: u32) -> RatingId {
    store.create_rating(rating(n)).await.unwrap();
    rating(n).id
}

fn comment(n: u32, rating: RatingId, words: &str) -> NewAmendment {
    NewAmendment {
        id: AmendmentId::from_bytes(number(n)),
        rating,
        change: Amendment {
            level: Some(Level::Dissatisfied),
            comment: Comment::parse(words).unwrap(),
            ..Amendment::default()
        },
        amended_at: AT,
        received_at: AT,
    }
}

fn suggestion(n: u32, text: &str, contact: Option<&str>) -> NewSuggestion {
    let chance: [u8; 32] = Sha256::digest(n.to_be_bytes()).into();
    NewSuggestion {
        id: SuggestionId::from_bytes(number(n)),
        code: TrackingCode::from_random(&chance).unwrap(),
        kind: Kind::Complaint,
        text: SuggestionText::parse(text).unwrap(),
        contact: contact.map(|text| Contact::parse(text).unwrap()),
        window: None,
        written_at: AT,
        received_at: AT,
        deadline: day("2026-12-01"),
    }
}

fn step(id: Option<u32>, later: i64, step: Step) -> NewStep {
    NewStep {
        id: id.map(|n| SuggestionId::from_bytes(number(n))),
        at: Moment(AT.0 + later),
        step,
    }
}

fn answered() -> Step {
    Step::Answered {
        text: "已换".into(),
        changed: None,
    }
}

fn reopened(text: &str) -> Step {
    Step::Reopened {
        text: text.into(),
        deadline: day("2026-12-08"),
    }
}

fn request(subject: Subject) -> NewErasure {
    NewErasure {
        subject,
        reason: "应本人要求".into(),
        at: AT,
    }
}

/// Whether any file of the database holds the words.
fn holds(path: &Path, words: &str) -> bool {
    let folder = path.parent().unwrap();
    std::fs::read_dir(folder).unwrap().any(|entry| {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        bytes
            .windows(words.len())
            .any(|part| part == words.as_bytes())
    })
}

/// The first column of a query.
fn all<T: rusqlite::types::FromSql>(path: &Path, query: &str) -> Vec<T> {
    let connection = connection::open_to_read(path).unwrap();
    let mut query = connection.prepare(query).unwrap();
    let rows = query.query_map([], |row| row.get(0)).unwrap();
    rows.map(Result::unwrap).collect()
}

/// Long and short ones, each unlike every other in its every part.
fn unlike(n: u32) -> String {
    (0..parts(n))
        .map(|part| format!("⟨{n:03}~{part:02}⟩"))
        .collect()
}

fn parts(n: u32) -> usize {
    [1, 3, 40, 12, 50][n as usize % 5]
}

/// How many parts of [`unlike`] of each number stand in the file.
fn found(path: &Path) -> Vec<usize> {
    let mut found = vec![0; 1000];
    let bytes = std::fs::read(path).unwrap();
    for part in bytes.windows(6) {
        let digits = |of: &[u8]| of.iter().all(u8::is_ascii_digit);
        if digits(&part[..3]) && part[3] == b'~' && digits(&part[4..]) {
            let number = std::str::from_utf8(&part[..3]).unwrap();
            found[number.parse::<usize>().unwrap()] += 1;
        }
    }
    found
}

/// The numbers below `many` in an order that looks like chance.
fn shuffled(many: u32, seed: u32) -> Vec<u32> {
    let mut all: Vec<_> = (0..many).collect();
    all.sort_by_key(|n| Sha256::digest([n.to_be_bytes(), seed.to_be_bytes()].concat()));
    all
}

/// Where rows were taken out instead, about every third seed would leave pieces of their neighbours.
#[tokio::test]
async fn ok_erased_words_are_in_no_file_and_their_neighbours_are_whole() {
    for seed in 0..8 {
        let (folder, store) = store().await;
        let connection = connection::open(&file(&folder)).unwrap();
        connection.execute_batch("begin").unwrap();
        let transaction = Transaction::new(&connection);
        for n in 0..400 {
            let rating = rating(n);
            ratings::create(&transaction, &rating, Some("tax")).unwrap();
            let said = comment(1000 + n, rating.id, &unlike(n));
            ratings::amend(&transaction, &said).unwrap();
        }
        transaction.close().unwrap();
        connection.execute_batch("commit; begin").unwrap();
        let transaction = Transaction::new(&connection);
        let order = shuffled(400, seed);
        let (asked, others) = order.split_at(350);
        for n in asked {
            let erased = erase(&transaction, &request(Subject::Rating(rating(*n).id))).unwrap();
            assert_eq!(erased.words, [Words::Comment]);
        }
        transaction.close().unwrap();
        connection.execute_batch("commit").unwrap();
        assert!(store.sweep().await.unwrap());
        let found = found(&file(&folder));
        for n in asked {
            let row = store.rating(rating(*n).id).await.unwrap().unwrap();
            assert!(row.comment_erased() && row.state.comment.is_none());
            assert_eq!(row.state.level, Some(Level::Dissatisfied));
            assert_eq!(found[*n as usize], 0, "{n}, seed {seed}");
        }
        for n in others {
            let row = store.rating(rating(*n).id).await.unwrap().unwrap();
            assert_eq!(row.state.comment.unwrap().as_str(), unlike(*n));
            // Once, and nowhere twice.
            assert_eq!(found[*n as usize], parts(*n), "{n}, seed {seed}");
        }
    }
}

#[tokio::test]
async fn ok_a_repetition_of_what_was_erased_answers_the_first_result() {
    let (_folder, store) = store().await;
    let id = tap(&store, 1).await;
    let said = comment(2, id, "等了很久");
    let Written::First(first) = store.amend_rating(said.clone()).await.unwrap() else {
        panic!("not first")
    };
    let written = suggestion(3, "取号机的字太小", Some("13800000000"));
    let receipt = store.create_suggestion(written.clone()).await.unwrap();
    let Written::First(receipt) = receipt else {
        panic!("not first")
    };
    let code = receipt.code;
    store
        .add_step(code, step(None, 1, answered()))
        .await
        .unwrap();
    let again = step(Some(4), 2, reopened("还是小"));
    store.add_step(code, again.clone()).await.unwrap();
    for subject in [Subject::Rating(id), Subject::Suggestion(code)] {
        store.erase(request(subject)).await.unwrap();
    }
    assert_eq!(
        store.amend_rating(said.clone()).await.unwrap(),
        Written::Again(first)
    );
    assert_eq!(
        store.create_suggestion(written.clone()).await.unwrap(),
        Written::Again(receipt)
    );
    assert_eq!(
        store.add_step(code, again).await.unwrap(),
        Written::Again(())
    );
    // What is left is still compared.
    let other_kind = NewSuggestion {
        kind: Kind::Help,
        ..written
    };
    assert!(matches!(
        store.create_suggestion(other_kind).await,
        Err(StoreError::IdReused)
    ));
    let mut wordless = said;
    wordless.change.comment = None;
    assert!(matches!(
        store.amend_rating(wordless).await,
        Err(StoreError::IdReused)
    ));
    // Nothing came back with the repetitions.
    let row = store.suggestion(code).await.unwrap().unwrap();
    assert_eq!(row.text, "");
    assert_eq!(row.events[2].step, reopened(""));
    assert!(store.contact(code).await.unwrap().is_none());
    assert!(store.rating(id).await.unwrap().unwrap().comment_erased());
}

#[tokio::test]
async fn ok_that_it_was_erased_is_kept_with_when_and_why_and_once() {
    let (folder, store) = store().await;
    let id = tap(&store, 1).await;
    for (n, words) in [(2, "等了很久"), (3, "等了一上午")] {
        store.amend_rating(comment(n, id, words)).await.unwrap();
    }
    let first = store.erase(request(Subject::Rating(id))).await.unwrap();
    assert_eq!((first.words, first.before), (vec![Words::Comment], None));
    let again = store.erase(request(Subject::Rating(id))).await.unwrap();
    assert_eq!((again.words, again.before), (Vec::new(), Some(AT)));
    let all_of = "select what || ' ' || reason || ' ' || erased_at from erasure";
    let records = all::<String>(&file(&folder), all_of);
    assert_eq!(records, [format!("comment 应本人要求 {}", AT.0)]);
    // Whoever says something new after it is heard.
    store.amend_rating(comment(4, id, "谢谢")).await.unwrap();
    let row = store.rating(id).await.unwrap().unwrap();
    assert!(!row.comment_erased() && row.state.comment.is_some());
    for subject in [
        Subject::Rating(RatingId::from_bytes(number(9))),
        Subject::Suggestion(suggestion(9, "无", None).code),
    ] {
        let missing = store.erase(request(subject)).await.unwrap_err();
        assert!(matches!(
            missing,
            StoreError::UnknownRating | StoreError::UnknownCode
        ));
    }
}

#[tokio::test]
async fn ok_the_facts_keep_a_hash_of_the_words_that_outlives_them() {
    let (folder, store) = store().await;
    let id = tap(&store, 1).await;
    store
        .amend_rating(comment(2, id, "等了很久"))
        .await
        .unwrap();
    let hash = || all::<Vec<u8>>(&file(&folder), "select comment_hash from amendment");
    let salt = || all::<Vec<u8>>(&file(&folder), "select salt from amendment_comment");
    let (before, with) = (hash(), salt());
    let computed = Sha256::new()
        .chain_update(&with[0])
        .chain_update("等了很久")
        .finalize();
    assert_eq!(before[0], computed.to_vec());
    store.erase(request(Subject::Rating(id))).await.unwrap();
    assert_eq!(hash(), before);
    // With the salt it could be found by trying.
    assert_eq!(salt(), [vec![0; 16]]);
    let bytes = std::fs::read(file(&folder)).unwrap();
    assert!(!bytes.windows(16).any(|part| part == with[0]));
}

#[tokio::test]
async fn err_words_are_neither_changed_nor_taken_out_by_anybody() {
    let (folder, store) = store().await;
    let id = tap(&store, 1).await;
    store
        .amend_rating(comment(2, id, "等了很久"))
        .await
        .unwrap();
    store.erase(request(Subject::Rating(id))).await.unwrap();
    let new = suggestion(3, "取号机的字太小", Some("13800000000"));
    store.create_suggestion(new).await.unwrap();
    let other = Connection::open(file(&folder)).unwrap();
    for statement in [
        "update suggestion_text set words = '取号机的字很大'",
        "update suggestion_text set words = ''",
        "update amendment_comment set words = '等得不久'",
        "update suggestion_contact set words = '13911111111'",
        "delete from suggestion_text",
        "delete from suggestion_contact",
        "delete from amendment_comment",
        "update erasure set reason = ''",
        "delete from erasure",
        "update amendment set comment_hash = null",
        "update suggestion set text_hash = x'00'",
    ] {
        let refused = other.execute(statement, []).unwrap_err().to_string();
        assert!(
            refused.contains("append-only") || refused.contains("not taken out"),
            "{statement}: {refused}"
        );
    }
}

#[tokio::test]
async fn ok_a_reader_that_holds_an_older_state_is_told_of_and_repeating_it_sweeps() {
    let (folder, store) = store().await;
    let id = tap(&store, 1).await;
    store
        .amend_rating(comment(2, id, "等了很久"))
        .await
        .unwrap();
    let reader = connection::open_to_read(&file(&folder)).unwrap();
    reader.execute_batch("begin").unwrap();
    let words = "select words from amendment_comment";
    let read = || reader.query_row(words, [], |row| row.get::<_, String>(0));
    assert_eq!(read().unwrap(), "等了很久");
    let erased = store.erase(request(Subject::Rating(id))).await.unwrap();
    assert!(!erased.swept && holds(&file(&folder), "等了很久"));
    assert_eq!(read().unwrap(), "等了很久");
    reader.execute_batch("commit").unwrap();
    let again = store.erase(request(Subject::Rating(id))).await.unwrap();
    assert!(again.swept && !holds(&file(&folder), "等了很久"));
}

#[tokio::test]
async fn ok_a_contact_that_is_forgotten_is_in_no_file() {
    let (folder, store) = store().await;
    for (n, contact) in [(1, "Unmistakable One"), (2, "Unmistakable Two")] {
        let new = suggestion(n, "字太小", Some(contact));
        let code = new.code;
        store.create_suggestion(new).await.unwrap();
        let later = i64::from(n) * 1000;
        store
            .add_step(code, step(None, later, answered()))
            .await
            .unwrap();
    }
    let before = Moment(AT.0 + 1500);
    assert_eq!(store.forget_contacts(before).await.unwrap(), 1);
    assert_eq!(store.forget_contacts(before).await.unwrap(), 0);
    assert!(!holds(&file(&folder), "Unmistakable One"));
    assert!(holds(&file(&folder), "Unmistakable Two"));
}

/// What version 3 had written, word for word.
const VERSION_3: &str = r#"
    insert into rating (id, window, unit, satisfied, source, rated_at, received_at)
    values (zeroblob(16), '07', 'tax', 1, 'scan', 1, 2);
    insert into amendment (id, rating, level, aspects, comment, withdrawn, amended_at, received_at)
    values (x'00000001000000000000000000000000', 1, 'dissatisfied', 'speed', '等了很久', null, 3, 4),
      (x'00000002000000000000000000000000', 1, null, null, null, 1, 5, 6);
    insert into suggestion (id, code, kind, text, window, unit, led_by, written_at, received_at, deadline)
    values (x'00000003000000000000000000000000', '{code}', 'complaint', '取号机的字太小', '07', 'tax',
      '{"zh":"示例甲","en":"Sample A"}', 7, 8, '2026-12-01');
    insert into suggestion_contact values (1, '13800000000');
    insert into suggestion_event (id, suggestion, at, step) values
      (null, 1, 9, '{"answered":{"text":"已换","changed":null}}'),
      (x'00000004000000000000000000000000', 1, 10, '{"reopened":{"text":"还是小","deadline":"2026-12-08"}}'),
      (null, 1, 11, '"in_work"');
"#;

#[tokio::test]
async fn ok_what_version_3_stored_is_all_there_and_may_be_erased() {
    let folder = tempfile::tempdir().unwrap();
    let new = suggestion(3, "取号机的字太小", None);
    let old = connection::open(&file(&folder)).unwrap();
    for schema in &connection::SCHEMA[..3] {
        old.execute_batch(schema).unwrap();
    }
    let rows = VERSION_3.replace("{code}", &new.code.to_string());
    old.execute_batch(&rows).unwrap();
    old.pragma_update(None, "user_version", 3).unwrap();
    drop(old);

    let store = SqliteStore::open(&file(&folder)).unwrap();
    let id = RatingId::from_bytes([0; 16]);
    let row = store.rating(id).await.unwrap().unwrap();
    assert_eq!(row.state.comment.unwrap().as_str(), "等了很久");
    assert!(row.state.withdrawn && !row.state.satisfied);
    let times: Vec<_> = row.amendments.iter().map(|amended| amended.at.0).collect();
    assert_eq!(times, [3, 5]);
    let stored = store.suggestion(new.code).await.unwrap().unwrap();
    assert_eq!(stored.text, "取号机的字太小");
    assert_eq!(stored.led_by.unwrap().zh, "示例甲");
    let steps: Vec<_> = stored.events.into_iter().map(|event| event.step).collect();
    assert_eq!(steps[1..], [answered(), reopened("还是小"), Step::InWork]);
    let contact = store.contact(new.code).await.unwrap().unwrap();
    assert_eq!(contact.as_str(), "13800000000");
    // Repetitions of what was sent to version 3.
    let again = step(Some(4), 0, reopened("还是小"));
    assert_eq!(
        store.add_step(new.code, again).await.unwrap(),
        Written::Again(())
    );
    let mut said = comment(1, id, "等了很久");
    said.change.aspects = Some(vec![crate::model::Aspect::Speed]);
    assert!(matches!(
        store.amend_rating(said).await.unwrap(),
        Written::Again(_)
    ));
    // Numbers go on where they stopped, and what stood apart from the beginning is checked as before.
    store
        .create_suggestion(suggestion(5, "另一件", None))
        .await
        .unwrap();
    let seqs = all::<i64>(&file(&folder), "select seq from suggestion order by seq");
    assert_eq!(seqs, [1, 2]);
    assert!(
        all::<String>(
            &file(&folder),
            "select \"table\" from pragma_foreign_key_check"
        )
        .is_empty()
    );
    let sound = all::<String>(&file(&folder), "select * from pragma_integrity_check");
    assert_eq!(sound, ["ok"]);

    for subject in [Subject::Rating(id), Subject::Suggestion(new.code)] {
        assert!(store.erase(request(subject)).await.unwrap().swept);
    }
    for words in ["等了很久", "取号机的字太小", "13800000000", "还是小"] {
        assert!(!holds(&file(&folder), words), "{words}");
    }
}
