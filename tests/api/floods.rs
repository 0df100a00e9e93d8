//! A flood from one token waits, and nobody else does.

use reqwest::{Response, StatusCode};
use serde_json::json;

use super::held::issue;
use super::support::{TODAY, header, new_id, set_clock, spawn_app, tap, told, with};

async fn slowed(answer: Response) {
    assert_eq!(header(&answer, "retry-after"), "5");
    assert_eq!(told(answer).await, "429 slow_down");
}

#[tokio::test]
async fn err_a_flood_from_one_token_waits_and_its_rating_is_stored_once() {
    let app = spawn_app().await;
    let one = tap(&new_id(), true);
    let first = app.rate(&one).await;
    assert_eq!(first.status(), StatusCode::CREATED);
    let first = first.text().await.unwrap();
    for _ in 0..119 {
        assert_eq!(app.rate(&one).await.status(), StatusCode::OK);
    }
    for _ in 0..10 {
        slowed(app.rate(&one).await).await;
    }
    // What is said to it is of the same token; a form is told on a page.
    let change = json!({ "id": new_id(), "level": "satisfied" });
    slowed(app.amend(one["id"].as_str().unwrap(), &change).await).await;
    let fields = [
        ("id", one["id"].as_str().unwrap()),
        ("window", "07"),
        ("satisfied", "true"),
    ];
    let form = app.form("/api/v1/ratings", &fields).await;
    assert_eq!(form.status(), StatusCode::TOO_MANY_REQUESTS);
    assert!(header(&form, "content-type").starts_with("text/html"));
    // Everybody else goes on.
    assert_eq!(
        app.rate(&tap(&new_id(), true)).await.status(),
        StatusCode::CREATED
    );
    assert_eq!(app.count(), 2);
    // After the wait it is taken up again, and is what it was.
    set_clock(TODAY, 10, 1);
    let again = app.rate(&one).await;
    assert_eq!(
        (again.status(), again.text().await.unwrap()),
        (StatusCode::OK, first)
    );
    assert_eq!(
        app.amend(one["id"].as_str().unwrap(), &change)
            .await
            .status(),
        StatusCode::OK
    );
    assert_eq!(app.count(), 2);
}

#[tokio::test]
async fn err_a_flood_with_one_ticket_waits() {
    let app = spawn_app().await;
    let code = issue(&app, 1).remove(0);
    let ticket = || with(tap(&new_id(), true), &json!({ "visit": code }));
    for _ in 0..120 {
        assert_eq!(app.rate(&ticket()).await.status(), StatusCode::CREATED);
    }
    for _ in 0..5 {
        slowed(app.rate(&ticket()).await).await;
    }
    assert_eq!(app.count(), 120);
    assert_eq!(
        app.rate(&tap(&new_id(), true)).await.status(),
        StatusCode::CREATED
    );
}
