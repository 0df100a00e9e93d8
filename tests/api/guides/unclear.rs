//! 这步没看懂: counted once, however it is sent.

use reqwest::{Response, StatusCode};
use serde_json::{Value, json};
use tokio::task::JoinSet;
use zuoban::model::Day;

use super::super::support::{TestApp, between, client, header, new_id, spawn_app, told};

const GUIDE: &str = "vat-credit-refund";
const STEP: &str = "/api/v1/guides/vat-credit-refund/application/unclear";

async fn say(app: &TestApp, path: &str, body: impl Into<reqwest::Body>) -> Response {
    app.client
        .post(format!("{}{path}", app.address))
        .header("content-type", "application/json")
        .body(body)
        .send()
        .await
        .unwrap()
}

fn with(id: &str) -> String {
    json!({ "id": id }).to_string()
}

/// How often each step was not understood, in all.
async fn counted(app: &TestApp) -> Vec<(String, u32)> {
    let [from, to] = ["2026-11-24", "2026-11-24"].map(|day| Day::parse(day).unwrap());
    let counts = app.store.unclear(from, to).await.unwrap();
    counts
        .into_iter()
        .map(|count| (format!("{}/{}", count.guide, count.step), count.count))
        .collect()
}

fn once() -> Vec<(String, u32)> {
    vec![("vat-credit-refund/application".to_owned(), 1)]
}

#[tokio::test]
async fn ok_it_is_counted_once_and_answered_as_the_first_time() {
    let app = spawn_app().await;
    let id = new_id();
    let wanted = json!({ "id": id, "guide": GUIDE, "step": "application" });
    for status in [StatusCode::CREATED, StatusCode::OK, StatusCode::OK] {
        let response = say(&app, STEP, with(&id)).await;
        assert_eq!(response.status(), status);
        assert_eq!(response.json::<Value>().await.unwrap(), wanted);
    }
    assert_eq!(counted(&app).await, once());
    // Somebody else did not understand it either.
    say(&app, STEP, with(&new_id())).await;
    assert_eq!(counted(&app).await[0].1, 2);
}

#[tokio::test]
async fn err_an_id_of_another_step() {
    let app = spawn_app().await;
    let id = new_id();
    say(&app, STEP, with(&id)).await;
    for other in ["vat-credit-refund/review", "self-service/menu"] {
        let path = format!("/api/v1/guides/{other}/unclear");
        let response = say(&app, &path, with(&id)).await;
        assert_eq!(told(response).await, "409 id_reused", "{other}");
    }
    assert_eq!(counted(&app).await, once());
}

#[tokio::test]
async fn err_no_such_guide_or_step() {
    let app = spawn_app().await;
    for (path, problem) in [
        ("vat-credit-refund/nothing", "404 unknown_step"),
        ("nothing/application", "404 unknown_step"),
        // The overview and the page to print are no steps.
        ("vat-credit-refund/handout", "404 unknown_step"),
        ("vat-credit-refund.json/application", "404 unknown_step"),
        ("VAT-credit-refund/application", "404 unknown_step"),
        ("%E9%80%80%E7%A8%8E/application", "404 unknown_step"),
        ("vat-credit-refund/%2e%2e", "404 unknown_step"),
        ("vat-credit-refund/%ff", "400 bad_address"),
        ("vat-credit-refund", "404 not_found"),
        ("vat-credit-refund/", "404 unknown_step"),
    ] {
        let path = format!("/api/v1/guides/{path}/unclear");
        // By hand: a client would resolve the dots.
        let body = with(&new_id());
        let request = format!(
            "POST {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/json\r\n\
             content-length: {}\r\n\r\n{body}",
            body.len()
        );
        let answer = app.raw(request.into_bytes()).await;
        let (status, code) = problem.split_once(' ').unwrap();
        assert!(
            answer.starts_with(&format!("HTTP/1.1 {status} "))
                && answer.contains("application/problem+json")
                && answer.contains(&format!("\"code\":\"{code}\"")),
            "{path}: {answer}"
        );
    }
    assert_eq!(counted(&app).await, []);
}

#[tokio::test]
async fn err_bodies_that_say_something_else() {
    let app = spawn_app().await;
    let id = new_id();
    let large = format!("{}{}", with(&id), " ".repeat(16 * 1024));
    for (body, problem) in [
        (String::new(), "400 bad_body"),
        ("[]".to_owned(), "400 bad_body"),
        (format!("[\"{id}\"]"), "400 bad_body"),
        (format!("{{\"id\":\"{id}\""), "400 bad_body"),
        ("{}".to_owned(), "400 missing_field id"),
        ("{\"id\":7}".to_owned(), "400 wrong_type id"),
        ("{\"id\":\"7\"}".to_owned(), "422 bad_value id"),
        (
            format!("{{\"id\":\"{id}\",\"why\":\"x\"}}"),
            "400 unknown_field why",
        ),
        (
            format!("{{\"id\":\"{id}\",\"id\":\"{id}\"}}"),
            "400 duplicate_field id",
        ),
        (large, "413 too_large"),
    ] {
        let response = say(&app, STEP, body.clone()).await;
        assert_eq!(told(response).await, problem, "{body:.60}");
    }
    let post = || app.client.post(format!("{}{STEP}", app.address));
    let plain = post().header("content-type", "text/plain").body(with(&id));
    assert_eq!(
        told(plain.send().await.unwrap()).await,
        "415 wrong_content_type"
    );
    let foreign = post()
        .json(&json!({ "id": id }))
        .header("sec-fetch-site", "cross-site");
    assert_eq!(told(foreign.send().await.unwrap()).await, "403 cross_site");
    let get = app.get(STEP).await;
    assert_eq!(header(&get, "allow"), "POST");
    assert_eq!(told(get).await, "405 method_not_allowed");
    assert_eq!(counted(&app).await, []);
}

#[tokio::test]
async fn ok_fifty_at_once_with_one_id_are_one() {
    let app = spawn_app().await;
    let id = new_id();
    let mut sending = JoinSet::new();
    for _ in 0..50 {
        let request = app
            .client
            .post(format!("{}{STEP}", app.address))
            .json(&json!({ "id": id }));
        sending.spawn(async move {
            let response = request.send().await.unwrap();
            (response.status().as_u16(), response.text().await.unwrap())
        });
    }
    let answers = sending.join_all().await;
    let first = answers.iter().filter(|(status, _)| *status == 201).count();
    let again = answers.iter().filter(|(status, _)| *status == 200).count();
    assert_eq!((first, again), (1, 49));
    assert!(answers.iter().all(|(_, body)| *body == answers[0].1));
    assert_eq!(counted(&app).await, once());
}

#[tokio::test]
async fn ok_without_scripts_the_steps_own_form_says_it() {
    let app = spawn_app().await;
    for (query, to) in [
        ("", "?said=1"),
        ("?present=1", "?present=1&said=1"),
        ("?lang=en&elder=1", "?said=1&lang=en&elder=1"),
    ] {
        let step = format!("/guides/{GUIDE}/application");
        let page = app.page(&format!("{step}{query}")).await;
        let form = between(&page, "<form class=\"steps__ask\"", "</form>")[0];
        let action = between(form, "action=\"", "\"")[0].replace("&amp;", "&");
        let id = between(form, "name=\"id\" value=\"", "\"")[0];
        let before = counted(&app).await.first().map_or(0, |count| count.1);
        for _ in 0..2 {
            let response = app.form(&action, &[("id", id)]).await;
            assert_eq!(response.status(), StatusCode::SEE_OTHER);
            assert_eq!(header(&response, "location"), format!("{step}{to}"));
        }
        assert_eq!(counted(&app).await[0].1, before + 1, "{query}");
        // The page says so, and asks no more.
        let page = app.page(&format!("{step}{to}")).await;
        let shown = |name: &str| {
            let tag = between(&page, &format!("data-live=\"{name}\""), ">")[0];
            !tag.contains("hidden")
        };
        assert!(shown("unclear") && !shown("ask"), "{query}");
    }
}

#[tokio::test]
async fn err_a_refused_form_is_told_in_a_sentence() {
    let app = spawn_app().await;
    let id = new_id();
    let nothing = "/api/v1/guides/vat-credit-refund/nothing/unclear";
    for (path, fields, status, words) in [
        (nothing, vec![("id", id.as_str())], 404, "没有这一步"),
        (STEP, vec![("id", id.as_str()), ("why", "x")], 400, ""),
        (STEP, vec![("id", "7")], 422, ""),
        (STEP, vec![], 400, ""),
    ] {
        let response = app.form(path, &fields).await;
        assert_eq!(response.status().as_u16(), status, "{fields:?}");
        assert_eq!(
            header(&response, "content-type"),
            "text/html; charset=utf-8"
        );
        let page = response.text().await.unwrap();
        assert!(page.contains("role=\"alert\"") && page.contains(words));
    }
    assert_eq!(counted(&app).await, []);
}

/// The answer was lost, and the centre has changed the guide since: the phone is told what it would have been.
#[tokio::test]
async fn ok_a_step_that_is_no_more_was_counted_all_the_same() {
    let app = spawn_app().await;
    let folder = app.guides();
    let (id, late) = (new_id(), new_id());
    let body = json!({ "id": id });
    let post = |body: &Value| {
        client()
            .post(format!("{}{STEP}", app.address))
            .json(body)
            .send()
    };
    assert_eq!(post(&body).await.unwrap().status(), StatusCode::CREATED);
    super::pages::put(&folder, "\"application\"", "\"renamed\"");
    super::pages::seen(&app, "/guides/vat-credit-refund/renamed").await;
    assert_eq!(post(&body).await.unwrap().status(), StatusCode::OK);
    let new = post(&json!({ "id": late })).await.unwrap();
    assert_eq!(told(new).await, "404 unknown_step");
    assert_eq!(counted(&app).await, once());
}
