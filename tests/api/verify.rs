//! The chain as an operator and a citizen see it: `zuoban verify`, and the head on `/results`.

use reqwest::StatusCode;
use serde_json::{Value, json};

use super::cluster;
use super::command::done;
use super::support::{TestApp, new_id, set_clock, spawn_app, tap};

fn verify(app: &TestApp, more: &[&str]) -> (Option<i32>, String) {
    let args = [&["verify", "--data", app.data()], more].concat();
    let (code, _, told) = done(&args);
    (code, told)
}

async fn head(app: &TestApp, query: &str) -> Value {
    let results: Value = app
        .get(&format!("/api/v1/results{query}"))
        .await
        .json()
        .await
        .unwrap();
    results["head"].clone()
}

#[tokio::test]
async fn ok_a_published_head_is_found_again_whatever_comes_after() {
    let app = spawn_app().await;
    assert_eq!(head(&app, "").await, Value::Null);
    set_clock("2026-11-24", 10, 0);
    for _ in 0..3 {
        assert_eq!(
            app.rate(&tap(&new_id(), true)).await.status(),
            StatusCode::CREATED
        );
    }
    // The day is not over.
    assert_eq!(head(&app, "?month=2026-11").await, Value::Null);
    set_clock("2026-11-26", 10, 0);
    let published = head(&app, "?month=2026-11").await;
    assert_eq!(
        (&published["day"], &published["rows"]),
        (&json!("2026-11-24"), &json!(3))
    );
    let hash = published["hash"].as_str().unwrap().to_owned();
    assert_eq!(hash.len(), 64);
    assert_eq!(head(&app, "?month=2026-10").await, Value::Null);
    app.rate(&tap(&new_id(), false)).await;
    assert_eq!(head(&app, "?month=2026-11").await, published);
    // Whole, and in the short form of the page.
    let page = app.page("/results?month=2026-11").await;
    let short: Vec<_> = (0..16).step_by(4).map(|at| &hash[at..at + 4]).collect();
    let short = short.join(" ");
    assert!(page.contains(&short) && page.contains("3 条记录"), "{page}");
    for kept in [hash.as_str(), &short, &hash[..16]] {
        let (code, told) = verify(&app, &["--head", kept]);
        assert_eq!(code, Some(0), "{told}");
        assert!(
            told.contains("holds: 4 rows") && told.contains("row 3 of 4"),
            "{told}"
        );
    }
    let other = "00".repeat(32);
    let (code, told) = verify(&app, &["--head", &hash, "--head", &other]);
    assert_eq!(code, Some(1));
    assert!(
        told.contains("not in this chain") && told.contains(&other),
        "{told}"
    );
    let (code, told) = verify(&app, &["--head", "12ab"]);
    assert_eq!(code, Some(2), "{told}");
}

#[tokio::test]
async fn err_a_row_edited_behind_the_servers_back_is_named() {
    let app = spawn_app().await;
    for _ in 0..3 {
        app.rate(&tap(&new_id(), true)).await;
    }
    let database = &app.database;
    let drop = "drop trigger rating_stays";
    database.sql_of(drop, &format!("{drop} on rating")).unwrap();
    let edit = "update rating set satisfied = not satisfied where seq = 2 returning seq";
    assert_eq!(database.sql(edit).unwrap(), "2");
    let (code, told) = verify(&app, &[]);
    assert_eq!(code, Some(1));
    assert!(told.contains("rating 2 was altered"), "{told}");
}

#[tokio::test]
async fn ok_a_comment_is_erased_and_the_chain_holds() {
    let app = spawn_app().await;
    let id = new_id();
    app.rate(&tap(&id, false)).await;
    let said = json!({ "id": new_id(), "comment": "等了很久" });
    assert_eq!(app.amend(&id, &said).await.status(), StatusCode::OK);
    let (code, _, told) = done(&["erase", "--data", app.data(), "--rating", &id]);
    assert_eq!(code, Some(0), "{told}");
    let (code, told) = verify(&app, &[]);
    assert_eq!(code, Some(0), "{told}");
    assert!(
        told.contains("1 comment erased on request; the chain holds"),
        "{told}"
    );
}

#[test]
fn err_there_is_nothing_to_verify() {
    let folder = tempfile::tempdir().unwrap();
    let none = folder.path().join("none");
    let (code, _, told) = done(&["verify", "--data", none.to_str().unwrap()]);
    assert!(!none.exists());
    match cluster::wanted() {
        // An empty database is whole, and its folder is not asked for.
        Some(_) => assert_eq!(code, Some(0), "{told}"),
        None => assert!(code == Some(1) && told.contains("--data"), "{told}"),
    }
}
