//! Figures: off unless asked for, on a listener of their own, and nothing personal in them.

use serde_json::{Value, json};

use super::database::Database;
use super::server::Server;
use super::support::{client, new_id, tap, with};

/// A server with figures, and where they are: on any free port, which it tells.
fn with_figures(data: &std::path::Path) -> (Server, String) {
    let server = Server::start_with(data, &["--metrics-listen", "127.0.0.1:0"]);
    let line: Value = serde_json::from_str(&server.logged("figures at /metrics")).unwrap();
    let own = line["fields"]["address"].as_str().unwrap().to_owned();
    assert!(!own.ends_with(":0"), "{own}");
    (server, own)
}

async fn figures(address: &str) -> String {
    let answer = client().get(format!("http://{address}/metrics")).send();
    let answer = answer.await.unwrap();
    assert_eq!(answer.status().as_u16(), 200);
    answer.text().await.unwrap()
}

/// The number at the end of the line that begins so.
fn figure(text: &str, name: &str) -> f64 {
    let line = text
        .lines()
        .find(|line| line.starts_with(&format!("{name} ")));
    let line = line.unwrap_or_else(|| panic!("no {name} in {text}"));
    line.rsplit(' ').next().unwrap().parse().unwrap()
}

#[tokio::test]
async fn ok_figures_of_what_happened_and_nothing_personal() {
    let folder = tempfile::tempdir().unwrap();
    let (server, own) = with_figures(folder.path());
    let id = new_id();
    for _ in 0..3 {
        server
            .rate(&with(tap(&id, true), &json!({ "k": "secretk" })))
            .await;
    }
    let at = &server.address;
    for path in [
        "/w/07?k=secretk",
        "/w/secretwindow",
        "/secretpath?q=secretquery",
        "/healthz",
    ] {
        let asked = client().get(format!("{at}{path}"));
        asked
            .header("user-agent", "secretphone")
            .send()
            .await
            .unwrap();
    }
    let odd = client().request("SECRETMETHOD".parse().unwrap(), format!("{at}/duty"));
    odd.send().await.unwrap();
    let text = figures(&own).await;
    let route = "{route=\"/api/v1/ratings\"}";
    assert_eq!(
        figure(
            &text,
            &format!("zuoban_request_duration_seconds_count{route}")
        ),
        3.0
    );
    let class = "{route=\"/api/v1/ratings\",class=\"2xx\"}";
    assert_eq!(
        figure(&text, &format!("zuoban_responses_total{class}")),
        3.0
    );
    let class = "{route=\"/w/{window}\",class=\"4xx\"}";
    assert_eq!(
        figure(&text, &format!("zuoban_responses_total{class}")),
        2.0
    );
    let class = "{route=\"other\",class=\"4xx\"}";
    assert_eq!(
        figure(&text, &format!("zuoban_responses_total{class}")),
        1.0
    );
    assert!(figure(&text, "zuoban_commit_size_count") >= 3.0);
    assert!(figure(&text, "zuoban_commit_duration_seconds_sum") > 0.0);
    assert_eq!(figure(&text, "zuoban_queue_depth"), 0.0);
    assert_eq!(figure(&text, "zuoban_held_ratings"), 0.0);
    assert!(figure(&text, "process_resident_memory_bytes") > 1e6);
    for secret in ["secret", "SECRET", &id, "127.0.0.1"] {
        assert!(!text.contains(secret), "{secret}: {text}");
    }
}

/// As many as stand there, whatever the hour is: of a hundred and thirty in two hours ten are over.
#[tokio::test]
async fn ok_ratings_put_aside_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let (server, own) = with_figures(folder.path());
    for _ in 0..130 {
        assert_eq!(server.rate(&tap(&new_id(), true)).await.0, 201);
    }
    let database = Database::of(folder.path());
    let held: f64 = database
        .sql("select count(*) from hold")
        .unwrap()
        .parse()
        .unwrap();
    assert!((10.0..=70.0).contains(&held), "{held}");
    let text = figures(&own).await;
    assert_eq!(figure(&text, "zuoban_held_ratings"), held);
    assert!(
        !text.contains("window=") && !text.contains("\"07\""),
        "{text}"
    );
}

/// They are on no address that citizens reach, and only at theirs where they are asked for.
#[tokio::test]
async fn err_figures_are_not_where_citizens_are() {
    let folder = tempfile::tempdir().unwrap();
    let (server, own) = with_figures(folder.path());
    for address in [
        format!("{}/metrics", server.address),
        format!("http://{own}/healthz"),
    ] {
        let answer = client().get(&address).send().await.unwrap();
        assert_eq!(answer.status().as_u16(), 404, "{address}");
    }
}
