//! The table at the end of `test`, and the one line that machines read.

use std::time::Duration;

use super::tally::Tally;
use crate::progress::human;

/// What came of one check.
pub struct Row {
    /// The check.
    pub name: &'static str,
    /// What passed and failed in it.
    pub tally: Tally,
    /// How long it took.
    pub took: Duration,
}

impl Row {
    /// Something that failed before it could begin.
    pub fn failed(name: &'static str) -> Self {
        Self {
            name,
            tally: Tally::single(false),
            took: Duration::ZERO,
        }
    }
}

/// Prints the table, and as the very last line `N passed, N failed`; whether none failed.
pub fn print(rows: &[Row]) -> bool {
    println!("\n  {:<14}{:>8}{:>8}  time", "check", "passed", "failed");
    let mut all = Tally::default();
    for Row { name, tally, took } in rows {
        let sign = if tally.failed == 0 { '✓' } else { '✗' };
        let (passed, failed, took) = (tally.passed, tally.failed, human(*took));
        println!("{sign} {name:<14}{passed:>8}{failed:>8}  {took}");
        all += *tally;
    }
    println!("\n{} passed, {} failed", all.passed, all.failed);
    all.failed == 0
}
