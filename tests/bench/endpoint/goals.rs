//! What was to be reached, and whether it was.

use super::out;

/// See the module.
#[derive(Default)]
pub struct Goals(Vec<(String, bool)>);

impl Goals {
    /// One of them.
    pub fn judge(&mut self, holds: bool, what: String) {
        self.0.push((what, holds));
    }

    /// So much at least; `what` is said behind the number.
    pub fn at_least(&mut self, bound: f64, number: f64, what: &str) {
        let said = format!("{number:.2} {what}, at least {bound}");
        self.judge(number >= bound, said);
    }

    /// So much at most.
    pub fn at_most(&mut self, bound: f64, number: f64, what: &str) {
        let said = format!("{number:.2} {what}, at most {bound}");
        self.judge(number <= bound, said);
    }

    /// Says them; whether all were reached.
    pub fn say(&self) -> bool {
        out("");
        for (what, holds) in &self.0 {
            out(&format!("{}  {what}", if *holds { "PASS" } else { "FAIL" }));
        }
        self.0.iter().all(|(_, holds)| *holds)
    }
}
