//! What is there for anybody to read as JSON.

use serde_json::{Value, json};

use super::support::spawn_app;

#[tokio::test]
async fn ok_the_centre_a_window_and_the_roster_are_there_for_anybody() {
    let app = spawn_app().await;
    let centre: Value = app.get("/api/v1/centre").await.json().await.unwrap();
    assert_eq!(centre["units"].as_array().unwrap().len(), 35);
    let window: Value = app.get("/api/v1/windows/07").await.json().await.unwrap();
    assert_eq!(
        (&window["window"]["id"], &window["demo"]),
        (&json!("07"), &json!(true))
    );
    let duty: Value = app
        .get("/api/v1/duty?from=2026-11-24&to=2026-11-24&unit=tax&window=07")
        .await
        .json()
        .await
        .unwrap();
    assert_eq!(duty.as_array().unwrap().len(), 1, "{duty}");
    let fortnight: Value = app.get("/api/v1/duty").await.json().await.unwrap();
    let days = fortnight
        .as_array()
        .unwrap()
        .iter()
        .map(|shift| shift["day"].as_str().unwrap());
    assert_eq!(
        (days.clone().min(), days.max()),
        (Some("2026-11-23"), Some("2026-12-04"))
    );
    for path in ["/healthz", "/readyz"] {
        assert_eq!(app.page(path).await, "ok\n");
    }
}
