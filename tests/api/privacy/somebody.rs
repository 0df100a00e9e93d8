//! Somebody who could be told from everybody else, and says all that can be said.

use std::net::{IpAddr, Ipv4Addr};

use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder, Response};
use serde_json::{Value, json};
use zuoban::model::{Moment, Step, TrackingCode};
use zuoban::server::store::suggestions::{NewStep, SuggestionStore};

use super::super::support::{header, new_id, tap};

const AGENT: &str = "Mozilla/5.0 (UnmistakablePhone) MicroMessenger/8.0";
const COOKIE: &str = "sid=unmistakablecookie";
const FORWARDED: Ipv4Addr = Ipv4Addr::new(203, 0, 113, 77);
const PEER: Ipv4Addr = Ipv4Addr::new(127, 83, 77, 91);

/// A client that could be told from every other, if anybody wanted to.
fn somebody() -> Client {
    Client::builder()
        .redirect(Policy::none())
        .no_proxy()
        .local_address(IpAddr::V4(PEER))
        .build()
        .unwrap()
}

/// What a phone, and the proxies before the server, say of it.
fn distinctive(request: RequestBuilder) -> RequestBuilder {
    request
        .header("user-agent", AGENT)
        .header("cookie", COOKIE)
        .header("x-forwarded-for", format!("{FORWARDED}, {PEER}"))
        .header("x-real-ip", FORWARDED.to_string())
        .header("forwarded", format!("for={FORWARDED}"))
        .header("x-device-id", "UnmistakableDevice")
        .header("accept-language", "zh-CN,x-unmistakable")
}

pub const TRACES: [&str; 8] = [
    "UnmistakablePhone",
    "MicroMessenger",
    "unmistakablecookie",
    "UnmistakableDevice",
    "x-unmistakable",
    "203.0.113.77",
    "127.83.77.91",
    "127.0.0.1",
];

/// Says all that can be said, as the app and as a page without scripts; no answer sets a cookie.
/// Answers the suggestion's code.
pub async fn everything(address: &str, answer: impl AsyncFnOnce(TrackingCode)) -> TrackingCode {
    let client = somebody();
    let send = async |request: RequestBuilder, what: &str| -> Response {
        let response = distinctive(request).send().await.unwrap();
        let status = response.status();
        assert!(
            status.is_success() || status.is_redirection(),
            "{what}: {status}"
        );
        assert_eq!(header(&response, "set-cookie"), "", "{what}");
        response
    };
    let to = |path: &str| format!("{address}{path}");
    let (id, by_form) = (new_id(), new_id());
    send(
        client.post(to("/api/v1/ratings")).json(&tap(&id, false)),
        "rating",
    )
    .await;
    let change = json!({ "id": new_id(), "level": "dissatisfied", "aspects": ["speed"], "comment": "spokenword 等了很久" });
    send(
        client
            .patch(to(&format!("/api/v1/ratings/{id}")))
            .json(&change),
        "amendment",
    )
    .await;
    let form = [
        ("id", by_form.as_str()),
        ("window", "07"),
        ("satisfied", "true"),
    ];
    send(client.post(to("/api/v1/ratings")).form(&form), "form").await;
    let amendment = new_id();
    let form = [
        ("id", amendment.as_str()),
        ("window", "07"),
        ("comment", "spokenword 很好"),
    ];
    send(
        client
            .post(to(&format!("/api/v1/ratings/{by_form}")))
            .form(&form),
        "amending form",
    )
    .await;
    let body = json!({ "id": new_id(), "kind": "complaint", "text": "spokenword 字太小", "window": "07",
        "contact": "spokencontact 微信" });
    let receipt = send(
        client.post(to("/api/v1/suggestions")).json(&body),
        "suggestion",
    )
    .await;
    let receipt: Value = receipt.json().await.unwrap();
    let code = TrackingCode::parse(receipt["code"].as_str().unwrap()).unwrap();
    let suggestion = new_id();
    let form = [
        ("id", suggestion.as_str()),
        ("kind", "help"),
        ("text", "spokenword 请帮办"),
        ("contact", "spokencontact"),
    ];
    send(
        client.post(to("/api/v1/suggestions")).form(&form),
        "suggesting form",
    )
    .await;
    answer(code).await;
    let path = |what: &str| to(&format!("/api/v1/suggestions/{code}/{what}"));
    let rated = json!({ "id": new_id(), "satisfied": false });
    send(
        client.post(path("rate")).json(&rated),
        "rating of the answer",
    )
    .await;
    let reopened = json!({ "id": new_id(), "text": "spokenword 还是小" });
    send(client.post(path("reopen")).json(&reopened), "reopening").await;
    let (unclear, by_form) = (new_id(), new_id());
    let step = to("/api/v1/guides/vat-credit-refund/application/unclear");
    let body = json!({ "id": unclear });
    send(client.post(&step).json(&body), "unclear").await;
    send(
        client.post(&step).form(&[("id", &by_form)]),
        "unclear by form",
    )
    .await;
    for page in pages(code, &id) {
        send(client.get(to(&page)), &page).await;
    }
    for wrong in [
        "/w/spokenword",
        "/spokenword?q=spokenword",
        "/api/v1/spokenword",
        "/s?code=spokenword",
    ] {
        let response = distinctive(client.get(to(wrong))).send().await.unwrap();
        assert_eq!(header(&response, "set-cookie"), "", "{wrong}");
    }
    code
}

/// Every address a citizen reads.
pub fn pages(code: TrackingCode, rating: &str) -> Vec<String> {
    let plain = [
        "/",
        "/duty",
        "/duty?day=week",
        "/suggest",
        "/offline",
        "/suggest?window=07",
        "/results",
        "/guides",
        "/guides?q=spokenword",
        "/guides/present",
        "/guides/vat-credit-refund",
        "/guides/vat-credit-refund?present=1",
        "/guides/vat-credit-refund/application",
        "/guides/vat-credit-refund/application?said=1",
        "/guides/vat-credit-refund/handout",
        "/guides/vat-credit-refund.json",
        "/privacy",
        "/w/07",
        "/w/07?later=1",
        "/api/v1/centre",
        "/api/v1/windows/07",
        "/api/v1/duty.ics",
        "/api/v1/results",
    ];
    let mut pages: Vec<_> = plain.map(str::to_owned).into();
    pages.push(format!("/w/07?r={rating}"));
    pages.push(format!("/s/{code}"));
    pages.push(format!("/s/{code}/card.svg"));
    pages.push(format!("/api/v1/suggestions/{code}"));
    pages
}

fn answered() -> Step {
    Step::Answered {
        text: "已换大字".into(),
        changed: Some("换了大字".into()),
    }
}

pub async fn answer(store: &dyn SuggestionStore, code: TrackingCode, at: Moment) {
    let step = NewStep {
        id: None,
        at,
        step: answered(),
    };
    store.add_step(code, step).await.unwrap();
}
