//! What is written in its order makes a chain without a fault, whatever else happens.

use data_encoding::HEXLOWER;

use super::*;

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
    // Not all in one hour: what a window gets beyond its usual is put aside, which is a row more.
    let minute = |n: u8| 600 + u16::from(n);
    for n in 20..60 {
        let store = if n % 3 == 0 { &store } else { &other };
        store
            .create_rating(rating(n, at(3, minute(n))))
            .await
            .unwrap();
    }
    let (a, b) = tokio::join!(
        async {
            for n in 60..90 {
                store
                    .create_rating(rating(n, at(3, minute(n))))
                    .await
                    .unwrap();
            }
        },
        async {
            for n in 90..120 {
                other
                    .create_rating(rating(n, at(3, minute(n))))
                    .await
                    .unwrap();
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
    old.execute_batch("drop table link; drop table head; drop table redemption; drop table visit; drop table review; drop table hold; drop table pace; pragma user_version = 5;")
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
