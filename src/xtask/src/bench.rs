//! `bench`: a measurement of `tests/bench`, against the release build, or one of the program's own.

use std::process::Command;

use crate::check::rust;
use crate::error::{Failure, Result};
use crate::place::Place;
use crate::setup::{self, BENCH, Need};
use crate::shared::{Kind, SharedTarget};
use crate::tools::browser::Browser;
use crate::tools::node;
use crate::tools::python::POCKETBASE;
use crate::{build, files, process};

/// What is tried for minutes, by tests that are left out of the others.
const FORGERIES: &str = "forgeries";

/// Those in Rust, since they must send faster than the server can answer.
const ENDPOINT: &str = "endpoint";
const POSTGRES: &str = "postgres";

/// Builds, then runs `tests/bench/NAME.mjs`; `false` where the measurement says so.
pub fn run(place: &Place, name: &str, arguments: &[String]) -> Result<bool> {
    match name {
        FORGERIES => return forgeries(place, arguments),
        ENDPOINT => return endpoint(place, arguments),
        POSTGRES => return postgres(place, arguments),
        _ => {}
    }
    let script = format!("{name}.mjs");
    let folder = place.root().join(BENCH);
    if !folder.join(&script).is_file() {
        let scripts = files::named(&folder, ".mjs")?;
        let names: Vec<_> = scripts
            .iter()
            .filter_map(|path| path.file_stem()?.to_str())
            .chain([ENDPOINT, FORGERIES, POSTGRES])
            .collect();
        return Err(Failure::new(format!(
            "there is no measurement `{name}`; there are: {}",
            names.join(" ")
        )));
    }
    build::build(place)?;
    setup::ensure(place, &[Need::Browser, Need::Scripts])?;
    node::install_modules(place, BENCH)?;
    let mut node = node::node_in(place, BENCH);
    node.arg(script).args(arguments);
    Browser::find()?.apply(&mut node, place);
    process::succeeds(&mut node)
}

/// A million signatures and visit codes of each kind of forgery, and how many were taken for real.
fn forgeries(place: &Place, arguments: &[String]) -> Result<bool> {
    if let Some(extra) = arguments.first() {
        return Err(Failure::new(format!(
            "`{FORGERIES}` is always of a million: it does not know what to do with `{extra}`"
        )));
    }
    setup::ensure(place, &[Need::Native])?;
    let target = SharedTarget::enter(place, Kind::Host)?;
    let mut cargo = place.cargo();
    cargo.args(["test", "--release", "--lib", "--", "err_a_million"]);
    cargo.args(["--ignored", "--nocapture"]);
    target.apply(&mut cargo);
    Ok(rust::suite(&mut cargo)?.failed == 0)
}

/// Ratings a second beside others', and what becomes of twice as many as can be stored.
fn endpoint(place: &Place, arguments: &[String]) -> Result<bool> {
    build::build(place)?;
    setup::ensure(place, &[Need::Python])?;
    let pocketbase = POCKETBASE.ensure(place)?;
    let mut cargo = place.cargo();
    cargo.env("ZUOBAN_POCKETBASE", pocketbase);
    sent(place, cargo, arguments)
}

/// The same into PostgreSQL, beside its own rows a second.
fn postgres(place: &Place, arguments: &[String]) -> Result<bool> {
    build::build(place)?;
    setup::ensure(place, &[Need::Postgres])?;
    let mut all = vec![POSTGRES.to_owned()];
    all.extend_from_slice(arguments);
    sent(place, place.cargo(), &all)
}

/// Runs the program that sends.
fn sent(place: &Place, mut cargo: Command, arguments: &[String]) -> Result<bool> {
    let target = SharedTarget::enter(place, Kind::Host)?;
    cargo.args(["bench", "--bench", ENDPOINT, "--"]);
    cargo.args(arguments).env("ZUOBAN_BIN", place.zuoban());
    target.apply(&mut cargo);
    process::succeeds(&mut cargo)
}
