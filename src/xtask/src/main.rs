//! `cargo xtask`: everything a newcomer types, so that a clone needs nothing but Rust to start from.
//!
//! | module | for |
//! |---|---|
//! | [`args`] | the command line and its help |
//! | [`place`] | where things stand: the clone, the tool cache |
//! | [`setup`], [`tools`] | what a machine must have, and how it gets it |
//! | [`wasm`] | the compiler of the app, and the environment it builds in |
//! | [`shared`] | build folders that outlive a clone, and when they may be trusted |
//! | [`build`] | the app's files, then the server that carries them |
//! | [`check`], [`budget`], [`contract`] | `test`: every check, what the first load may weigh, whether the endpoint keeps its word |
//! | [`faults`], [`fuzz`] | what breaks a server that nobody means to break |
//! | [`run`], [`bench`](mod@bench), [`screenshots`] | the other commands |
//!
//! It knows nothing of the product: it only starts programs and counts. A
//! failure says what was tried and what to do about it; nothing here panics.

mod args;
mod bench;
mod budget;
mod build;
mod check;
mod compress;
mod contract;
mod error;
mod faults;
mod files;
mod fuzz;
mod place;
mod process;
mod progress;
mod run;
mod screenshots;
mod server;
mod setup;
mod shared;
mod stamp;
mod tools;
mod wasm;

use std::process::ExitCode;

use args::Command;
use error::Result;
use place::Place;

fn main() -> ExitCode {
    match obey() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(failure) => {
            eprintln!("xtask: {failure}");
            ExitCode::FAILURE
        }
    }
}

/// Does what the command line asks; `false` where it was done and the answer is bad news.
fn obey() -> Result<bool> {
    let command = args::parse(args::given()?)?;
    let place = Place::find()?;
    match command {
        Command::Help => {
            println!("{}", args::HELP);
            Ok(true)
        }
        Command::Setup => setup::everything(&place).map(|()| true),
        Command::Build => build::build(&place).map(|()| true),
        Command::Run(arguments) => run::run(&place, arguments),
        Command::Test(names) => check::run(&place, &names),
        Command::Budget => budget::command(&place),
        Command::Contract(seconds) => contract::command(&place, seconds.as_deref()),
        Command::Faults(numbers) => faults::command(&place, &numbers),
        Command::Fuzz(runs) => fuzz::command(&place, runs.as_deref()),
        Command::Bench { name, arguments } => bench::run(&place, &name, &arguments),
        Command::Screenshots(folder) => screenshots::run(&place, folder.as_deref()),
    }
}
