//! `cargo xtask bench endpoint [SECONDS [OVERLOAD]]`: how many ratings a second are acknowledged with everything on
//! (signature, validation, idempotency, chain, counters, `synchronous = FULL`) beside what others do, and what becomes
//! of twice as many as can be.
//!
//! Everything in one run on one machine, by turns: the release binary over loopback, PocketBase over loopback, the
//! rows and the store without HTTP; this program is the only client. SECONDS for each turn, 5 if not said; OVERLOAD
//! for twice the peak, 60. `overload` before them measures that alone, `postgres` that store instead (`postgres`).
#![cfg(not(target_arch = "wasm32"))]
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a measurement stops where something is not as it must be"
)]

mod apart;
#[path = "../../child/mod.rs"]
mod child;
mod client;
#[path = "../../api/cluster.rs"]
#[expect(dead_code, reason = "the tests need more of it")]
mod cluster;
mod compare;
mod goals;
mod load;
#[path = "../../child/memory.rs"]
mod memory;
mod overload;
mod pocketbase;
mod post;
mod postgres;
mod process;
mod rows;
mod server;
mod store;
mod twin;
mod usual;

use std::io::Write;
use std::process::ExitCode;
use std::time::Duration;

use tokio::signal::unix::{SignalKind, signal};

use compare::Servers;
use goals::Goals;

fn main() -> ExitCode {
    twin::serve_if_asked();
    let numbers = std::env::args().filter_map(|word| word.parse::<u64>().ok());
    let numbers: Vec<_> = numbers.collect();
    let of = |at: usize, usual| numbers.get(at).copied().unwrap_or(usual);
    let seconds = |at, usual| Duration::from_secs(of(at, usual));
    let asked = |what: &str| std::env::args().any(|word| word == what);
    let (postgres, overload) = (asked("postgres"), asked("overload"));
    rlimit::increase_nofile_limit(u64::MAX).unwrap();
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = runtime.enable_all().build().unwrap();
    let all = tokio::task::LocalSet::new();
    let reached = all.block_on(&runtime, async {
        // What was started ends, and its folders go, also where this program is told to stop.
        let mut term = signal(SignalKind::terminate()).unwrap();
        tokio::select! {
            reached = async {
                if postgres {
                    measure_postgres(seconds(0, 5), of(1, 5)).await
                } else if overload {
                    measure_overload(seconds(0, 5), seconds(1, 60)).await
                } else {
                    measure(seconds(0, 5), seconds(1, 60)).await
                }
            } => reached,
            _ = tokio::signal::ctrl_c() => false,
            _ = term.recv() => false,
        }
    });
    if reached {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

async fn measure(turn: Duration, overload: Duration) -> bool {
    let mut goals = Goals::default();
    say_cores();
    let mut servers = Servers::start().await;
    servers.compare(turn, &mut goals).await;
    drop(servers);
    store::compare(turn, &mut goals).await;
    overload::measure(turn, overload, &mut goals).await;
    goals.say()
}

async fn measure_overload(turn: Duration, long: Duration) -> bool {
    let mut goals = Goals::default();
    say_cores();
    overload::measure(turn, long, &mut goals).await;
    goals.say()
}

async fn measure_postgres(turn: Duration, rounds: u64) -> bool {
    let mut goals = Goals::default();
    say_cores();
    postgres::measure(turn, rounds, &mut goals).await;
    goals.say()
}

fn say_cores() {
    let cores = std::thread::available_parallelism().unwrap();
    out(&format!(
        "{cores} processors, of which this program takes about one to send\n"
    ));
}

/// Says a line.
fn out(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}
