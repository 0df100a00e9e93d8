//! PostgreSQL for the tests: a cluster of this program's own on a socket in a temporary folder, or the one
//! that is named. Each test has a schema of its own in it.
//!
//! `ZUOBAN_TEST_DATABASE=postgres` starts one; `ZUOBAN_TEST_DATABASE=postgres://…` takes that one. Without
//! it the tests run over SQLite.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

/// Which store the tests run over.
pub fn wanted() -> Option<&'static str> {
    static WANTED: OnceLock<Option<String>> = OnceLock::new();
    let of = || std::env::var("ZUOBAN_TEST_DATABASE").ok();
    let wanted = WANTED.get_or_init(|| of().filter(|text| !text.is_empty()));
    wanted.as_deref()
}

/// The schema that belongs to a data folder: the same for every command that names that folder.
pub fn of_folder(data: &str) -> Option<String> {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let wanted = wanted()?;
    let mut hash = DefaultHasher::new();
    data.hash(&mut hash);
    Some(schema(wanted, &format!("f{:016x}", hash.finish())))
}

/// The address of a schema, which is made where it is not there.
fn schema(wanted: &str, name: &str) -> String {
    let base = if wanted == "postgres" {
        shared().address()
    } else {
        wanted.to_owned()
    };
    // Of two that make it at once, `if not exists` fails the second; then it is there.
    let make = format!("create schema if not exists {name}");
    if asked(&base, &make).is_err() {
        ask(&base, &make);
    }
    let sign = if base.contains('?') { '&' } else { '?' };
    format!("{base}{sign}options=-csearch_path%3D{name}")
}

/// The rows of a query, their columns parted by `|`.
pub fn ask(address: &str, query: &str) -> String {
    asked(address, query).unwrap_or_else(|error| panic!("{query}: {error}"))
}

/// The rows of a query, or why it was refused.
pub fn asked(address: &str, query: &str) -> Result<String, String> {
    let program = program("psql").unwrap_or_else(|| PathBuf::from("psql"));
    let mut psql = Command::new(program);
    psql.env("PGOPTIONS", "-cclient_min_messages=warning");
    psql.args(["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1"]);
    let out = psql.args(["-c", query, address]).output().unwrap();
    if out.status.success() {
        Ok(String::from_utf8(out.stdout).unwrap().trim_end().to_owned())
    } else {
        Err(String::from_utf8_lossy(&out.stderr).into_owned())
    }
}

/// The cluster that all tests of this program share.
fn shared() -> &'static Cluster {
    static SHARED: OnceLock<Cluster> = OnceLock::new();
    SHARED.get_or_init(|| Cluster::start(Sync::Never))
}

/// Whether the cluster waits for the disk.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Sync {
    /// A crash of the machine would lose something, nothing less would: for all that is not about that.
    Never,
    /// As it is delivered.
    Always,
}

/// A running cluster. It ends with this program, however that ends.
pub struct Cluster {
    /// Ends the cluster when its input ends.
    keeper: Child,
    folder: PathBuf,
    sync: Sync,
}

/// Makes the cluster, starts it, and waits for the end of its input; `$1` programs, `$2` folder, `$3` settings.
/// PostgreSQL refuses to be root, so root takes the name of nobody.
const KEEPER: &str = r#"
    exec 3<&0
    as() { if [ "$(id -u)" = 0 ]; then runuser -u nobody -- "$@"; else "$@"; fi; }
    if [ "$(id -u)" = 0 ]; then chown nobody "$2"; fi
    cd "$2"
    trap 'rm -rf "$2"' EXIT
    trap '' INT TERM HUP
    as "$1/initdb" -D "$2/data" -U zuoban -A trust -E UTF8 --locale=C.UTF-8 --no-sync >"$2/made" 2>&1 &&
      as "$1/pg_ctl" -D "$2/data" -w -t 60 -l "$2/log" -o "$3" start >>"$2/made" 2>&1 </dev/null ||
      { cat "$2/made" "$2/log" >&2; exit 1; }
    echo ready
    cat <&3 >/dev/null
    as "$1/pg_ctl" -D "$2/data" -m immediate -w stop >>"$2/made" 2>&1
"#;

impl Cluster {
    /// Makes one and starts it.
    pub fn start(sync: Sync) -> Self {
        let programs = program("initdb");
        let programs = programs.unwrap_or_else(|| panic!("install PostgreSQL: cargo xtask setup"));
        let programs = programs.parent().unwrap();
        let folder = tempfile::Builder::new().prefix("pg").tempdir().unwrap();
        let folder = folder.keep();
        let settings = settings(&folder, sync);
        let mut keeper = Command::new("sh")
            .args(["-c", KEEPER, "keeper"])
            .args([programs, folder.as_path()])
            .arg(settings)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut told = [0; 5];
        let ready = keeper.stdout.as_mut().unwrap().read_exact(&mut told);
        assert!(ready.is_ok() && &told == b"ready", "it does not start");
        Self {
            keeper,
            folder,
            sync,
        }
    }

    /// Its database's address.
    pub fn address(&self) -> String {
        let host = self.folder.display();
        format!("postgres:///postgres?host={host}&user=zuoban")
    }

    /// The address of a fresh schema in it.
    pub fn fresh(&self) -> String {
        let mut chance = [0; 8];
        getrandom::fill(&mut chance).unwrap();
        let name = format!("t{:016x}", u64::from_be_bytes(chance));
        schema(&self.address(), &name)
    }

    /// Stops it as a power cut of the process would, waits a while, and starts it again.
    pub fn restart(&self, away: Duration) {
        self.control(&["-m", "immediate", "stop"]);
        std::thread::sleep(away);
        let settings = settings(&self.folder, self.sync);
        let log = self.folder.join("log");
        self.control(&["-l", log.to_str().unwrap(), "-o", &settings, "start"]);
    }

    fn control(&self, args: &[&str]) {
        let data = self.folder.join("data");
        let control = program("pg_ctl").unwrap();
        let root = std::fs::metadata("/proc/self")
            .is_ok_and(|of| std::os::unix::fs::MetadataExt::uid(&of) == 0);
        let mut command = if root {
            let mut command = Command::new("runuser");
            command.args(["-u", "nobody", "--"]).arg(control);
            command
        } else {
            Command::new(control)
        };
        command.args(["-w", "-t", "60", "-D"]).arg(data).args(args);
        command.current_dir(&self.folder);
        let quiet = command.stdin(Stdio::null()).stdout(Stdio::null());
        assert!(quiet.status().unwrap().success(), "pg_ctl {args:?}");
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        let begun = Instant::now();
        while self.keeper.try_wait().unwrap().is_none() && begun.elapsed() < Duration::from_secs(20)
        {
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

fn settings(folder: &Path, sync: Sync) -> String {
    let socket = folder.display();
    let fast = match sync {
        Sync::Never => " -c fsync=off -c full_page_writes=off -c shared_buffers=64MB",
        Sync::Always => "",
    };
    format!("-c listen_addresses= -c unix_socket_directories={socket} -c max_connections=200{fast}")
}

/// One of PostgreSQL's programs: Debian keeps them by version and out of the way.
pub fn program(name: &str) -> Option<PathBuf> {
    let on_path = std::env::var_os("PATH").unwrap_or_default();
    let mut versions: Vec<_> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .map(|version| version.unwrap().path())
        .collect();
    // 9.6 is older than 15.
    let number = |path: &Path| path.file_name()?.to_str()?.parse::<f64>().ok();
    versions.sort_by(|a, b| number(b).partial_cmp(&number(a)).unwrap());
    let mut folders: Vec<_> = versions.iter().map(|path| path.join("bin")).collect();
    folders.extend(std::env::split_paths(&on_path));
    let mut found = folders.into_iter().map(|folder| folder.join(name));
    found.find(|path| path.is_file())
}
