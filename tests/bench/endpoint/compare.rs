//! By turns, so that what else the machine does falls on all alike: ours (a), its rows alone (b), what it refuses at
//! parsing (c), PocketBase (d), and at 256 connections ours with and without a sync for each commit.

use std::time::Duration;

use super::goals::Goals;
use super::load::{Turn, closed};
use super::out;
use super::pocketbase::PocketBase;
use super::rows::Rows;
use super::server::Server;
use super::twin::Twin;

const CONNECTIONS: [usize; 5] = [1, 16, 64, 256, 512];
/// How many connections PocketBase is compared at, how many times as much is to be reached, and was aimed for.
const BESIDE: [(usize, f64, f64); 2] = [(64, 6.0, 10.0), (256, 8.0, 12.0)];
/// Where the twins are compared, and memory is looked at.
const MANY: usize = 256;
/// How many parts each turn has, between those of the others.
const ROUNDS: u32 = 3;

const HEAD: &str = "                     (a) durable ratings   (b) rows alone   (c) parse        (d) PocketBase      resident MB
connections      /s  p50 ms  p99 ms  a commit               /s         /s     /s  p50 ms  p99 ms    (a)   (d)";

/// What is measured.
pub struct Servers {
    pub ours: Server,
    /// The same, at a window that is not used to so many: most are put aside.
    pub aside: Server,
    pub pocketbase: PocketBase,
    pub full: Twin,
    pub normal: Twin,
    pub rows: Rows,
}

/// What was measured at one number of connections.
#[derive(Default)]
struct Seen {
    rated: Turn,
    parsed: Turn,
    recorded: Turn,
    /// Commits, and the ratings in them.
    commits: [f64; 2],
    rows: f64,
    aside: Turn,
    full: Turn,
    normal: Turn,
}

impl Servers {
    pub async fn start() -> Self {
        let pocketbase = PocketBase::start().await;
        Self {
            ours: Server::accustomed(None),
            aside: Server::start(None),
            pocketbase,
            full: Twin::full(),
            normal: Twin::normal(),
            rows: Rows::new(),
        }
    }

    /// All of it.
    pub async fn compare(&mut self, turn: Duration, goals: &mut Goals) {
        out(HEAD);
        self.seen(16, Duration::from_secs(1)).await;
        for connections in CONNECTIONS {
            let seen = self.seen(connections, turn).await;
            self.say(connections, &seen);
            self.judge(connections, &seen, goals);
        }
    }

    async fn seen(&mut self, connections: usize, turn: Duration) -> Seen {
        let (ours, part) = (&self.ours, turn / ROUNDS);
        let mut seen = Seen::default();
        for _ in 0..ROUNDS {
            let run = |process, post| closed(process, post, connections, part);
            let process = &ours.process;
            let before = ours.commits();
            seen.rated.add(run(process, &ours.rating).await);
            let after = ours.commits();
            let [commits, ratings] = [0, 1].map(|of| after[of] - before[of]);
            seen.commits = [seen.commits[0] + commits, seen.commits[1] + ratings];
            seen.rows += self.rows.put(ratings / commits, part) / f64::from(ROUNDS);
            seen.parsed.add(run(process, &ours.no_rating).await);
            if BESIDE.iter().any(|beside| beside.0 == connections) {
                let PocketBase {
                    process, record, ..
                } = &self.pocketbase;
                seen.recorded.add(run(process, record).await);
            }
            if connections == MANY {
                let Server {
                    process, rating, ..
                } = &self.aside;
                seen.aside.add(run(process, rating).await);
                for (twin, turn) in [
                    (&self.full, &mut seen.full),
                    (&self.normal, &mut seen.normal),
                ] {
                    turn.add(run(&twin.process, &twin.rating).await);
                }
            }
        }
        Seen {
            rated: seen.rated.in_order(),
            recorded: seen.recorded.in_order(),
            ..seen
        }
    }

    fn say(&self, connections: usize, seen: &Seen) {
        let of = |turn: &Turn| (turn.rate(), turn.under(50), turn.under(99));
        let (rate, p50, p99) = of(&seen.rated);
        let (group, rows, parse) = (seen.group(), seen.rows, seen.parsed.rate());
        let memory = self.memory();
        let mut line = format!(
            "{connections:11} {rate:7.0} {p50:7.1} {p99:7.1} {group:9.1} {rows:16.0} {parse:10.0}"
        );
        if seen.compared() {
            let (rate, p50, p99) = of(&seen.recorded);
            line += &format!(" {rate:6.0} {p50:7.1} {p99:7.1} {:6.1}", memory[0]);
            line += &format!(" {:5.1}", memory[1]);
        } else {
            line += &format!(" {:>6} {:>7} {:>7} {:6.1}", "", "", "", memory[0]);
        }
        out(&line);
        if seen.compared() {
            let [rated, parsed, recorded] =
                [&seen.rated, &seen.parsed, &seen.recorded].map(Turn::cost);
            out(&format!(
                "            of the processors they took {rated:.0} µs (a), {parsed:.0} µs (c), {recorded:.0} µs (d) for each"
            ));
        }
        if connections == MANY {
            let aside = seen.aside.rate();
            out(&format!(
                "            {aside:.0}/s where a window gets more than its usual, and they are put aside; like the next two into a file that is younger than (a)'s"
            ));
            let (full, normal) = (seen.full.rate(), seen.normal.rate());
            out(&format!(
                "            the same server in this program's process: {full:.0}/s with synchronous = FULL, {normal:.0}/s with NORMAL"
            ));
        }
    }

    fn judge(&self, connections: usize, seen: &Seen, goals: &mut Goals) {
        for (_, least, aim) in BESIDE.iter().filter(|beside| beside.0 == connections) {
            let times = seen.rated.rate() / seen.recorded.rate();
            let what = format!("× PocketBase at {connections} (aim: {aim})");
            goals.at_least(*least, times, &what);
            let tail = seen.rated.under(99) / seen.recorded.under(99);
            let what = format!("× its p99 at {connections}");
            goals.at_most(0.25, tail, &what);
            let share = seen.rated.rate() / seen.parsed.rate();
            let what = format!("× parse only at {connections}");
            goals.at_least(0.4, share, &what);
        }
        if connections == MANY {
            let share = seen.full.rate() / seen.normal.rate();
            let what = format!("× synchronous = NORMAL at {connections}");
            goals.at_least(0.8, share, &what);
            let what = format!("MB resident at {connections}");
            goals.at_most(40.0, self.memory()[0], &what);
        }
    }

    /// What ours and PocketBase hold, in MB.
    fn memory(&self) -> [f64; 2] {
        [&self.ours.process, &self.pocketbase.process].map(|process| process.memory() as f64 / 1e6)
    }
}

impl Seen {
    /// Ratings in a commit.
    fn group(&self) -> f64 {
        self.commits[1] / self.commits[0]
    }

    /// Whether PocketBase was asked too.
    fn compared(&self) -> bool {
        self.recorded.rate() > 0.0
    }
}
