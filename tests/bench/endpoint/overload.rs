//! More ratings than can be stored, at times that do not wait for answers: each is a phone of its own.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::{Duration, Instant};

use super::client::Connection;
use super::load::share;
use super::server::Server;

/// How many phones at most have a rating under way; what comes then is not sent, and counted.
const PHONES: usize = 6000;
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

/// Sends so many a second for so long.
pub async fn at(server: &Server, rate: f64, long: Duration) -> Seen {
    let seen = Rc::new(RefCell::new(Seen {
        wanted: rate,
        ..Seen::default()
    }));
    let idle: Rc<RefCell<Vec<Connection>>> = Rc::default();
    let under_way = Rc::new(());
    let (begun, used) = (Instant::now(), server.used());
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
            let (host, k) = (server.host.clone(), server.k.clone());
            let (seen, idle, here) = (Rc::clone(&seen), Rc::clone(&idle), Rc::clone(&under_way));
            tokio::task::spawn_local(async move {
                one(&host, &k, &seen, &idle).await;
                drop(here);
            });
        }
        due = until;
        if looked.elapsed() > Duration::from_millis(250) {
            looked = Instant::now();
            let memory = server.memory();
            let mut seen = seen.borrow_mut();
            seen.memory = seen.memory.max(memory);
        }
    }
    let (took, now) = (begun.elapsed().as_secs_f64(), server.used());
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

async fn one(host: &str, k: &str, seen: &RefCell<Seen>, idle: &RefCell<Vec<Connection>>) {
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
    let answer = connection.rate(k, true).await;
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
