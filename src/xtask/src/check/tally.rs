//! Counting: what passed and what failed, read off the words of each test runner.

use std::ops::AddAssign;

/// How many checks passed, and how many failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Checks that passed.
    pub passed: usize,
    /// Checks that failed.
    pub failed: usize,
}

impl Tally {
    /// A check that counts as one.
    pub fn single(passed: bool) -> Self {
        Self {
            passed: usize::from(passed),
            failed: usize::from(!passed),
        }
    }

    /// The verdict on a suite. One that ran nothing has failed, and so has one
    /// that ended badly without naming a failure.
    pub fn of_suite(self, succeeded: bool) -> Self {
        let silent = self.failed == 0 && (!succeeded || self.passed == 0);
        Self {
            failed: self.failed + usize::from(silent),
            ..self
        }
    }

    /// Adds a line of cargo's, or of the wasm runner's: `test result: ok. 3 passed; 0 failed; …`.
    /// `cargo test` prints one for each program it runs.
    pub fn read_libtest(&mut self, line: &str) {
        let Some(result) = line.trim().strip_prefix("test result: ") else {
            return;
        };
        for part in result.split([';', '.']) {
            let mut words = part.split_whitespace();
            let number = words.next().and_then(|word| word.parse().ok()).unwrap_or(0);
            match words.next() {
                Some("passed") => self.passed += number,
                Some("failed") => self.failed += number,
                _ => {}
            }
        }
    }

    /// Reads a line of schemathesis' summary: `1232 generated, 1229 passed, 3 found 3 unique failures`.
    pub fn read_schemathesis(&mut self, line: &str) {
        let count = |word: &str| {
            let mut parts = line.split(", ").map(str::trim);
            let (number, _) = parts.find_map(|part| part.split_once(word))?;
            number.trim().parse::<usize>().ok()
        };
        if let Some(generated) = count(" generated") {
            self.failed = count(" found").unwrap_or(0);
            self.passed = generated.saturating_sub(self.failed);
        }
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

/// The summary at the end of `node --test` in TAP: `# pass 5`, `# fail 0`, `# cancelled 0`.
///
/// What tests log is printed as `# …` too, and before it: the last of each kind holds.
#[derive(Default)]
pub struct NodeSummary {
    passed: usize,
    failed: usize,
    cancelled: usize,
}

impl NodeSummary {
    /// Takes in one line of output.
    pub fn read(&mut self, line: &str) {
        let Some((word, number)) = line
            .strip_prefix("# ")
            .and_then(|rest| rest.split_once(' '))
        else {
            return;
        };
        let Ok(number) = number.trim_end().parse() else {
            return;
        };
        match word {
            "pass" => self.passed = number,
            "fail" => self.failed = number,
            "cancelled" => self.cancelled = number,
            _ => {}
        }
    }

    /// The counts; a cancelled test has not passed.
    pub fn tally(&self) -> Tally {
        Tally {
            passed: self.passed,
            failed: self.failed + self.cancelled,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(passed: usize, failed: usize) -> Tally {
        Tally { passed, failed }
    }

    #[test]
    fn ok_libtest_lines_add_up() {
        let mut counted = Tally::default();
        for line in [
            "running 3 tests",
            "test ok_passed ... ok",
            "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s",
            "test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 filtered out; finished in 1.20s",
        ] {
            counted.read_libtest(line);
        }
        assert_eq!(counted, tally(15, 2));
    }

    #[test]
    fn ok_schemathesis_counts_its_requests() {
        let mut counted = Tally::default();
        for line in [
            "     ✅ 17 passed",
            "  1744 generated, 1741 passed, 3 found 2 unique failures",
            "Seed: 242032769506856423083573582921505120308",
        ] {
            counted.read_schemathesis(line);
        }
        assert_eq!(counted, tally(1741, 3));
        counted.read_schemathesis("  1744 generated, 1744 passed");
        assert_eq!(counted, tally(1744, 0));
    }

    #[test]
    fn ok_node_takes_the_last_of_each() {
        let mut summary = NodeSummary::default();
        for line in [
            "# pass 99",
            "# Subtest: pass 7",
            "ok 1 - scan # pass 8",
            "# tests 7",
            "# pass 5",
            "# fail 1",
            "# cancelled 1",
        ] {
            summary.read(line);
        }
        assert_eq!(summary.tally(), tally(5, 2));
    }

    #[test]
    fn ok_suite_that_ran_nothing_or_broke_off_has_failed() {
        assert_eq!(tally(4, 0).of_suite(true), tally(4, 0));
        assert_eq!(tally(4, 1).of_suite(false), tally(4, 1));
        assert_eq!(tally(0, 0).of_suite(true), tally(0, 1));
        assert_eq!(tally(4, 0).of_suite(false), tally(4, 1));
    }
}
