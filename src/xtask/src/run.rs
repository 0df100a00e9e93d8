//! `run`: build what changed, then become the server.

use std::env;
use std::os::unix::process::CommandExt;
use std::process::Command;

use crate::error::{Context, Result};
use crate::place::Place;
use crate::{args, build, process};

/// All addresses, so that a phone in the same network can scan the printed code.
const LISTEN: &str = "0.0.0.0:8080";

/// Builds, then hands this process over to `zuoban serve`; returns only where that fails.
pub fn run(place: &Place, arguments: Vec<String>) -> Result<bool> {
    build::build(place)?;
    // The server takes either from its environment, too.
    let open =
        |option, variable| !args::gives(&arguments, option) && env::var_os(variable).is_none();
    let mut serve = Command::new(place.zuoban());
    serve.arg("serve");
    if open("--listen", "ZUOBAN_LISTEN") {
        serve.args(["--listen", LISTEN]);
    }
    if open("--data", "ZUOBAN_DATA") {
        let data = place.target().join("demo-data");
        serve.arg("--data").arg(&data);
        // So that a newcomer's results are not empty.
        let mut history = Command::new(place.zuoban());
        history.args(["demo", "history", "--data"]).arg(&data);
        process::run(&mut history, "the demo's history was not put in")?;
    }
    serve.args(&arguments);
    Err(serve.exec()).context(|| "cannot start target/release/zuoban: delete it and run this again")
}
