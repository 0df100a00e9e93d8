//! What a machine must have for a command, installed in the order that asks the
//! least of the person who waits: system packages at once, then the slow tools.

use crate::error::{Failure, Result};
use crate::place::Place;
use crate::tools::system::{self, Package};
use crate::tools::{Tool, node, python};
use crate::wasm::Compiler;
use crate::{files, process};

/// Where the browser tests and the screenshots live.
pub const E2E: &str = "tests/e2e";
/// Where the measurements live.
pub const BENCH: &str = "tests/bench";

/// Something a command cannot do without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// To compile the server.
    Native,
    /// To compile the app.
    Wasm,
    /// To make the app's files.
    Site,
    /// rustfmt and clippy of the server's toolchain.
    Lints,
    /// Clippy of the app's compiler.
    WasmLints,
    /// A browser with its driver and fonts.
    Browser,
    /// PostgreSQL's server.
    Postgres,
    /// A proxy to stand in front of the endpoint.
    Proxy,
    /// A program that watches another's calls.
    Tracer,
    /// To compile what is fuzzed.
    Cpp,
    /// Programs that read posters.
    Posters,
    /// Node, to run the scripts of `tests/`.
    Scripts,
    /// Python, to hold the endpoint against its description.
    Python,
}

/// What `build` and `run` need.
pub const FOR_BUILD: [Need; 3] = [Need::Native, Need::Wasm, Need::Site];

const ALL: [Need; 13] = [
    Need::Native,
    Need::Wasm,
    Need::Site,
    Need::Lints,
    Need::WasmLints,
    Need::Browser,
    Need::Postgres,
    Need::Proxy,
    Need::Tracer,
    Need::Cpp,
    Need::Posters,
    Need::Scripts,
    Need::Python,
];

/// Installs what all commands need.
pub fn everything(place: &Place) -> Result<()> {
    ensure(place, &ALL)?;
    for folder in [E2E, BENCH] {
        if !place.root().join(folder).join("package.json").is_file() {
            continue;
        }
        node::install_modules(place, folder)?;
    }
    python::SCHEMATHESIS.ensure(place)?;
    let mut fetch = place.cargo();
    fetch.args(["fetch", "--quiet"]);
    process::run_quietly(&mut fetch, "is the crate registry reachable?")?;
    println!("Everything is in place.");
    Ok(())
}

/// Makes sure of `needs`, quickly where they are met.
pub fn ensure(place: &Place, needs: &[Need]) -> Result<()> {
    let has = |need| needs.contains(&need);
    // A checkout that was never built has no site yet, and the server cannot be compiled without the folder.
    files::create_folder(&place.site())?;
    install_packages(place, needs)?;
    if has(Need::Lints) {
        ensure_lints(place)?;
    }
    if has(Need::Site) {
        for tool in Tool::ALL {
            tool.ensure(place)?;
        }
    }
    Ok(())
}

fn install_packages(place: &Place, needs: &[Need]) -> Result<()> {
    let has = |need| needs.contains(&need);
    let wasm = has(Need::Wasm) || has(Need::WasmLints);
    let mut packages: Vec<Package> = needs.iter().copied().flat_map(packages_for).collect();
    if wasm && !rustup_has_compiler(place)? {
        packages.push(system::DEBIAN_COMPILER);
        if has(Need::WasmLints) {
            packages.push(system::DEBIAN_CLIPPY);
        }
    }
    packages.retain(|package| !(package.is_present)());
    let mut missing: Vec<&str> = packages
        .iter()
        .flat_map(|package| package.debian)
        .copied()
        .collect();
    missing.sort_unstable();
    missing.dedup();
    system::install(&missing)?;
    if wasm {
        Compiler::find()?;
    }
    match packages.iter().find(|package| !(package.is_present)()) {
        None => Ok(()),
        Some(package) => Err(Failure::new(format!(
            "{} was installed, but is still not to be found or too old: install a newer release by hand",
            package.debian.join(" ")
        ))),
    }
}

/// Whether rustup's toolchain can build for wasm, if need be after asking rustup.
fn rustup_has_compiler(place: &Place) -> Result<bool> {
    if !matches!(Compiler::find(), Ok(Compiler::Rustup)) {
        Compiler::ask_rustup(place)?;
    }
    Ok(matches!(Compiler::find(), Ok(Compiler::Rustup)))
}

fn packages_for(need: Need) -> Vec<Package> {
    match need {
        Need::Native => vec![system::C_COMPILER],
        Need::Site | Need::Scripts => vec![system::NODE],
        Need::Browser => vec![system::CHROMIUM, system::DRIVER, system::FONTS],
        Need::Postgres => vec![system::POSTGRES],
        Need::Proxy => vec![system::NGINX],
        Need::Tracer => vec![system::STRACE],
        Need::Cpp => vec![system::CPP_COMPILER],
        Need::Posters => vec![system::ZBAR, system::POPPLER],
        Need::Python => vec![system::PYTHON],
        Need::Wasm | Need::Lints | Need::WasmLints => Vec::new(),
    }
}

fn ensure_lints(place: &Place) -> Result<()> {
    for component in ["fmt", "clippy"] {
        let mut ask = place.cargo();
        ask.args([component, "--version"]);
        if process::capture(&mut ask).is_ok() {
            continue;
        }
        let mut add = std::process::Command::new("rustup");
        add.args(["component", "add", "rustfmt", "clippy"]);
        process::run_quietly(
            &mut add,
            "install rustfmt and clippy for your Rust toolchain",
        )?;
    }
    Ok(())
}
