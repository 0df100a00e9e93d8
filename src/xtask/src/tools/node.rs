//! Node: it runs `wasm-opt`, the browser tests and the measurements.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::error::{Failure, Result};
use crate::place::Place;
use crate::progress::Step;
use crate::stamp::Fingerprint;
use crate::{files, process};

/// Below it, the test runner lacks options we use.
const OLDEST: u32 = 18;

/// Whether Node and npm are there, and new enough.
pub fn is_present() -> bool {
    let major = process::answer(Path::new("node"), "--version").and_then(|text| major(&text));
    major.is_some_and(|major| major >= OLDEST) && process::find(&["npm"]).is_some()
}

/// Installs what `folder`'s lock file names, unless that very file was installed before.
pub fn install_modules(place: &Place, folder: &str) -> Result<()> {
    let home = place.root().join(folder);
    let lock = home.join("package-lock.json");
    if !lock.is_file() {
        return Err(Failure::new(format!(
            "{folder}/package-lock.json is missing: `npm install` there writes it"
        )));
    }
    let mut fingerprint = Fingerprint::new();
    fingerprint.add(&files::read(&lock)?);
    let wanted = fingerprint.hex();
    let stamp = home.join("node_modules/.installed-lock");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    let step = Step::begin(folder, "npm ci, a few seconds to a minute");
    let mut npm = Command::new("npm");
    npm.args(["ci", "--no-audit", "--no-fund", "--ignore-scripts"]);
    npm.current_dir(&home);
    process::run_quietly(&mut npm, "is the npm registry reachable?")?;
    files::write(&stamp, wanted)?;
    step.done();
    Ok(())
}

/// `node`, to run a script of `folder` in it.
pub fn node_in(place: &Place, folder: &str) -> Command {
    let mut node = Command::new("node");
    node.current_dir(place.root().join(folder));
    node
}

fn major(version: &str) -> Option<u32> {
    version
        .trim()
        .strip_prefix('v')?
        .split('.')
        .next()?
        .parse()
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_major() {
        assert_eq!(major("v20.20.2\n"), Some(20));
        assert_eq!(major("unknown"), None);
    }
}
