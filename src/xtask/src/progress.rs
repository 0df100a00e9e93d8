//! What is being done, for whom waits: one line before a slow step, its duration after it.
//!
//! Goes to standard error, so that standard output carries results alone.

use std::io::{IsTerminal, stderr};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

/// A slow step that has begun.
pub struct Step {
    label: String,
    started: Instant,
}

impl Step {
    /// Says what begins and what to expect of it, such as `compiling, about 6 minutes (once)`.
    pub fn begin(label: &str, doing: &str) -> Self {
        eprintln!("▸ {label}: {doing}");
        Self {
            label: label.to_owned(),
            started: Instant::now(),
        }
    }

    /// Says how long it took.
    pub fn done(self) {
        eprintln!(
            "  {}: done in {}",
            self.label,
            human(self.started.elapsed())
        );
    }
}

/// A single line about something that takes no time.
pub fn note(text: &str) {
    eprintln!("▸ {text}");
}

/// Does `work`, which prints nothing, with a clock running on the terminal.
/// Where standard error is no terminal, nothing is added.
pub fn ticking<T>(work: impl FnOnce() -> T) -> T {
    if !stderr().is_terminal() {
        return work();
    }
    let (running, ended) = mpsc::channel::<()>();
    thread::scope(|scope| {
        scope.spawn(move || {
            let started = Instant::now();
            while ended.recv_timeout(Duration::from_secs(1)) == Err(RecvTimeoutError::Timeout) {
                eprint!("\r  … {}", human(started.elapsed()));
            }
            eprint!("\r\x1b[K");
        });
        let result = work();
        drop(running);
        result
    })
}

/// A duration as people say it: `0.4 s`, `12 s`, `5 min 03 s`.
pub fn human(duration: Duration) -> String {
    let seconds = duration.as_secs();
    match seconds {
        0..10 => format!("{seconds}.{} s", duration.subsec_millis() / 100),
        10..60 => format!("{seconds} s"),
        _ => format!("{} min {:02} s", seconds / 60, seconds % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_human() {
        assert_eq!(human(Duration::from_millis(460)), "0.4 s");
        assert_eq!(human(Duration::from_secs(59)), "59 s");
        assert_eq!(human(Duration::from_secs(303)), "5 min 03 s");
    }
}
