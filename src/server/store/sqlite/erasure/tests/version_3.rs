//! Words that stood among the facts before they had tables of their own.

use super::*;
use crate::model::{Aspect, Day, Kind, Step, SuggestionId, SuggestionText, TrackingCode};
use crate::server::store::Written;
use crate::server::store::suggestions::{NewStep, NewSuggestion, SuggestionStore};

fn complaint(n: u8, text: &str) -> NewSuggestion {
    NewSuggestion {
        id: SuggestionId::from_bytes(number(n.into())),
        code: TrackingCode::from_random(&[n; 8]).unwrap(),
        kind: Kind::Complaint,
        text: SuggestionText::parse(text).unwrap(),
        contact: None,
        window: None,
        written_at: AT,
        received_at: AT,
        deadline: Day::parse("2026-12-01").unwrap(),
    }
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
    let new = complaint(3, "取号机的字太小");
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
    let answered = Step::Answered {
        text: "已换".into(),
        changed: None,
    };
    let reopened = Step::Reopened {
        text: "还是小".into(),
        deadline: Day::parse("2026-12-08").unwrap(),
    };
    let steps: Vec<_> = stored.events.into_iter().map(|event| event.step).collect();
    assert_eq!(steps[1..], [answered, reopened.clone(), Step::InWork]);
    let contact = store.contact(new.code).await.unwrap().unwrap();
    assert_eq!(contact.as_str(), "13800000000");
    // Repetitions of what was sent to version 3.
    let again = NewStep {
        id: Some(SuggestionId::from_bytes(number(4))),
        at: AT,
        step: reopened,
    };
    assert_eq!(
        store.add_step(new.code, again).await.unwrap(),
        Written::Again(())
    );
    let mut said = comment(1, id, "等了很久");
    said.change.aspects = Some(vec![Aspect::Speed]);
    assert!(matches!(
        store.amend_rating(said).await.unwrap(),
        Written::Again(_)
    ));
    // Numbers go on where they stopped, and what stood apart from the beginning is checked as before.
    store
        .create_suggestion(complaint(5, "另一件"))
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
