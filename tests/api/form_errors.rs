//! A refused form is told in a sentence of the right status, never in JSON.

use reqwest::Response;
use zuoban::text::{Lang, problem};

use super::support::{between, header, new_id, spawn_app, tap};

#[tokio::test]
async fn err_a_refused_form_is_told_in_a_sentence() {
    let app = spawn_app().await;
    let (id, kept) = (new_id(), new_id());
    app.rate(&tap(&kept, true)).await;
    let path = format!("/api/v1/ratings/{kept}");
    let nobody = format!("/api/v1/ratings/{id}");
    let rate = format!("id={id}&window=07&satisfied=true");
    let more = format!("id={id}&window=07");
    let create = "/api/v1/ratings";
    let cases = [
        (create, String::new(), 400, "missing_field"),
        (create, format!("id={id}&window=07"), 400, "missing_field"),
        (create, format!("{rate}&x=1"), 400, "unknown_field"),
        (create, format!("{rate}&window=07"), 400, "duplicate_field"),
        (
            create,
            format!("id={id}&window=07&satisfied=maybe"),
            422,
            "bad_value",
        ),
        (
            create,
            "id=7&window=07&satisfied=true".to_owned(),
            422,
            "bad_value",
        ),
        (
            create,
            format!("id={id}&window=0%007&satisfied=true"),
            422,
            "bad_value",
        ),
        (create, format!("{rate}&rated_at=soon"), 422, "bad_value"),
        (
            create,
            format!("id={id}&window=zz99&satisfied=true"),
            404,
            "unknown_window",
        ),
        (
            create,
            format!("id={kept}&window=07&satisfied=false"),
            409,
            "id_reused",
        ),
        (
            create,
            format!("{rate}&k={}", "x".repeat(17 * 1024)),
            413,
            "too_large",
        ),
        (&path, format!("{more}&level=great"), 422, "bad_value"),
        (&path, format!("{more}&aspects=price"), 422, "bad_value"),
        (&path, format!("{more}&withdrawn=perhaps"), 422, "bad_value"),
        (
            &path,
            format!("{more}&comment={}", "x".repeat(501)),
            422,
            "too_long",
        ),
        (
            &path,
            format!("{more}&comment=a%07b"),
            422,
            "bad_characters",
        ),
        (&path, format!("{more}&x=1"), 400, "unknown_field"),
        (&path, "window=07".to_owned(), 400, "missing_field"),
        (
            &nobody,
            format!("{more}&withdrawn=true"),
            404,
            "unknown_rating",
        ),
        ("/api/v1/ratings/%ff", more.clone(), 400, "bad_address"),
    ];
    for (path, body, status, code) in cases {
        let request = app
            .client
            .post(format!("{}{path}", app.address))
            .body(body.clone());
        let response = request
            .header("content-type", "application/x-www-form-urlencoded")
            .send()
            .await
            .unwrap();
        let what = format!("{path} {}", body.chars().take(80).collect::<String>());
        told_in_a_sentence(response, status, code, &what).await;
    }
    let foreign = app
        .create("application/x-www-form-urlencoded", rate.clone())
        .header("sec-fetch-site", "cross-site");
    told_in_a_sentence(
        foreign.send().await.unwrap(),
        403,
        "cross_site",
        "from elsewhere",
    )
    .await;
    for bytes in [b"id=\xff".to_vec(), format!("{rate}&k=%ff").into_bytes()] {
        let not_utf8 = app.create("application/x-www-form-urlencoded", bytes);
        told_in_a_sentence(not_utf8.send().await.unwrap(), 400, "bad_body", "not UTF-8").await;
    }
    let json = app
        .client
        .post(format!("{}{path}", app.address))
        .json(&tap(&id, true));
    told_in_a_sentence(
        json.send().await.unwrap(),
        415,
        "wrong_content_type",
        "JSON by POST",
    )
    .await;
    assert_eq!(app.count(), 1);
}

async fn told_in_a_sentence(response: Response, status: u16, code: &str, what: &str) {
    assert_eq!(
        header(&response, "content-type"),
        "text/html; charset=utf-8",
        "{what}"
    );
    assert_eq!(response.status().as_u16(), status, "{what}");
    let page = response.text().await.unwrap();
    let sentence = problem(Lang::Zh.texts(), code);
    assert!(
        page.contains(sentence),
        "{what}: {:?}",
        between(&page, "role=\"alert\">", "<")
    );
}
