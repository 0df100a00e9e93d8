//! `test`: every check in order. A failing one does not stop the others, and the
//! last line of the output counts them all.

mod browser;
mod report;
pub mod rust;
mod tally;

use std::time::Instant;

use crate::error::{Failure, Result};
use crate::place::Place;
use crate::progress;
use crate::setup::{self, Need};
use crate::{budget, build, contract, faults};
use report::Row;
use tally::NodeSummary;
pub use tally::Tally;

/// One check, or one suite of them.
struct Check {
    name: &'static str,
    needs: &'static [Need],
    /// Whether it looks at what `build` makes.
    built: bool,
    run: fn(&Place) -> Result<Tally>,
}

/// The build stands before all that look at it, and before the native tests:
/// new files in target/site make cargo compile the crate again.
const CHECKS: [Check; 13] = [
    Check {
        name: "fmt",
        needs: &[Need::Lints],
        built: false,
        run: rust::fmt,
    },
    Check {
        name: "clippy",
        needs: &[Need::Native, Need::Lints],
        built: false,
        run: rust::clippy,
    },
    Check {
        name: "clippy-wasm",
        needs: &[Need::Wasm, Need::Lints, Need::WasmLints],
        built: false,
        run: rust::clippy_wasm,
    },
    Check {
        name: "docs",
        needs: &[Need::Native],
        built: false,
        run: rust::docs,
    },
    Check {
        name: "build",
        needs: &setup::FOR_BUILD,
        built: false,
        run: |place| build::build(place).map(|()| Tally::single(true)),
    },
    Check {
        name: "budget",
        needs: &[],
        built: true,
        run: budget::weigh,
    },
    Check {
        name: "native",
        needs: &[Need::Native],
        built: false,
        run: rust::native,
    },
    Check {
        name: "endpoint",
        needs: &[Need::Native, Need::Proxy],
        built: true,
        run: rust::endpoint,
    },
    Check {
        name: "postgres",
        needs: &[Need::Native, Need::Proxy, Need::Postgres],
        built: true,
        run: rust::postgres,
    },
    Check {
        name: "faults",
        needs: &faults::NEEDS,
        built: true,
        run: faults::check,
    },
    Check {
        name: "contract",
        needs: &[Need::Native, Need::Python],
        built: true,
        run: contract::check,
    },
    Check {
        name: "app",
        needs: &[Need::Wasm, Need::Site, Need::Browser],
        built: false,
        run: browser::app,
    },
    Check {
        name: "e2e",
        needs: &[Need::Browser, Need::Posters, Need::Scripts],
        built: true,
        run: browser::e2e,
    },
];
const BUILD: &str = "build";

/// The names of all checks, in order.
#[cfg(test)]
pub fn names() -> impl Iterator<Item = &'static str> {
    CHECKS.iter().map(|check| check.name)
}

/// Runs the checks named, with what they need, or all of them; whether all passed.
pub fn run(place: &Place, names: &[String]) -> Result<bool> {
    let chosen = choose(names)?;
    let needs: Vec<Need> = chosen
        .iter()
        .flat_map(|check| check.needs)
        .copied()
        .collect();
    if let Err(failure) = setup::ensure(place, &needs) {
        eprintln!("xtask: {failure}");
        return Ok(report::print(&[Row::failed("setup")]));
    }
    let mut rows: Vec<Row> = Vec::new();
    for check in chosen {
        progress::note(&format!("check: {}", check.name));
        let started = Instant::now();
        let built = rows
            .iter()
            .all(|row| row.name != BUILD || row.tally.failed == 0);
        let outcome = if check.built && !built {
            Err(Failure::new("not tried, since the build failed"))
        } else {
            (check.run)(place)
        };
        let tally = outcome.unwrap_or_else(|failure| {
            eprintln!("xtask: {}: {failure}", check.name);
            Tally::single(false)
        });
        rows.push(Row {
            name: check.name,
            tally,
            took: started.elapsed(),
        });
    }
    Ok(report::print(&rows))
}

/// The checks named, in their own order; `build` with those that look at it.
fn choose(names: &[String]) -> Result<Vec<&'static Check>> {
    let named = |check: &Check| names.iter().any(|name| name == check.name);
    let all: &'static [Check] = &CHECKS;
    if let Some(unknown) = names
        .iter()
        .find(|name| all.iter().all(|check| check.name != name.as_str()))
    {
        let known: Vec<_> = all.iter().map(|check| check.name).collect();
        return Err(Failure::new(format!(
            "there is no check `{unknown}`; there are: {}",
            known.join(" ")
        )));
    }
    let build = all.iter().any(|check| check.built && named(check));
    Ok(all
        .iter()
        .filter(|check| names.is_empty() || named(check) || (build && check.name == BUILD))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(names: &[&str]) -> Option<Vec<&'static str>> {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let checks = choose(&names).ok()?;
        Some(checks.iter().map(|check| check.name).collect())
    }

    #[test]
    fn ok_all_without_a_name() {
        assert_eq!(chosen(&[]).map(|names| names.len()), Some(CHECKS.len()));
    }

    #[test]
    fn ok_named_with_what_they_need() {
        assert_eq!(chosen(&["native", "fmt"]), Some(vec!["fmt", "native"]));
        assert_eq!(chosen(&["e2e"]), Some(vec!["build", "e2e"]));
    }

    #[test]
    fn err_unknown_name() {
        assert_eq!(chosen(&["unit"]), None);
    }
}
