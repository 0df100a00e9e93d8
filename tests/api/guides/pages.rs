//! The pages of guides as the server sends them, and the files behind them.

use std::fs;
use std::path::Path;
use std::time::Duration;

use reqwest::StatusCode;
use serde_json::Value;
use zuoban::model::Guide;
use zuoban::server::guides::{BUILT_IN, built_in, built_in_text};
use zuoban::text::Lang;

use super::super::support::{TestApp, between, header, spawn_app, told};

/// Puts a built-in guide, changed, into the centre's own folder.
pub fn put(folder: &Path, from: &str, to: &str) {
    fs::create_dir_all(folder).unwrap();
    let name = "vat-credit-refund.json";
    let text = built_in_text(name).unwrap();
    assert!(text.contains(from), "{from}");
    fs::write(folder.join(name), text.replace(from, to)).unwrap();
}

/// Waits until an address is a page: the folder is looked at once a second.
pub async fn seen(app: &TestApp, path: &str) {
    for _ in 0..100 {
        if app.get(path).await.status() == StatusCode::OK {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{path} did not come");
}

/// The ids of the guides in a list.
fn listed(page: &str) -> Vec<String> {
    let list = between(page, "id=\"guides\"", "</ul>")[0];
    between(list, "href=\"/guides/", "\"")
        .into_iter()
        .map(str::to_owned)
        .collect()
}

#[tokio::test]
async fn ok_the_list_has_every_guide_or_those_that_fit() {
    let app = spawn_app().await;
    assert_eq!(listed(&app.page("/guides").await), BUILT_IN);
    for (typed, first) in [
        ("%E9%80%80%E7%A8%8E", "vat-credit-refund"),     // 退税
        ("%E5%BC%80%E5%85%AC%E5%8F%B8", "new-taxpayer"), // 开公司
        ("self-service", "self-service"),
    ] {
        let found = listed(&app.page(&format!("/guides?q={typed}")).await);
        assert_eq!(found[0], first, "{typed}");
        assert!(found.len() < BUILT_IN.len(), "{typed}");
    }
    let none = app.page("/guides?q=xyzzy%22%3E%3Cscript%3E").await;
    assert!(listed(&none).is_empty() && none.contains(Lang::Zh.guide_texts().nothing));
    assert!(!none.contains("<script>"));
    let english = app.page("/guides?lang=en").await;
    assert!(english.contains("/guides/vat-credit-refund?lang=en"));
}

#[tokio::test]
async fn ok_staff_present_or_print_each_guide() {
    let app = spawn_app().await;
    let page = app.page("/guides/present").await;
    for id in BUILT_IN {
        for way in ["?present=1", "/handout"] {
            assert!(
                page.contains(&format!("href=\"/guides/{id}{way}")),
                "{id}{way}"
            );
        }
    }
}

#[tokio::test]
async fn ok_each_part_of_each_guide_is_a_page() {
    let app = spawn_app().await;
    for guide in built_in() {
        let steps = guide.steps.iter().map(|step| format!("/{}", step.id));
        let parts = steps.chain([String::new(), "/handout".to_owned()]);
        for part in parts {
            for (query, lang) in [
                ("", Lang::Zh),
                ("?present=1", Lang::Zh),
                ("?lang=en", Lang::En),
            ] {
                let path = format!("/guides/{}{part}{query}", guide.id);
                let response = app.get(&path).await;
                assert_eq!(response.status(), StatusCode::OK, "{path}");
                assert_eq!(
                    header(&response, "content-type"),
                    "text/html; charset=utf-8"
                );
                let page = response.text().await.unwrap();
                assert_eq!(page.matches("id=\"title\"").count(), 1, "{path}");
                // The styles in its head name it too.
                let body = page.rsplit("</style>").next().unwrap();
                assert_eq!(
                    body.contains("guide--present"),
                    query == "?present=1" && part != "/handout",
                    "{path}"
                );
                let step = guide.step(part.trim_start_matches('/'));
                let title = step.map_or(&guide.title, |(_, step)| &step.title);
                let title = maud::html! { (lang.of(title)) }.into_string();
                assert!(page.contains(&title), "{path}");
                // The next step is one tap away.
                if let Some(next) = step.and_then(|(at, _)| guide.steps.get(at + 1)) {
                    let next = format!("href=\"/guides/{}/{}{query}\"", guide.id, next.id);
                    assert!(page.contains(&next), "{path}: {next}");
                }
            }
        }
    }
}

/// The app gets a guide whole: going on needs no network.
#[tokio::test]
async fn ok_the_app_gets_every_part_at_once() {
    let app = spawn_app().await;
    let request = app
        .client
        .get(format!("{}/guides/self-service/menu", app.address))
        .header("x-zuoban-part", "1");
    let part: Value = request.send().await.unwrap().json().await.unwrap();
    let html = part["html"].as_str().unwrap();
    for step in ["", "choose", "menu", "leave", "handout"] {
        assert!(zuoban::model::part_of(html, step).is_some(), "{step}");
    }
    // Each step has a form with an id of its own.
    let mut ids = between(html, "name=\"id\" value=\"", "\"");
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!((all, ids.len()), (5, 5));
}

#[tokio::test]
async fn ok_the_file_behind_a_guide_and_its_schema() {
    let app = spawn_app().await;
    let schema: Value = serde_json::from_str(&app.page("/guides/guide.schema.json").await).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    for guide in built_in() {
        let response = app.get(&format!("/guides/{}.json", guide.id)).await;
        assert_eq!(header(&response, "content-type"), "application/json");
        let etag = header(&response, "etag").to_owned();
        let text = response.text().await.unwrap();
        assert!(schema.is_valid(&serde_json::from_str(&text).unwrap()));
        assert_eq!(serde_json::from_str::<Guide>(&text).unwrap(), guide);
        let again = app
            .client
            .get(format!("{}/guides/{}.json", app.address, guide.id))
            .header("if-none-match", etag);
        let again = again.send().await.unwrap();
        assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
    }
    let nothing = app.get("/guides/nothing.json").await;
    assert_eq!(told(nothing).await, "404 not_found");
}

#[tokio::test]
async fn err_no_such_guide_or_part_is_a_page_that_helps() {
    let app = spawn_app().await;
    for path in [
        "/guides/nothing",
        "/guides/nothing?present=1",
        "/guides/vat-credit-refund/nothing",
        "/guides/nothing/handout",
        "/guides/%3Cscript%3E",
        "/guides/vat-credit-refund/%3Cscript%3E",
    ] {
        let response = app.get(path).await;
        assert_eq!(response.status(), StatusCode::NOT_FOUND, "{path}");
        let page = response.text().await.unwrap();
        assert!(
            page.contains(Lang::Zh.texts().not_found) && !page.contains("<script>"),
            "{path}"
        );
    }
}

#[tokio::test]
async fn ok_the_centres_own_guide_takes_the_place_of_a_built_in_one_without_a_restart() {
    let app = spawn_app().await;
    let folder = app.guides();
    assert!(!app.page("/guides").await.contains("本中心的退税"));
    put(&folder, "\"留抵退税怎么申请\"", "\"本中心的退税怎么办\"");
    for _ in 0..100 {
        if app
            .page("/guides/vat-credit-refund")
            .await
            .contains("本中心的退税怎么办")
        {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    for path in [
        "/guides/vat-credit-refund",
        "/guides/vat-credit-refund/handout",
        "/guides/vat-credit-refund.json",
    ] {
        let page = app.page(path).await;
        assert!(page.contains("本中心的退税怎么办"), "{path}");
    }
    // In its place, not beside it.
    assert_eq!(listed(&app.page("/guides").await), BUILT_IN);
    // A damaged one does not take it.
    fs::write(folder.join("vat-credit-refund.json"), "{").unwrap();
    for _ in 0..100 {
        if app
            .page("/guides/vat-credit-refund")
            .await
            .contains("留抵退税怎么申请")
        {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the built-in guide did not come back");
}
