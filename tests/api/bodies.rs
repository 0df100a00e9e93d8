//! Each kind of bad JSON is a problem of its own, and nothing of it is stored.

use serde_json::{Value, json};

use super::support::{new_id, spawn_app, tap, told, with};

#[tokio::test]
async fn err_bodies_that_are_no_rating() {
    let app = spawn_app().await;
    let good = tap(&new_id(), true);
    let with = |more: Value| with(good.clone(), &more).to_string().into_bytes();
    let without = |name: &str| {
        let mut rating = good.clone();
        rating.as_object_mut().unwrap().remove(name);
        rating.to_string().into_bytes()
    };
    let text = |text: &str| text.as_bytes().to_vec();
    let head = good.to_string().trim_end_matches('}').to_owned();
    let deep = "[".repeat(5000) + &"]".repeat(5000);
    let cases = [
        ("not JSON", text("hello"), "400 bad_body"),
        ("empty", text(""), "400 bad_body"),
        ("blank", text(" \n"), "400 bad_body"),
        ("cut off", text(&head), "400 bad_body"),
        ("null", text("null"), "400 bad_body"),
        ("a string", text("\"07\""), "400 bad_body"),
        ("a number", text("1e999"), "400 bad_body"),
        (
            "trailing garbage",
            text(&format!("{good} x")),
            "400 bad_body",
        ),
        (
            "two ratings",
            text(&format!("{good}{good}")),
            "400 bad_body",
        ),
        (
            "invalid UTF-8",
            [head.as_bytes(), b",\"k\":\"\xff\"}"].concat(),
            "400 bad_body",
        ),
        (
            "a lone surrogate",
            text(&format!("{head},\"k\":\"\\ud800\"}}")),
            "400 bad_body",
        ),
        (
            "a raw control character",
            text(&format!("{head},\"k\":\"\u{7}\"}}")),
            "400 bad_body",
        ),
        (
            "a byte order mark",
            text(&format!("\u{feff}{good}")),
            "400 bad_body",
        ),
        (
            "deep in a field",
            text(&format!("{head},\"k\":{deep}}}")),
            "400 wrong_type k",
        ),
        (
            "deep in an unknown field",
            text(&format!("{{\"x\":{deep}}}")),
            "400 unknown_field x",
        ),
        (
            "unknown field",
            with(json!({ "stars": 5 })),
            "400 unknown_field stars",
        ),
        (
            "amendment's field",
            with(json!({ "comment": "x" })),
            "400 unknown_field comment",
        ),
        ("no id", without("id"), "400 missing_field id"),
        ("no window", without("window"), "400 missing_field window"),
        (
            "no button",
            without("satisfied"),
            "400 missing_field satisfied",
        ),
        ("nothing", text("{}"), "400 missing_field id"),
        (
            "id twice",
            text(&format!("{head},\"id\":\"x\"}}")),
            "400 duplicate_field id",
        ),
        (
            "window twice",
            text(&format!("{head},\"window\":\"07\"}}")),
            "400 duplicate_field window",
        ),
        (
            "k twice",
            text(&format!("{head},\"k\":\"a\",\"k\":\"a\"}}")),
            "400 duplicate_field k",
        ),
        (
            "id of another type",
            with(json!({ "id": 7 })),
            "400 wrong_type id",
        ),
        (
            "window of another type",
            with(json!({ "window": 7 })),
            "400 wrong_type window",
        ),
        (
            "window null",
            with(json!({ "window": null })),
            "400 wrong_type window",
        ),
        (
            "button as text",
            with(json!({ "satisfied": "true" })),
            "400 wrong_type satisfied",
        ),
        (
            "button as number",
            with(json!({ "satisfied": 1 })),
            "400 wrong_type satisfied",
        ),
        (
            "k of another type",
            with(json!({ "k": true })),
            "400 wrong_type k",
        ),
        (
            "rated_at of another type",
            with(json!({ "rated_at": 1 })),
            "400 wrong_type rated_at",
        ),
        ("bad id", with(json!({ "id": "1" })), "422 bad_value id"),
        (
            "id with braces",
            with(json!({ "id": format!("{{{}}}", new_id()) })),
            "422 bad_value id",
        ),
        (
            "bad window",
            with(json!({ "window": "../7" })),
            "422 bad_value window",
        ),
        (
            "empty window",
            with(json!({ "window": "" })),
            "422 bad_value window",
        ),
        (
            "NUL in window",
            with(json!({ "window": "0\u{0}7" })),
            "422 bad_value window",
        ),
        (
            "rated_at nonsense",
            with(json!({ "rated_at": "yesterday" })),
            "422 bad_value rated_at",
        ),
        (
            "rated_at empty",
            with(json!({ "rated_at": "" })),
            "422 bad_value rated_at",
        ),
        (
            "rated_at without zone",
            with(json!({ "rated_at": "2026-11-24T09:00:00" })),
            "422 bad_value rated_at",
        ),
        (
            "rated_at impossible",
            with(json!({ "rated_at": "2026-02-30T09:00:00Z" })),
            "422 bad_value rated_at",
        ),
        (
            "unknown window",
            with(json!({ "window": "zz99" })),
            "404 unknown_window window",
        ),
        (
            "17 KiB",
            with(json!({ "k": "x".repeat(17 * 1024) })),
            "413 too_large",
        ),
    ];
    let mut wrong = Vec::new();
    for (what, body, problem) in cases {
        let told = told(app.create("application/json", body).send().await.unwrap()).await;
        if told != problem {
            wrong.push(format!("{what}: {told}, not {problem}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert_eq!(app.count(), 0);
}

#[tokio::test]
async fn err_an_array_is_no_rating_even_with_the_fields_in_order() {
    let app = spawn_app().await;
    let deep = "[".repeat(5000) + &"]".repeat(5000);
    for body in [
        "[]".to_owned(),
        json!([new_id(), "07", true]).to_string(),
        json!([tap(&new_id(), true)]).to_string(),
        deep,
    ] {
        let response = app
            .create("application/json", body.clone())
            .send()
            .await
            .unwrap();
        assert_eq!(
            told(response).await,
            "400 bad_body",
            "{}",
            body.chars().take(60).collect::<String>()
        );
    }
    assert_eq!(app.count(), 0);
}
