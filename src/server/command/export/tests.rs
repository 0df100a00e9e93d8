//! What leaves the centre, from a real store, also while another holds it open.

mod ratings;
mod suggestions;

use clap::Parser;

use super::*;
use crate::model::UnclearId;
use crate::model::guide::Slug;
use crate::model::{
    Amendment, AmendmentId, Aspect, Comment, Level, Moment, RatingId, Source, WindowId,
};
use crate::model::{Kind, Step, SuggestionId, SuggestionText, TrackingCode};
use crate::server::demo;
use crate::server::store::erasure::{NewErasure, Subject};
use crate::server::store::guides::NewUnclear;
use crate::server::store::suggestions::{NewStep, NewSuggestion};
use crate::server::store::{NewAmendment, NewRating, StoreError};

const TAP: Moment = Moment(1_795_485_600_000); // 2026-11-24T10:00+08:00, a Tuesday
const COMMENT: &str = "=HYPERLINK(\"http://evil\")，很慢\n第二行";

#[derive(Parser)]
struct Typed {
    #[command(subcommand)]
    what: Export,
}

fn typed(args: &str) -> Result<Export, clap::Error> {
    Typed::try_parse_from(["export"].into_iter().chain(args.split(' '))).map(|typed| typed.what)
}

fn all(format: &str) -> Export {
    typed(&format!("ratings --format {format}")).unwrap()
}

fn rating(number: u8, window: &str, satisfied: bool, source: Source) -> NewRating {
    let (id, window) = (
        RatingId::from_bytes([number; 16]),
        WindowId::parse(window).unwrap(),
    );
    NewRating {
        id,
        window,
        satisfied,
        source,
        visit: None,
        from_page: false,
        rated_at: TAP,
        received_at: Moment(TAP.0 + 1_500),
    }
}

fn amendment(number: u8, rating: u8, later: i64, change: Amendment) -> NewAmendment {
    let (id, rating) = (
        AmendmentId::from_bytes([number; 16]),
        RatingId::from_bytes([rating; 16]),
    );
    let at = Moment(TAP.0 + later);
    NewAmendment {
        id,
        rating,
        change,
        amended_at: at,
        received_at: at,
    }
}

/// Two ratings, one amended twice; the store stays open as a server's would.
fn serving(folder: &Path) -> std::sync::Arc<dyn Store> {
    let store = DataFolder::open(folder).unwrap().store().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime
        .block_on(async {
            store.put_centre(demo::centre()).await?;
            let (centre, monday) = (store.centre().await?, TAP.day().monday());
            store
                .put_shifts_if_none(monday, monday.plus(6), demo::shifts(monday, &centre))
                .await?;
            store
                .create_rating(rating(1, "07", true, Source::Scan))
                .await?;
            let level = Some(Level::VeryDissatisfied);
            let aspects = Some(vec![Aspect::Manner, Aspect::Speed]);
            let first = Amendment {
                level,
                aspects,
                ..Amendment::default()
            };
            store.amend_rating(amendment(1, 1, 20_000, first)).await?;
            let second = Amendment {
                comment: Comment::parse(COMMENT).unwrap(),
                ..Amendment::default()
            };
            store.amend_rating(amendment(2, 1, 40_000, second)).await?;
            store
                .create_rating(rating(2, "01", false, Source::Open))
                .await?;
            store
                .amend_rating(amendment(
                    3,
                    2,
                    5_000,
                    Amendment {
                        withdrawn: Some(true),
                        ..Amendment::default()
                    },
                ))
                .await?;
            Ok::<_, StoreError>(())
        })
        .unwrap();
    store
}

fn on<T>(task: impl Future<Output = T>) -> T {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    runtime.enable_all().build().unwrap().block_on(task)
}

fn code(number: u8) -> TrackingCode {
    TrackingCode::from_random(&[number; 8]).unwrap()
}

/// One with a contact, answered, rated and reopened; one that was just received.
async fn suggested(store: &dyn Store) -> Result<(), StoreError> {
    for (number, kind, text, contact) in [
        (1, Kind::Complaint, "=1+1，太慢", Some("+8613800000000")),
        (2, Kind::Help, "想请人帮办", None),
    ] {
        let new = NewSuggestion {
            id: SuggestionId::from_bytes([number; 16]),
            code: code(number),
            kind,
            text: SuggestionText::parse(text).unwrap(),
            contact: contact.map(|contact| Contact::parse(contact).unwrap()),
            window: (number == 1).then(|| WindowId::parse("07").unwrap()),
            written_at: TAP,
            received_at: Moment(TAP.0 + 1_500),
            deadline: TAP.day().plus(7),
        };
        store.create_suggestion(new).await?;
    }
    let answered = Step::Answered {
        text: "已加开窗口".into(),
        changed: Some("「太慢」→ 加开窗口".into()),
    };
    let reopened = Step::Reopened {
        text: "@还是慢".into(),
        deadline: TAP.day().plus(14),
    };
    let rated = Step::Rated { satisfied: false };
    for (number, step) in (3..).zip([Step::InWork, answered, rated, reopened]) {
        let id = matches!(step, Step::Rated { .. } | Step::Reopened { .. })
            .then(|| SuggestionId::from_bytes([number; 16]));
        let at = Moment(TAP.0 + i64::from(number) * 60_000);
        store.add_step(code(1), NewStep { id, at, step }).await?;
    }
    Ok(())
}

fn export(store: &dyn Store, args: &str) -> String {
    let mut written = Vec::new();
    write(store, &typed(args).unwrap(), &mut written).unwrap();
    String::from_utf8(written).unwrap()
}

#[test]
fn ok_in_place_of_erased_words_every_export_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let store = serving(folder.path());
    on(suggested(store.as_ref())).unwrap();
    let first = RatingId::from_bytes([1; 16]);
    for subject in [Subject::Rating(first), Subject::Suggestion(code(1))] {
        let reason = "应本人要求".to_owned();
        on(store.erase(NewErasure {
            subject,
            reason,
            at: TAP,
        }))
        .unwrap();
    }
    let said = "〔应本人要求已删除〕";
    for (args, times) in [
        ("ratings --format csv", 1),
        // What it comes to, and the amendment.
        ("ratings --format jsonl", 2),
        ("suggestions --format csv --with-contact", 2),
        ("suggestions --format jsonl --with-contact", 2),
    ] {
        let text = export(store.as_ref(), args);
        assert_eq!(text.matches(said).count(), times, "{args}: {text}");
        for word in ["evil", "太慢\"", "还是慢", "1380"] {
            assert!(!text.contains(word), "{args}: {text}");
        }
    }
}

#[test]
fn ok_what_was_not_understood_by_step_and_month() {
    let folder = tempfile::tempdir().unwrap();
    let store = serving(folder.path());
    for (number, step, days) in [
        (1, "form", 0),
        (2, "form", 1),
        (3, "form", 7),
        (4, "apply", 0),
    ] {
        let new = NewUnclear {
            id: UnclearId::from_bytes([number; 16]),
            guide: Slug::parse("refund").unwrap(),
            step: Slug::parse(step).unwrap(),
            at: Moment(TAP.0 + days * 86_400_000),
            known: true,
        };
        on(store.say_unclear(new)).unwrap();
    }
    assert_eq!(
        export(store.as_ref(), "unclear --format csv"),
        "\u{feff}guide,step,month,count\r\nrefund,apply,2026-11,1\r\nrefund,form,2026-11,2\r\n\
         refund,form,2026-12,1\r\n"
    );
    let lines = export(store.as_ref(), "unclear --format jsonl");
    let first = "{\"guide\":\"refund\",\"step\":\"apply\",\"month\":\"2026-11\",\"count\":1}";
    assert_eq!(lines.lines().next(), Some(first));
    assert_eq!(lines.lines().count(), 3);
}
