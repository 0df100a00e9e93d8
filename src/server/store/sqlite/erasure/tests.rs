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
