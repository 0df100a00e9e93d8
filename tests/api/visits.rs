//! Proof of visits: codes for queue tickets, redeemed once, and what becomes of those that do not fit.

use std::fs;

use reqwest::StatusCode;
use serde_json::{Value, json};
use tokio::task::JoinSet;
use zuoban::model::{RatingId, Source, VisitCode, VisitProof, WindowId};
use zuoban::server::signature::Signer;
use zuoban::server::store::{NewRating, Written};

use super::command::done;
use super::support::{
    TODAY, TestApp, at, header, new_id, set_clock, set_clock_by_machine, spawn_app, tap, told, with,
};

const KEY: &str = "3f9a07c188d24b6e3f9a07c188d24b6e";

/// A server whose queue machine has [`KEY`].
async fn with_key() -> TestApp {
    let app = spawn_app().await;
    fs::write(format!("{}/visit-key", app.data()), KEY).unwrap();
    app
}

async fn ask(app: &TestApp, key: Option<&str>, body: &Value) -> reqwest::Response {
    let mut request = app.client.post(format!("{}/api/v1/visits", app.address));
    if let Some(key) = key {
        request = request.header("authorization", key);
    }
    request.json(body).send().await.unwrap()
}

async fn issue(app: &TestApp, window: &str) -> Value {
    let answer = ask(
        app,
        Some(&format!("Bearer {KEY}")),
        &json!({ "window": window }),
    )
    .await;
    assert_eq!(answer.status(), StatusCode::CREATED);
    answer.json().await.unwrap()
}

async fn code(app: &TestApp, window: &str) -> String {
    issue(app, window).await["code"]
        .as_str()
        .unwrap()
        .to_owned()
}

/// Rates with a code and answers status, source and what became of the code.
async fn rate(app: &TestApp, rating: &Value) -> (u16, String, Value) {
    let answer = app.rate(rating).await;
    let status = answer.status().as_u16();
    let receipt: Value = answer.json().await.unwrap();
    let source = receipt["source"].as_str().unwrap().to_owned();
    (status, source, receipt["visit"].clone())
}

fn ticket(code: &str) -> Value {
    with(tap(&new_id(), true), &json!({ "visit": code }))
}

#[tokio::test]
async fn err_without_the_key_there_is_no_code() {
    let app = spawn_app().await;
    let body = json!({ "window": "07" });
    // No key was made yet: nothing fits, and least of all nothing.
    for key in [None, Some("Bearer "), Some("Bearer x")] {
        assert_eq!(
            ask(&app, key, &body).await.status(),
            StatusCode::UNAUTHORIZED
        );
    }
    let app = with_key().await;
    let wrong = format!("Bearer {}", KEY.replace('3', "4"));
    let longer = format!("Bearer {KEY}0");
    let basic = format!("Basic {KEY}");
    for key in [
        None,
        Some("Bearer"),
        Some(&*wrong),
        Some(&*longer),
        Some(&*basic),
        Some(KEY),
    ] {
        let answer = ask(&app, key, &body).await;
        assert_eq!(header(&answer, "www-authenticate"), "Bearer");
        assert_eq!(told(answer).await, "401 unauthorized", "{key:?}");
    }
    let key = format!("bearer {KEY}");
    for (body, expected) in [
        (json!({ "window": "99" }), "404 unknown_window window"),
        (json!({}), "400 missing_field window"),
        (
            json!({ "window": "07", "count": 5 }),
            "400 unknown_field count",
        ),
    ] {
        assert_eq!(told(ask(&app, Some(&key), &body).await).await, expected);
    }
}

#[tokio::test]
async fn ok_a_ticket_opens_its_windows_page_and_proves_one_rating() {
    let app = with_key().await;
    let visit = issue(&app, "07").await;
    // Five working days after this Tuesday.
    assert_eq!(visit["valid_until"], "2026-12-01T23:59:59.999+08:00");
    let (code, path) = (
        visit["code"].as_str().unwrap(),
        visit["path"].as_str().unwrap(),
    );
    let page = app.page(path).await;
    assert!(
        page.contains(&format!("name=\"visit\" value=\"{code}\"")),
        "{page}"
    );
    assert!(page.contains(&format!("name=\"k\" value=\"{}\"", app.k("07"))));
    let first = ticket(code);
    let answer = app.rate(&first).await;
    assert_eq!(answer.status(), StatusCode::CREATED);
    let text = answer.text().await.unwrap();
    let receipt: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(
        (&receipt["source"], &receipt["visit"]),
        (&json!("visit"), &json!("redeemed"))
    );
    // Sent again it is the same rating, with the same answer; written otherwise it is the same code.
    let again = app.rate(&first).await;
    assert_eq!(
        (again.status(), again.text().await.unwrap()),
        (StatusCode::OK, text)
    );
    let other = with(
        ticket(&code.to_lowercase().replace('-', " ")),
        &json!({ "k": app.k("07") }),
    );
    // Used: it counts all the same, as what it is without the code.
    assert_eq!(
        rate(&app, &other).await,
        (201, "scan".into(), json!("used"))
    );
    assert_eq!(
        rate(&app, &other).await,
        (200, "scan".into(), json!("used"))
    );
    assert_eq!(
        rate(&app, &ticket(code)).await,
        (201, "open".into(), json!("used"))
    );
    // Proved ones are compared.
    let results: Value = app
        .get("/api/v1/results?month=2026-11")
        .await
        .json()
        .await
        .unwrap();
    let rows = results["rows"].as_array().unwrap();
    let tax = rows.iter().find(|row| row["unit"] == "tax").unwrap();
    assert_eq!(
        (&tax["count"], &results["open_count"]),
        (&json!(2), &json!(1))
    );
}

#[tokio::test]
async fn ok_a_code_that_does_not_fit_is_told_of_and_the_rating_counts() {
    let app = with_key().await;
    let eight = code(&app, "08").await;
    let other_window = ticket(&eight);
    assert_eq!(
        rate(&app, &other_window).await,
        (201, "open".into(), json!("other_window"))
    );
    assert_eq!(
        rate(&app, &other_window).await,
        (200, "open".into(), json!("other_window"))
    );
    for none_like_it in ["K7M4-9TQX-2RWC", "K7M4", "查询码", &"2".repeat(500)] {
        let made_up = ticket(none_like_it);
        assert_eq!(
            rate(&app, &made_up).await,
            (201, "open".into(), json!("unknown"))
        );
        assert_eq!(
            rate(&app, &made_up).await,
            (200, "open".into(), json!("unknown"))
        );
    }
    // A blank field of a form is no code.
    assert_eq!(
        rate(&app, &ticket(" ")).await,
        (201, "open".into(), Value::Null)
    );
    // A code that comes with a repetition alone redeems nothing, and is still good for its own rating.
    let seven = code(&app, "07").await;
    let id = new_id();
    assert_eq!(rate(&app, &tap(&id, true)).await.2, Value::Null);
    let repeated = with(tap(&id, true), &json!({ "visit": seven }));
    assert_eq!(
        rate(&app, &repeated).await,
        (200, "open".into(), Value::Null)
    );
    assert_eq!(rate(&app, &ticket(&seven)).await.2, "redeemed");
}

#[tokio::test]
async fn ok_a_visit_is_proved_until_the_fifth_working_day_is_over() {
    let app = with_key().await;
    let (early, late, queued) = (
        code(&app, "07").await,
        code(&app, "07").await,
        code(&app, "07").await,
    );
    set_clock("2026-12-01", 23, 59);
    assert_eq!(rate(&app, &ticket(&early)).await.2, "redeemed");
    set_clock("2026-12-02", 0, 0);
    let expired = ticket(&late);
    assert_eq!(
        rate(&app, &expired).await,
        (201, "open".into(), json!("expired"))
    );
    assert_eq!(
        rate(&app, &expired).await,
        (200, "open".into(), json!("expired"))
    );
    // The tap was in time, the phone had no network.
    let tapped = json!({ "rated_at": "2026-11-30T09:00:00+08:00" });
    let queued = with(ticket(&queued), &tapped);
    assert_eq!(rate(&app, &queued).await.2, "redeemed");
    // For two days that is believed; after that a phone's word alone keeps no code good.
    let backdated = with(ticket(&late), &tapped);
    set_clock("2026-12-04", 0, 1);
    let expired = (201, "open".into(), json!("expired"));
    assert_eq!(rate(&app, &backdated).await, expired);
    let expired = (200, "open".into(), json!("expired"));
    assert_eq!(rate(&app, &backdated).await, expired);
    // What was redeemed in time stays so, however late it is asked for again.
    let redeemed = (200, "visit".into(), json!("redeemed"));
    assert_eq!(rate(&app, &queued).await, redeemed);
}

#[tokio::test]
async fn err_a_code_proves_no_rating_dated_before_it_was_made() {
    let app = with_key().await;
    set_clock(TODAY, 14, 0);
    let (code, other) = (code(&app, "07").await, code(&app, "07").await);
    set_clock(TODAY, 14, 1);
    let tapped = |code: &str, at: &str| with(ticket(code), &json!({ "rated_at": at }));
    for before in ["2026-11-24T13:49:59+08:00", "2026-11-12T10:00:00+08:00"] {
        let early = tapped(&code, before);
        let said = |status| (status, "open".into(), json!("early"));
        assert_eq!(rate(&app, &early).await, said(201), "{before}");
        assert_eq!(rate(&app, &early).await, said(200), "{before}");
    }
    // It is still good for the visit it was made for, and a phone's clock may be some minutes behind.
    let behind = tapped(&code, "2026-11-24T13:50:00+08:00");
    assert_eq!(rate(&app, &behind).await.2, "redeemed");
    assert_eq!(rate(&app, &ticket(&other)).await.2, "redeemed");
}

#[tokio::test]
async fn ok_a_thousand_uses_of_one_code_at_once_are_one_proved_rating() {
    let app = with_key().await;
    let code = VisitCode::parse(&code(&app, "07").await).unwrap();
    let mut sending = JoinSet::new();
    for n in 0..1000u16 {
        let store = std::sync::Arc::clone(&app.store);
        let mut id = [0; 16];
        id[..2].copy_from_slice(&n.to_be_bytes());
        let now = at(TODAY, 10, 1);
        let rating = NewRating {
            id: RatingId::from_bytes(id),
            window: WindowId::parse("07").unwrap(),
            satisfied: true,
            source: Source::Scan,
            visit: Some(code),
            from_page: false,
            rated_at: now,
            received_at: now,
        };
        sending.spawn(async move { store.create_rating(rating).await.unwrap() });
    }
    let receipts = sending
        .join_all()
        .await
        .into_iter()
        .map(|written| match written {
            Written::First(receipt) => receipt,
            Written::Again(_) => panic!("not first"),
        });
    let outcomes: Vec<_> = receipts
        .map(|receipt| (receipt.source, receipt.visit))
        .collect();
    let redeemed = (Source::Visit, Some(VisitProof::Redeemed));
    let used = (Source::Scan, Some(VisitProof::Used));
    let of = |wanted| {
        outcomes
            .iter()
            .filter(|outcome| **outcome == wanted)
            .count()
    };
    assert_eq!((of(redeemed), of(used)), (1, 999));
    // And over HTTP, as phones would.
    let code = self::code(&app, "07").await;
    let mut sending = JoinSet::new();
    for _ in 0..100 {
        let request = app.create("application/json", ticket(&code).to_string());
        sending.spawn(async move {
            let receipt: Value = request.send().await.unwrap().json().await.unwrap();
            receipt["source"] == "visit"
        });
    }
    let proved = sending
        .join_all()
        .await
        .into_iter()
        .filter(|proved| *proved);
    assert_eq!(proved.count(), 1);
}

#[tokio::test]
async fn ok_an_operator_makes_codes_and_keys() {
    let app = spawn_app().await;
    let data = app.data();
    let issue = |window: &str| {
        done(&[
            "visits", "issue", "--data", data, "--window", window, "--count", "3",
        ])
    };
    let (status, codes, _) = issue("07");
    assert_eq!((status, codes.lines().count()), (Some(0), 3));
    set_clock_by_machine();
    for line in codes.lines() {
        let code = line.split_whitespace().next().unwrap();
        assert_eq!(rate(&app, &ticket(code)).await.2, "redeemed", "{line}");
    }
    let (status, _, told) = issue("99");
    assert_eq!(status, Some(1), "{told}");
    let key = |more: &[&str]| done(&[&["visits", "key", "--data", data], more].concat()).1;
    let first = key(&[]);
    assert_eq!((first.trim().len(), key(&[])), (64, first.clone()));
    let bearer = |key: &str| format!("Bearer {}", key.trim());
    let body = json!({ "window": "07" });
    assert_eq!(
        ask(&app, Some(&bearer(&first)), &body).await.status(),
        StatusCode::CREATED
    );
    let second = key(&["--renew"]);
    assert_eq!(
        ask(&app, Some(&bearer(&first)), &body).await.status(),
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(
        ask(&app, Some(&bearer(&second)), &body).await.status(),
        StatusCode::CREATED
    );
    let (status, _, told) = done(&["verify", "--data", data]);
    assert_eq!(status, Some(0), "{told}");
}

#[tokio::test]
async fn ok_a_ticket_opens_its_page_after_the_secret_that_signed_it_is_retired() {
    let app = with_key().await;
    let code = code(&app, "07").await;
    let stale = Signer::new([6; 32]).sign(&WindowId::parse("07").unwrap());
    let address = format!("/w/07?k={stale}&v={code}");
    let answer = app.get(&address).await;
    assert_eq!(answer.status(), StatusCode::OK);
    let page = answer.text().await.unwrap();
    assert!(
        page.contains(&format!("name=\"visit\" value=\"{code}\"")),
        "{page}"
    );
    assert!(!page.contains(&stale), "{page}");
    let sent = with(ticket(&code), &json!({ "k": stale }));
    assert_eq!(rate(&app, &sent).await.2, "redeemed");
    // Without a ticket it is an old poster's.
    let old = app.get(&format!("/w/07?k={stale}&v=")).await;
    assert_eq!(old.status(), StatusCode::FORBIDDEN);
}
