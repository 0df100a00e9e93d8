//! Finding the right window: asked for, or in place of a page that is none.

use reqwest::StatusCode;
use zuoban::text::Lang;

use super::support::{TestApp, between, header, spawn_app};

#[tokio::test]
async fn err_an_unknown_window_is_helped_with_a_list() {
    let app = spawn_app().await;
    for path in [
        "/w/99999",
        "/w/%3Cscript%3E",
        "/w/%ff",
        "/w/%00",
        "/w/07%20",
    ] {
        let response = app.get(path).await;
        assert_eq!(response.status(), StatusCode::NOT_FOUND, "{path}");
        let page = response.text().await.unwrap();
        assert!(
            page.contains(Lang::Zh.texts().unknown_window_note),
            "{path}"
        );
        assert!(
            page.contains("href=\"/w/07\"") && page.contains("href=\"/w/13\""),
            "{path}"
        );
        assert!(!page.contains("<script>"), "{path}");
    }
}

#[tokio::test]
async fn err_an_address_that_is_none_is_a_page_for_a_browser() {
    let app = spawn_app().await;
    let ask = async |path: &str| {
        let request = app
            .client
            .get(format!("{}{path}", app.address))
            .header("accept", "text/html,*/*;q=0.8");
        let response = request.send().await.unwrap();
        (
            response.status().as_u16(),
            header(&response, "content-type").to_owned(),
            response.text().await.unwrap(),
        )
    };
    let (status, kind, page) = ask("/nothing").await;
    assert_eq!((status, kind.as_str()), (404, "text/html; charset=utf-8"));
    assert!(page.contains(Lang::Zh.texts().not_found) && page.contains("href=\"/w/07\""));
    let (status, kind, _) = ask("/api/v1/nothing").await;
    assert_eq!((status, kind.as_str()), (404, "application/problem+json"));
}

#[tokio::test]
async fn err_a_wrong_code_names_the_window_and_leads_there() {
    let app = spawn_app().await;
    for k in [app.k("08"), "0".to_owned(), "%22%3E%3Cb%3E".to_owned()] {
        let response = app.get(&format!("/w/07?k={k}")).await;
        assert_eq!(response.status(), StatusCode::FORBIDDEN, "{k}");
        let page = response.text().await.unwrap();
        let link = format!(
            "<a class=\"button\" href=\"/w/07\">{}</a>",
            (Lang::Zh.texts().wrong_code_go)("07")
        );
        assert!(page.contains(&link), "{k}");
        assert!(!page.contains("<b>\""));
    }
    assert!(app.page("/w/07").await.contains(Lang::Zh.texts().ask));
    let signed = app.page(&format!("/w/07?k={}", app.k("07"))).await;
    assert!(signed.contains(&format!("name=\"k\" value=\"{}\"", app.k("07"))));
}

/// The windows that are found, or all where nothing is looked for.
async fn windows(app: &TestApp, path: &str) -> Vec<String> {
    let page = app.page(path).await;
    let part = if path.contains("?q=") {
        "data-live=\"found\""
    } else {
        "<details"
    };
    let page = page.split(part).nth(1).unwrap();
    let page = page.split("data-live=\"idle\"").next().unwrap();
    between(page, "<a class=\"row\" href=\"/w/", "\"")
        .into_iter()
        .map(str::to_owned)
        .collect()
}

#[tokio::test]
async fn ok_the_finder_lists_and_finds() {
    let app = spawn_app().await;
    let centre = app.store.centre().await.unwrap();
    let all: usize = centre.units.iter().map(|unit| unit.windows.len()).sum();
    assert_eq!(windows(&app, "/").await.len(), all);
    for typed in [
        "07",
        "7",
        "%EF%BC%90%EF%BC%97",
        "07%E5%8F%B7%E7%AA%97%E5%8F%A3",
    ] {
        assert_eq!(
            windows(&app, &format!("/?q={typed}")).await[0],
            "07",
            "{typed}"
        );
    }
    let refunds = windows(&app, "/?q=%E9%80%80%E7%A8%8E").await;
    assert!(
        refunds.contains(&"07".to_owned()) && refunds.contains(&"13".to_owned()),
        "{refunds:?}"
    );
    assert!(refunds.len() < all);
    let injury = centre
        .units
        .iter()
        .flat_map(|unit| &unit.matters)
        .find(|matter| matter.initials == "gsrd")
        .unwrap();
    assert_eq!(windows(&app, "/?q=gsrd").await[0], injury.window.as_str());
    let page = app.page("/?q=%3Cb%3E%22").await;
    assert!(windows(&app, "/?q=%3Cb%3E%22").await.is_empty() && !page.contains("<b>\""));
}
