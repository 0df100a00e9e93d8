//! The privacy page's own sentences, each with what proves it: a new sentence needs a proof before it is told.

mod claims;
mod contacts;
mod elsewhere;
mod kept;
mod somebody;

use serde_json::{Value, json};

use super::support::{new_id, set_clock, spawn_app, tap, with};
pub use claims::{Proof, told};

#[tokio::test]
async fn ok_results_are_by_unit_and_a_rating_taken_back_does_not_count() {
    let app = spawn_app().await;
    told(&app, Proof::Results).await;
    let (kept, back) = (new_id(), new_id());
    for id in [&kept, &back] {
        app.rate(&with(tap(id, false), &json!({ "k": app.k("07") })))
            .await;
    }
    let said = json!({ "id": new_id(), "comment": "spokenword" });
    app.amend(&kept, &said).await;
    app.amend(&back, &json!({ "id": new_id(), "withdrawn": true }))
        .await;
    let results = app.page("/api/v1/results?month=2026-11").await;
    let rows: Value = serde_json::from_str(&results).unwrap();
    let tax = rows["rows"]
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["unit"] == "tax")
        .unwrap()
        .clone();
    assert_eq!(tax["count"], 1);
    let page = app.page("/results?month=2026-11").await;
    for text in [results, page] {
        assert!(!text.contains("spokenword") && !text.contains(&kept) && !text.contains(&back));
    }
    // The next day too, from the counters as they are then.
    set_clock("2026-11-25", 10, 0);
    assert!(
        !app.page("/results?month=2026-11")
            .await
            .contains("spokenword")
    );
}

#[tokio::test]
async fn ok_nobody_needs_a_reason() {
    let app = spawn_app().await;
    told(&app, Proof::Erasure).await;
    let (exit, help, _) = super::command::done(&["erase", "--help"]);
    assert_eq!(exit, Some(0));
    // What the page asks citizens to tell is what the command takes; the reason has one already.
    for word in ["--suggestion", "--window", "--at", "[default: 应本人要求]"] {
        assert!(help.contains(word), "{word}: {help}");
    }
}
