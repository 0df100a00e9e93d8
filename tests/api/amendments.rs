//! What is said after the tap: rows of their own, each stored once, nothing erased.

use reqwest::StatusCode;
use serde_json::{Value, json};

use super::support::{TODAY, at};
use super::support::{TestApp, new_id, set_clock, spawn_app, tap, told, with};

/// A server with one rating.
async fn rated(satisfied: bool) -> (TestApp, String) {
    let app = spawn_app().await;
    let id = new_id();
    assert_eq!(
        app.rate(&tap(&id, satisfied)).await.status(),
        StatusCode::CREATED
    );
    (app, id)
}

/// Amends with a fresh id and answers what the rating comes to.
async fn amended(app: &TestApp, rating: &str, change: Value) -> Value {
    let response = app
        .amend(rating, &with(change, &json!({ "id": new_id() })))
        .await;
    assert_eq!(response.status(), StatusCode::OK);
    response.json().await.unwrap()
}

#[tokio::test]
async fn ok_the_level_outweighs_the_button() {
    let (app, id) = rated(true).await;
    let levels = [
        ("very_satisfied", true),
        ("satisfied", true),
        ("fairly_satisfied", true),
        ("dissatisfied", false),
        ("very_dissatisfied", false),
    ];
    for (level, satisfied) in levels {
        let state = amended(&app, &id, json!({ "level": level })).await;
        assert_eq!(
            (&state["level"], &state["satisfied"]),
            (&json!(level), &json!(satisfied))
        );
    }
    let row = app.stored(&id).await.unwrap();
    assert!(row.receipt.satisfied && !row.state.satisfied);
    assert_eq!(row.amendments.len(), 5);
}

#[tokio::test]
async fn ok_only_what_is_named_changes() {
    let (app, id) = rated(false).await;
    let all = json!({ "level": "satisfied", "aspects": ["manner", "speed", "speed"], "comment": " 等了很久\n" });
    let first = amended(&app, &id, all).await;
    assert_eq!(first["aspects"], json!(["speed", "manner"]));
    assert_eq!(first["comment"], "等了很久");
    assert_eq!(first["withdrawn"], false);
    assert_eq!(amended(&app, &id, json!({})).await, first);
    assert_eq!(
        amended(&app, &id, json!({ "level": null, "comment": null })).await,
        first
    );
    let second = amended(&app, &id, json!({ "withdrawn": true })).await;
    assert_eq!(second, with(first, &json!({ "withdrawn": true })));
    let third = amended(
        &app,
        &id,
        json!({ "aspects": [], "withdrawn": false, "comment": "好" }),
    )
    .await;
    assert_eq!(
        third,
        with(
            second,
            &json!({ "aspects": [], "withdrawn": false, "comment": "好" })
        )
    );
    assert_eq!(app.count(), 1);
}

#[tokio::test]
async fn ok_five_hundred_characters_with_lines() {
    let (app, id) = rated(true).await;
    let comment = format!("{}\n\t{}", "好".repeat(249), "𠮷".repeat(249));
    assert_eq!(
        amended(&app, &id, json!({ "comment": comment })).await["comment"],
        comment
    );
}

#[tokio::test]
async fn ok_an_amendment_sent_again_is_stored_once() {
    let (app, id) = rated(true).await;
    let change = json!({ "id": new_id(), "level": "dissatisfied", "aspects": ["speed", "speed"], "comment": "慢" });
    let first = app.amend(&id, &change).await.bytes().await.unwrap();
    set_clock(TODAY, 11, 0);
    let response = app
        .amend(
            &id,
            &with(
                change,
                &json!({ "amended_at": "2026-11-24T10:30:00+08:00" }),
            ),
        )
        .await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(response.bytes().await.unwrap(), first);
    assert_eq!(app.stored(&id).await.unwrap().amendments.len(), 1);
}

#[tokio::test]
async fn ok_an_amendment_keeps_its_time_where_that_can_be() {
    let (app, id) = rated(true).await;
    set_clock(TODAY, 11, 0);
    for sent in [
        "2026-11-24T10:30:00+08:00",
        "2026-11-24T11:00:01+08:00",
        "2026-01-01T00:00:00Z",
    ] {
        amended(&app, &id, json!({ "amended_at": sent })).await;
    }
    let times: Vec<_> = app
        .stored(&id)
        .await
        .unwrap()
        .amendments
        .into_iter()
        .map(|amended| amended.at)
        .collect();
    assert_eq!(
        times,
        [at(TODAY, 10, 30), at(TODAY, 11, 0), at(TODAY, 11, 0)]
    );
}

#[tokio::test]
async fn err_an_amendments_id_used_for_something_else() {
    let (app, id) = rated(true).await;
    let other = new_id();
    app.rate(&tap(&other, true)).await;
    let change = json!({ "id": new_id(), "level": "satisfied" });
    app.amend(&id, &change).await;
    assert_eq!(
        told(app.amend(&other, &change).await).await,
        "409 id_reused"
    );
    for more in [
        json!({ "level": "dissatisfied" }),
        json!({ "comment": "慢" }),
        json!({ "withdrawn": false }),
    ] {
        assert_eq!(
            told(app.amend(&id, &with(change.clone(), &more)).await).await,
            "409 id_reused",
            "{more}"
        );
    }
    assert_eq!(app.stored(&id).await.unwrap().amendments.len(), 1);
    assert!(app.stored(&other).await.unwrap().amendments.is_empty());
}

#[tokio::test]
async fn err_a_rating_that_is_not_there() {
    let (app, _) = rated(true).await;
    for rating in [
        new_id(),
        "nonsense".to_owned(),
        "%00".to_owned(),
        "坐班".to_owned(),
    ] {
        let change = json!({ "id": new_id(), "withdrawn": true });
        assert_eq!(
            told(app.amend(&rating, &change).await).await,
            "404 unknown_rating",
            "{rating}"
        );
    }
    let change = json!({ "id": new_id(), "withdrawn": true });
    assert_eq!(
        told(app.amend("%ff", &change).await).await,
        "400 bad_address"
    );
}
