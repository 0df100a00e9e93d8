//! PocketBase as it is shipped, with one collection that anybody may add to and whose key is unique.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::client::Connection;
use super::post::Post;
use super::process::{Process, free_host};

/// What it does on its start.
const COLLECTION: &str = r#"migrate((app) => app.save(new Collection({
  type: "base",
  name: "ratings",
  createRule: "",
  fields: [
    { type: "text", name: "key", required: true },
    { type: "text", name: "window", required: true },
    { type: "bool", name: "satisfied" },
  ],
  indexes: ["create unique index ratings_key on ratings (key)"],
})))
"#;

/// How long it may take to start.
const PATIENCE: Duration = Duration::from_secs(30);

/// Running until it is dropped.
pub struct PocketBase {
    pub process: Process,
    pub record: Post,
    _data: TempDir,
}

impl PocketBase {
    /// Starts one, where ours has its data too.
    pub async fn start() -> Self {
        let data = tempfile::tempdir().unwrap();
        let migrations = data.path().join("migrations");
        std::fs::create_dir(&migrations).unwrap();
        std::fs::write(migrations.join("1_ratings.js"), COLLECTION).unwrap();
        let mut superuser = command(&data, &migrations);
        // Without one it would open a browser to ask for one.
        superuser.args(["superuser", "upsert", "bench@example.com", "0123456789"]);
        let made = superuser.stdin(Stdio::null()).output().unwrap();
        assert!(made.status.success(), "{made:?}");
        let host = free_host();
        let mut serve = command(&data, &migrations);
        serve.args(["serve", "--http", &host]);
        let mut process = Process::start_at(host, serve);
        let record = Post::record();
        let begun = Instant::now();
        while !takes(&process.host, &record).await {
            assert!(!process.ended() && begun.elapsed() < PATIENCE, "no start");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        Self {
            process,
            record,
            _data: data,
        }
    }
}

fn command(data: &TempDir, migrations: &Path) -> Command {
    let program = std::env::var_os("ZUOBAN_POCKETBASE")
        .expect("ZUOBAN_POCKETBASE names the program: `cargo xtask bench endpoint` sees to it");
    let mut command = Command::new(program);
    command.current_dir(data.path());
    command.arg("--dir").arg(data.path().join("data"));
    command.arg("--migrationsDir").arg(migrations);
    command
}

async fn takes(host: &str, record: &Post) -> bool {
    let Ok(mut connection) = Connection::open(host).await else {
        return false;
    };
    connection
        .send(record)
        .await
        .is_ok_and(|status| status == record.right)
}
