//! The roster's calendar: what it says, how it is written, and that an unchanged one is not sent again.
//! (`tests/e2e/calendar.test.mjs` reads it with a parser that is not ours.)

use std::collections::BTreeMap;

use reqwest::StatusCode;
use serde_json::Value;

use super::support::{TestApp, header, set_clock, spawn_app, told};

type Event = BTreeMap<String, String>;

/// The calendar's events, unfolded, properties without their parameters.
fn events(text: &str) -> Vec<Event> {
    let unfolded = text.replace("\r\n ", "");
    let property = |line: &str| {
        let (name, value) = line.split_once(':').unwrap();
        let name = name.split(';').next().unwrap();
        (name.to_owned(), value.to_owned())
    };
    unfolded
        .split("BEGIN:VEVENT\r\n")
        .skip(1)
        .map(|event| event.split("END:VEVENT").next().unwrap())
        .map(|event| event.lines().map(property).collect())
        .collect()
}

async fn calendar(app: &TestApp, query: &str) -> String {
    let response = app.get(&format!("/api/v1/duty.ics{query}")).await;
    assert_eq!(response.status(), StatusCode::OK, "{query}");
    assert_eq!(
        header(&response, "content-type"),
        "text/calendar; charset=utf-8"
    );
    response.text().await.unwrap()
}

async fn duty(app: &TestApp, query: &str) -> Vec<Value> {
    let path = format!("/api/v1/duty?from=2026-11-10&to=2026-12-30{query}");
    app.get(&path).await.json().await.unwrap()
}

#[tokio::test]
async fn ok_every_published_shift_is_an_event_of_its_own() {
    let app = spawn_app().await;
    let text = calendar(&app, "").await;
    assert!(text.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"));
    assert!(text.ends_with("END:VCALENDAR\r\n"));
    assert!(text.replace("\r\n", "").find(['\r', '\n']).is_none());
    assert!(text.lines().all(|line| line.len() <= 75));
    for part in [
        "TZID:Asia/Shanghai",
        "X-WR-CALNAME:坐班 · 示例市政务服务中心",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
    ] {
        assert!(text.contains(part), "{part}");
    }
    let (events, shifts) = (events(&text), duty(&app, "").await);
    assert_eq!(events.len(), shifts.len());
    for (event, shift) in events.iter().zip(&shifts) {
        let uid = format!("shift-{}@", shift["id"]);
        assert!(event["UID"].starts_with(&uid), "{event:?}");
        let takes_place = shift["state"] == "planned" || shift["state"]["substituted"].is_object();
        let status = if takes_place {
            "CONFIRMED"
        } else {
            "CANCELLED"
        };
        assert_eq!(event["STATUS"], status, "{shift}");
        assert_eq!(event["SEQUENCE"], "0");
        let day = shift["day"].as_str().unwrap().replace('-', "");
        assert!(event["DTSTART"].starts_with(&format!("{day}T")));
        assert!(event["DTSTAMP"].ends_with('Z') && event["DTSTAMP"].len() == 16);
    }
    for state in ["CANCELLED", "CONFIRMED"] {
        assert!(events.iter().any(|event| event["STATUS"] == state));
    }
    let moved = events.iter().find(|e| e["SUMMARY"].contains("改期"));
    assert!(moved.unwrap()["DESCRIPTION"].contains("改到 周"));
}

#[tokio::test]
async fn ok_of_one_unit_or_matter_in_the_language_asked_for() {
    let app = spawn_app().await;
    let tax = calendar(&app, "?unit=tax").await;
    assert!(tax.contains("X-WR-CALNAME:坐班 · 税务 · 示例市政务服务中心"));
    assert_eq!(events(&tax).len(), duty(&app, "&unit=tax").await.len());
    let english = calendar(&app, "?unit=tax&lang=en").await;
    assert!(english.contains("Sample A\\, Deputy Director on duty · Tax · Window 07"));
    let of = |text: &str| -> Vec<String> {
        let events = events(text);
        events
            .into_iter()
            .map(|mut e| e.remove("UID").unwrap())
            .collect()
    };
    assert_eq!(of(&tax), of(&english));
    for matter in ["gsrd", "%E5%B7%A5%E4%BC%A4%E8%AE%A4%E5%AE%9A"] {
        let shifts = duty(&app, &format!("&matter={matter}")).await;
        let concerns = |shift: &Value| shift["unit"] == "hr" || shift["window"] == "12";
        assert!(
            !shifts.is_empty() && shifts.iter().all(concerns),
            "{matter}"
        );
        let all = duty(&app, "").await;
        assert_eq!(shifts.len(), all.iter().filter(|s| concerns(s)).count());
        let told = calendar(&app, &format!("?matter={matter}")).await;
        assert_eq!(events(&told).len(), shifts.len());
    }
    assert!(duty(&app, "&matter=%E7%81%AB%E6%98%9F").await.is_empty());
}

#[tokio::test]
async fn ok_what_changes_is_noticed_and_what_does_not_is_not_sent_again() {
    let app = spawn_app().await;
    let ask = async |etag: &str| {
        let request = app.client.get(format!("{}/api/v1/duty.ics", app.address));
        request.header("if-none-match", etag).send().await.unwrap()
    };
    let first = app.get("/api/v1/duty.ics").await;
    let etag = header(&first, "etag").to_owned();
    assert!(header(&first, "cache-control").contains("max-age"));
    let vary: Vec<_> = first.headers().get_all("vary").iter().collect();
    assert!(
        vary.iter().any(|vary| *vary == "accept-language"),
        "{vary:?}"
    );
    let before = events(&first.text().await.unwrap());
    set_clock("2026-11-24", 10, 5);
    for known in [etag.clone(), format!("\"x\", {etag}"), "*".to_owned()] {
        let again = ask(&known).await;
        assert_eq!(again.status(), StatusCode::NOT_MODIFIED, "{known}");
        assert_eq!(header(&again, "etag"), etag);
        assert!(again.bytes().await.unwrap().is_empty());
    }
    assert_eq!(ask("\"x\"").await.status(), StatusCode::OK);
    let state = r#"{"cancelled":{"reason":{"zh":"开会","en":"Meeting"}}}"#;
    let file = format!("json_set(document, '$.state', json('{state}'))");
    let schema = format!("jsonb_set(document::jsonb, '{{state}}', '{state}')::text");
    let [file, schema] = [file, schema].map(|document| {
        format!("update shift set document = {document} where id = 3 returning id")
    });
    assert_eq!(app.database.sql_of(&file, &schema).unwrap(), "3");
    let changed = ask(&etag).await;
    assert_eq!(changed.status(), StatusCode::OK);
    let after = events(&changed.text().await.unwrap());
    let differing: Vec<_> = before.iter().zip(&after).filter(|(a, b)| a != b).collect();
    let [(old, new)] = differing[..] else {
        panic!("{differing:?}")
    };
    assert_eq!(old["UID"], new["UID"]);
    assert_eq!((&*new["SEQUENCE"], &*new["STATUS"]), ("1", "CANCELLED"));
    assert!(new["DESCRIPTION"].contains("取消：开会"));
}

#[tokio::test]
async fn ok_it_reaches_two_weeks_back() {
    let app = spawn_app().await;
    let first = async || events(&calendar(&app, "").await)[0]["DTSTART"].clone();
    assert!(first().await.starts_with("20261123"));
    set_clock("2026-12-08", 9, 0);
    assert!(first().await.starts_with("20261124"));
}

#[tokio::test]
async fn err_asked_for_what_is_not() {
    let app = spawn_app().await;
    let cases = [
        ("?unit=nobody", "422 bad_value unit"),
        ("?units=tax", "400 unknown_field units"),
        ("?unit=tax&unit=hr", "400 duplicate_field unit"),
        ("?unit=%ff", "400 bad_address"),
    ];
    for (query, wanted) in cases {
        let response = app.get(&format!("/api/v1/duty.ics{query}")).await;
        assert_eq!(told(response).await, wanted, "{query}");
    }
}
