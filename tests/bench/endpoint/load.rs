//! So many clients, each of which sends its next request once the last was answered.

use std::time::{Duration, Instant};

use super::client::Connection;
use super::post::Post;
use super::process::Process;

/// What was answered in one turn, or in several as one.
#[derive(Default)]
pub struct Turn {
    took: Duration,
    /// What the server used of the processors, in seconds.
    used: f64,
    /// The time of each answer, in ms; in order after [`Self::in_order`].
    times: Vec<f64>,
}

impl Turn {
    /// What another turn brought.
    pub fn add(&mut self, turn: Self) {
        self.took += turn.took;
        self.used += turn.used;
        self.times.extend(turn.times);
    }

    /// For [`Self::under`].
    pub fn in_order(mut self) -> Self {
        self.times.sort_by(f64::total_cmp);
        self
    }

    /// Answers a second.
    pub fn rate(&self) -> f64 {
        self.times.len() as f64 / self.took.as_secs_f64()
    }

    /// What the server used for each, in µs: what else the machine does changes it least.
    pub fn cost(&self) -> f64 {
        self.used * 1e6 / self.times.len() as f64
    }

    /// The time that so many of a hundred stayed under, in ms.
    pub fn under(&self, percent: usize) -> f64 {
        share(&self.times, percent)
    }
}

/// Of times in order.
pub fn share(times: &[f64], percent: usize) -> f64 {
    let last = times.len().saturating_sub(1);
    times.get(last * percent / 100).copied().unwrap_or(0.0)
}

/// Sends for so long; every answer must be the right one.
pub async fn closed(process: &Process, post: &Post, connections: usize, long: Duration) -> Turn {
    let mut open = Vec::new();
    for _ in 0..connections {
        open.push(Connection::open(&process.host).await.unwrap());
    }
    let (begun, [used, _]) = (Instant::now(), process.used());
    let clients = open.into_iter().map(|mut connection| {
        let post = post.clone();
        tokio::task::spawn_local(async move {
            let mut times = Vec::new();
            while begun.elapsed() < long {
                let sent = Instant::now();
                let status = connection.send(&post).await.unwrap();
                assert_eq!(status, post.right);
                times.push(sent.elapsed().as_secs_f64() * 1e3);
            }
            times
        })
    });
    let clients: Vec<_> = clients.collect();
    let mut turn = Turn::default();
    for client in clients {
        turn.times.extend(client.await.unwrap());
    }
    turn.took = begun.elapsed();
    turn.used = process.used()[0] - used;
    turn
}
