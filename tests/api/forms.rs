//! The same with scripts off: forms as a page sends them, answered with pages.

use reqwest::{Response, StatusCode};
use zuoban::model::{Aspect, Level, Source};
use zuoban::text::Lang;

use super::support::{TestApp, between, header, new_id, spawn_app, tap};

/// Where a form is sent on to.
fn location(response: &Response) -> String {
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    header(response, "location").to_owned()
}

/// Taps with the form of the window's own page, as a browser would.
async fn tapped(app: &TestApp, address: &str) -> (String, Response) {
    let page = app.page(address).await;
    let action = between(&page, "method=\"post\" action=\"", "\"")[0].replace("&amp;", "&");
    let value = |name| {
        between(&page, &format!("name=\"{name}\" value=\""), "\"")
            .first()
            .copied()
    };
    let mut fields: Vec<_> = ["id", "window", "k"]
        .into_iter()
        .filter_map(|name| Some((name, value(name)?)))
        .collect();
    fields.push(("satisfied", "false"));
    (fields[0].1.to_owned(), app.form(&action, &fields).await)
}

#[tokio::test]
async fn ok_a_forms_tap_is_stored_and_thanked_for() {
    let app = spawn_app().await;
    let k = app.k("07");
    let (id, response) = tapped(&app, &format!("/w/07?k={k}")).await;
    let location = location(&response);
    assert_eq!(location, format!("/w/07?k={k}&r={id}"));
    let page = app.page(&location).await;
    assert!(page.contains(Lang::Zh.texts().received) && !page.contains(Lang::Zh.texts().ask));
    let row = app.stored(&id).await.unwrap();
    assert_eq!(
        (row.receipt.source, row.receipt.satisfied),
        (Source::Scan, false)
    );
    let again = app
        .form(
            "/api/v1/ratings",
            &[
                ("id", &id),
                ("window", "07"),
                ("satisfied", "false"),
                ("k", &k),
            ],
        )
        .await;
    assert_eq!(self::location(&again), location);
    assert_eq!(app.count(), 1);
}

#[tokio::test]
async fn ok_language_and_size_are_kept_on_the_way() {
    let app = spawn_app().await;
    let (id, response) = tapped(&app, "/w/07?lang=en&elder=1").await;
    assert_eq!(location(&response), format!("/w/07?r={id}&lang=en&elder=1"));
    let page = app.page(&location(&response)).await;
    assert!(page.contains(Lang::En.texts().received) && page.contains("class=\"elder\""));
    let path = format!("/api/v1/ratings/{id}?lang=en&elder=1");
    let undone = app
        .form(
            &path,
            &[("id", &new_id()), ("window", "07"), ("withdrawn", "true")],
        )
        .await;
    assert_eq!(location(&undone), "/w/07?undone=1&lang=en&elder=1");
}

#[tokio::test]
async fn ok_a_wrong_signature_is_not_carried_on() {
    let app = spawn_app().await;
    let id = new_id();
    let sent = [
        ("id", id.as_str()),
        ("window", "07"),
        ("satisfied", "true"),
        ("k", "0000\r\nx: y"),
    ];
    assert_eq!(
        location(&app.form("/api/v1/ratings", &sent).await),
        format!("/w/07?r={id}")
    );
    assert_eq!(app.stored(&id).await.unwrap().receipt.source, Source::Open);
}

#[tokio::test]
async fn ok_more_is_said_with_the_second_form() {
    let app = spawn_app().await;
    let (id, k) = (new_id(), app.k("07"));
    app.rate(&tap(&id, true)).await;
    let path = format!("/api/v1/ratings/{id}?k={k}");
    let amendment = new_id();
    let sent = [
        ("id", amendment.as_str()),
        ("window", "07"),
        ("level", "dissatisfied"),
        ("aspects", "manner"),
        ("aspects", "speed"),
        ("aspects", "manner"),
        ("comment", " 等了\r\n很久 "),
    ];
    for _ in 0..2 {
        let location = location(&app.form(&path, &sent).await);
        assert_eq!(location, format!("/w/07?k={k}&r={id}&done=1"));
        assert!(
            app.page(&location)
                .await
                .contains(Lang::Zh.texts().more_received)
        );
    }
    let row = app.stored(&id).await.unwrap();
    assert_eq!(
        (row.state.level, row.state.satisfied),
        (Some(Level::Dissatisfied), false)
    );
    assert_eq!(row.state.aspects, [Aspect::Speed, Aspect::Manner]);
    assert_eq!(row.state.comment.unwrap().as_str(), "等了\r\n很久");
    assert_eq!(row.amendments.len(), 1);
}

#[tokio::test]
async fn ok_blank_fields_say_nothing() {
    let app = spawn_app().await;
    let id = new_id();
    app.rate(&tap(&id, true)).await;
    let path = format!("/api/v1/ratings/{id}");
    app.form(
        &path,
        &[
            ("id", &new_id()),
            ("window", "07"),
            ("aspects", "speed"),
            ("comment", "快"),
        ],
    )
    .await;
    let sent = app
        .form(
            &path,
            &[
                ("id", &new_id()),
                ("window", "07"),
                ("level", ""),
                ("withdrawn", ""),
                ("comment", " \r\n "),
            ],
        )
        .await;
    assert_eq!(location(&sent), format!("/w/07?r={id}&done=1"));
    let row = app.stored(&id).await.unwrap();
    assert_eq!(
        (row.state.aspects, row.state.comment.unwrap().as_str()),
        (vec![Aspect::Speed], "快")
    );
}

#[tokio::test]
async fn ok_a_wrong_tap_is_taken_back() {
    let app = spawn_app().await;
    let (id, response) = tapped(&app, "/w/07").await;
    let thanks = app.page(&location(&response)).await;
    let undo = thanks.split("id=\"undo\"").nth(1).unwrap();
    let amendment = between(undo, "name=\"id\" value=\"", "\"")[0];
    let sent = [("id", amendment), ("window", "07"), ("withdrawn", "true")];
    let location = location(&app.form(&format!("/api/v1/ratings/{id}"), &sent).await);
    assert_eq!(location, "/w/07?undone=1");
    let page = app.page(&location).await;
    assert!(page.contains(Lang::Zh.texts().withdrawn_note) && page.contains(Lang::Zh.texts().ask));
    assert!(app.stored(&id).await.unwrap().state.withdrawn);
    assert!(
        app.page(&format!("/w/07?r={id}"))
            .await
            .contains(Lang::Zh.texts().ask)
    );
}
