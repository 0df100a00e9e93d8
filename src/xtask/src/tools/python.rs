//! Python: a tool of its own environment in the cache, as PyPI has it.

use std::path::PathBuf;
use std::process::Command;

use crate::error::{Failure, Result};
use crate::place::Place;
use crate::process;
use crate::progress::Step;

/// Asks an endpoint all that its description allows, and much that it does not.
const SCHEMATHESIS: &str = "4.32.5";

/// Whether there is a Python that can make environments.
pub fn is_present() -> bool {
    let mut ask = Command::new("python3");
    ask.args(["-c", "import ensurepip, venv"]);
    process::capture(&mut ask).is_ok()
}

/// The program `schemathesis`, installed unless it is there and answers.
pub fn schemathesis(place: &Place) -> Result<PathBuf> {
    let folder = place.tool("schemathesis", SCHEMATHESIS);
    let program = folder.join("bin/schemathesis");
    let answers = || process::answer(&program, "--version").is_some();
    if answers() {
        return Ok(program);
    }
    let step = Step::begin(
        &format!("schemathesis {SCHEMATHESIS}"),
        "downloading, half a minute (once)",
    );
    let mut make = Command::new("python3");
    make.args(["-m", "venv", "--clear"]).arg(&folder);
    process::run_quietly(&mut make, "is python3-venv installed?")?;
    let mut install = Command::new(folder.join("bin/pip"));
    install.args(["install", "--quiet", "--disable-pip-version-check"]);
    install.arg(format!("schemathesis=={SCHEMATHESIS}"));
    process::run_quietly(&mut install, "is PyPI reachable?")?;
    if !answers() {
        return Err(Failure::new(format!(
            "schemathesis is installed but does not start: delete {} and run this again",
            folder.display()
        )));
    }
    step.done();
    Ok(program)
}
