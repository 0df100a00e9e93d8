//! What is wrong with a request besides its JSON; nothing a client sends makes a 5xx.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use serde_json::json;

use super::support::{header, new_id, spawn_app, tap, told, with};

#[tokio::test]
async fn err_other_content_types() {
    let app = spawn_app().await;
    for kind in [
        "text/plain",
        "multipart/form-data; boundary=x",
        "application/jsonp",
        "",
        "json",
        "\u{e9}",
    ] {
        let response = app
            .create(kind, tap(&new_id(), true).to_string())
            .send()
            .await
            .unwrap();
        assert_eq!(told(response).await, "415 wrong_content_type", "{kind}");
    }
    let none = app
        .client
        .post(format!("{}/api/v1/ratings", app.address))
        .body(tap(&new_id(), true).to_string());
    assert_eq!(
        told(none.send().await.unwrap()).await,
        "415 wrong_content_type"
    );
    let form = app
        .client
        .patch(format!("{}/api/v1/ratings/{}", app.address, new_id()))
        .form(&[("id", "x")]);
    assert_eq!(
        told(form.send().await.unwrap()).await,
        "415 wrong_content_type"
    );
    assert_eq!(app.count(), 0);
}

#[tokio::test]
async fn err_too_large_without_a_length_given() {
    let app = spawn_app().await;
    let mut request = b"POST /api/v1/ratings HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/json\r\n\
        transfer-encoding: chunked\r\n\r\n"
        .to_vec();
    for _ in 0..17 {
        request.extend(format!("400\r\n{}\r\n", " ".repeat(1024)).into_bytes());
    }
    request.extend(b"0\r\n\r\n");
    let answer = app.raw(request).await;
    assert!(
        answer.starts_with("HTTP/1.1 413 ") && answer.contains("\"too_large\""),
        "{answer}"
    );
    let exactly = with(tap(&new_id(), true), &json!({ "k": "" })).to_string();
    let exactly = exactly + &" ".repeat(16 * 1024);
    let response = app
        .create("application/json", exactly[..16 * 1024].to_owned())
        .send()
        .await
        .unwrap();
    assert_eq!(response.status().as_u16(), 201);
}

/// A client that writes all before it reads must still come to read the answer.
#[tokio::test]
async fn err_far_too_large() {
    let app = spawn_app().await;
    for _ in 0..5 {
        let large = app.create("application/json", vec![b' '; 3 * 1024 * 1024]);
        assert_eq!(told(large.send().await.unwrap()).await, "413 too_large");
    }
    assert_eq!(app.count(), 0);
}

#[tokio::test]
async fn err_a_body_that_stalls() {
    let app = spawn_app().await;
    let address = app.address.trim_start_matches("http://").to_owned();
    let stall = tokio::task::spawn_blocking(move || {
        let mut stream = TcpStream::connect(address).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(20)))
            .unwrap();
        let half = "POST /api/v1/ratings HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{\"id\":";
        stream.write_all(half.as_bytes()).unwrap();
        let begun = Instant::now();
        let mut answer = [0; 4096];
        let length = stream.read(&mut answer).unwrap();
        (
            String::from_utf8_lossy(&answer[..length]).into_owned(),
            begun.elapsed(),
        )
    });
    let (answer, waited) = stall.await.unwrap();
    assert!(
        answer.starts_with("HTTP/1.1 408 ") && answer.contains("\"too_slow\""),
        "{answer}"
    );
    assert!((9..13).contains(&waited.as_secs()), "{waited:?}");
}

#[tokio::test]
async fn err_addresses_that_are_none() {
    let app = spawn_app().await;
    let cases = [
        ("/nothing", "404 not_found"),
        ("/api/v1/nothing", "404 not_found"),
        ("/api/v1/ratings/", "404 not_found"),
        ("/..%2f..%2fetc/passwd", "404 not_found"),
        ("/..%2fCargo.toml", "404 not_found"),
        ("/index.html", "404 not_found"),
        ("/icon.svg.br", "404 not_found"),
        ("/%ff", "404 not_found"),
        ("/api/v1/windows/99999", "404 unknown_window"),
        ("/api/v1/windows/%e5%9d%90", "404 unknown_window"),
        ("/api/v1/windows/%ff", "400 bad_address"),
        ("/api/v1/duty?from=9999-12-31", "200"),
    ];
    for (path, problem) in cases {
        let told = told(app.get(path).await).await;
        assert!(
            told == problem || problem == "200" && told.starts_with("200"),
            "{path}: {told}, not {problem}"
        );
    }
    for path in [
        "/../../../../etc/passwd",
        "/../index.html",
        "/./../../Cargo.toml",
        "//etc/passwd",
    ] {
        let answer = app
            .raw(
                format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").into_bytes(),
            )
            .await;
        assert!(answer.starts_with("HTTP/1.1 404 "), "{path}: {answer}");
    }
}

#[tokio::test]
async fn err_methods_an_address_does_not_take() {
    let app = spawn_app().await;
    let id = format!("/api/v1/ratings/{}", new_id());
    let cases = [
        ("DELETE", "/w/07", "GET,HEAD"),
        ("POST", "/", "GET,HEAD"),
        ("GET", "/api/v1/ratings", "POST"),
        ("PUT", "/api/v1/centre", "GET,HEAD"),
        ("GET", &id, "PATCH,POST"),
        ("DELETE", &id, "PATCH,POST"),
        ("POST", "/healthz", "GET,HEAD"),
    ];
    for (method, path, allowed) in cases {
        let method = method.parse().unwrap();
        let response = app
            .client
            .request(method, format!("{}{path}", app.address))
            .send()
            .await
            .unwrap();
        let mut allow: Vec<_> = header(&response, "allow")
            .split(',')
            .map(str::trim)
            .collect();
        allow.sort_unstable();
        assert_eq!(allow.join(","), allowed, "{path}");
        assert_eq!(told(response).await, "405 method_not_allowed", "{path}");
    }
}
