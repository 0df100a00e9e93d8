//! What leaves the centre, from a real store, also while another holds it open.

use std::sync::mpsc;

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

fn exported(format: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let open = serving(folder.path());
    let out = folder.path().join("out");
    run(
        &typed(&format!(
            "ratings --format {format} --out {}",
            out.display()
        ))
        .unwrap(),
        &folder.path().into(),
    )
    .unwrap();
    drop(open);
    assert!(!folder.path().join("out.part").exists());
    fs::read_to_string(out).unwrap()
}

#[test]
fn ok_csv_for_excel_while_the_store_is_in_use() {
    let text = exported("csv");
    let lines = text.strip_prefix('\u{feff}').unwrap();
    let shift = lines
        .split("+08:00,")
        .nth(2)
        .unwrap()
        .split(',')
        .next()
        .unwrap()
        .to_owned();
    assert!(shift.parse::<i64>().is_ok(), "{shift}");
    let wanted = format!(
        "id,window,unit,satisfied,tapped,level,aspects,comment,withdrawn,source,rated_at,received_at,shift,director,\
         amended_at,amendments\r\n\
         01010101-0101-0101-0101-010101010101,07,tax,false,true,very_dissatisfied,speed;manner,\
         \"'=HYPERLINK(\"\"http://evil\"\")，很慢\n第二行\",false,scan,2026-11-24T10:00:00.000+08:00,\
         2026-11-24T10:00:01.500+08:00,{shift},示例甲,2026-11-24T10:00:40.000+08:00,2\r\n\
         02020202-0202-0202-0202-020202020202,01,tax,false,false,,,,true,open,2026-11-24T10:00:00.000+08:00,\
         2026-11-24T10:00:01.500+08:00,,,2026-11-24T10:00:05.000+08:00,1\r\n"
    );
    assert_eq!(lines, wanted);
}

#[test]
fn ok_json_lines_with_every_amendment_and_texts_as_they_came() {
    let text = exported("jsonl");
    let lines: Vec<serde_json::Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 2);
    let first = &lines[0];
    assert_eq!(
        (&first["satisfied"], &first["tapped"]),
        (&false.into(), &true.into())
    );
    assert_eq!(first["comment"], COMMENT);
    assert_eq!(first["shift"]["director"]["en"], "Sample A");
    assert_eq!(
        first["amendments"],
        serde_json::json!([
            {"amended_at": "2026-11-24T10:00:20.000+08:00", "level": "very_dissatisfied", "aspects": ["manner", "speed"]},
            {"amended_at": "2026-11-24T10:00:40.000+08:00", "comment": COMMENT},
        ])
    );
    assert_eq!(lines[1]["amendments"][0]["withdrawn"], true);
    assert_eq!(lines[1]["shift"], serde_json::Value::Null);
}

#[test]
fn ok_an_empty_store_gives_a_header_or_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let store = DataFolder::open(folder.path()).unwrap().store().unwrap();
    let mut table = Vec::new();
    write(store.as_ref(), &all("csv"), &mut table).unwrap();
    assert_eq!(String::from_utf8(table).unwrap().lines().count(), 1);
    let mut lines = Vec::new();
    write(store.as_ref(), &all("jsonl"), &mut lines).unwrap();
    assert!(lines.is_empty());
}

/// A reader that goes away.
struct Gone(mpsc::Sender<()>);

impl Write for Gone {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        let _ = self.0.send(());
        Err(ErrorKind::BrokenPipe.into())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn err_a_reader_that_goes_away_is_told_apart_from_other_errors() {
    let folder = tempfile::tempdir().unwrap();
    let store = serving(folder.path());
    let (sender, written) = mpsc::channel();
    let error = write(store.as_ref(), &all("jsonl"), Gone(sender)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::BrokenPipe);
    assert!(written.try_recv().is_ok());
}

#[test]
fn err_no_folder_no_format_or_nowhere_to_write() {
    let folder = tempfile::tempdir().unwrap();
    assert!(typed("ratings").is_err());
    assert!(typed("ratings --format xlsx").is_err());
    let what = typed("ratings --format csv --out /nowhere/at/all.csv").unwrap();
    assert!(
        run(&what, &folder.path().join("none").as_path().into())
            .unwrap_err()
            .to_string()
            .contains("--data")
    );
    let _open = serving(folder.path());
    assert!(
        run(&what, &folder.path().into())
            .unwrap_err()
            .to_string()
            .contains("/nowhere/at/all.csv")
    );
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
fn ok_suggestions_for_excel_with_a_contact_only_where_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let store = serving(folder.path());
    on(suggested(store.as_ref())).unwrap();
    let plain = export(store.as_ref(), "suggestions --format csv");
    let rows: Vec<_> = plain
        .strip_prefix('\u{feff}')
        .unwrap()
        .split("\r\n")
        .collect();
    assert_eq!(
        rows[0],
        "code,kind,window,unit,director,text,written_at,received_at,deadline,status,answered_by,answer,changed,\
         answered_at,satisfied,reopened,reopenings"
    );
    let first = format!(
        "{},complaint,07,tax,示例甲,\"'=1+1，太慢\",2026-11-24T10:00:00.000+08:00,2026-11-24T10:00:01.500+08:00,\
         2026-12-08,reopened,tax,已加开窗口,「太慢」→ 加开窗口,2026-11-24T10:04:00.000+08:00,false,1,'@还是慢",
        code(1)
    );
    assert_eq!(rows[1].replace('"', ""), first.replace('"', ""));
    let second = format!(
        "{},help,,,,想请人帮办,2026-11-24T10:00:00.000+08:00,2026-11-24T10:00:01.500+08:00,2026-12-01,received,,,,,,0,",
        code(2)
    );
    assert_eq!(rows[2..], [second.as_str(), ""]);
    assert!(!plain.contains("13800000000"));
    let with = export(store.as_ref(), "suggestions --format csv --with-contact");
    assert!(with.contains(",text,contact,written_at,") && with.contains(",'+8613800000000,"));
}

#[test]
fn ok_suggestions_for_programs_carry_all_that_happened() {
    let folder = tempfile::tempdir().unwrap();
    let store = serving(folder.path());
    on(suggested(store.as_ref())).unwrap();
    let lines = |args: &str| -> Vec<serde_json::Value> {
        let text = export(store.as_ref(), args);
        text.lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    };
    let plain = lines("suggestions --format jsonl");
    assert_eq!(plain.len(), 2);
    assert_eq!(plain[0]["text"], "=1+1，太慢");
    assert_eq!(plain[0]["status"], "reopened");
    assert_eq!(plain[0]["director"]["en"], "Sample A");
    assert!(plain[0].get("contact").is_none());
    let steps: Vec<_> = plain[0]["events"]
        .as_array()
        .unwrap()
        .iter()
        .map(|event| event["step"].as_str().unwrap())
        .collect();
    assert_eq!(
        steps,
        ["received", "in_work", "answered", "rated", "reopened"]
    );
    assert_eq!(
        plain[0]["events"][4],
        serde_json::json!({
            "at": "2026-11-24T10:06:00.000+08:00", "step": "reopened", "text": "@还是慢", "deadline": "2026-12-08"
        })
    );
    let with = lines("suggestions --format jsonl --with-contact");
    assert_eq!(with[0]["contact"], "+8613800000000");
    assert_eq!(with[1].get("contact"), Some(&serde_json::Value::Null));
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
