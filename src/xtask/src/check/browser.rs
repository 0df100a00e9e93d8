//! The checks that need a browser: the app's parts by themselves, then the whole of it.

use super::{NodeSummary, Tally, rust};
use crate::error::Result;
use crate::place::Place;
use crate::setup::E2E;
use crate::shared::{Kind, SharedTarget};
use crate::tools::browser::Browser;
use crate::tools::node;
use crate::wasm::{self, Compiler};
use crate::{files, process};

/// The component tests, compiled for wasm.
pub fn app(place: &Place) -> Result<Tally> {
    let target = SharedTarget::enter(place, Kind::Wasm)?;
    let mut cargo = place.cargo();
    cargo.args(["test", "--target", wasm::TARGET, "--test", "app"]);
    Compiler::find()?.apply(&mut cargo, &target);
    wasm::put_tools_on_path(place, &mut cargo)?;
    cargo.env(
        "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER",
        "wasm-bindgen-test-runner",
    );
    Browser::find()?.apply_to_component_tests(&mut cargo, place)?;
    rust::suite(&mut cargo)
}

/// The release build in a real browser, one file of tests after the other.
pub fn e2e(place: &Place) -> Result<Tally> {
    let tests = files::named(&place.root().join(E2E), ".test.mjs")?;
    if tests.is_empty() {
        return Ok(Tally::default().of_suite(true));
    }
    node::install_modules(place, E2E)?;
    let mut node = node::node_in(place, E2E);
    node.args(["--test", "--test-reporter=tap", "--test-concurrency=1"]);
    // Named one by one: Node takes patterns only from release 21 on.
    node.args(tests);
    Browser::find()?.apply(&mut node, place);
    let mut summary = NodeSummary::default();
    let succeeded = process::tee(&mut node, |line| summary.read(line))?;
    Ok(summary.tally().of_suite(succeeded))
}
