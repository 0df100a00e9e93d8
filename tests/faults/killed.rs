//! `kill -9` at random moments, of a server that is written to and of one that only begins.

use std::path::Path;
use std::time::Duration;

use super::chance::{Chance, setting, tell};
use super::load::{Kept, Load, Request, client};
use super::server::{Server, done};

/// How many moments, where nobody asks for more.
const KILLS: usize = 40;
/// After so many the data begins anew, so that the very first moments of it are met too.
const GENERATION: usize = 20;
/// How many write at once.
const CITIZENS: usize = 16;
/// How many answers of each moment are asked for again.
const AGAIN: usize = 40;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ok_what_was_acknowledged_is_there_once_after_every_kill() {
    let mut chance = Chance::seeded("kills");
    let kills = setting("ZUOBAN_FAULTS_KILLS", KILLS);
    let (mut starts, mut acknowledged, mut killed) = (Vec::new(), 0, 0);
    while killed < kills {
        let folder = tempfile::tempdir().unwrap();
        let now = GENERATION.min(kills - killed);
        let kept = generation(folder.path(), now, &mut chance, &mut starts).await;
        acknowledged += kept.acknowledged.len();
        killed += now;
    }
    // Of a few kills each may have come before the first answer.
    assert!(
        acknowledged > 0 || kills < GENERATION,
        "nobody was answered"
    );
    starts.sort_unstable();
    let at = |percent: usize| starts[(starts.len() - 1) * percent / 100].as_millis();
    tell(&format!(
        "{killed} kills: {acknowledged} acknowledged writes are there, once; {} starts ready after {} ms (median), {} ms (p99), {} ms (worst)",
        starts.len(),
        at(50),
        at(99),
        at(100)
    ));
}

/// One data folder, whose server is killed again and again; all that was kept.
async fn generation(
    data: &Path,
    kills: usize,
    chance: &mut Chance,
    starts: &mut Vec<Duration>,
) -> Kept {
    let mut all = Kept::default();
    let mut running: Option<Server> = None;
    for kill in 0..kills {
        let last = match running.take() {
            Some(mut server) if !chance.once_in(5) => {
                let load = Load::begin(&server.address, CITIZENS, chance);
                tokio::time::sleep(chance.millis(2, 250)).await;
                server.kill();
                load.ended().await
            }
            before => {
                // In the midst of its start, be it the first of all or one that mends.
                drop(before);
                Server::start_and_kill(data, chance.millis(0, 120));
                Kept::default()
            }
        };
        let server = Server::start(data);
        starts.push(server.ready_after);
        let again = some(&last, chance);
        all.add(last);
        let found = check(data, &all, &again, &server).await;
        found.unwrap_or_else(|wrong| panic!("after kill {kill}: {wrong}"));
        running = Some(server);
    }
    all
}

/// A few of those acknowledged.
fn some(kept: &Kept, chance: &mut Chance) -> Vec<(Request, String)> {
    let all = &kept.acknowledged;
    let any = |_| all.get(chance.below(all.len())).cloned();
    (0..AGAIN).filter_map(any).collect()
}

/// What is wrong, if anything is.
async fn check(
    data: &Path,
    kept: &Kept,
    again: &[(Request, String)],
    server: &Server,
) -> Result<(), String> {
    kept.compare(&data.join("zuoban.db"))?;
    let client = client();
    for (request, receipt) in again {
        let answer = request.send(&client, &server.address).await;
        if answer.as_ref() != Some(&(200, receipt.clone())) {
            return Err(format!("{request:?}: {answer:?}, not {receipt}"));
        }
    }
    done("verify", data)?;
    let counted = done("rebuild", data)?;
    if !counted.contains("every counter was right") {
        return Err(counted);
    }
    Ok(())
}
