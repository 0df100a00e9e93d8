//! Service points: the page without scripts, the JSON for the app, and a centre's own file.

use std::fs;
use std::sync::Arc;

use reqwest::header::{ETAG, IF_NONE_MATCH};
use serde_json::{Value, json};
use zuoban::server::guides::Guides;
use zuoban::server::http::{App, Floods, Guesses};
use zuoban::server::points::{BUILT_IN, FILE, ServicePoints};
use zuoban::server::rules::Rules;
use zuoban::server::signature::Signer;
use zuoban::server::visit_key::VisitKey;

use super::support::{TODAY, TestApp, at, header, serve, set_clock, spawn_app, zuoban};

/// The address of a server beside `app` with this `points.json`.
async fn with_points(app: &TestApp, file: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(FILE), file).unwrap();
    serve(App {
        store: Arc::clone(&app.store),
        signer: Signer::new([7; 32]),
        now: || at(TODAY, 10, 0),
        rules: Rules::usual().unwrap(),
        guides: Guides::of(folder.path()),
        guesses: Guesses::default(),
        floods: Floods::default(),
        points: ServicePoints::of(folder.path()),
        visit_key: VisitKey::of(folder.path()),
        metrics: None,
    })
    .await
}

async fn points(app: &TestApp, base: &str) -> Value {
    let answer = app.client.get(format!("{base}/api/v1/points")).send().await;
    answer.unwrap().json().await.unwrap()
}

#[tokio::test]
async fn ok_a_town_is_chosen_without_scripts() {
    let app = spawn_app().await;
    let page = app.page("/near").await;
    assert!(page.contains("<form class=\"search\" id=\"town-form\" action=\"/near\">"));
    assert!(page.contains("示例街道自助办税厅") && !page.contains("class=\"plan\""));
    let page = app.page("/near?town=east&lang=en&elder=1").await;
    assert!(page.contains("from the middle of Sample East Town"));
    assert!(
        page.contains("<svg class=\"plan\"") && page.contains("1 · Sample East Town help centre")
    );
    // The other language is read for the same town.
    assert!(
        page.contains("href=\"/near?town=east&amp;elder=1&amp;lang=zh\""),
        "{page}"
    );
    let near = app.page("/near?town=city&within=5").await;
    assert!(near.contains("5 公里以外还有 4 处") && !near.contains("7 · "));
    for odd in [
        "/near?town=",
        "/near?town=%00%ff",
        "/near?town=moon&within=x",
        "/near?lat=36.7&lon=118.5",
    ] {
        let answer = app.get(odd).await;
        assert_eq!(answer.status(), 200, "{odd}");
        assert!(
            answer.text().await.unwrap().contains("选好您在的乡镇"),
            "{odd}"
        );
    }
}

#[tokio::test]
async fn ok_open_now_follows_the_clock() {
    let app = spawn_app().await;
    let bank = async |day: &str, hour, minute| {
        set_clock(day, hour, minute);
        let page = app.page("/near?town=city").await;
        let row = page
            .split("示例市政务服务中心办税厅")
            .nth(1)
            .unwrap()
            .to_owned();
        row.split("</i>")
            .next()
            .unwrap()
            .rsplit('>')
            .next()
            .unwrap()
            .to_owned()
    };
    assert_eq!(bank(TODAY, 10, 0).await, "12:00 午休");
    assert_eq!(bank(TODAY, 12, 30).await, "午休，13:00 开");
    assert_eq!(bank(TODAY, 14, 0).await, "到 17:00");
    assert_eq!(bank(TODAY, 20, 0).await, "明天 9:00 开");
    assert_eq!(bank("2026-11-28", 20, 0).await, "周一 9:00 开");
}

#[tokio::test]
async fn ok_the_app_fetches_the_page_and_the_points() {
    let app = spawn_app().await;
    let request = app.client.get(format!("{}/near?town=east", app.address));
    let part: Value = request
        .header("x-zuoban-part", "1")
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    assert_eq!(part["title"], "离您最近的办税点");
    assert_eq!(part["here"], "/near?town=east");
    assert!(part["html"].as_str().unwrap().starts_with("<h1"));
    let answer = app.get("/api/v1/points").await;
    assert!(header(&answer, "cache-control").contains("max-age"));
    assert_eq!(header(&answer, "content-type"), "application/json");
    let etag = answer.headers()[ETAG].clone();
    let built_in: Value = serde_json::from_str(BUILT_IN).unwrap();
    assert_eq!(answer.json::<Value>().await.unwrap(), built_in);
    let again = app.client.get(format!("{}/api/v1/points", app.address));
    let again = again.header(IF_NONE_MATCH, etag).send().await.unwrap();
    assert_eq!(again.status(), 304);
}

#[tokio::test]
async fn ok_a_centres_own_file_takes_the_place_of_the_sample() {
    let app = spawn_app().await;
    let mut own: Value = serde_json::from_str(BUILT_IN).unwrap();
    own["sample"] = json!(false);
    own["points"].as_array_mut().unwrap().truncate(1);
    own["points"][0]["name"]["zh"] = json!("城南办税厅");
    let base = with_points(&app, &own.to_string()).await;
    assert_eq!(points(&app, &base).await, own);
    let page = app
        .client
        .get(format!("{base}/near"))
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    assert!(page.contains("城南办税厅") && !page.contains("示例街道自助办税厅"));
    assert!(!page.contains("这些办税点都是示例"));
}

#[tokio::test]
async fn err_a_broken_file_leaves_the_built_in_points() {
    let app = spawn_app().await;
    let built_in: Value = serde_json::from_str(BUILT_IN).unwrap();
    let swapped = BUILT_IN.replacen("36681620", "118478466", 1);
    for broken in ["{", "{\"towns\": [], \"points\": []}", &swapped] {
        let base = with_points(&app, broken).await;
        assert_eq!(points(&app, &base).await, built_in, "{broken}");
    }
}

#[tokio::test]
async fn ok_home_leads_there() {
    let app = spawn_app().await;
    let page = app.page("/?elder=1").await;
    assert!(page.contains("href=\"/near?elder=1\"") && page.contains("附近办税点"));
}

fn told(args: &[&str]) -> (Option<i32>, String) {
    let output = zuoban(args).output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8(said).unwrap())
}

#[test]
fn ok_a_clerk_starts_from_the_sample_and_is_told_what_is_wrong() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(FILE);
    let path = file.to_str().unwrap();
    assert_eq!(told(&["points", "write", path]).0, Some(0));
    assert_eq!(told(&["points", "write", path]).0, Some(1));
    let (code, said) = told(&["points", "check", path]);
    assert!(code == Some(0) && said.contains("没有问题"), "{said}");
    for (from, to, zh, en) in [
        (
            "\"town\": \"city\"",
            "\"town\": \"moon\"",
            "没有代号是 moon 的乡镇",
            "has the id moon",
        ),
        ("\"9:00\"", "\"9点\"", "不是钟点", "no time of day"),
        ("\"9:00\"", "\"13:00\"", "关门不能早于开门", "closes before"),
        ("[\"mon\"", "[\"Monday\"", "不是星期", "no weekdays"),
        ("36681620", "118478466", "写反", "wrong way round"),
        (
            "\"kind\": \"both\"",
            "\"kind\": \"robot\"",
            "照着改",
            "an example",
        ),
        (
            "\"address\"",
            "\"adress\"",
            "不认识 adress",
            "no adress here",
        ),
        ("\"sample\": true,", "\"sample\": true", "行第", "Line "),
    ] {
        fs::write(&file, BUILT_IN.replacen(from, to, 1)).unwrap();
        let (code, in_chinese) = told(&["points", "check", path]);
        let (_, in_english) = told(&["points", "check", path, "--lang", "en"]);
        assert_eq!(code, Some(1), "{to}");
        assert!(in_chinese.contains(zh), "{zh}: {in_chinese}");
        assert!(in_english.contains(en), "{en}: {in_english}");
    }
}
