//! `screenshots`: a picture of every page, taken from the release build.

use std::env;

use crate::error::{Context, Result};
use crate::place::Place;
use crate::setup::{self, E2E, Need};
use crate::tools::browser::Browser;
use crate::tools::node;
use crate::{build, process};

/// Builds, then fills `folder`, which is seen from where the caller stands.
pub fn run(place: &Place, folder: Option<&str>) -> Result<bool> {
    build::build(place)?;
    setup::ensure(place, &[Need::Browser, Need::Scripts])?;
    node::install_modules(place, E2E)?;
    let folder = match folder {
        Some(folder) => env::current_dir()
            .context(|| "cannot tell which folder this is: give an absolute path")?
            .join(folder),
        None => place.target().join("screenshots"),
    };
    let mut node = node::node_in(place, E2E);
    node.arg("screenshots.mjs").arg(folder);
    Browser::find()?.apply(&mut node, place);
    process::succeeds(&mut node)
}
