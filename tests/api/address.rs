//! What every address keeps to, whoever asks: HEAD, `Location`, the roster's query, a page for a browser.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use zuoban::text::{Lang, problem};

use super::support::{built, header, new_id, spawn_app, tap, told};

#[tokio::test]
async fn ok_a_first_tap_says_where_the_rating_is() {
    let app = spawn_app().await;
    let id = new_id();
    let response = app.rate(&tap(&id, true)).await;
    assert_eq!(response.status(), StatusCode::CREATED);
    let location = header(&response, "location").to_owned();
    assert_eq!(location, format!("/api/v1/ratings/{id}"));
    let again = app.rate(&tap(&id, true)).await;
    assert_eq!(again.status(), StatusCode::OK);
    assert_eq!(header(&again, "location"), "");
    let change = json!({ "id": new_id(), "level": "satisfied" });
    let amended = app
        .client
        .patch(format!("{}{location}", app.address))
        .json(&change);
    assert_eq!(amended.send().await.unwrap().status(), StatusCode::OK);
}

#[tokio::test]
async fn ok_whatever_is_read_may_be_asked_for_its_head() {
    let app = spawn_app().await;
    for path in [
        "/",
        "/w/07",
        "/api/v1/centre",
        "/api/v1/windows/07",
        "/api/v1/duty",
        "/healthz",
        "/readyz",
    ] {
        let address = format!("{}{path}", app.address);
        let response = app.client.head(address).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        let kind = header(&response, "content-type").to_owned();
        let whole = app.get(path).await;
        assert_eq!(kind, header(&whole, "content-type"), "{path}");
        assert_eq!(response.bytes().await.unwrap().len(), 0, "{path}");
    }
}

#[tokio::test]
async fn err_a_built_file_is_only_read() {
    let app = spawn_app().await;
    if !built("icon.svg") {
        return;
    }
    for method in [Method::POST, Method::DELETE, Method::PUT] {
        let address = format!("{}/icon.svg", app.address);
        let request = app.client.request(method.clone(), address);
        let response = request.send().await.unwrap();
        assert_eq!(header(&response, "allow"), "GET,HEAD", "{method}");
        assert_eq!(told(response).await, "405 method_not_allowed", "{method}");
    }
}

#[tokio::test]
async fn ok_the_roster_of_the_days_asked_for() {
    let app = spawn_app().await;
    let days = async |query: &str| -> (usize, Option<String>, Option<String>) {
        let shifts: Vec<Value> = app
            .get(&format!("/api/v1/duty{query}"))
            .await
            .json()
            .await
            .unwrap();
        let day = |shift: &Value| shift["day"].as_str().unwrap().to_owned();
        (
            shifts.len(),
            shifts.iter().map(day).min(),
            shifts.iter().map(day).max(),
        )
    };
    let day = |day: &str| Some(day.to_owned());
    let (all, first, last) = days("").await;
    assert_eq!((first, last), (day("2026-11-23"), day("2026-12-04")));
    let (one, ..) = days("?window=07").await;
    assert!(one > 0 && one < all, "{one} of {all}");
    let (_, first, last) = days("?from=2026-12-01").await;
    assert_eq!((first, last), (day("2026-12-01"), day("2026-12-11")));
    let (_, first, last) = days("?to=2026-11-25").await;
    assert_eq!((first, last), (day("2026-11-23"), day("2026-11-25")));
    assert_eq!(days("?from=2026-10-05&to=2026-12-05").await.0, {
        days("?to=2026-12-05").await.0
    });
    assert_eq!(days("?window=999999").await.0, 0);
    assert_eq!(days("?from=1999-01-01&to=1999-01-31").await.0, 0);
}

#[tokio::test]
async fn err_a_question_about_the_roster_that_is_none() {
    let app = spawn_app().await;
    let cases = [
        ("x=1", "400 unknown_field x"),
        (
            "from=2026-11-23&from=2026-11-24",
            "400 duplicate_field from",
        ),
        ("window=07&window=08", "400 duplicate_field window"),
        ("from=soon", "422 bad_value from"),
        ("from=", "422 bad_value from"),
        ("from=2026-02-30", "422 bad_value from"),
        ("from=-271821-04-20", "422 bad_value from"),
        ("to=2026-11-31", "422 bad_value to"),
        ("window=%00", "422 bad_value window"),
        ("window=%ff", "400 bad_address"),
        ("from=2026-11-24&to=2026-11-23", "422 bad_value to"),
        ("from=2026-10-05&to=2026-12-06", "422 bad_value to"),
    ];
    let mut wrong = Vec::new();
    for (query, problem) in cases {
        let told = told(app.get(&format!("/api/v1/duty?{query}")).await).await;
        if told != problem {
            wrong.push(format!("{query}: {told}, not {problem}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// As where somebody reloads the address a refused form led to.
#[tokio::test]
async fn err_a_browser_is_told_in_a_page() {
    let app = spawn_app().await;
    let id = format!("/api/v1/ratings/{}", new_id());
    let cases = [
        (Method::GET, "/api/v1/ratings", 405),
        (Method::GET, id.as_str(), 405),
        (Method::POST, "/w/07", 405),
        (Method::POST, "/api/v1/ratings", 415),
        (Method::POST, id.as_str(), 415),
    ];
    for (method, path, status) in cases {
        let request = app
            .client
            .request(method.clone(), format!("{}{path}", app.address))
            .header("accept", "text/html,application/xhtml+xml,*/*;q=0.8");
        let response = request.send().await.unwrap();
        assert_eq!(response.status().as_u16(), status, "{method} {path}");
        assert_eq!(
            header(&response, "content-type"),
            "text/html; charset=utf-8",
            "{method} {path}"
        );
        assert_eq!(
            header(&response, "allow").is_empty(),
            status != 405,
            "{method} {path}"
        );
        let code = if status == 405 {
            "method_not_allowed"
        } else {
            "wrong_content_type"
        };
        let page = response.text().await.unwrap();
        let sentence = problem(Lang::Zh.texts(), code);
        assert!(page.contains(sentence), "{method} {path}: {page}");
    }
}
