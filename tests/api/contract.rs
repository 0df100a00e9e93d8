//! The contract tells of every route, and of nothing that is not there.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::support::{between, header, spawn_app, told};

/// Where every route stands.
const ROUTER: &str = include_str!("../../src/server/http/mod.rs");

async fn contract(app: &super::support::TestApp) -> Value {
    app.get("/api/v1/openapi.json").await.json().await.unwrap()
}

/// The routes a page is no answer of.
fn routes() -> BTreeSet<&'static str> {
    let all = ROUTER.split(".route(").skip(1);
    all.map(|rest| between(rest, "\"", "\"")[0])
        .filter(|path| path.starts_with("/api/") || path.ends_with("z"))
        .collect()
}

#[tokio::test]
async fn ok_every_route_is_told_with_every_method() {
    let app = spawn_app().await;
    let contract = contract(&app).await;
    assert!(contract["openapi"].as_str().unwrap().starts_with("3.1."));
    let paths = contract["paths"].as_object().unwrap();
    let mut told: BTreeSet<_> = paths.keys().map(String::as_str).collect();
    // The file behind a page's route.
    assert!(told.remove("/guides/{guide}.json"));
    assert_eq!(told, routes());
    for (path, methods) in paths {
        let mut told: BTreeSet<_> = methods
            .as_object()
            .unwrap()
            .keys()
            .map(|method| method.to_uppercase())
            .collect();
        if told.contains("GET") {
            told.insert("HEAD".to_owned());
        }
        let address = format!("{}{path}", app.address).replace(['{', '}'], "");
        let method = "OPTIONS".parse().unwrap();
        let answer = app.client.request(method, address).send().await.unwrap();
        let allowed = header(&answer, "allow").split(',').map(str::trim);
        assert_eq!(told, allowed.map(str::to_owned).collect(), "{path}");
    }
}

/// Every `$ref` leads somewhere, and every operation says how it may be refused.
#[tokio::test]
async fn ok_nothing_is_left_open() {
    let app = spawn_app().await;
    let contract = contract(&app).await;
    let text = contract.to_string();
    for name in between(&text, "\"$ref\":\"#", "\"") {
        assert!(contract.pointer(name).is_some(), "{name}");
    }
    for (path, methods) in contract["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let what = format!("{method} {path}");
            let responses = operation["responses"].as_object().unwrap();
            let fine = responses.keys().any(|s| s.starts_with('2') || s == "303");
            assert!(fine, "{what}");
            let media = operation["requestBody"]["content"].as_object();
            assert_eq!(
                media.is_some(),
                ["post", "patch"].contains(&method.as_str()),
                "{what}"
            );
            for (status, response) in responses.iter().filter(|(s, _)| s.as_str() >= "400") {
                let problem = &response["content"]["application/problem+json"]["schema"]["$ref"];
                assert_eq!(problem, "#/components/schemas/Problem", "{what} {status}");
                assert!(
                    !response["description"].as_str().unwrap().is_empty(),
                    "{what} {status}"
                );
            }
            assert!(
                !operation["summary"].as_str().unwrap_or_default().is_empty(),
                "{what}"
            );
        }
    }
}

/// What a page without scripts sends is told too, and so is whom the key is asked of.
#[tokio::test]
async fn ok_forms_and_the_queue_machines_key_are_told() {
    let app = spawn_app().await;
    let contract = contract(&app).await;
    let scheme = &contract["components"]["securitySchemes"]["visit_key"];
    assert_eq!(
        (&scheme["type"], &scheme["scheme"]),
        (&json!("http"), &json!("bearer"))
    );
    for (path, methods) in contract["paths"].as_object().unwrap() {
        let post = &methods["post"];
        let keys = if path == "/api/v1/visits" {
            json!([{ "visit_key": [] }])
        } else {
            Value::Null
        };
        assert_eq!(post["security"], keys, "{path}");
        let form = "application/x-www-form-urlencoded";
        let takes_form = post["responses"]["303"].is_object();
        let schema = &post["requestBody"]["content"][form]["schema"]["$ref"];
        assert_eq!(schema.is_string(), takes_form, "{path}");
        let Some(name) = schema.as_str() else {
            continue;
        };
        let fields = &contract.pointer(name.trim_start_matches('#')).unwrap()["properties"];
        assert!(fields["id"].is_object(), "{path}: {fields}");
    }
    let fields = |name: &str| {
        let fields = &contract["components"]["schemas"][name]["properties"];
        fields
            .as_object()
            .unwrap()
            .keys()
            .cloned()
            .collect::<BTreeSet<_>>()
    };
    assert_eq!(fields("RateForm"), fields("CreateRating"));
}

#[tokio::test]
async fn ok_it_can_be_read_without_scripts_under_the_policy_of_all_pages() {
    let app = spawn_app().await;
    let page = app.get("/api/v1/docs").await;
    let policy = header(&page, "content-security-policy").to_owned();
    assert_eq!(
        policy,
        header(&app.get("/").await, "content-security-policy")
    );
    let page = page.text().await.unwrap();
    for path in routes() {
        assert!(page.contains(path), "{path}");
    }
    for name in between(&page, "href=\"#", "\"") {
        assert!(page.contains(&format!("id=\"{name}\"")), "{name}");
    }
    assert!(!page.contains(" style=") && !page.contains("://"), "{page}");
    assert!(!page.contains('`'), "code is marked as code");
}

#[tokio::test]
async fn err_addresses_that_are_no_text_are_problems() {
    let app = spawn_app().await;
    for path in ["/api/v1/suggestions/%ff", "/api/v1/windows/%ff"] {
        assert_eq!(told(app.get(path).await).await, "400 bad_address", "{path}");
    }
    for path in ["/s/%ff", "/guides/%ff", "/guides/a/%ff", "/s/%ff/card.svg"] {
        assert_eq!(told(app.get(path).await).await, "400 bad_address", "{path}");
        let html = app.client.get(format!("{}{path}", app.address));
        let page = html.header("accept", "text/html").send().await.unwrap();
        assert_eq!(page.status().as_u16(), 400, "{path}");
        assert!(
            header(&page, "content-type").starts_with("text/html"),
            "{path}"
        );
    }
    let to = format!("{}/api/v1/suggestions/%ff/rate", app.address);
    let answer = app.client.post(to).json(&()).send().await.unwrap();
    assert_eq!(told(answer).await, "400 bad_address");
}
