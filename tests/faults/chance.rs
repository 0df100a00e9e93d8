//! Chance that can be had again.

use std::fmt::Display;
use std::str::FromStr;
use std::time::Duration;

use zuoban::model::RatingId;

/// SplitMix64: the same seed, the same numbers.
#[derive(Clone)]
pub struct Chance(u64);

impl Chance {
    /// From `ZUOBAN_FAULTS_SEED`, or from the time; printed, so that what fails can be had again.
    pub fn seeded(what: &str) -> Self {
        let now = std::time::UNIX_EPOCH.elapsed().unwrap();
        let seed = setting("ZUOBAN_FAULTS_SEED", now.as_secs());
        tell(&format!("{what}: seed {seed}"));
        Self(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Another one, which goes its own way.
    pub fn fork(&mut self) -> Self {
        Self(self.next())
    }

    /// From `0..many`.
    pub fn below(&mut self, many: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(many.max(1)).unwrap()).unwrap()
    }

    /// Once in so many times.
    pub fn once_in(&mut self, many: usize) -> bool {
        self.below(many) == 0
    }

    /// So many times of a hundred.
    pub fn percent(&mut self, share: usize) -> bool {
        self.below(100) < share
    }

    pub fn millis(&mut self, from: u64, to: u64) -> Duration {
        Duration::from_micros(from * 1000 + self.next() % ((to - from) * 1000))
    }

    pub fn id(&mut self) -> String {
        let (a, b) = (self.next().to_be_bytes(), self.next().to_be_bytes());
        let bytes = [a, b].concat().try_into().unwrap();
        RatingId::from_random(bytes).to_string()
    }
}

/// What the environment says, or what is usual.
pub fn setting<T: FromStr>(name: &str, usual: T) -> T {
    let given = std::env::var(name).ok();
    let read = |text: String| text.parse().ok();
    match given {
        None => usual,
        Some(text) => read(text.clone()).unwrap_or_else(|| panic!("{name} is {text:?}")),
    }
}

/// Says a figure past the test runner, which keeps what a passing test prints to itself.
pub fn tell(what: &impl Display) {
    use std::io::Write;
    let _ = writeln!(std::io::stderr(), "faults: {what}");
}
