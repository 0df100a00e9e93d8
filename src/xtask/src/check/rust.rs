//! The checks that cargo makes: form, lints, documentation, native tests.

use std::process::Command;

use super::Tally;
use crate::error::Result;
use crate::place::Place;
use crate::process;
use crate::shared::{Kind, SharedTarget};
use crate::wasm::{self, Compiler};

const DENY_WARNINGS: [&str; 3] = ["--", "-D", "warnings"];

/// Whether all code has rustfmt's form.
pub fn fmt(place: &Place) -> Result<Tally> {
    let mut cargo = place.cargo();
    cargo.args(["fmt", "--all", "--check"]);
    single(&mut cargo)
}

/// Lints of everything native.
pub fn clippy(place: &Place) -> Result<Tally> {
    let target = SharedTarget::enter(place, Kind::Host)?;
    let mut cargo = place.cargo();
    cargo.args(["clippy", "--workspace", "--all-targets"]);
    cargo.args(DENY_WARNINGS);
    target.apply(&mut cargo);
    single(&mut cargo)
}

/// Lints of the app and its tests, as they are compiled for the phone.
pub fn clippy_wasm(place: &Place) -> Result<Tally> {
    let target = SharedTarget::enter(place, Kind::Wasm)?;
    let compiler = Compiler::find()?;
    let mut clippy = compiler.clippy(place);
    clippy.args(["--target", wasm::TARGET]);
    clippy.args(["--lib", "--bin", "app", "--test", "app"]);
    clippy.args(DENY_WARNINGS);
    compiler.apply(&mut clippy, &target);
    single(&mut clippy)
}

/// Whether the documentation is whole, its links too, down to what is private.
pub fn docs(place: &Place) -> Result<Tally> {
    let target = SharedTarget::enter(place, Kind::Host)?;
    let mut cargo = place.cargo();
    cargo.args([
        "doc",
        "--no-deps",
        "--workspace",
        "--document-private-items",
    ]);
    cargo.env("RUSTDOCFLAGS", "-D warnings");
    target.apply(&mut cargo);
    single(&mut cargo)
}

/// The unit tests of all rooms, and of this program.
pub fn native(place: &Place) -> Result<Tally> {
    let target = SharedTarget::enter(place, Kind::Host)?;
    let mut cargo = place.cargo();
    cargo.args(["test", "--workspace", "--lib", "--bins", "--no-fail-fast"]);
    target.apply(&mut cargo);
    suite(&mut cargo)
}

/// The server's tests, over HTTP.
pub fn endpoint(place: &Place) -> Result<Tally> {
    let target = SharedTarget::enter(place, Kind::Host)?;
    let mut cargo = place.cargo();
    cargo.args(["test", "--test", "api"]);
    target.apply(&mut cargo);
    suite(&mut cargo)
}

/// The same tests, over PostgreSQL, and those of several processes on one database.
pub fn postgres(place: &Place) -> Result<Tally> {
    let target = SharedTarget::enter(place, Kind::Host)?;
    let mut cargo = place.cargo();
    cargo.args(["test", "--test", "api"]);
    cargo.env("ZUOBAN_TEST_DATABASE", "postgres");
    target.apply(&mut cargo);
    suite(&mut cargo)
}

/// Runs what prints libtest's summary, and counts.
pub fn suite(command: &mut Command) -> Result<Tally> {
    let mut tally = Tally::default();
    let succeeded = process::tee(command, |line| tally.read_libtest(line))?;
    Ok(tally.of_suite(succeeded))
}

fn single(command: &mut Command) -> Result<Tally> {
    process::succeeds(command).map(Tally::single)
}
