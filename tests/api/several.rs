//! PostgreSQL beyond one process: several `zuoban` on one database, and a database that is restarted.
//! Over SQLite there is nothing to do here.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use serde_json::Value;
use tokio::task::JoinSet;

use super::cluster::{Cluster, Sync, ask, wanted};
use super::server::Server;
use super::support::{client, new_id, tap, with, zuoban};

const SERVERS: usize = 3;

struct Several {
    servers: Vec<Server>,
    folder: tempfile::TempDir,
    address: String,
}

/// Three that begin at the same moment on an empty database.
fn start(cluster: &Cluster) -> Several {
    let folder = tempfile::tempdir().unwrap();
    let address = cluster.fresh();
    let starting: Vec<_> = (0..SERVERS)
        .map(|_| {
            let (data, address) = (folder.path().to_owned(), address.clone());
            std::thread::spawn(move || Server::start_on(&data, &address))
        })
        .collect();
    let servers = starting.into_iter().map(|one| one.join().unwrap());
    Several {
        servers: servers.collect(),
        folder,
        address,
    }
}

async fn post(address: &str, body: &Value) -> Option<(u16, String)> {
    let request = client().post(format!("{address}/api/v1/ratings"));
    let response = request.json(body).send().await.ok()?;
    let status = response.status().as_u16();
    Some((status, response.text().await.ok()?))
}

async fn patch(address: &str, id: &str, body: &Value) -> u16 {
    let request = client().patch(format!("{address}/api/v1/ratings/{id}"));
    request.json(body).send().await.unwrap().status().as_u16()
}

/// The counters, and what they would be if they were made anew.
fn counted(address: &str) -> (String, String) {
    let of = |rows: &str| {
        ask(
            address,
            &format!("select * from {rows} order by 1, 2, 3, 4, 5"),
        )
    };
    let anew = include_str!("../../src/server/store/postgres/tally.sql");
    let anew = anew.split_once("select day").unwrap().1;
    (of("tally"), of(&format!("(select day{anew}) as anew")))
}

#[tokio::test(flavor = "multi_thread")]
async fn ok_three_processes_on_one_database_are_one_server() {
    if wanted().is_none() {
        return;
    }
    let cluster = Cluster::start(Sync::Never);
    let several = start(&cluster);
    // One roster, though three wanted to put it there.
    let doubled =
        "select count(*) from (select 1 from shift group by document having count(*) > 1) as twice";
    assert_eq!(ask(&several.address, doubled), "0");
    let addresses: Vec<_> = several
        .servers
        .iter()
        .map(|one| one.address.clone())
        .collect();
    // The same ids, sent to all of them at once; every third also amended by all.
    let ids: Arc<Vec<_>> = Arc::new((0..60).map(|_| new_id()).collect());
    let mut sending = JoinSet::new();
    for (turn, address) in addresses.iter().enumerate() {
        for n in 0..ids.len() {
            let (address, ids) = (address.clone(), Arc::clone(&ids));
            let n = (n + turn * 20) % ids.len();
            sending.spawn(async move {
                let answer = post(&address, &tap(&ids[n], n % 2 == 0)).await.unwrap();
                (n, answer)
            });
        }
    }
    let mut first = vec![0; ids.len()];
    let mut bodies = vec![BTreeSet::new(); ids.len()];
    for (n, (status, body)) in sending.join_all().await {
        assert!(status == 201 || status == 200, "{status}: {body}");
        first[n] += usize::from(status == 201);
        bodies[n].insert(body);
    }
    assert!(first.iter().all(|first| *first == 1), "{first:?}");
    assert!(bodies.iter().all(|bodies| bodies.len() == 1));
    let mut sending = JoinSet::new();
    for (turn, address) in addresses.iter().enumerate() {
        for n in (0..ids.len()).step_by(3) {
            let (address, ids) = (address.clone(), Arc::clone(&ids));
            let level = ["dissatisfied", "satisfied", "very_dissatisfied"][turn];
            let change = serde_json::json!({ "id": new_id(), "level": level, "withdrawn": (n + turn) % 5 == 0 });
            sending.spawn(async move { patch(&address, &ids[n], &change).await });
        }
    }
    assert!(sending.join_all().await.iter().all(|status| *status == 200));
    assert_eq!(ask(&several.address, "select count(*) from rating"), "60");
    let (counters, anew) = counted(&several.address);
    assert!(!counters.is_empty());
    assert_eq!(counters, anew);
    // All see the same.
    let mut results = BTreeSet::new();
    for address in &addresses {
        let results_of = client().get(format!("{address}/api/v1/results"));
        results.insert(results_of.send().await.unwrap().text().await.unwrap());
    }
    assert_eq!(results.len(), 1);
    let (code, told) = verify(&several);
    assert_eq!(code, Some(0), "{told}");
    assert!(told.contains("holds: 120 rows"), "{told}");
    // What one imports the others notice.
    let gone = "update centre set version = version + 1, document = replace(document, '\"07\"', '\"077\"')";
    ask(&several.address, gone);
    for address in &addresses {
        let (status, body) = post(address, &tap(&new_id(), true)).await.unwrap();
        assert_eq!(status, 404, "{body}");
        let new = with(
            tap(&new_id(), true),
            &serde_json::json!({ "window": "077" }),
        );
        assert_eq!(post(address, &new).await.unwrap().0, 201);
    }
}

fn verify(several: &Several) -> (Option<i32>, String) {
    let data = several.folder.path().to_str().unwrap();
    let mut verify = zuoban(&["verify", "--data", data]);
    verify.env("ZUOBAN_DATABASE", &several.address);
    let out = verify.output().unwrap();
    (
        out.status.code(),
        String::from_utf8_lossy(&out.stderr).into_owned(),
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn ok_what_was_answered_is_there_after_the_database_was_restarted_under_load() {
    if wanted().is_none() {
        return;
    }
    let cluster = Cluster::start(Sync::Always);
    let several = start(&cluster);
    let stop = Arc::new(AtomicBool::new(false));
    let mut sending = JoinSet::new();
    for n in 0..12 {
        let address = several.servers[n % SERVERS].address.clone();
        let stop = Arc::clone(&stop);
        sending.spawn(async move {
            let (mut kept, mut refused) = (Vec::new(), 0);
            while !stop.load(Ordering::Relaxed) {
                let id = new_id();
                match post(&address, &tap(&id, true)).await {
                    // 200 where the answer of the database was lost, and the writer tried again what was there.
                    Some((201 | 200, _)) => kept.push(id),
                    // What to do is told, and nothing is kept waiting for ever.
                    Some((503, _)) => refused += 1,
                    other => panic!("{other:?}"),
                }
            }
            (kept, refused)
        });
    }
    for away in [0, 300, 1500] {
        tokio::time::sleep(Duration::from_millis(400)).await;
        tokio::task::block_in_place(|| cluster.restart(Duration::from_millis(away)));
    }
    // By themselves they go on.
    let begun = Instant::now();
    for server in &several.servers {
        while post(&server.address, &tap(&new_id(), true))
            .await
            .is_none_or(|(status, _)| status != 201)
        {
            assert!(
                begun.elapsed() < Duration::from_secs(20),
                "it does not recover"
            );
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
    stop.store(true, Ordering::Relaxed);
    let sent = sending.join_all().await;
    let kept: Vec<_> = sent.iter().flat_map(|(kept, _)| kept).collect();
    assert!(kept.len() > 50, "{}", kept.len());
    let stored = ask(
        &several.address,
        "select encode(id, 'hex') from rating order by 1",
    );
    let stored: BTreeSet<_> = stored.lines().collect();
    for id in kept {
        let id = id.replace('-', "");
        assert!(
            stored.contains(id.as_str()),
            "{id} was answered and is not there"
        );
    }
    let (counters, anew) = counted(&several.address);
    assert_eq!(counters, anew);
    let (code, told) = verify(&several);
    assert_eq!(code, Some(0), "{told}");
}

/// One stops dead inside of a transaction, as a machine that is taken away: the others wait, are told so, and go on.
#[tokio::test(flavor = "multi_thread")]
async fn ok_a_process_that_is_stuck_does_not_stop_the_others() {
    if wanted().is_none() {
        return;
    }
    let cluster = Cluster::start(Sync::Never);
    let several = start(&cluster);
    let slow = "create function slow() returns trigger language plpgsql as
        $$ begin perform pg_sleep(2); return null; end $$;
        create trigger slow after insert on amendment for each statement execute function slow()";
    ask(&several.address, slow);
    let [stuck, other, _] = &several.servers[..] else {
        panic!("not three")
    };
    let id = new_id();
    assert_eq!(post(&stuck.address, &tap(&id, true)).await.unwrap().0, 201);
    let change = serde_json::json!({ "id": new_id(), "level": "dissatisfied" });
    let held = {
        let (address, id, change) = (stuck.address.clone(), id.clone(), change.clone());
        tokio::spawn(async move { patch(&address, &id, &change).await })
    };
    let begun = Instant::now();
    let writing = "select count(*) from pg_stat_activity where wait_event = 'PgSleep'";
    while ask(&several.address, writing) != "1" {
        assert!(begun.elapsed() < Duration::from_secs(30), "it never writes");
    }
    stuck.signal("-STOP");
    let begun = Instant::now();
    let rating = tap(&new_id(), true);
    loop {
        match post(&other.address, &rating).await {
            Some((201, _)) => break,
            Some((503, _)) => {}
            answer => panic!("{answer:?}"),
        }
        assert!(begun.elapsed() < Duration::from_secs(30), "it waits on");
    }
    assert!(begun.elapsed() > Duration::from_secs(5), "it was not stuck");
    let amended = "select count(*) from amendment";
    assert_eq!(ask(&several.address, amended), "0");
    // Once it comes back, what it was about to write is written, once.
    stuck.signal("-CONT");
    assert_eq!(held.await.unwrap(), 200);
    assert_eq!(patch(&other.address, &id, &change).await, 200);
    assert_eq!(ask(&several.address, amended), "1");
    assert_eq!(ask(&several.address, "select count(*) from rating"), "2");
    let (counters, anew) = counted(&several.address);
    assert_eq!(counters, anew);
    let (code, told) = verify(&several);
    assert_eq!(code, Some(0), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn err_a_process_with_other_secrets_does_not_begin() {
    if wanted().is_none() {
        return;
    }
    let cluster = Cluster::start(Sync::Never);
    let address = cluster.fresh();
    let folder = tempfile::tempdir().unwrap();
    let [one, other] = ["one", "other"].map(|name| folder.path().join(name));
    let secret = |data: &Path| data.join("secret");
    let run = |data: &Path, args: &[&str]| {
        let data = ["--data", data.to_str().unwrap()];
        let mut command = zuoban(&[args, &data].concat());
        let out = command.env("ZUOBAN_DATABASE", &address).output().unwrap();
        let said = String::from_utf8_lossy(&out.stderr).into_owned();
        (out.status.code(), said)
    };
    let refused = |data: &Path| {
        let serve: &[&str] = &["serve", "--listen", "127.0.0.1:0"];
        let poster: &[&str] = &["poster", "--base-url", "https://a.cn", "--all", "--out"];
        let poster = [poster, &[folder.path().to_str().unwrap()]].concat();
        for args in [serve, &["visits", "issue", "--window", "07"], &poster] {
            let (code, said) = run(data, args);
            assert_eq!(code, Some(1), "{args:?}: {said}");
            assert!(said.contains("copy the file"), "{args:?}: {said}");
        }
    };
    let begins = |data: &Path| drop(Server::start_on(data, &address));
    begins(&one);
    // Nothing is made where others have secrets.
    refused(&other);
    assert!(!secret(&other).exists());
    fs::create_dir_all(&other).unwrap();
    fs::write(secret(&other), "ab".repeat(32)).unwrap();
    refused(&other);
    fs::copy(secret(&one), secret(&other)).unwrap();
    begins(&other);
    // A rotation is told to the others by whoever has it.
    assert_eq!(run(&one, &["secret", "rotate"]).0, Some(0));
    begins(&other);
    begins(&one);
    refused(&other);
    fs::copy(secret(&one), secret(&other)).unwrap();
    begins(&other);
    assert_eq!(run(&one, &["secret", "retire"]).0, Some(0));
    begins(&one);
    // No secret stands in the database.
    let kept = ask(
        &address,
        "select encode(salt || hash, 'hex') from secret_mark",
    );
    let secrets = fs::read_to_string(secret(&one)).unwrap();
    let words = secrets.split_whitespace().filter(|word| word.len() == 64);
    let words: Vec<_> = words.collect();
    assert_eq!((kept.lines().count(), words.len()), (1, 2));
    assert!(words.iter().all(|word| !kept.contains(word)));
}
