//! Many at once: each stored once, each answered.

use reqwest::StatusCode;
use serde_json::Value;
use tokio::task::JoinSet;

use super::support::{TestApp, new_id, spawn_app, tap};

#[tokio::test]
async fn ok_fifty_at_once_with_one_id_are_one_rating() {
    let app = spawn_app().await;
    let id = new_id();
    let answers = all_at_once(&app, (0..50).map(|_| tap(&id, true)).collect()).await;
    let first = answers
        .iter()
        .filter(|(status, _)| *status == StatusCode::CREATED)
        .count();
    let again = answers
        .iter()
        .filter(|(status, _)| *status == StatusCode::OK)
        .count();
    assert_eq!((first, again), (1, 49));
    assert!(answers.iter().all(|(_, body)| *body == answers[0].1));
    assert_eq!(app.count(), 1);
}

#[tokio::test]
async fn ok_two_hundred_at_once_are_two_hundred() {
    let app = spawn_app().await;
    let taps = (0..200)
        .map(|number| tap(&new_id(), number % 3 == 0))
        .collect();
    let answers = all_at_once(&app, taps).await;
    assert!(
        answers
            .iter()
            .all(|(status, _)| *status == StatusCode::CREATED)
    );
    assert_eq!(app.count(), 200);
}

async fn all_at_once(app: &TestApp, taps: Vec<Value>) -> Vec<(StatusCode, String)> {
    let mut sending = JoinSet::new();
    for tap in taps {
        let request = app.create("application/json", tap.to_string());
        sending.spawn(async move {
            let response = request.send().await.unwrap();
            (response.status(), response.text().await.unwrap())
        });
    }
    sending.join_all().await
}
