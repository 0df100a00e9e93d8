//! More ratings than can be stored, at times that do not wait for answers: each is a phone of its own.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::{Duration, Instant};

use super::apart::Apart;
use super::client::Connection;
use super::goals::Goals;
use super::load::{closed, share};
use super::out;
use super::post::Post;
use super::server::Server;

/// How many phones at most have a rating under way; what comes then is not sent, and counted.
const PHONES: usize = 5_000;
/// With how many connections the peak is looked for.
const PEAK_AT: [usize; 2] = [64, 256];
/// How often what is due is sent.
const TICK: Duration = Duration::from_millis(2);

/// What came of it.
#[derive(Default)]
pub struct Seen {
    took: f64,
    wanted: f64,
    /// When each was answered, in ms after it was sent.
    stored: Vec<f64>,
    refused: Vec<f64>,
    /// Answers of another kind, and connections that broke.
    pub broken: usize,
    unsent: usize,
    /// The most that the server held, in bytes.
    pub memory: u64,
    /// How many processors the server kept busy, and this program: who is the limit.
    cores: [f64; 2],
}

impl Seen {
    /// Ratings stored a second.
    pub fn useful_rate(&self) -> f64 {
        self.stored.len() as f64 / self.took
    }

    /// The time that so many of a hundred refusals stayed under, in ms; none where nothing was refused.
    pub fn refused_under(&self, percent: usize) -> Option<f64> {
        (!self.refused.is_empty()).then(|| share(&self.refused, percent))
    }

    /// In words.
    pub fn told(&self) -> String {
        let sent = self.stored.len() + self.refused.len() + self.broken;
        format!(
            "{:.0}/s wanted for {:.0} s, {:.0}/s sent ({} not, since {PHONES} were under way): {:.0}/s stored (p50 {:.0} ms, p99 {:.0} ms), \
             {} refused (p50 {:.0} ms, p99 {:.0} ms, worst {:.0} ms), at most {:.0} MB, the server on {:.1} cores, this program on {:.1}",
            self.wanted,
            self.took,
            sent as f64 / self.took,
            self.unsent,
            self.useful_rate(),
            share(&self.stored, 50),
            share(&self.stored, 99),
            self.refused.len(),
            share(&self.refused, 50),
            share(&self.refused, 99),
            share(&self.refused, 100),
            self.memory as f64 / 1e6,
            self.cores[0],
            self.cores[1]
        )
    }
}

/// Finds the peak, then sends twice as much. What the machine has to give changes within a minute: the peak is the
/// higher of those before and after.
pub async fn measure(turn: Duration, long: Duration, goals: &mut Goals) {
    let apart = Apart::keep();
    let server = Server::accustomed(apart.as_ref());
    let before = peak(&server, turn).await;
    let seen = at(&server, 2.0 * before, long).await;
    let after = peak(&server, turn).await;
    let peak = before.max(after);
    let useful = seen.useful_rate();
    let where_to = apart.map_or("with no processor of its own".to_owned(), |apart| {
        format!("on processors {} alone", apart.servers)
    });
    out(&format!("\nthe server {where_to}: {}", seen.told()));
    out(&format!(
        "the peak before it {before:.0}/s, after it {after:.0}/s"
    ));
    let what = format!("% of the peak of {peak:.0}/s was useful work at twice the peak");
    goals.at_least(90.0, 100.0 * useful / peak, &what);
    match seen.refused_under(99) {
        Some(slowest) => goals.at_most(100.0, slowest, "ms (p99) to refuse"),
        None => goals.judge(false, "nothing was refused: it was not too much".to_owned()),
    }
    goals.at_most(120.0, seen.memory as f64 / 1e6, "MB resident meanwhile");
    let neither = format!("{} answers were neither", seen.broken);
    goals.judge(seen.broken == 0, neither);
}

/// The most that is stored a second.
async fn peak(server: &Server, turn: Duration) -> f64 {
    let mut peak: f64 = 0.0;
    for connections in PEAK_AT {
        let turn = closed(&server.process, &server.rating, connections, turn).await;
        peak = peak.max(turn.rate());
    }
    peak
}

/// Sends so many a second for so long.
async fn at(server: &Server, rate: f64, long: Duration) -> Seen {
    let seen = Rc::new(RefCell::new(Seen {
        wanted: rate,
        ..Seen::default()
    }));
    let idle: Rc<RefCell<Vec<Connection>>> = Rc::default();
    let host: Rc<str> = server.process.host.as_str().into();
    let post = Rc::new(server.rating.clone());
    let under_way = Rc::new(());
    let (begun, used) = (Instant::now(), server.process.used());
    let (mut due, mut looked) = (0, begun);
    let mut tick = tokio::time::interval(TICK);
    while begun.elapsed() < long {
        tick.tick().await;
        let until = (begun.elapsed().as_secs_f64() * rate) as usize;
        for _ in due..until {
            if Rc::strong_count(&under_way) > PHONES {
                seen.borrow_mut().unsent += 1;
                continue;
            }
            let (host, post) = (Rc::clone(&host), Rc::clone(&post));
            let (seen, idle, here) = (Rc::clone(&seen), Rc::clone(&idle), Rc::clone(&under_way));
            tokio::task::spawn_local(async move {
                one(&host, &post, &seen, &idle).await;
                drop(here);
            });
        }
        due = until;
        if looked.elapsed() > Duration::from_millis(250) {
            looked = Instant::now();
            let memory = server.process.memory();
            let mut seen = seen.borrow_mut();
            seen.memory = seen.memory.max(memory);
        }
    }
    let (took, now) = (begun.elapsed().as_secs_f64(), server.process.used());
    seen.borrow_mut().took = took;
    seen.borrow_mut().cores = [0, 1].map(|of| (now[of] - used[of]) / took);
    while Rc::strong_count(&under_way) > 1 {
        tick.tick().await;
    }
    let mut seen = seen.take();
    seen.stored.sort_by(f64::total_cmp);
    seen.refused.sort_by(f64::total_cmp);
    seen
}

async fn one(host: &str, post: &Post, seen: &RefCell<Seen>, idle: &RefCell<Vec<Connection>>) {
    let kept = idle.borrow_mut().pop();
    let connection = match kept {
        Some(connection) => Ok(connection),
        None => Connection::open(host).await,
    };
    let Ok(mut connection) = connection else {
        seen.borrow_mut().broken += 1;
        return;
    };
    let sent = Instant::now();
    let answer = connection.send(post).await;
    let took = sent.elapsed().as_secs_f64() * 1e3;
    let mut seen = seen.borrow_mut();
    // What is answered after the end is no work of that time.
    let over = seen.took > 0.0;
    match answer {
        Ok(201) if over => {}
        Ok(201) => seen.stored.push(took),
        Ok(503 | 429) => seen.refused.push(took),
        _ => {
            seen.broken += 1;
            return;
        }
    }
    idle.borrow_mut().push(connection);
}
