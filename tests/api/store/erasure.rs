//! Words deleted on request: gone, remembered as gone, and never brought back by a repetition.

use sha2::{Digest, Sha256};
use zuoban::model::{
    Amendment, AmendmentId, Comment, Contact, Day, Kind, Level, Moment, RatingId, Step,
    SuggestionId, SuggestionText, TrackingCode,
};
use zuoban::server::store::erasure::{NewErasure, Subject, Words};
use zuoban::server::store::suggestions::{NewStep, NewSuggestion};
use zuoban::server::store::{NewAmendment, NewRating, Store, StoreError, Written};

use super::kept;

const AT: Moment = Moment(1_795_485_600_000); // 2026-11-24T10:00+08:00

async fn tapped(store: &dyn Store, n: u32) -> RatingId {
    let id = RatingId::from_bytes(number(n));
    let new = NewRating {
        id,
        ..super::tap(0, "07")
    };
    store.create_rating(new).await.unwrap();
    id
}

fn number(n: u32) -> [u8; 16] {
    let mut id = [0; 16];
    id[..4].copy_from_slice(&n.to_be_bytes());
    id
}

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
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

#[tokio::test]
async fn ok_a_repetition_of_what_was_erased_answers_the_first_result() {
    let kept = kept().await;
    let store = &kept.store;
    let id = tapped(store.as_ref(), 1).await;
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
    let kept = kept().await;
    let (store, database) = (&kept.store, &kept.database);
    let id = tapped(store.as_ref(), 1).await;
    for (n, words) in [(2, "等了很久"), (3, "等了一上午")] {
        store.amend_rating(comment(n, id, words)).await.unwrap();
    }
    let first = store.erase(request(Subject::Rating(id))).await.unwrap();
    assert_eq!((first.words, first.before), (vec![Words::Comment], None));
    let again = store.erase(request(Subject::Rating(id))).await.unwrap();
    assert_eq!((again.words, again.before), (Vec::new(), Some(AT)));
    let all_of = "select what || ' ' || reason || ' ' || erased_at from erasure";
    let record = database.sql(all_of).unwrap();
    assert_eq!(record, format!("comment 应本人要求 {}", AT.0));
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
async fn err_words_are_neither_changed_nor_taken_out_by_anybody() {
    let kept = kept().await;
    let (store, database) = (&kept.store, &kept.database);
    let id = tapped(store.as_ref(), 1).await;
    store
        .amend_rating(comment(2, id, "等了很久"))
        .await
        .unwrap();
    store.erase(request(Subject::Rating(id))).await.unwrap();
    let new = suggestion(3, "取号机的字太小", Some("13800000000"));
    store.create_suggestion(new).await.unwrap();
    for statement in [
        "update suggestion_text set words = '取号机的字很大'",
        "update amendment_comment set words = '等得不久'",
        "update suggestion_contact set words = '13911111111'",
        "delete from suggestion_text",
        "delete from suggestion_contact",
        "delete from amendment_comment",
        "update erasure set reason = ''",
        "delete from erasure",
        "update amendment set comment_hash = null",
        "update suggestion set text_hash = contact_hash",
    ] {
        let refused = database.sql(statement).unwrap_err();
        assert!(
            refused.contains("append-only") || refused.contains("not taken out"),
            "{statement}: {refused}"
        );
    }
}

#[tokio::test]
async fn ok_a_contact_that_is_forgotten_is_in_no_file() {
    let kept = kept().await;
    let (store, database) = (&kept.store, &kept.database);
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
    assert!(!database.holds("Unmistakable One"));
    assert!(database.holds("Unmistakable Two"));
}
