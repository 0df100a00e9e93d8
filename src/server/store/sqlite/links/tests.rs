use std::path::{Path, PathBuf};

use data_encoding::HEXLOWER;
use tempfile::TempDir;

use super::*;
use crate::model::guide::Slug;
use crate::model::{
    Amendment, AmendmentId, Aspect, Centre, Comment, Contact, Kind as OfSuggestion, Level, Minute,
    Name, RatingId, Shift, ShiftState, Source, Step, SuggestionId, SuggestionText, TrackingCode,
    UnclearId, Unit, VisitCode, Window, WindowId, WindowPlace,
};
use crate::server::store::audit::{Broken, Whole};
use crate::server::store::erasure::{ErasureStore, NewErasure, Subject};
use crate::server::store::guides::{GuideStore, NewUnclear};
use crate::server::store::results::{LedgerEntry, ResultStore};
use crate::server::store::suggestions::{NewStep, NewSuggestion, SuggestionStore};
use crate::server::store::visits::{NewVisit, VisitStore};
use crate::server::store::{NewAmendment, NewRating, Store};

const MONDAY: &str = "2026-11-23";

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn at(days: i64, minute: u16) -> Moment {
    Moment::at(day(MONDAY).plus(days), Minute(minute))
}

fn number(n: u8) -> [u8; 16] {
    [n; 16]
}

fn rating(n: u8, at: Moment) -> NewRating {
    NewRating {
        id: RatingId::from_bytes(number(n)),
        window: WindowId::parse("07").unwrap(),
        satisfied: n.is_multiple_of(2),
        source: Source::Scan,
        visit: None,
        rated_at: at,
        received_at: at,
    }
}

fn code() -> TrackingCode {
    TrackingCode::from_random(&[7; 32]).unwrap()
}

/// A store with one of everything: ten ratings, a comment, a suggestion that is reopened, a sitting, a step.
async fn store() -> (TempDir, SqliteStore) {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(&folder.path().join("zuoban.db")).unwrap();
    fill(&store).await;
    (folder, store)
}

async fn fill(store: &SqliteStore) {
    let name = Name::new("税务", "Tax");
    let place = WindowPlace {
        area: name.clone(),
        matters: name.clone(),
    };
    let id = WindowId::parse("07").unwrap();
    let unit = Unit {
        id: "tax".into(),
        name: name.clone(),
        short: name.clone(),
        windows: vec![Window { id, place }],
        matters: Vec::new(),
    };
    let centre = Centre {
        name,
        demo: true,
        units: vec![unit],
    };
    store.put_centre(centre).await.unwrap();
    let shift = Shift {
        id: 0,
        day: day(MONDAY),
        from: Minute(540),
        to: Minute(720),
        window: WindowId::parse("07").unwrap(),
        unit: "tax".into(),
        director: Name::new("示例甲", "Sample A"),
        office: Name::new("局长", "Director"),
        state: ShiftState::Planned,
    };
    store
        .put_shifts_if_none(day(MONDAY), day(MONDAY), vec![shift])
        .await
        .unwrap();
    for n in 1..=10 {
        let at = at(i64::from(n) / 5, 600);
        store.create_rating(rating(n, at)).await.unwrap();
    }
    // A repetition is no row.
    store.create_rating(rating(1, at(0, 601))).await.unwrap();
    let change = Amendment {
        level: Some(Level::Dissatisfied),
        aspects: Some(vec![Aspect::Speed, Aspect::Manner]),
        comment: Comment::parse("等了很久").unwrap(),
        withdrawn: Some(false),
    };
    let amendment = |n: u8, change: Amendment| NewAmendment {
        id: AmendmentId::from_bytes(number(n)),
        rating: RatingId::from_bytes(number(n)),
        change,
        amended_at: at(2, 609),
        received_at: at(2, 610),
    };
    store.amend_rating(amendment(1, change)).await.unwrap();
    store
        .amend_rating(amendment(2, Amendment::default()))
        .await
        .unwrap();
    let suggestion = NewSuggestion {
        id: SuggestionId::from_bytes(number(1)),
        code: code(),
        kind: OfSuggestion::Complaint,
        text: SuggestionText::parse("取号机的字太小").unwrap(),
        contact: Some(Contact::parse("13800000000").unwrap()),
        window: Some(WindowId::parse("07").unwrap()),
        written_at: at(0, 611),
        received_at: at(2, 612),
        deadline: day("2026-12-01"),
    };
    store.create_suggestion(suggestion).await.unwrap();
    let answered = Step::Answered {
        text: "已换".into(),
        changed: None,
    };
    let reopened = Step::Reopened {
        text: "还是小".into(),
        deadline: day("2026-12-08"),
    };
    for (minute, id, step) in [(613, None, answered), (614, Some(2), reopened)] {
        let id = id.map(|n| SuggestionId::from_bytes(number(n)));
        let at = at(2, minute);
        store
            .add_step(code(), NewStep { id, at, step })
            .await
            .unwrap();
    }
    let entry = LedgerEntry {
        shift: 1,
        served: 12,
        solved: 8,
        accepted: 1,
    };
    store.put_ledger(vec![entry], at(2, 615)).await.unwrap();
    let unclear = NewUnclear {
        id: UnclearId::from_bytes(number(1)),
        guide: Slug::parse("new-taxpayer").unwrap(),
        step: Slug::parse("bring").unwrap(),
        at: at(2, 616),
        known: true,
    };
    store.say_unclear(unclear).await.unwrap();
}

/// As many as [`fill`] makes.
const LINKS: i64 = 10 + 2 + 1 + 2 + 1 + 1;

fn file(folder: &TempDir) -> PathBuf {
    folder.path().join("zuoban.db")
}

fn judge(store: &SqliteStore) -> Result<Whole, Broken> {
    let mut audit = Audit::default();
    store.show(&mut audit).unwrap();
    audit.end()
}

/// Somebody with the file in hand: what guards the tables is taken away first.
fn tamper(path: &Path, statements: &str) {
    let connection = Connection::open(path).unwrap();
    let triggers: Vec<String> = connection
        .prepare("select name from sqlite_schema where type = 'trigger'")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    connection
        .execute_batch("pragma foreign_keys = off")
        .unwrap();
    for trigger in triggers {
        connection
            .execute_batch(&format!("drop trigger {trigger}"))
            .unwrap();
    }
    connection.execute_batch(statements).unwrap();
}

#[tokio::test]
async fn ok_every_row_is_linked_in_the_order_of_writing() {
    let (folder, store) = store().await;
    let whole = judge(&store).unwrap();
    assert_eq!(whole.tip.links, LINKS);
    assert!(whole.erased.iter().all(|(_, count)| *count == 0));
    let connection = connection::open_to_read(&file(&folder)).unwrap();
    let kinds: Vec<u8> = connection
        .prepare("select kind from link order by seq")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert_eq!(kinds[9..], [1, 2, 2, 3, 4, 4, 5, 7]);
}

#[tokio::test]
async fn ok_each_day_has_the_head_it_ended_with() {
    let (_folder, store) = store().await;
    let of = |text: &str| store.head(day(text));
    assert_eq!(of("2026-11-22").await.unwrap(), None);
    let first = of(MONDAY).await.unwrap().unwrap();
    assert_eq!((first.day, first.tip.links), (day(MONDAY), 4));
    let second = of("2026-11-24").await.unwrap().unwrap();
    assert_eq!((second.day, second.tip.links), (day("2026-11-24"), 9));
    let newest = of("2027-01-01").await.unwrap().unwrap();
    assert_eq!(newest.tip, judge(&store).unwrap().tip);
    // A clock that is set back does not write over what was published.
    store.create_rating(rating(11, at(0, 700))).await.unwrap();
    let monday = of(MONDAY).await.unwrap().unwrap();
    assert_eq!((monday.day, monday.tip.links), (day(MONDAY), LINKS + 1));
    store.create_rating(rating(12, at(3, 700))).await.unwrap();
    let mut audit = Audit::default();
    for published in [first, second, newest, monday] {
        audit.seek(published.tip.hash.to_vec());
    }
    audit.seek(first.tip.hash[..8].to_vec());
    audit.seek(vec![0; 8]);
    store.show(&mut audit).unwrap();
    let found = audit.end().unwrap().sought;
    let ends = [
        Some(4),
        Some(9),
        Some(LINKS),
        Some(LINKS + 1),
        Some(4),
        None,
    ];
    assert_eq!(found, ends);
}

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

#[tokio::test]
async fn ok_erasing_on_request_breaks_nothing_and_is_counted() {
    let (folder, store) = store().await;
    let before = judge(&store).unwrap();
    for subject in [
        Subject::Rating(RatingId::from_bytes(number(1))),
        Subject::Suggestion(code()),
    ] {
        let erased = store
            .erase(NewErasure {
                subject,
                reason: "应本人要求".into(),
                at: at(4, 600),
            })
            .await
            .unwrap();
        assert!(!erased.words.is_empty());
    }
    let whole = judge(&store).unwrap();
    assert_eq!(whole.tip.links, before.tip.links + 2);
    assert_eq!(
        whole.erased,
        [
            (Words::Comment, 1),
            (Words::Text, 1),
            (Words::Contact, 1),
            (Words::Reopening, 1)
        ]
    );
    // Without its record it would be a comment that somebody made away with.
    tamper(
        &file(&folder),
        "delete from erasure; delete from link where kind = 6",
    );
    assert_eq!(
        judge(&store).unwrap_err(),
        Broken::Blanked(Kind::Amendment, 1, Words::Comment)
    );
}

#[tokio::test]
async fn ok_a_contact_that_went_with_its_case_breaks_nothing() {
    let (_folder, store) = store().await;
    let answered = Step::Answered {
        text: "又换了".into(),
        changed: None,
    };
    let step = NewStep {
        id: None,
        at: at(3, 600),
        step: answered,
    };
    store.add_step(code(), step).await.unwrap();
    assert_eq!(store.forget_contacts(at(9, 0)).await.unwrap(), 1);
    let whole = judge(&store).unwrap();
    assert_eq!(whole.erased[2], (Words::Contact, 1));
}

#[tokio::test]
async fn ok_two_stores_on_one_file_make_one_chain() {
    let (folder, store) = store().await;
    let other = SqliteStore::open(&file(&folder)).unwrap();
    for n in 20..60 {
        let store = if n % 3 == 0 { &store } else { &other };
        store.create_rating(rating(n, at(3, 600))).await.unwrap();
    }
    let (a, b) = tokio::join!(
        async {
            for n in 60..90 {
                store.create_rating(rating(n, at(3, 600))).await.unwrap();
            }
        },
        async {
            for n in 90..120 {
                other.create_rating(rating(n, at(3, 600))).await.unwrap();
            }
        }
    );
    let ((), ()) = (a, b);
    assert_eq!(judge(&store).unwrap().tip.links, LINKS + 100);
}

#[tokio::test]
async fn ok_what_fails_halfway_leaves_no_link() {
    let (folder, store) = store().await;
    let other = Connection::open(file(&folder)).unwrap();
    // The rating and its link are written before it is counted.
    other
        .execute_batch(
            "create trigger broken before update on tally when new.day = '2026-11-26'
             begin select raise(abort, 'broken'); end;
             create trigger broken_first before insert on tally when new.day = '2026-11-26'
             begin select raise(abort, 'broken'); end;",
        )
        .unwrap();
    let taps = [(30, 2), (31, 3), (32, 2), (33, 3), (34, 4)];
    let all = taps.map(|(n, days)| store.create_rating(rating(n, at(days, 600))));
    let mut stored = 0;
    for tap in all {
        stored += i64::from(tap.await.is_ok());
    }
    assert_eq!(stored, 3);
    assert_eq!(judge(&store).unwrap().tip.links, LINKS + 3);
}

#[tokio::test]
async fn ok_what_was_stored_before_the_chain_is_linked_when_it_comes() {
    let (folder, store) = store().await;
    assert!(store.sweep().await.unwrap());
    drop(store);
    let old = Connection::open(file(&folder)).unwrap();
    old.execute_batch("drop table link; drop table head; drop table redemption; drop table visit; pragma user_version = 5;")
        .unwrap();
    drop(old);
    let store = SqliteStore::open(&file(&folder)).unwrap();
    let whole = judge(&store).unwrap();
    assert_eq!(whole.tip.links, LINKS);
    // No day of it was published.
    assert_eq!(store.head(day("2027-01-01")).await.unwrap(), None);
    store.create_rating(rating(40, at(5, 600))).await.unwrap();
    let head = store.head(day("2027-01-01")).await.unwrap().unwrap();
    assert_eq!(head.tip.links, LINKS + 1);
    assert_eq!(HEXLOWER.encode(&head.tip.hash).len(), 64);
    judge(&store).unwrap();
}
