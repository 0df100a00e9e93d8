//! Each kind of bad amendment is a problem of its own, and nothing of it is stored.

use serde_json::json;

use super::support::{new_id, spawn_app, tap, told, with};

#[tokio::test]
async fn err_bodies_that_are_no_amendment() {
    let app = spawn_app().await;
    let rating = new_id();
    app.rate(&tap(&rating, true)).await;
    let cases = [
        (json!({ "id": null }), "400 wrong_type id"),
        (json!({ "id": "1" }), "422 bad_value id"),
        (json!({ "satisfied": true }), "400 unknown_field satisfied"),
        (json!({ "level": "great" }), "422 bad_value level"),
        (json!({ "level": "" }), "422 bad_value level"),
        (json!({ "level": 5 }), "400 wrong_type level"),
        (json!({ "level": ["satisfied"] }), "400 wrong_type level"),
        (
            json!({ "level": { "satisfied": null } }),
            "400 wrong_type level",
        ),
        (json!({ "aspects": "speed" }), "400 wrong_type aspects"),
        (json!({ "aspects": ["price"] }), "422 bad_value aspects[0]"),
        (
            json!({ "aspects": ["speed", 7] }),
            "400 wrong_type aspects[1]",
        ),
        (json!({ "comment": 7 }), "400 wrong_type comment"),
        (json!({ "comment": "" }), "422 empty comment"),
        (json!({ "comment": "  " }), "422 empty comment"),
        (
            json!({ "comment": "好".repeat(501) }),
            "422 too_long comment",
        ),
        (
            json!({ "comment": "a\u{7}b" }),
            "422 bad_characters comment",
        ),
        (
            json!({ "comment": "a\u{0}b" }),
            "422 bad_characters comment",
        ),
        (
            json!({ "comment": "a\u{9b}b" }),
            "422 bad_characters comment",
        ),
        (json!({ "withdrawn": "true" }), "400 wrong_type withdrawn"),
        (json!({ "amended_at": 7 }), "400 wrong_type amended_at"),
        (json!({ "amended_at": "soon" }), "422 bad_value amended_at"),
        (json!({ "comment": "x".repeat(17 * 1024) }), "413 too_large"),
    ];
    let mut wrong = Vec::new();
    for (more, problem) in cases {
        let told = told(
            app.amend(&rating, &with(json!({ "id": new_id() }), &more))
                .await,
        )
        .await;
        if told != problem {
            wrong.push(format!("{more}: {told}, not {problem}"));
        }
    }
    assert_eq!(
        told(app.amend(&rating, &json!({})).await).await,
        "400 missing_field id"
    );
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(app.stored(&rating).await.unwrap().amendments.is_empty());
}

#[tokio::test]
async fn err_an_array_is_no_amendment_even_with_the_fields_in_order() {
    let app = spawn_app().await;
    let rating = new_id();
    app.rate(&tap(&rating, true)).await;
    for change in [
        json!([]),
        json!([new_id()]),
        json!([new_id(), "dissatisfied", ["speed"]]),
    ] {
        assert_eq!(
            told(app.amend(&rating, &change).await).await,
            "400 bad_body",
            "{change}"
        );
    }
    assert!(app.stored(&rating).await.unwrap().amendments.is_empty());
}
