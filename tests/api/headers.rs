//! The policy on every kind of answer: nothing runs, frames, leaks or is remembered that need not.

use std::sync::Arc;

use data_encoding::BASE64;
use reqwest::Response;
use sha2::{Digest, Sha256};
use zuoban::server::guides::Guides;
use zuoban::server::http::{App, Floods, Guesses};
use zuoban::server::points::ServicePoints;
use zuoban::server::rules::Rules;
use zuoban::server::signature::Signer;
use zuoban::server::visit_key::VisitKey;

use super::support::{TestApp, between, built, header, new_id, serve, spawn_app, tap, told};

/// One answer of every kind, with its status.
async fn every_kind(app: &TestApp) -> Vec<(u16, &'static str, Response)> {
    let id = new_id();
    let form = [("id", id.as_str()), ("window", "07"), ("satisfied", "true")];
    let html = |path: &str| {
        app.client
            .get(format!("{}{path}", app.address))
            .header("accept", "text/html")
    };
    let large = app.create("application/json", "x".repeat(17 * 1024));
    let json = "application/json";
    let foreign = app
        .create(json, tap(&new_id(), true).to_string())
        .header("sec-fetch-site", "cross-site");
    vec![
        (200, "page", app.get("/w/07").await),
        (200, "finder", app.get("/").await),
        (303, "form", app.form("/api/v1/ratings", &form).await),
        (200, "thanks", app.get(&format!("/w/07?r={id}")).await),
        (403, "wrong code", app.get("/w/07?k=0").await),
        (404, "unknown window", app.get("/w/zz").await),
        (404, "no page", html("/nothing").send().await.unwrap()),
        (400, "refused form", app.form("/api/v1/ratings", &[]).await),
        (200, "JSON", app.get("/api/v1/centre").await),
        (201, "first", app.rate(&tap(&new_id(), true)).await),
        (200, "again", app.rate(&tap(&id, true)).await),
        (409, "reused", app.rate(&tap(&id, false)).await),
        (404, "no route", app.get("/api/nothing").await),
        (405, "no method", app.get("/api/v1/ratings").await),
        (413, "too large", large.send().await.unwrap()),
        (
            415,
            "no content type",
            app.create("", "x").send().await.unwrap(),
        ),
        (403, "cross-site", foreign.send().await.unwrap()),
        (200, "health", app.get("/healthz").await),
        (
            405,
            "preflight",
            app.client
                .request(
                    reqwest::Method::OPTIONS,
                    format!("{}/api/v1/ratings", app.address),
                )
                .send()
                .await
                .unwrap(),
        ),
    ]
}

fn strict(response: &Response, what: &str) {
    let expected = [
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("set-cookie", ""),
        ("server", ""),
        ("access-control-allow-origin", ""),
    ];
    for (name, value) in expected {
        assert_eq!(header(response, name), value, "{what}: {name}");
    }
    let permissions = header(response, "permissions-policy");
    for refused in ["camera=()", "microphone=()", "payment=()", "usb=()"] {
        assert!(permissions.contains(refused), "{what}: {permissions}");
    }
    assert!(
        !permissions.contains('*') && permissions.matches("=(self)").count() == 3,
        "{what}: {permissions}"
    );
    let policy = header(response, "content-security-policy");
    assert!(
        policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"),
        "{what}: {policy}"
    );
    assert!(
        !policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"),
        "{what}: {policy}"
    );
    // The tracking code's picture is drawn on the phone: an image, which cannot run, may be in its address.
    let elsewhere = policy.replace("img-src 'self' data:;", "");
    assert!(
        !policy.contains('*') && !policy.contains("http:") && !elsewhere.contains("data:"),
        "{what}: {policy}"
    );
    assert_eq!(
        response
            .headers()
            .get_all("content-security-policy")
            .iter()
            .count(),
        1,
        "{what}"
    );
}

#[tokio::test]
async fn ok_every_answer_is_strict() {
    let app = spawn_app().await;
    for (status, what, response) in every_kind(&app).await {
        assert_eq!(response.status().as_u16(), status, "{what}");
        strict(&response, what);
        let cache = if what == "JSON" {
            "no-cache"
        } else {
            "no-store"
        };
        assert_eq!(header(&response, "cache-control"), cache, "{what}");
        let policy = header(&response, "content-security-policy").to_owned();
        if header(&response, "content-type").starts_with("text/html") {
            let page = response.text().await.unwrap();
            only_what_the_policy_lets(&page, &policy, what);
        }
    }
}

/// The page has nothing in it that its policy would keep from working.
fn only_what_the_policy_lets(page: &str, policy: &str, what: &str) {
    let directive = |name: &str| {
        let found = policy
            .split(';')
            .map(str::trim)
            .find_map(|part| part.strip_prefix(name));
        found
            .unwrap_or_else(|| panic!("{what}: no {name} in {policy}"))
            .trim()
            .to_owned()
    };
    let hashes: Vec<_> = between(page, "<style>", "</style>")
        .into_iter()
        .map(|style| {
            format!(
                "'sha256-{}'",
                BASE64.encode(&Sha256::digest(style.as_bytes()))
            )
        })
        .collect();
    let styles = if hashes.is_empty() {
        "'none'".to_owned()
    } else {
        hashes.join(" ")
    };
    assert_eq!(directive("style-src"), styles, "{what}");
    assert_eq!(!hashes.is_empty(), built("index.html"), "{what}");
    assert_eq!(
        directive("script-src"),
        "'self' 'wasm-unsafe-eval'",
        "{what}"
    );
    assert_eq!(directive("require-trusted-types-for"), "'script'", "{what}");
    // The one policy that boot.js makes; a second of any name would be refused.
    assert_eq!(directive("trusted-types"), "default", "{what}");
    assert_eq!(directive("frame-ancestors"), "'none'", "{what}");
    assert_eq!(directive("form-action"), "'self'", "{what}");
    assert_eq!(directive("base-uri"), "'none'", "{what}");
    assert_eq!(page.matches("<style").count(), hashes.len(), "{what}");
    assert!(
        between(page, "<script", ">")
            .iter()
            .all(|script| script.contains(" src=\"/") || script.contains(" src=/")),
        "{what}"
    );
    assert!(
        !page.contains(" style=") && !page.contains(" onclick=") && !page.contains(" onload="),
        "{what}"
    );
    assert!(
        !page.contains("javascript:") && !page.contains("//fonts"),
        "{what}"
    );
    for address in ["href=\"", "src=\"", "action=\""]
        .into_iter()
        .flat_map(|name| between(page, name, "\""))
    {
        assert!(!address.contains("//"), "{what}: another site's {address}");
    }
}

/// Even a mistake of ours is answered, and as strictly as all else.
#[tokio::test]
async fn err_a_panic_is_a_problem_like_any_other() {
    let app = spawn_app().await;
    let folder = tempfile::tempdir().unwrap();
    let broken = serve(App {
        store: Arc::clone(&app.store),
        signer: Signer::new([7; 32]),
        now: || panic!("on purpose: the clock of this test"),
        rules: Rules::usual().unwrap(),
        guides: Guides::of(folder.path()),
        guesses: Guesses::default(),
        floods: Floods::default(),
        points: ServicePoints::of(folder.path()),
        visit_key: VisitKey::of(folder.path()),
        metrics: None,
    })
    .await;
    let response = app.client.get(format!("{broken}/w/07")).send().await;
    let response = response.unwrap();
    strict(&response, "panic");
    assert_eq!(header(&response, "cache-control"), "no-store");
    assert_eq!(told(response).await, "500 internal");
    let next = app.client.get(format!("{broken}/healthz")).send().await;
    assert_eq!(next.unwrap().status().as_u16(), 200);
}

#[tokio::test]
async fn ok_built_files_are_strict_and_compressed() {
    let app = spawn_app().await;
    let response = app.get("/icon.svg").await;
    strict(&response, "icon.svg");
    if !built("icon.svg") {
        assert_eq!(response.status().as_u16(), 404);
        return;
    }
    assert_eq!(response.status().as_u16(), 200);
    assert_eq!(header(&response, "content-type"), "image/svg+xml");
    assert_eq!(header(&response, "cache-control"), "no-cache");
    assert_eq!(header(&response, "vary"), "accept-encoding");
    let etag = header(&response, "etag").to_owned();
    assert!(response.text().await.unwrap().contains("<svg"));
    let request = app
        .client
        .get(format!("{}/icon.svg", app.address))
        .header("if-none-match", &etag);
    let known = request.send().await.unwrap();
    assert_eq!(known.status().as_u16(), 304);
    strict(&known, "304");
    let page = app.page("/w/07").await;
    // Minified, the attribute has no quotes.
    let name = between(&page, "src=/boot-", ".js")[0];
    let script = format!("/boot-{name}.js");
    let response = app.get(&script).await;
    assert_eq!(
        header(&response, "cache-control"),
        "public, max-age=31536000, immutable"
    );
    assert_eq!(
        header(&response, "content-type"),
        "text/javascript; charset=utf-8"
    );
}

/// The names of the policies that the boot script makes are those that the page's policy lets it make.
#[test]
fn ok_trusted_types_are_those_of_the_boot_script() {
    let boot = include_str!("../../src/app/boot.js");
    assert_eq!(between(boot, "createPolicy(\"", "\""), ["default"]);
}

#[tokio::test]
async fn ok_data_that_did_not_change_is_not_sent_twice() {
    let app = spawn_app().await;
    let data = [
        "centre",
        "windows/07",
        "duty",
        "points",
        "results",
        "duty.ics",
        "openapi.json",
    ];
    for name in data {
        let path = format!("/api/v1/{name}");
        let first = app.get(&path).await;
        assert_eq!(first.status().as_u16(), 200, "{name}");
        let etag = header(&first, "etag").to_owned();
        assert!(etag.starts_with("W/\""), "{name}: {etag}");
        let asked = async |known: &str| {
            let again = app.client.get(format!("{}{path}", app.address));
            again.header("if-none-match", known).send().await.unwrap()
        };
        let same = asked(&etag).await;
        assert_eq!(same.status().as_u16(), 304, "{name}");
        assert_eq!(header(&same, "etag"), etag, "{name}");
        strict(&same, name);
        assert!(same.text().await.unwrap().is_empty(), "{name}");
        assert_eq!(asked("\"other\"").await.status().as_u16(), 200, "{name}");
    }
}
