//! Another site's page may not send in a citizen's name; a page of ours may, whatever the browser says of it.

use serde_json::json;

use super::support::{TestApp, new_id, spawn_app, tap, told};

/// What a tap and an amendment with these headers are answered.
async fn answers(app: &TestApp, rating: &str, headers: &[(&str, &str)]) -> Vec<String> {
    let amend = app
        .client
        .patch(format!("{}/api/v1/ratings/{rating}", app.address));
    let requests = [
        app.create("application/json", tap(&new_id(), true).to_string()),
        amend.json(&json!({ "id": new_id() })),
    ];
    let mut answers = Vec::new();
    for mut request in requests {
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        answers.push(told(request.send().await.unwrap()).await);
    }
    answers
}

#[tokio::test]
async fn err_another_sites_page_may_not_send() {
    let app = spawn_app().await;
    let rating = new_id();
    app.rate(&tap(&rating, true)).await;
    let foreign: [&[(&str, &str)]; 5] = [
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "cross-site"), ("origin", "null")],
        &[
            ("sec-fetch-site", "cross-site"),
            ("origin", app.address.as_str()),
        ],
        &[("origin", "https://evil.example")],
        &[("origin", "http://127.0.0.1")],
    ];
    for headers in foreign {
        let told = answers(&app, &rating, headers).await;
        assert_eq!(told, ["403 cross_site", "403 cross_site"], "{headers:?}");
    }
    assert_eq!(app.count(), 1);
    assert!(app.stored(&rating).await.unwrap().amendments.is_empty());
}

#[tokio::test]
async fn ok_a_page_of_ours_may_send() {
    let app = spawn_app().await;
    let rating = new_id();
    app.rate(&tap(&rating, true)).await;
    // A page that sends no referrer sends its forms with `Origin: null`.
    let own: [&[(&str, &str)]; 5] = [
        &[("origin", app.address.as_str())],
        &[
            ("sec-fetch-site", "same-origin"),
            ("origin", app.address.as_str()),
        ],
        &[("sec-fetch-site", "same-origin"), ("origin", "null")],
        &[("sec-fetch-site", "none")],
        &[("origin", "null")],
    ];
    for headers in own {
        let told = answers(&app, &rating, headers).await;
        assert!(
            told[0].starts_with("201 ") && told[1].starts_with("200 "),
            "{headers:?} {told:?}"
        );
    }
    assert_eq!(app.count(), 6);
}
