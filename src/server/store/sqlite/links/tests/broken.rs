//! Whatever somebody does to the file, the audit names it.

use super::*;
use crate::model::VisitCode;
use crate::server::store::visits::{NewVisit, VisitStore};

#[tokio::test]
async fn err_whatever_is_altered_removed_or_added_is_named() {
    use Kind::{Amendment, Erasure, Event, Ledger, Rating, Suggestion, Unclear};
    let copied = "insert into rating (id, window, unit, satisfied, source, rated_at, received_at)
        select x'99', window, unit, satisfied, source, rated_at, received_at from rating where seq = 5";
    let cases = [
        (
            "update rating set satisfied = 1 where seq = 5",
            Broken::Altered(Rating, 5, 5),
        ),
        (
            "update rating set director = replace(director, '甲', '乙') where seq = 1",
            Broken::Altered(Rating, 1, 1),
        ),
        (
            "update rating set rated_at = rated_at + 1 where seq = 10",
            Broken::Altered(Rating, 10, 10),
        ),
        (
            "update amendment set withdrawn = null where seq = 1",
            Broken::Altered(Amendment, 1, 11),
        ),
        (
            "update amendment set aspects = '' where seq = 2",
            Broken::Altered(Amendment, 2, 12),
        ),
        (
            "update suggestion set deadline = '2026-12-02'",
            Broken::Altered(Suggestion, 1, 13),
        ),
        (
            "update suggestion_event set step = replace(step, '已', '未') where seq = 1",
            Broken::Altered(Event, 1, 14),
        ),
        (
            "update ledger set served = 120",
            Broken::Altered(Ledger, 1, 16),
        ),
        (
            "update unclear set step = 'pay'",
            Broken::Altered(Unclear, 1, 17),
        ),
        (
            "delete from rating where seq = 3",
            Broken::Missing(Rating, 3, 3),
        ),
        (
            "delete from rating where seq = 10",
            Broken::Missing(Rating, 10, 10),
        ),
        ("delete from unclear", Broken::Missing(Unclear, 1, 17)),
        (
            "delete from ledger; delete from link where seq = 16",
            Broken::LinkMissing(16),
        ),
        (
            "delete from unclear; delete from link where seq = 17",
            Broken::CutOff(day("2026-11-25"), LINKS, LINKS - 1),
        ),
        // Number 11 went to a repetition that added nothing.
        (copied, Broken::Added(Rating, 12)),
        (
            "insert into erasure (rating, what, reason, erased_at) values (1, 'comment', '', 0)",
            Broken::Added(Erasure, 1),
        ),
        (
            "update rating set seq = 20 where seq = 4; update rating set seq = 4 where seq = 5",
            Broken::Altered(Rating, 4, 4),
        ),
        (
            "update link set seq = 30 where seq = 4; update link set seq = 4 where seq = 5;
             update link set seq = 5 where seq = 30",
            Broken::OutOfOrder(Rating, 4),
        ),
        (
            "update link set row = 3 where seq = 5",
            Broken::OutOfOrder(Rating, 3),
        ),
        (
            "update link set row = 6 where seq = 5",
            Broken::LinkAltered(5),
        ),
        (
            "update link set hash = zeroblob(32) where seq = 5",
            Broken::LinkAltered(5),
        ),
        (
            "update link set hash = x'00' where seq = 5",
            Broken::LinkAltered(5),
        ),
        (
            "update link set kind = 99 where seq = 2",
            Broken::LinkAltered(2),
        ),
        (
            "update head set hash = zeroblob(32) where seq = 2",
            Broken::HeadAltered(day("2026-11-24"), 9),
        ),
        (
            "update head set links = 8 where seq = 2",
            Broken::HeadAltered(day("2026-11-24"), 8),
        ),
        ("delete from head where seq = 3", Broken::Behind(10)),
        (
            "update amendment_comment set words = '等得不久'",
            Broken::WordsAltered(Amendment, 1, Words::Comment),
        ),
        (
            "update suggestion_text set salt = zeroblob(16)",
            Broken::WordsAltered(Suggestion, 1, Words::Text),
        ),
        (
            "update suggestion_contact set words = '13900000000'",
            Broken::WordsAltered(Suggestion, 1, Words::Contact),
        ),
        (
            "delete from amendment_comment",
            Broken::WordsMissing(Amendment, 1, Words::Comment),
        ),
        (
            "insert into amendment_comment values (2, zeroblob(16), '多出来的')",
            Broken::WordsAltered(Amendment, 2, Words::Comment),
        ),
        (
            "update event_words set words = ' '",
            Broken::Blanked(Event, 2, Words::Reopening),
        ),
    ];
    let (folder, store) = store().await;
    // All that is not in the file yet is brought there, so that it may be copied.
    assert!(store.sweep().await.unwrap());
    for (statements, broken) in cases {
        let copy = folder.path().join("copy.db");
        for name in ["copy.db", "copy.db-wal", "copy.db-shm"] {
            let _ = std::fs::remove_file(folder.path().join(name));
        }
        std::fs::copy(file(&folder), &copy).unwrap();
        tamper(&copy, statements);
        let store = SqliteStore::open(&copy).unwrap();
        let found = judge(&store).unwrap_err();
        assert_eq!(found, broken, "{statements}");
        let told = found.to_string();
        assert!(told.contains(char::is_numeric), "{told}");
    }
}

#[tokio::test]
async fn err_proof_that_is_given_to_another_rating_is_named() {
    let (folder, store) = store().await;
    let code = VisitCode::from_random(&[9; 32]).unwrap();
    let visit = NewVisit {
        code,
        window: WindowId::parse("07").unwrap(),
        issued_at: at(2, 620),
        valid_until: at(7, 0),
    };
    store.issue_visits(vec![visit]).await.unwrap();
    let rating = NewRating {
        visit: Some(code),
        ..rating(30, at(2, 621))
    };
    store.create_rating(rating).await.unwrap();
    assert_eq!(judge(&store).unwrap().tip.links, LINKS + 3);
    tamper(&file(&folder), "update redemption set rating = 3");
    let broken = Broken::Altered(Kind::Redemption, 1, LINKS + 3);
    assert_eq!(judge(&store).unwrap_err(), broken);
    tamper(&file(&folder), "update visit set valid_until = 0");
    let broken = Broken::Altered(Kind::Visit, 1, LINKS + 1);
    assert_eq!(judge(&store).unwrap_err(), broken);
}

/// Not through SQLite at all: whichever byte of the ratings' values is another, it is noticed.
#[tokio::test]
async fn err_a_byte_edited_in_the_file_is_named() {
    let (folder, store) = store().await;
    assert!(store.sweep().await.unwrap());
    drop(store);
    let bytes = std::fs::read(file(&folder)).unwrap();
    let director = r#"{"zh":"示例甲","en":"Sample A"}"#.as_bytes();
    // A shift is no row of the chain: it may be moved or cancelled.
    let of_a_shift = |place: usize| bytes[..place].ends_with(br#""director":"#);
    let places: Vec<_> = (0..bytes.len() - director.len())
        .filter(|place| bytes[*place..].starts_with(director) && !of_a_shift(*place))
        .collect();
    assert!(places.len() >= 4);
    let mut named = 0;
    for place in places {
        let mut edited = bytes.clone();
        edited[place + director.len() - 3] ^= 1;
        let copy = folder.path().join("edited.db");
        std::fs::write(&copy, &edited).unwrap();
        let mut audit = Audit::default();
        let connection = connection::open_to_read(&copy).unwrap();
        show(&connection, &mut audit).unwrap();
        match audit.end().unwrap_err() {
            Broken::Altered(Kind::Rating, row, link) => named += usize::from(row == link),
            Broken::Altered(Kind::Suggestion, 1, 13) => {}
            other => panic!("{other}"),
        }
    }
    assert_eq!(named, 4);
}
