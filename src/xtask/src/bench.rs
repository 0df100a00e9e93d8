//! `bench`: a measurement of `tests/bench`, against the release build.

use crate::error::{Failure, Result};
use crate::place::Place;
use crate::setup::{self, BENCH, Need};
use crate::tools::browser::Browser;
use crate::tools::node;
use crate::{build, files, process};

/// Builds, then runs `tests/bench/NAME.mjs`; `false` where the measurement says so.
pub fn run(place: &Place, name: &str, arguments: &[String]) -> Result<bool> {
    let script = format!("{name}.mjs");
    let folder = place.root().join(BENCH);
    if !folder.join(&script).is_file() {
        let scripts = files::named(&folder, ".mjs")?;
        let names: Vec<_> = scripts
            .iter()
            .filter_map(|path| path.file_stem()?.to_str())
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
