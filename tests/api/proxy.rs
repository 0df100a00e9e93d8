//! Behind nginx, set up as the README says; $ZUOBAN_NGINX names one that is not on PATH.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::server::Server;
use super::support::{between, client, header, new_id, raw, tap};

const README: &str = include_str!("../../README.md");

fn nginx() -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let named = std::env::var_os("ZUOBAN_NGINX").map(PathBuf::from);
    let found = std::env::split_paths(&path).map(|folder| folder.join("nginx"));
    let usual = PathBuf::from("/usr/sbin/nginx");
    let mut all = named.into_iter().chain(found).chain([usual]);
    let found = all.find(|program| program.is_file());
    found.unwrap_or_else(|| panic!("install nginx: cargo xtask setup"))
}

struct Proxy(Child);

impl Proxy {
    /// Starts one with the snippet, on a port that is free; another may take it before, then on another.
    async fn start(folder: &Path, snippet: &str) -> (Self, String) {
        for _ in 0..10 {
            let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
            let address = port.local_addr().unwrap().to_string();
            drop(port);
            let mut proxy = Self::start_at(folder, &address, snippet);
            let (begun, live) = (Instant::now(), format!("http://{address}/healthz"));
            while proxy.0.try_wait().unwrap().is_none() {
                if client().get(&live).send().await.is_ok() {
                    return (proxy, address);
                }
                assert!(
                    begun.elapsed() < Duration::from_secs(10),
                    "nginx does not start"
                );
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
        panic!("nginx does not start: {}", read(folder, "start.log"));
    }

    /// What stands around the snippet logs all that nginx logs where nothing else is said.
    fn start_at(folder: &Path, address: &str, snippet: &str) -> Self {
        let at = folder.display();
        let paths = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .map(|name| format!("{name}_temp_path {at}/{name};"))
            .join(" ");
        let config = format!(
            "daemon off; master_process off; pid {at}/pid; error_log {at}/start.log; events {{}} \
             http {{ access_log {at}/access.log; error_log {at}/error.log info; {paths} \
             server {{ listen {address}; {snippet} }} }}"
        );
        let file = folder.join("nginx.conf");
        std::fs::write(&file, config).unwrap();
        let mut command = Command::new(nginx());
        command.arg("-c").arg(file).arg("-p").arg(folder);
        command.arg("-e").arg(folder.join("start.log"));
        Self(command.stderr(Stdio::inherit()).spawn().unwrap())
    }
}

fn read(folder: &Path, name: &str) -> String {
    std::fs::read_to_string(folder.join(name)).unwrap_or_default()
}

impl Drop for Proxy {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[tokio::test]
async fn ok_behind_nginx_as_the_readme_says() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(&folder.path().join("data"));
    let snippet = between(README, "```nginx\n", "```")[0].replace("127.0.0.1:8080", server.host());
    let (_proxy, address) = Proxy::start(folder.path(), &snippet).await;
    // A page's own form, as a browser without Sec-Fetch-Site sends it, and another site's.
    for (origin, status) in [
        (format!("http://{address}"), 201),
        ("http://x.example".to_owned(), 403),
    ] {
        let sent = client()
            .post(format!("http://{address}/api/v1/ratings"))
            .header("origin", &origin)
            .header("x-forwarded-for", "192.0.2.7")
            .json(&tap(&new_id(), true));
        assert_eq!(
            sent.send().await.unwrap().status().as_u16(),
            status,
            "{origin}"
        );
    }
    // What is too large is still told by the endpoint, as a problem.
    let large = client().post(format!("http://{address}/api/v1/ratings"));
    let large = large
        .header("content-type", "application/json")
        .body(" ".repeat(20 * 1024));
    let told = large.send().await.unwrap();
    assert_eq!(told.status().as_u16(), 413);
    assert_eq!(header(&told, "content-type"), "application/problem+json");
    let plain = client()
        .get(format!("http://{address}/api/v1/centre"))
        .send()
        .await
        .unwrap();
    assert!(header(&plain, "etag").starts_with("W/"), "the mark is kept");
    let head = format!(
        "GET /w/07 HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\naccept-encoding: br\r\n\r\n"
    );
    let page = raw(&format!("http://{address}"), head.into_bytes()).await;
    assert!(
        page.contains("content-encoding: br"),
        "compression goes through"
    );
    // One that nginx itself refuses, and says so in a log that holds more than the other.
    let larger = client().post(format!("http://{address}/api/v1/ratings"));
    let refused = larger.body(" ".repeat(40 * 1024)).send().await;
    assert_eq!(refused.unwrap().status().as_u16(), 413);
    for log in ["access.log", "error.log"] {
        let log = read(folder.path(), log);
        assert!(!log.contains("127.0.0.1"), "who was here is in {log}");
    }
}
