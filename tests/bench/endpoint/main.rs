//! `cargo xtask bench endpoint [SECONDS [OVERLOAD]]`: how many ratings a second are acknowledged with everything on
//! (signature, validation, idempotency, chain, counters, `synchronous = FULL`), and what becomes of twice as many.
//!
//! Everything in one run on one machine: the release binary over loopback, this program as the only client (it takes
//! about a core), by turns with the same requests refused at parsing (what HTTP alone costs), and beside that the
//! store by itself with one commit for each rating and with commits of groups. SECONDS for each turn, 5 if not said;
//! OVERLOAD for twice the peak, 60.
#![cfg(not(target_arch = "wasm32"))]
#![expect(
    clippy::unwrap_used,
    reason = "a measurement stops where something is not as it must be"
)]

#[path = "../../child/mod.rs"]
mod child;
mod client;
mod load;
#[path = "../../child/memory.rs"]
mod memory;
mod overload;
mod server;
mod store;

use std::io::Write;
use std::process::ExitCode;
use std::time::Duration;

use load::Turn;
use server::Server;

const CONNECTIONS: [usize; 5] = [1, 16, 64, 256, 512];
const ROUNDS: usize = 3;

fn main() -> ExitCode {
    let numbers = std::env::args().filter_map(|word| word.parse::<u64>().ok());
    let numbers: Vec<_> = numbers.map(Duration::from_secs).collect();
    let of = |at: usize, usual| {
        numbers
            .get(at)
            .copied()
            .unwrap_or(Duration::from_secs(usual))
    };
    let (turn, overload) = (of(0, 5), of(1, 60));
    rlimit::increase_nofile_limit(u64::MAX).unwrap();
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = runtime.enable_all().build().unwrap();
    let all = tokio::task::LocalSet::new();
    let reached = all.block_on(&runtime, measure(turn, overload));
    if reached {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

async fn measure(turn: Duration, overload: Duration) -> bool {
    let server = Server::start();
    let mut goals = Vec::new();
    out("connections   ratings/s    p50 ms    p99 ms   parse only/s   resident MB");
    let mut peak: f64 = 0.0;
    load::closed(&server, 16, Duration::from_secs(1), true).await;
    for connections in CONNECTIONS {
        let (mut rated, mut parsed) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            rated.push(load::closed(&server, connections, turn / 3, true).await);
            parsed.push(load::closed(&server, connections, turn / 3, false).await);
        }
        let (rated, parsed) = (Turn::together(rated), Turn::together(parsed));
        let memory = server.memory() as f64 / 1e6;
        let (rate, p50, p99) = (rated.rate(), rated.under(50), rated.under(99));
        let parse = parsed.rate();
        out(&format!(
            "{connections:11} {rate:11.0} {p50:9.1} {p99:9.1} {parse:14.0} {memory:13.1}"
        ));
        peak = peak.max(rate);
        if connections == 64 {
            goals.push((
                format!("{:.2} × parse only at 64, at least 0.4", rate / parse),
                rate >= 0.4 * parse,
            ));
        }
        if connections == 256 {
            goals.push((
                format!("{memory:.1} MB resident at 256, at most 40"),
                memory <= 40.0,
            ));
        }
    }

    let grouped = store::compared(turn).await;
    out(&format!(
        "\nthe store alone: {:.0} ratings/s with a commit for each; with groups {:.0} at 64 ({:.1} ×), {:.0} at 256 ({:.1} ×)",
        grouped.single,
        grouped.of_64,
        grouped.of_64 / grouped.single,
        grouped.of_256,
        grouped.of_256 / grouped.single
    ));
    goals.push((
        format!(
            "groups of 256 are {:.1} × as fast as one commit each",
            grouped.of_256 / grouped.single
        ),
        grouped.of_256 > grouped.single,
    ));

    let seen = overload::at(&server, 2.0 * peak, overload).await;
    let useful = seen.useful_rate();
    out(&format!("\n{}", seen.told()));
    goals.push((
        format!(
            "useful work {:.0} % of the peak of {peak:.0}/s, at least 90",
            100.0 * useful / peak
        ),
        useful >= 0.9 * peak,
    ));
    goals.push(match seen.refused_under(99) {
        Some(slowest) => (
            format!("refused within {slowest:.0} ms (p99), at most 100"),
            slowest <= 100.0,
        ),
        None => ("nothing was refused: it was not too much".to_owned(), false),
    });
    let most = seen.memory as f64 / 1e6;
    goals.push((
        format!("at most {most:.0} MB resident, at most 120"),
        most <= 120.0,
    ));
    goals.push((
        format!("{} answers were neither", seen.broken),
        seen.broken == 0,
    ));
    out("");
    for (what, holds) in &goals {
        out(&format!("{}  {what}", if *holds { "PASS" } else { "FAIL" }));
    }
    goals.iter().all(|(_, holds)| *holds)
}

/// Says a line.
fn out(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}
