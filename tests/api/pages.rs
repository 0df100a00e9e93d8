//! The pages: usable as they come, small, and silent about which button it was.

use reqwest::StatusCode;
use zuoban::text::Lang;

use super::support::{TODAY, between, header, new_id, set_clock, spawn_app, tap};

/// The id in a page's form.
fn form_id(page: &str) -> String {
    between(page, "name=\"id\" value=\"", "\"")[0].to_owned()
}

/// A page with every id in it made the same.
fn without_ids(page: &str) -> String {
    let hex = |part: &str, length: usize| {
        part.len() == length && part.bytes().all(|byte| byte.is_ascii_hexdigit())
    };
    let is_id = |text: &str| {
        let parts: Vec<_> = text.split('-').collect();
        parts.len() == 5
            && parts
                .iter()
                .zip([8, 4, 4, 4, 12])
                .all(|(part, length)| hex(part, length))
    };
    let mut page = page.to_owned();
    let ids: Vec<_> = (0..page.len())
        .filter_map(|at| page.get(at..at + 36))
        .filter(|text| is_id(text))
        .map(str::to_owned)
        .collect();
    assert!(!ids.is_empty());
    for id in ids {
        page = page.replace(&id, "ID");
    }
    page
}

#[tokio::test]
async fn ok_the_windows_page_has_a_form_with_two_buttons() {
    let app = spawn_app().await;
    let response = app.get("/w/07").await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(
        header(&response, "content-type"),
        "text/html; charset=utf-8"
    );
    assert_eq!(header(&response, "cache-control"), "no-store");
    let page = response.text().await.unwrap();
    let t = Lang::Zh.texts();
    for part in [
        "<form class=\"rate\" method=\"post\" action=\"/api/v1/ratings\"",
        "name=\"window\" value=\"07\"",
        "name=\"satisfied\" value=\"true\"",
        "name=\"satisfied\" value=\"false\"",
        t.satisfied,
        t.dissatisfied,
        t.ask,
        t.demo_note,
        "示例甲",
        "税务 07 号窗口",
        "9:00–17:00",
        "<html lang=\"zh-CN\">",
    ] {
        assert!(page.contains(part), "{part}");
    }
    assert!(!page.contains("name=\"k\""));
    assert!(!page.contains("{{"));
    assert_ne!(form_id(&page), form_id(&app.page("/w/07").await));
}

#[tokio::test]
async fn ok_after_hours_the_next_sitting_is_told() {
    let app = spawn_app().await;
    set_clock(TODAY, 23, 0);
    let page = app.page("/w/07?lang=en").await;
    assert!(page.contains("Next on duty") && !page.contains("You can talk to them in person"));
}

#[tokio::test]
async fn ok_the_page_fits_into_the_first_window_of_the_network() {
    let app = spawn_app().await;
    let plain = reqwest::Client::builder()
        .no_proxy()
        .no_brotli()
        .no_gzip()
        .build()
        .unwrap();
    let stored = new_id();
    app.rate(&tap(&stored, true)).await;
    for path in [
        "/w/07".to_owned(),
        "/w/07?lang=en&elder=1".to_owned(),
        format!("/w/07?r={stored}"),
    ] {
        let request = plain
            .get(format!("{}{path}", app.address))
            .header("accept-encoding", "br");
        let response = request.send().await.unwrap();
        assert_eq!(header(&response, "content-encoding"), "br");
        let size = response.bytes().await.unwrap().len();
        assert!(size <= 14_336, "{path}: {size} bytes");
    }
}

#[tokio::test]
async fn ok_language_and_elder_mode_from_the_address_else_from_the_browser() {
    let app = spawn_app().await;
    let (zh, en) = (Lang::Zh.texts().ask, Lang::En.texts().ask);
    let cases = [
        ("/w/07", "", zh),
        ("/w/07?lang=en", "", en),
        ("/w/07", "en-GB,en;q=0.9,zh;q=0.1", en),
        ("/w/07", "fr, en;q=0.5", en),
        ("/w/07", "zh-CN,en;q=0.5", zh),
        ("/w/07", "fr", zh),
        ("/w/07?lang=zh", "en", zh),
        ("/w/07?lang=xx", "en", en),
    ];
    for (path, languages, ask) in cases {
        let request = app
            .client
            .get(format!("{}{path}", app.address))
            .header("accept-language", languages);
        let page = request.send().await.unwrap().text().await.unwrap();
        assert!(page.contains(ask), "{path} {languages}");
    }
    assert!(
        app.page("/w/07?elder=1")
            .await
            .contains("<html lang=\"zh-CN\" class=\"elder\">")
    );
    assert!(
        app.page("/w/07?lang=en")
            .await
            .contains("<html lang=\"en\">")
    );
}

#[tokio::test]
async fn ok_a_rating_that_is_not_this_windows_is_asked_for_again() {
    let app = spawn_app().await;
    let id = new_id();
    app.rate(&tap(&id, true)).await;
    for path in [
        format!("/w/07?r={}", new_id()),
        "/w/07?r=x".to_owned(),
        format!("/w/08?r={id}"),
    ] {
        let response = app.get(&path).await;
        assert_eq!(response.status(), StatusCode::OK);
        assert!(
            response
                .text()
                .await
                .unwrap()
                .contains(Lang::Zh.texts().ask),
            "{path}"
        );
    }
}

#[tokio::test]
async fn ok_the_thanks_never_tell_which_button_it_was() {
    let app = spawn_app().await;
    for more in ["", "&done=1", "&lang=en", "&elder=1"] {
        let mut pages = Vec::new();
        for satisfied in [true, false] {
            let id = new_id();
            app.rate(&tap(&id, satisfied)).await;
            pages.push(
                app.page(&format!("/w/07?k={}&r={id}{more}", app.k("07")))
                    .await,
            );
        }
        assert!(pages[0].contains("id=\"undo\""));
        assert_eq!(without_ids(&pages[0]), without_ids(&pages[1]), "{more}");
    }
}

#[tokio::test]
async fn ok_undo_is_offered_for_ten_seconds_and_in_elder_mode_for_ever() {
    let app = spawn_app().await;
    let id = new_id();
    app.rate(&tap(&id, true)).await;
    let hidden = "data-live=\"undoable\" hidden";
    assert!(!app.page(&format!("/w/07?r={id}")).await.contains(hidden));
    set_clock(TODAY, 10, 1);
    assert!(app.page(&format!("/w/07?r={id}")).await.contains(hidden));
    assert!(
        !app.page(&format!("/w/07?r={id}&elder=1"))
            .await
            .contains(hidden)
    );
}
