//! Suggestions: taken once, followed by whoever has the code, answered in working days.

use reqwest::StatusCode;
use serde_json::{Value, json};
use zuoban::model::{Moment, Step, TrackingCode};
use zuoban::server::store::suggestions::NewStep;

use super::support::{TODAY, TestApp, at, header, new_id, set_clock, spawn_app, told, with};

const FORM: &str = "application/x-www-form-urlencoded";

fn suggestion(id: &str) -> Value {
    json!({ "id": id, "kind": "suggestion", "text": "取号机的字太小", "window": "07" })
}

async fn post(app: &TestApp, path: &str, body: &Value) -> reqwest::Response {
    let address = format!("{}{path}", app.address);
    app.client.post(address).json(body).send().await.unwrap()
}

async fn send(app: &TestApp, path: &str, form: &str) -> reqwest::Response {
    let address = format!("{}{path}", app.address);
    let request = app.client.post(address).header("content-type", FORM);
    request.body(form.to_owned()).send().await.unwrap()
}

/// Takes one and answers its receipt.
async fn taken(app: &TestApp) -> Value {
    let response = post(app, "/api/v1/suggestions", &suggestion(&new_id())).await;
    assert_eq!(response.status(), StatusCode::CREATED);
    response.json().await.unwrap()
}

fn code(receipt: &Value) -> TrackingCode {
    TrackingCode::parse(receipt["code"].as_str().unwrap()).unwrap()
}

async fn followed(app: &TestApp, receipt: &Value) -> Value {
    let response = app
        .get(&format!("/api/v1/suggestions/{}", code(receipt)))
        .await;
    assert_eq!(response.status(), StatusCode::OK);
    response.json().await.unwrap()
}

/// The office does something, at the test's clock.
async fn office(app: &TestApp, receipt: &Value, moment: Moment, step: Step) {
    let step = NewStep {
        id: None,
        at: moment,
        step,
    };
    app.store.add_step(code(receipt), step).await.unwrap();
}

fn answer() -> Step {
    Step::Answered {
        text: "已换大字界面".into(),
        changed: Some("取号机换大字".into()),
    }
}

#[tokio::test]
async fn ok_a_suggestion_is_taken_once_and_followed_by_its_code() {
    let app = spawn_app().await;
    let body = suggestion(&new_id());
    let first = post(&app, "/api/v1/suggestions", &body).await;
    assert_eq!(first.status(), StatusCode::CREATED);
    let first: Value = first.json().await.unwrap();
    let again = post(&app, "/api/v1/suggestions", &body).await;
    assert_eq!(again.status(), StatusCode::OK);
    assert_eq!(again.json::<Value>().await.unwrap(), first);
    // Tuesday 24 November and five working days.
    assert_eq!(first["deadline"], "2026-12-01");
    let follow = followed(&app, &first).await;
    assert_eq!(follow["text"], "取号机的字太小");
    assert_eq!(follow["days_left"], 5);
    assert_eq!(follow["calendar_known"], true);
    assert!(follow["led_by"]["zh"].as_str().unwrap().starts_with("示例"));
    let steps: Vec<_> = follow["events"]
        .as_array()
        .unwrap()
        .iter()
        .map(|event| &event["step"])
        .collect();
    assert_eq!(steps[1], &json!({ "forwarded": { "unit": "tax" } }));
}

#[tokio::test]
async fn ok_twenty_at_once_with_one_id_are_one() {
    let app = spawn_app().await;
    let body = suggestion(&new_id());
    let all = (0..20).map(|_| post(&app, "/api/v1/suggestions", &body));
    let mut codes = std::collections::HashSet::new();
    for response in futures(all).await {
        assert!(response.status().is_success());
        codes.insert(response.json::<Value>().await.unwrap()["code"].to_string());
    }
    assert_eq!(codes.len(), 1);
}

/// All of them at the same time.
async fn futures<F: Future>(all: impl Iterator<Item = F>) -> Vec<F::Output> {
    let mut all: Vec<_> = all.map(Box::pin).collect();
    let mut done = Vec::new();
    std::future::poll_fn(move |context| {
        all.retain_mut(|one| match one.as_mut().poll(context) {
            std::task::Poll::Ready(output) => {
                done.push(output);
                false
            }
            std::task::Poll::Pending => true,
        });
        if all.is_empty() {
            std::task::Poll::Ready(std::mem::take(&mut done))
        } else {
            std::task::Poll::Pending
        }
    })
    .await
}

#[tokio::test]
async fn ok_the_contact_is_never_shown_and_goes_when_the_case_is_closed() {
    let app = spawn_app().await;
    let body = with(
        suggestion(&new_id()),
        &json!({ "contact": "李先生 微信 abc" }),
    );
    let receipt: Value = post(&app, "/api/v1/suggestions", &body)
        .await
        .json()
        .await
        .unwrap();
    assert!(!followed(&app, &receipt).await.to_string().contains("微信"));
    let page = app.page(&format!("/s/{}", code(&receipt))).await;
    assert!(page.contains("取号机的字太小") && !page.contains("微信"));
    let kept = || app.store.contact(code(&receipt));
    assert_eq!(kept().await.unwrap().unwrap().as_str(), "李先生 微信 abc");
    office(&app, &receipt, at(TODAY, 11, 0), answer()).await;
    assert_eq!(
        app.store.forget_contacts(at(TODAY, 11, 0)).await.unwrap(),
        0
    );
    assert_eq!(
        app.store.forget_contacts(at(TODAY, 12, 0)).await.unwrap(),
        1
    );
    assert!(kept().await.unwrap().is_none());
}

#[tokio::test]
async fn ok_an_answer_is_rated_and_reopened_with_a_new_deadline_and_both_stay() {
    let app = spawn_app().await;
    let receipt = taken(&app).await;
    let path = |what: &str| format!("/api/v1/suggestions/{}/{what}", code(&receipt));
    let early = post(
        &app,
        &path("rate"),
        &json!({ "id": new_id(), "satisfied": true }),
    )
    .await;
    assert_eq!(told(early).await, "409 not_answered");
    office(&app, &receipt, at(TODAY, 11, 0), Step::InWork).await;
    office(&app, &receipt, at(TODAY, 12, 0), answer()).await;
    assert_eq!(followed(&app, &receipt).await["days_left"], Value::Null);
    let rating = json!({ "id": new_id(), "satisfied": false });
    for _ in 0..2 {
        assert_eq!(
            post(&app, &path("rate"), &rating).await.status(),
            StatusCode::OK
        );
    }
    set_clock("2026-11-26", 9, 0);
    let reopened = json!({ "id": new_id(), "text": "还是小" });
    for _ in 0..2 {
        let response = post(&app, &path("reopen"), &reopened).await;
        assert_eq!(
            response.json::<Value>().await.unwrap()["id"],
            reopened["id"]
        );
    }
    let follow = followed(&app, &receipt).await;
    let steps: Vec<_> = follow["events"]
        .as_array()
        .unwrap()
        .iter()
        .map(|event| event["step"].clone())
        .collect();
    assert_eq!(steps.len(), 6, "{steps:?}");
    assert_eq!(steps[4], json!({ "rated": { "satisfied": false } }));
    assert_eq!(
        steps[5],
        json!({ "reopened": { "text": "还是小", "deadline": "2026-12-03" } })
    );
    assert_eq!(follow["days_left"], 5);
    set_clock("2026-12-04", 9, 0);
    assert_eq!(followed(&app, &receipt).await["days_left"], -1);
    let page = app.page(&format!("/s/{}", code(&receipt))).await;
    assert!(page.contains("已超 1 个工作日"));
}

#[tokio::test]
async fn ok_a_form_leads_to_its_page_and_masks_what_the_phone_could_not() {
    let app = spawn_app().await;
    let page = app.page("/suggest?window=07&kind=help").await;
    assert!(page.contains("name=\"window\" value=\"07\""));
    let form = format!(
        "id={}&kind=help&text=call+13812345678&contact=&window=",
        new_id()
    );
    let response = send(&app, "/api/v1/suggestions", &form).await;
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    let there = header(&response, "location").to_owned();
    let page = app.page(&there).await;
    assert!(
        page.contains("call 138******78") && page.contains("已收到，谢谢您"),
        "{there}"
    );
    let form = format!(
        "id={}&kind=suggestion&text=call+13812345678&keep=1",
        new_id()
    );
    let response = send(&app, "/api/v1/suggestions", &form).await;
    assert!(
        app.page(header(&response, "location"))
            .await
            .contains("call 13812345678")
    );
}

#[tokio::test]
async fn ok_a_code_is_found_however_it_is_typed_and_a_wrong_letter_is_named() {
    let app = spawn_app().await;
    let code = code(&taken(&app).await).to_string();
    let typed = format!("/s?code={}", code.to_lowercase().replace('-', "%20"));
    assert_eq!(
        header(&app.get(&typed).await, "location"),
        format!("/s/{code}")
    );
    let wrong = app.get("/s/O7M49TQXR").await;
    assert_eq!(wrong.status(), StatusCode::NOT_FOUND);
    assert!(wrong.text().await.unwrap().contains("第 1 个"));
    assert!(app.page("/s/K7M4").await.contains("您输入了 4 个"));
    let picture = app.get(&format!("/s/{code}/card.svg")).await;
    assert_eq!(header(&picture, "content-type"), "image/svg+xml");
    assert!(picture.text().await.unwrap().contains(&code));
}

#[tokio::test]
async fn err_each_bad_suggestion_has_its_own_problem() {
    let app = spawn_app().await;
    let id = new_id();
    let sent = suggestion(&id);
    assert_eq!(
        post(&app, "/api/v1/suggestions", &sent).await.status(),
        StatusCode::CREATED
    );
    let mut problems = Vec::new();
    for (change, expected) in [
        (json!({ "text": "另一句话" }), "409 id_reused"),
        (json!({ "id": new_id(), "text": " " }), "422 empty text"),
        (
            json!({ "id": new_id(), "text": "好".repeat(1001) }),
            "422 too_long text",
        ),
        (
            json!({ "id": new_id(), "text": "a\u{1}" }),
            "422 bad_characters text",
        ),
        (
            json!({ "id": new_id(), "contact": "好".repeat(101) }),
            "422 too_long contact",
        ),
        (
            json!({ "id": new_id(), "kind": "praise" }),
            "422 bad_value kind",
        ),
        (
            json!({ "id": new_id(), "window": "999" }),
            "404 unknown_window window",
        ),
        (
            json!({ "id": new_id(), "name": "李" }),
            "400 unknown_field name",
        ),
        (json!({ "id": 7 }), "400 wrong_type id"),
    ] {
        let problem =
            told(post(&app, "/api/v1/suggestions", &with(sent.clone(), &change)).await).await;
        if problem != expected {
            problems.push(format!("{change}: {problem}, not {expected}"));
        }
    }
    assert!(problems.is_empty(), "{problems:#?}");
}

#[tokio::test]
async fn err_guessing_is_slowed_down_and_never_hinders_who_has_a_code() {
    let app = spawn_app().await;
    let receipt = taken(&app).await;
    let mut slowed = 0;
    for seed in 0..80u8 {
        let guess = TrackingCode::from_random(&[seed, 3, 5, 7, 11, 13, 17, 19]).unwrap();
        let response = app.get(&format!("/api/v1/suggestions/{guess}")).await;
        if response.status() == StatusCode::TOO_MANY_REQUESTS {
            assert_eq!(header(&response, "retry-after"), "5");
            slowed += 1;
        } else {
            assert_eq!(told(response).await, "404 unknown_code");
        }
    }
    assert_eq!(slowed, 20);
    assert_eq!(followed(&app, &receipt).await["text"], "取号机的字太小");
}
