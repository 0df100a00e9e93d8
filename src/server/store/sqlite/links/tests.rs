mod broken;
mod sound;

use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::*;
use crate::model::guide::Slug;
use crate::model::{
    Amendment, AmendmentId, Aspect, Centre, Comment, Contact, Kind as OfSuggestion, Level, Minute,
    Name, RatingId, Shift, ShiftState, Source, Step, SuggestionId, SuggestionText, TrackingCode,
    UnclearId, Unit, Window, WindowId, WindowPlace,
};
use crate::server::store::audit::{Broken, Whole};
use crate::server::store::erasure::{ErasureStore, NewErasure, Subject, Words};
use crate::server::store::guides::{GuideStore, NewUnclear};
use crate::server::store::results::{LedgerEntry, ResultStore};
use crate::server::store::suggestions::{NewStep, NewSuggestion, SuggestionStore};
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
        from_page: false,
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
