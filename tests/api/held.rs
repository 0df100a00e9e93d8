//! Bursts: what a window gets beyond its usual is stored and answered like anything else, put aside, counted apart,
//! and reviewed.

mod hall;

use reqwest::StatusCode;
use serde_json::{Value, json};

use super::command::done;
use super::privacy::{Proof, told as claimed};
use super::support::{TestApp, new_id, set_clock_by_machine, spawn_app, tap, with};

/// What is published of this month.
async fn results(app: &TestApp) -> Value {
    let answer = app.get("/api/v1/results?month=2026-11").await;
    answer.json().await.unwrap()
}

fn row<'a>(results: &'a Value, unit: &str) -> &'a Value {
    let rows = results["rows"].as_array().unwrap();
    rows.iter().find(|row| row["unit"] == unit).unwrap()
}

/// How many count, how many of them are satisfied, how many are put aside.
async fn counted(app: &TestApp) -> (u64, u64, u64) {
    let results = results(app).await;
    let tax = row(&results, "tax");
    let number = |value: &Value| value.as_u64().unwrap();
    (
        number(&tax["count"]),
        number(&tax["satisfied"]),
        number(&results["held_count"]),
    )
}

/// So many scans of one window, with ids of the sender's own.
async fn scan(app: &TestApp, window: &str, satisfied: bool, many: usize) -> Vec<String> {
    let ids: Vec<_> = (0..many).map(|_| new_id()).collect();
    for id in &ids {
        let rating =
            json!({ "id": id, "window": window, "satisfied": satisfied, "k": app.k(window) });
        let answer = app.rate(&rating).await;
        assert_eq!(answer.status(), StatusCode::CREATED);
        let receipt: Value = answer.json().await.unwrap();
        assert_eq!(receipt["source"], "scan");
    }
    ids
}

#[tokio::test]
async fn ok_a_burst_is_put_aside_and_counts_once_it_is_released() {
    let app = spawn_app().await;
    claimed(&app, Proof::Held).await;
    let ids = scan(&app, "07", true, 70).await;
    assert_eq!(app.count(), 70);
    assert_eq!(counted(&app).await, (60, 60, 10));
    assert_eq!(app.store.waiting_for_review().await.unwrap(), 10);
    for (lang, words) in [
        ("zh", "还有 10 条来得太集中"),
        ("en", "10 more came in bursts"),
    ] {
        let page = app
            .page(&format!("/results?month=2026-11&lang={lang}"))
            .await;
        assert!(page.contains(words), "{page}");
    }
    // The citizen sees nothing of it, and may amend and take back as ever.
    let (first, held) = (&ids[0], &ids[69]);
    assert!(!app.stored(first).await.unwrap().held && app.stored(held).await.unwrap().held);
    let thanks = app.page(&format!("/w/07?k={}&r={held}", app.k("07"))).await;
    assert!(!thanks.contains("核实") && thanks.contains(held.as_str()));
    let change = json!({ "id": new_id(), "level": "very_dissatisfied" });
    assert_eq!(app.amend(held, &change).await.status(), StatusCode::OK);
    let back = json!({ "id": new_id(), "withdrawn": true });
    assert_eq!(app.amend(&ids[68], &back).await.status(), StatusCode::OK);
    assert_eq!(counted(&app).await, (60, 60, 9));
    // Sent again it is the same rating, and no other.
    let again = json!({ "id": held, "window": "07", "satisfied": true, "k": app.k("07") });
    assert_eq!(app.rate(&again).await.status(), StatusCode::OK);
    assert_eq!(counted(&app).await, (60, 60, 9));
    let data = app.data();
    let (code, export, _) = done(&["export", "ratings", "--format", "jsonl", "--data", data]);
    assert_eq!(
        (code, export.matches("\"held\":true").count()),
        (Some(0), 10)
    );
    let list = || done(&["held", "list", "--data", data]).1;
    let line =
        "2026-11-24T10  window 07  10 put aside after 60, ids of the sender's own, 10 satisfied\n";
    assert_eq!(list(), line);
    // One by one, and what is left together.
    let review = |what: &str, more: &[&str]| {
        let args = [&["held", what, "--data", data, "--reason", "核实过"], more].concat();
        done(&args)
    };
    let (code, _, said) = review("release", &["--rating", held]);
    assert_eq!(code, Some(0), "{said}");
    assert_eq!(counted(&app).await, (61, 60, 8));
    let (code, _, said) = review("leave", &["--rating", held]);
    assert_eq!(code, Some(0), "{said}");
    assert_eq!(counted(&app).await, (60, 60, 9));
    let hour = ["--window", "07", "--hour", "2026-11-24T10"];
    let (code, _, said) = review("release", &hour);
    assert_eq!((code, said.as_str()), (Some(0), "zuoban: 9 released\n"));
    // The one that was taken back counts nowhere.
    assert_eq!(counted(&app).await, (68, 68, 1));
    assert_eq!(
        (list(), app.store.waiting_for_review().await.unwrap()),
        (String::new(), 0)
    );
    let unknown = new_id();
    for (args, words) in [
        (hour.to_vec(), "nothing waits for review there"),
        (vec!["--rating", first], "no such rating was put aside"),
        (vec!["--rating", &unknown], "no such rating was put aside"),
    ] {
        let (code, _, said) = review("release", &args);
        assert_eq!(code, Some(1));
        assert!(said.contains(words), "{said}");
    }
    let (code, ..) = done(&[
        "held", "leave", "--data", data, "--rating", held, "--reason", " ",
    ]);
    assert_eq!(code, Some(1));
    let (code, _, said) = done(&["rebuild", "--data", data]);
    assert!(
        code == Some(0) && said.contains("every counter was right"),
        "{said}"
    );
    assert_eq!(counted(&app).await, (68, 68, 1));
    let (code, _, said) = done(&["verify", "--data", data]);
    assert_eq!(code, Some(0), "{said}");
}

#[tokio::test]
async fn err_holds_and_reviews_are_not_changed_and_a_change_is_found() {
    let app = spawn_app().await;
    scan(&app, "07", false, 62).await;
    let data = app.data();
    let hour = [
        "--window",
        "07",
        "--hour",
        "2026-11-24T10",
        "--reason",
        "同一部手机",
    ];
    let args = [&["held", "leave", "--data", data], &hour[..]].concat();
    assert_eq!(done(&args).0, Some(0));
    for statement in [
        "update hold set bound = 1",
        "delete from hold",
        "update review set reason = ''",
        "delete from review",
    ] {
        let refused = app.database.sql(statement).unwrap_err();
        assert!(refused.contains("append-only"), "{refused}");
    }
    let drop = |name: &str, table: &str| {
        let (file, schema) = (
            format!("drop trigger {name}"),
            format!("drop trigger {name} on {table}"),
        );
        app.database.sql_of(&file, &schema).unwrap();
    };
    drop("review_stays", "review");
    app.database
        .sql("update review set reason = 'x' where seq = 2")
        .unwrap();
    let (code, _, said) = done(&["verify", "--data", data]);
    assert!(
        code == Some(1) && said.contains("review 2 was altered"),
        "{said}"
    );
}

/// Codes for tickets of window 07; the clock is the machine's from then on, by which they are made.
pub fn issue(app: &TestApp, many: usize) -> Vec<String> {
    let many = many.to_string();
    let args = [
        "visits",
        "issue",
        "--data",
        app.data(),
        "--window",
        "07",
        "--count",
        &many,
    ];
    let codes = done(&args).1;
    set_clock_by_machine();
    let code = |line: &str| line.split_whitespace().next().unwrap().to_owned();
    codes.lines().map(code).collect()
}

/// A ticket is one visit: its second rating is not one of the page's, whatever page it came from.
#[tokio::test]
async fn ok_proof_of_a_visit_is_never_put_aside() {
    let app = spawn_app().await;
    let codes = issue(&app, 81);
    let (last, codes) = codes.split_last().unwrap();
    for code in codes {
        let answer = app
            .rate(&with(tap(&new_id(), true), &json!({ "visit": code })))
            .await;
        let receipt: Value = answer.json().await.unwrap();
        assert_eq!(receipt["visit"], "redeemed", "{code}");
    }
    let waiting = async || app.store.waiting_for_review().await.unwrap();
    assert_eq!(waiting().await, 0);
    for _ in 0..65 {
        let used = with(tap(&new_id(), true), &json!({ "visit": codes[0] }));
        assert_eq!(app.rate(&used).await.status(), StatusCode::CREATED);
    }
    assert_eq!(waiting().await, 5);
    // Nor does a burst keep a visit from counting.
    let proved = with(tap(&new_id(), true), &json!({ "visit": last }));
    assert_eq!(app.rate(&proved).await.status(), StatusCode::CREATED);
    assert_eq!(waiting().await, 5);
}
