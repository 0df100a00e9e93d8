//! The tap: stored once, with who was on duty, whatever is repeated.

use reqwest::StatusCode;
use serde_json::{Value, json};
use zuoban::model::Source;

use super::support::{TODAY, header, new_id, set_clock, spawn_app, tap, told, with};

#[tokio::test]
async fn ok_a_tap_is_stored_with_the_one_on_duty() {
    let app = spawn_app().await;
    let id = new_id();
    let response = app.rate(&tap(&id, true)).await;
    assert_eq!(response.status(), StatusCode::CREATED);
    let receipt: Value = response.json().await.unwrap();
    assert_eq!(receipt["id"], id.as_str());
    assert_eq!(
        (&receipt["window"], &receipt["satisfied"]),
        (&json!("07"), &json!(true))
    );
    assert_eq!(receipt["rated_at"], "2026-11-24T10:00:00.000+08:00");
    assert_eq!(receipt["shift"]["director"]["zh"], "示例甲");
    let row = app.stored(&id).await.unwrap();
    assert_eq!(serde_json::to_value(&row.receipt).unwrap(), receipt);
    assert_eq!((row.unit.as_str(), row.rated_at), ("tax", row.received_at));
}

#[tokio::test]
async fn ok_at_night_nobody_is_on_duty() {
    let app = spawn_app().await;
    for (hour, minute, somebody) in [
        (8, 59, false),
        (9, 0, true),
        (16, 59, true),
        (17, 0, false),
        (23, 0, false),
    ] {
        set_clock(TODAY, hour, minute);
        let receipt: Value = app.rate(&tap(&new_id(), false)).await.json().await.unwrap();
        assert_eq!(
            receipt["shift"].is_object(),
            somebody,
            "{hour}:{minute:02} {receipt}"
        );
    }
}

#[tokio::test]
async fn ok_a_replay_answers_the_first_result_byte_for_byte() {
    let app = spawn_app().await;
    let id = new_id();
    let first = app.rate(&tap(&id, true)).await.bytes().await.unwrap();
    set_clock(TODAY, 12, 30);
    let earlier = with(
        tap(&id.to_uppercase(), true),
        &json!({ "k": app.k("07"), "rated_at": "2026-11-23T09:30:00+08:00" }),
    );
    for again in [tap(&id, true), earlier] {
        let response = app.rate(&again).await;
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.bytes().await.unwrap(), first);
    }
    assert_eq!(app.count(), 1);
}

#[tokio::test]
async fn ok_a_replay_answers_the_same_after_amendments_and_roster_changes() {
    let app = spawn_app().await;
    let id = new_id();
    let first = app.rate(&tap(&id, true)).await.bytes().await.unwrap();
    let change = json!({ "id": new_id(), "level": "dissatisfied", "withdrawn": true });
    assert_eq!(app.amend(&id, &change).await.status(), StatusCode::OK);
    // Several, so that what was known of the roster is at hand.
    for _ in 0..3 {
        let sat = app.rate(&tap(&new_id(), true)).await;
        assert!(sat.json::<Value>().await.unwrap()["shift"].is_object());
    }
    app.database.sql("delete from shift").unwrap();
    let nobody = app.rate(&tap(&new_id(), true)).await;
    assert!(nobody.json::<Value>().await.unwrap()["shift"].is_null());
    let response = app.rate(&tap(&id, true)).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(response.bytes().await.unwrap(), first);
}

#[tokio::test]
async fn ok_a_replay_answers_the_same_after_its_window_was_taken_away() {
    let app = spawn_app().await;
    let id = new_id();
    let first = app.rate(&tap(&id, true)).await.bytes().await.unwrap();
    let mut centre = app.store.centre().await.unwrap().as_ref().clone();
    centre
        .units
        .iter_mut()
        .for_each(|unit| unit.windows.retain(|window| window.id.as_str() != "07"));
    app.store.put_centre(centre).await.unwrap();
    assert_eq!(
        told(app.rate(&tap(&new_id(), true)).await).await,
        "404 unknown_window window"
    );
    let response = app.rate(&tap(&id, true)).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(response.bytes().await.unwrap(), first);
}

#[tokio::test]
async fn err_an_id_used_for_another_window_or_button() {
    let app = spawn_app().await;
    let id = new_id();
    app.rate(&tap(&id, true)).await;
    for other in [
        tap(&id, false),
        with(tap(&id, true), &json!({ "window": "08" })),
    ] {
        assert_eq!(
            told(app.rate(&other).await).await,
            "409 id_reused",
            "{other}"
        );
    }
    assert_eq!(app.count(), 1);
    assert!(app.stored(&id).await.unwrap().state.satisfied);
}

#[tokio::test]
async fn ok_only_the_windows_own_signature_makes_it_a_scan() {
    let app = spawn_app().await;
    let own = app.k("07");
    let given = [
        (Some(own.clone()), Source::Scan),
        (Some(own.to_uppercase()), Source::Scan),
        (Some(app.k("08")), Source::Open),
        (Some(own[..11].to_owned()), Source::Open),
        (Some(String::new()), Source::Open),
        (None, Source::Open),
    ];
    for (k, source) in given {
        let id = new_id();
        let receipt: Value = app
            .rate(&with(tap(&id, true), &json!({ "k": k })))
            .await
            .json()
            .await
            .unwrap();
        assert_eq!(receipt["source"], source.code(), "{k:?}");
        assert_eq!(app.stored(&id).await.unwrap().receipt.source, source);
    }
}

#[tokio::test]
async fn ok_an_earlier_tap_keeps_its_time_where_that_can_be() {
    let app = spawn_app().await;
    let now = "2026-11-24T10:00:00.000+08:00";
    let cases = [
        (
            "2026-11-23T09:30:00+08:00",
            "2026-11-23T09:30:00.000+08:00",
            Some("示例甲"),
        ),
        (
            "2026-11-23T01:30:00.25Z",
            "2026-11-23T09:30:00.250+08:00",
            Some("示例甲"),
        ),
        (
            "2026-11-23T23:00:00+08:00",
            "2026-11-23T23:00:00.000+08:00",
            None,
        ),
        (now, now, Some("示例甲")),
        ("2026-11-24T10:00:00.001+08:00", now, Some("示例甲")),
        ("2027-11-24T10:00:00+08:00", now, Some("示例甲")),
        ("9999-12-31T23:59:59Z", now, Some("示例甲")),
        (
            "2026-11-10T10:00:00+08:00",
            "2026-11-10T10:00:00.000+08:00",
            None,
        ),
        ("2026-11-10T09:59:59.999+08:00", now, Some("示例甲")),
        ("1970-01-01T00:00:00Z", now, Some("示例甲")),
        ("0000-01-01T00:00:00Z", now, Some("示例甲")),
    ];
    for (sent, kept, director) in cases {
        let id = new_id();
        let response = app
            .rate(&with(tap(&id, true), &json!({ "rated_at": sent })))
            .await;
        assert_eq!(response.status(), StatusCode::CREATED, "{sent}");
        let receipt: Value = response.json().await.unwrap();
        assert_eq!(receipt["rated_at"], kept, "{sent}");
        assert_eq!(
            receipt["shift"]["director"]["zh"].as_str(),
            director,
            "{sent}"
        );
        assert_eq!(app.stored(&id).await.unwrap().received_at.rfc3339(), now);
    }
}

#[tokio::test]
async fn ok_a_content_type_with_parameters_and_nulls_for_what_is_absent() {
    let app = spawn_app().await;
    let body = with(
        tap(&new_id(), true),
        &json!({ "k": null, "rated_at": null }),
    )
    .to_string();
    let response = app
        .create("Application/JSON; charset=utf-8", body)
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), StatusCode::CREATED);
    assert_eq!(header(&response, "content-type"), "application/json");
}
