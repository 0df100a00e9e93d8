//! What everybody may look at: who is on duty, the results, what is stored.

use serde_json::{Value, json};
use zuoban::model::Step;
use zuoban::server::store::suggestions::NewStep;

use super::support::{TODAY, TestApp, at, header, new_id, set_clock, spawn_app, tap, with};

/// The `href`s of the week's days that are marked as chosen.
fn chosen(page: &str) -> usize {
    page.matches("aria-current=\"date\"").count()
}

#[tokio::test]
async fn ok_the_roster_is_a_page_without_scripts() {
    let app = spawn_app().await;
    let page = app.page("/duty").await;
    assert!(page.contains("谁在坐班") && page.contains("示例甲") && page.contains("在岗"));
    assert_eq!(chosen(&page), 1);
    // Moved and cancelled sittings stay visible.
    let week = app.page("/duty?day=week").await;
    assert!(week.contains("改至") && week.contains("取消"));
    assert_eq!(chosen(&week), 0);
    let matter = app.page("/duty?matter=gsrd").await;
    assert!(matter.contains("工伤认定 → 人社，12 号窗口"));
    assert!(!matter.contains("示例甲 副局长"));
    let unit = app.page("/duty?unit=tax").await;
    assert!(unit.contains("示例甲") && unit.contains("<option value=\"tax\" selected"));
    assert!(
        app.page("/duty?matter=%E7%81%AB%E6%98%9F")
            .await
            .contains("没有找到「火星」")
    );
    assert!(app.page("/duty?lang=en").await.contains("Who is on duty"));
}

#[tokio::test]
async fn ok_the_roster_follows_the_clock() {
    let app = spawn_app().await;
    set_clock(TODAY, 8, 0);
    assert!(app.page("/duty").await.contains("9:00 到岗"));
    set_clock(TODAY, 20, 0);
    let evening = app.page("/duty").await;
    assert!(evening.contains("已结束") && !evening.contains(">在岗<"));
    assert!(app.page("/").await.contains("现在没有人坐班"));
}

#[tokio::test]
async fn ok_a_visit_may_be_rated_later_and_counts_for_its_own_time() {
    let app = spawn_app().await;
    let visit = at(TODAY, 9, 30).0;
    let later = app.page(&format!("/w/07?later=1&at={visit}")).await;
    assert!(later.contains("12月1日") && later.contains(&format!("at={visit}")));
    set_clock("2026-11-26", 20, 0);
    let page = app.page(&format!("/w/07?at={visit}")).await;
    assert!(page.contains("您评的是 11月24日 9:30 的那次办事"));
    assert!(page.contains("name=\"rated_at\" value=\"2026-11-24T09:30:00.000+08:00\""));
    let rated = with(
        tap(&new_id(), true),
        &json!({ "rated_at": "2026-11-24T09:30:00+08:00" }),
    );
    let receipt: Value = app.rate(&rated).await.json().await.unwrap();
    assert_eq!(receipt["shift"]["director"]["zh"], "示例甲");
    // Longer ago than may be rated: the page asks for now.
    let old = at("2026-11-01", 9, 0).0;
    assert!(
        !app.page(&format!("/w/07?at={old}"))
            .await
            .contains("name=\"rated_at\"")
    );
}

async fn rate_many(app: &TestApp, window: &str, satisfied: usize, all: usize) {
    let k = app.k(window);
    for turn in 0..all {
        let rating =
            json!({ "id": new_id(), "window": window, "satisfied": turn < satisfied, "k": k });
        assert!(app.rate(&rating).await.status().is_success());
    }
}

#[tokio::test]
async fn ok_results_rank_enough_ratings_and_name_small_samples() {
    let app = spawn_app().await;
    set_clock("2026-10-20", 10, 0);
    rate_many(&app, "07", 38, 40).await;
    rate_many(&app, "12", 5, 5).await;
    let open = json!({ "id": new_id(), "window": "07", "satisfied": false });
    assert!(app.rate(&open).await.status().is_success());
    set_clock(TODAY, 10, 0);
    let results: Value = app.get("/api/v1/results").await.json().await.unwrap();
    assert_eq!(results["month"], "2026-10");
    assert_eq!(results["open_count"], 1);
    let rows = results["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 35);
    // Wilson: 38 of 40 lies between 83.5 % and 98.6 %.
    let tax = json!({ "unit": "tax", "count": 40, "satisfied": 38, "share": 950, "low": 835, "high": 986, "small": false });
    for (name, value) in tax.as_object().unwrap() {
        assert_eq!(&rows[0][name], value, "{name}");
    }
    let hr = rows.iter().find(|row| row["count"] == 5).unwrap();
    assert_eq!(hr["small"], true);
    let page = app.page("/results").await;
    assert!(page.contains("40 条 · 区间 84–99%") && page.contains("样本不足，不排名"));
    assert!(page.contains("<table") && page.contains("<caption"));
    let running = app.page("/results?month=2026-11").await;
    assert!(running.contains("本月还没有结束"));
    assert_eq!(app.get("/api/v1/results?month=soon").await.status(), 422);
}

#[tokio::test]
async fn ok_results_tell_what_was_answered_in_time_and_changed() {
    let app = spawn_app().await;
    set_clock("2026-10-12", 10, 0);
    for (answered, changed) in [("2026-10-14", Some("取号机换了大字")), ("2026-10-27", None)]
    {
        let body =
            json!({ "id": new_id(), "kind": "suggestion", "text": "字太小", "window": "07" });
        let address = format!("{}/api/v1/suggestions", app.address);
        let receipt: Value = app
            .client
            .post(address)
            .json(&body)
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap();
        let step = Step::Answered {
            text: "好".into(),
            changed: changed.map(str::to_owned),
        };
        let code = receipt["code"]
            .as_str()
            .unwrap()
            .to_owned()
            .try_into()
            .unwrap();
        let step = NewStep {
            id: None,
            at: at(answered, 9, 0),
            step,
        };
        app.store.add_step(code, step).await.unwrap();
    }
    set_clock(TODAY, 10, 0);
    let results: Value = app
        .get("/api/v1/results?month=2026-10")
        .await
        .json()
        .await
        .unwrap();
    assert_eq!(results["settled"], 2);
    assert_eq!(results["changes"][0]["text"], "取号机换了大字");
    let rows = results["rows"].as_array().unwrap();
    let tax = rows.iter().find(|row| row["unit"] == "tax").unwrap();
    assert_eq!(tax["follow_up"], json!({ "on_time": 1, "total": 2 }));
}

#[tokio::test]
async fn ok_privacy_is_told_and_the_app_fetches_pages_without_their_frame() {
    let app = spawn_app().await;
    let page = app.page("/privacy").await;
    assert!(page.contains("事情办结 30 天后，联系方式自动删除"));
    let request = app.client.get(format!("{}/privacy?lang=en", app.address));
    let part = request.header("x-zuoban-part", "1").send().await.unwrap();
    assert!(header(&part, "vary").contains("x-zuoban-part"));
    let part: Value = part.json().await.unwrap();
    assert_eq!(part["title"], "How your data is used");
    assert!(!part["html"].as_str().unwrap().contains("<html"));
}
