//! So many clients, each of which sends its next rating once the last was answered.

use std::time::{Duration, Instant};

use super::client::Connection;
use super::server::Server;

/// What was answered in one turn.
#[derive(Default)]
pub struct Turn {
    took: Duration,
    /// The time of each answer, in ms.
    times: Vec<f64>,
}

impl Turn {
    /// Several as one.
    pub fn together(turns: Vec<Self>) -> Self {
        let mut all = Self::default();
        for turn in turns {
            all.took += turn.took;
            all.times.extend(turn.times);
        }
        all.times.sort_by(f64::total_cmp);
        all
    }

    /// Answers a second.
    pub fn rate(&self) -> f64 {
        self.times.len() as f64 / self.took.as_secs_f64()
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

/// Rates for so long; every answer must be the right one.
pub async fn closed(server: &Server, connections: usize, long: Duration, whole: bool) -> Turn {
    let mut open = Vec::new();
    for _ in 0..connections {
        open.push(Connection::open(&server.host).await.unwrap());
    }
    let begun = Instant::now();
    let clients = open.into_iter().map(|mut connection| {
        let k = server.k.clone();
        tokio::task::spawn_local(async move {
            let mut times = Vec::new();
            while begun.elapsed() < long {
                let sent = Instant::now();
                let status = connection.rate(&k, whole).await.unwrap();
                assert_eq!(status, if whole { 201 } else { 400 });
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
    turn
}
