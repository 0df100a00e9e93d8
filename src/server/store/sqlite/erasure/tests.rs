mod neighbours;
mod version_3;

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use tempfile::TempDir;

use super::super::connection;
use super::*;
use crate::model::{
    Amendment, AmendmentId, Centre, Comment, Level, Name, RatingId, Source, Unit, Window,
    WindowPlace,
};
use crate::server::store::{NewAmendment, NewRating, Store};

const AT: Moment = Moment(1_795_485_600_000); // 2026-11-24T10:00+08:00

fn number(n: u32) -> [u8; 16] {
    let mut id = [0; 16];
    id[..4].copy_from_slice(&n.to_be_bytes());
    id
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
        from_page: false,
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
