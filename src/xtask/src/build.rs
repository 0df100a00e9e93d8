//! `build`: the app's files in `target/site`, then the server that carries them.

use std::fs;

use crate::error::{Failure, Result};
use crate::place::Place;
use crate::progress::{self, Step};
use crate::setup::{self, FOR_BUILD};
use crate::shared::{Kind, SharedTarget};
use crate::stamp::Fingerprint;
use crate::tools::Tool;
use crate::wasm::{self, Compiler};
use crate::{compress, files, process};

/// Everything the app's files are made from.
const SOURCES: [&str; 13] = [
    "src/lib.rs",
    "src/model",
    "src/text",
    "src/view",
    "src/app",
    "src/bin/app.rs",
    "src/bin/extra.rs",
    "style",
    "public",
    "index.html",
    "Trunk.toml",
    "Cargo.toml",
    "Cargo.lock",
];

/// Builds what changed since the last time, and first installs what that needs.
pub fn build(place: &Place) -> Result<()> {
    setup::ensure(place, &FOR_BUILD)?;
    site(place)?;
    server(place)
}

/// The app's files, also compressed; nothing to do where nothing they depend on has changed.
fn site(place: &Place) -> Result<()> {
    let compiler = Compiler::find()?;
    let stamp = place.target().join("site.stamp");
    let wanted = fingerprint(place, &compiler)?;
    if fs::read_to_string(&stamp).is_ok_and(|made| made == wanted)
        && place.site().join("index.html").is_file()
    {
        progress::note("app: unchanged");
        return Ok(());
    }
    // Gone until all is done, so that a broken-off build is made again.
    files::remove(&stamp)?;
    fetch(place, &compiler)?;
    let step = Step::begin(
        "app",
        "building, up to 5 minutes the first time, then about one",
    );
    let target = SharedTarget::enter(place, Kind::Wasm)?;
    let mut trunk = std::process::Command::new(Tool::Trunk.bin(place)?.join("trunk"));
    trunk
        .args(["build", "--release", "--offline"])
        .current_dir(place.root());
    wasm::put_tools_on_path(place, &mut trunk)?;
    compiler.apply_to_release(&mut trunk, &target);
    process::run(&mut trunk, "the app was not built")?;
    minify(place)?;
    compress::precompress(&place.site())?;
    files::write(&stamp, wanted)?;
    step.done();
    Ok(())
}

/// Makes the scripts small: Trunk's own minifier stumbles over what wasm-bindgen writes.
fn minify(place: &Place) -> Result<()> {
    let esbuild = Tool::Esbuild.bin(place)?.join("esbuild");
    for script in files::below(&place.site())? {
        if script.extension().is_none_or(|ending| ending != "js") {
            continue;
        }
        let mut command = std::process::Command::new(&esbuild);
        // The oldest browsers with WebAssembly modules of their own.
        command.args([
            "--minify",
            "--target=es2020",
            "--log-level=warning",
            "--allow-overwrite",
        ]);
        command.arg(&script);
        command.arg(format!("--outfile={}", script.display()));
        process::run_quietly(&mut command, "a script was not made small")?;
    }
    Ok(())
}

/// The server, with the app's files inside.
fn server(place: &Place) -> Result<()> {
    let step = Step::begin(
        "server",
        "building what changed, about 4 minutes the first time",
    );
    let target = SharedTarget::enter(place, Kind::Host)?;
    let mut cargo = place.cargo();
    cargo.args(["build", "--release", "--bin", "zuoban"]);
    target.apply(&mut cargo);
    process::run(&mut cargo, "the server was not built")?;
    let built = target.file("release/zuoban");
    if !built.is_file() {
        return Err(Failure::new(format!(
            "cargo built no {}: is a build target set in a cargo configuration?",
            built.display()
        )));
    }
    files::replace(&built, &place.zuoban())?;
    step.done();
    Ok(())
}

/// Trunk builds offline, so what it compiles must have been downloaded.
fn fetch(place: &Place, compiler: &Compiler) -> Result<()> {
    let mut fetch = place.cargo();
    fetch.args(["fetch", "--quiet", "--target", wasm::TARGET]);
    compiler.allow_build_std(&mut fetch);
    process::run_quietly(&mut fetch, "is the crate registry reachable?")
}

fn fingerprint(place: &Place, compiler: &Compiler) -> Result<String> {
    let mut fingerprint = Fingerprint::new();
    for source in SOURCES {
        fingerprint.add_path(place.root(), source)?;
    }
    fingerprint.add(compiler.version()?.as_bytes());
    for tool in Tool::ALL {
        fingerprint.add(tool.label(place)?.as_bytes());
    }
    Ok(fingerprint.hex())
}
