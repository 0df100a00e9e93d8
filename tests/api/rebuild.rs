//! `zuoban rebuild`: the counters are mended beside a running server, and the results follow.

use serde_json::{Value, json};

use super::command::done;
use super::support::{new_id, spawn_app};

#[tokio::test]
async fn ok_results_are_right_again_and_what_was_wrong_is_told() {
    let app = spawn_app().await;
    for satisfied in [true, true, false] {
        let rating =
            json!({ "id": new_id(), "window": "07", "satisfied": satisfied, "k": app.k("07") });
        assert!(app.rate(&rating).await.status().is_success());
    }
    let satisfied = async || {
        let results: Value = app
            .get("/api/v1/results?month=2026-11")
            .await
            .json()
            .await
            .unwrap();
        let rows = results["rows"].as_array().unwrap();
        let tax = rows.iter().find(|row| row["unit"] == "tax").unwrap();
        tax["satisfied"].as_i64().unwrap()
    };
    assert_eq!(satisfied().await, 2);
    app.database.sql("update tally set satisfied = 1").unwrap();
    assert_eq!(satisfied().await, 1);
    let data = app.data();
    let (code, _, told) = done(&["rebuild", "--data", data]);
    assert_eq!(code, Some(0), "{told}");
    let line = "2026-11-24 window 07 (tax), scan, with a director there: 2 of 3 satisfied; it said 1 of 3 satisfied";
    assert!(told.contains(line), "{told}");
    assert_eq!(satisfied().await, 2);
    let (code, _, told) = done(&["rebuild", "--data", data]);
    assert_eq!(code, Some(0), "{told}");
    assert!(told.contains("every counter was right"), "{told}");
}
