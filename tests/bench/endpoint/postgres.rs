//! `cargo xtask bench postgres [SECONDS [ROUNDS]]`: ratings over HTTP into PostgreSQL, everything on, beside pgbench's
//! single-row inserts by as many clients into the same cluster, by turns.

use std::process::Command;
use std::time::Duration;

use zuoban::server::http::system_time;

use super::cluster::{Cluster, Sync, ask, program};
use super::goals::Goals;
use super::load::{Turn, closed};
use super::out;
use super::server::Server;

const CLIENTS: usize = 64;
/// The threads of pgbench.
const THREADS: usize = 2;
const HOUR_MS: i64 = 3_600_000;

const SINGLE: &str = "
    create schema single;
    create table single.rating (
      seq bigint generated always as identity primary key, id uuid not null unique, window_id text not null,
      satisfied boolean not null, rated_at bigint not null
    )";

const INSERT: &str = "
    insert into single.rating (id, window_id, satisfied, rated_at)
    values (gen_random_uuid(), '07', true, 1795485600000);";

/// Stored, counted, counted as put aside, linked.
const THERE: &str = "
    select (select count(*) from rating), (select sum(counted) from tally),
      (select coalesce(sum(counted), 0) from tally where source = 'held'),
      (select count(*) from link where kind = 1)";

/// Both by turns, and what is in the database then.
pub async fn measure(turn: Duration, rounds: u64, goals: &mut Goals) {
    let cluster = Cluster::start(Sync::Always);
    let address = cluster.address();
    ask(&address, SINGLE);
    let script = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(script.path(), INSERT).unwrap();
    let server = Server::over(&address);
    accustom(&address);
    let ratings = |long| closed(&server.process, &server.rating, CLIENTS, long);
    ratings(Duration::from_secs(1)).await;

    let (mut single, mut rates, mut all) = (Vec::new(), Vec::new(), Turn::default());
    for _ in 0..rounds {
        single.push(pgbench(&address, script.path(), turn));
        let seen = ratings(turn).await;
        rates.push(seen.rate());
        all.add(seen);
    }
    let all = all.in_order();
    out(&format!(
        "{CLIENTS} clients, {rounds} turns of {} s each; rows and ratings a second",
        turn.as_secs()
    ));
    let row =
        |rates: &[f64]| -> String { rates.iter().map(|rate| format!("{rate:8.0}")).collect() };
    out(&format!("pgbench, one row a transaction {}", row(&single)));
    out(&format!("zuoban, ratings over HTTP      {}", row(&rates)));
    let there = ask(&address, THERE);
    let there: Vec<u64> = there.split('|').map(|n| n.parse().unwrap()).collect();
    let [stored, counted, aside, linked] = there[..] else {
        panic!("{there:?}");
    };
    out(&format!(
        "p50 {:.1} ms, p99 {:.1} ms; {stored} stored, {counted} counted ({aside} of them apart, as a burst), {linked} linked",
        all.under(50),
        all.under(99),
    ));
    let [one, many] = [single, rates].map(median);
    let what = format!("× pgbench ({many:.0} ratings to {one:.0} rows a second)");
    goals.at_least(1.5, many / one, &what);
    let same = stored == counted && stored == linked;
    goals.judge(same, "stored, counted and linked are the same".to_owned());
}

/// Rows a second, one a transaction, by as many clients; prepared, as ours are.
fn pgbench(address: &str, script: &std::path::Path, long: Duration) -> f64 {
    let mut pgbench = Command::new(program("pgbench").expect("pgbench comes with PostgreSQL"));
    pgbench.args(["-n", "-M", "prepared", "-f"]).arg(script);
    for (name, number) in [("-c", CLIENTS), ("-j", THREADS)] {
        pgbench.arg(name).arg(number.to_string());
    }
    pgbench
        .arg("-T")
        .arg(long.as_secs().to_string())
        .arg(address);
    let said = pgbench.output().unwrap();
    assert!(said.status.success(), "{said:?}");
    let said = String::from_utf8(said.stdout).unwrap();
    let rate = said.split("tps = ").nth(1).unwrap();
    rate.split(' ').next().unwrap().parse().unwrap()
}

/// Window 07 has always had as many ratings as are sent: else nearly all would be put aside as a burst.
fn accustom(address: &str) {
    let hour = system_time().0 / HOUR_MS;
    let usual = format!(
        "insert into pace (window_id, hour, from_page, past, weeks, taken)
         select '07', hour, from_page, 2000000000, 4, 0
         from generate_series({hour}, {}) hour, (values (true), (false)) pages (from_page)",
        hour + 2
    );
    ask(address, &usual);
}

fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers[numbers.len() / 2]
}
