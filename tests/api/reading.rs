//! Reading what the server answered.

use reqwest::Response;
use serde_json::Value;

/// A header's text, empty where it is missing.
pub fn header<'a>(response: &'a Response, name: &str) -> &'a str {
    response
        .headers()
        .get(name)
        .map_or("", |value| value.to_str().unwrap())
}

/// Every text between two others.
pub fn between<'a>(text: &'a str, before: &str, after: &str) -> Vec<&'a str> {
    text.split(before)
        .skip(1)
        .filter_map(|part| part.split(after).next())
        .collect()
}

/// The problem in an answer, or what is wrong with it as one: `status code field`.
pub async fn told(response: Response) -> String {
    let (status, kind) = (
        response.status().as_u16(),
        header(&response, "content-type").to_owned(),
    );
    let text = response.text().await.unwrap();
    let problem: Value = serde_json::from_str(&text).unwrap_or_default();
    if kind != "application/problem+json"
        || problem["status"] != status
        || problem["type"] != "about:blank"
    {
        return format!("{status} is no problem: {kind} {text}");
    }
    let (code, field) = (
        problem["code"].as_str().unwrap_or("-"),
        problem["field"].as_str().unwrap_or_default(),
    );
    assert!(
        problem["title"]
            .as_str()
            .is_some_and(|title| !title.is_empty()),
        "{text}"
    );
    format!("{status} {code} {field}").trim_end().to_owned()
}
