//! What the writer does, counted for whoever looks after the server.

use std::time::Duration;

use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};

/// Clones count together.
#[derive(Clone, Debug)]
pub struct Pulse {
    /// How many writes each commit took.
    pub commit_size: Histogram,
    /// How long each commit took, in seconds, from its turn to the disk's answer.
    pub commit_seconds: Histogram,
}

impl Pulse {
    /// A group of so many writes is on the disk; called before they are answered. One that failed is none.
    pub(super) fn committed(&self, size: usize, took: Duration) {
        self.commit_size.observe(size as f64);
        self.commit_seconds.observe(took.as_secs_f64());
    }
}

impl Default for Pulse {
    fn default() -> Self {
        Self {
            // Up to 512 writes.
            commit_size: Histogram::new(exponential_buckets(1.0, 2.0, 10)),
            // 0.1 ms to 1.6 s.
            commit_seconds: Histogram::new(exponential_buckets(0.0001, 2.0, 15)),
        }
    }
}
