//! The tools that turn the app into files, each in a version of its own folder
//! of the cache. What comes from the system's packages instead is in [`system`].

pub mod browser;
pub mod lock_file;
pub mod node;
pub mod python;
pub mod system;

use std::path::PathBuf;
use std::process::Command;

use crate::error::{Failure, Result};
use crate::place::Place;
use crate::process;
use crate::progress::Step;

/// 0.22 wants a newer rustc than the server does.
const TRUNK: &str = "0.21.14";
/// Must equal `wasm_opt` in Trunk.toml.
const BINARYEN: &str = "132.0.0";
/// The one of tests/bench.
const ESBUILD: &str = "0.28.2";

/// One of the tools we install.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Tool {
    /// Builds the app's files.
    Trunk,
    /// Makes JavaScript of the module's imports; brings the runner of its tests.
    WasmBindgen,
    /// Brings `wasm-opt`. The system's own is too old: it writes modules that fail in the browser.
    Binaryen,
    /// Makes wasm-bindgen's JavaScript small, at which Trunk's own minifier stumbles.
    Esbuild,
}

impl Tool {
    /// All of them, in the order in which they are installed.
    pub const ALL: [Self; 4] = [
        Self::Trunk,
        Self::WasmBindgen,
        Self::Binaryen,
        Self::Esbuild,
    ];

    /// Installs the tool unless it is there and answers.
    pub fn ensure(self, place: &Place) -> Result<()> {
        if self.answers(place)? {
            return Ok(());
        }
        let (label, expect) = (self.label(place)?, self.expect());
        let step = Step::begin(&label, expect);
        let advice = "see the reason above, mostly a closed network; then run this again";
        let mut install = self.install(place)?;
        if matches!(self, Self::Binaryen | Self::Esbuild) {
            process::run_quietly(&mut install, advice)?;
        } else {
            process::run(&mut install, advice)?;
        }
        if !self.answers(place)? {
            return Err(Failure::new(format!(
                "{label} is installed but does not start: delete {} and run this again",
                self.folder(place)?.display()
            )));
        }
        step.done();
        Ok(())
    }

    /// The folder of its programs.
    pub fn bin(self, place: &Place) -> Result<PathBuf> {
        let bin = match self {
            Self::Trunk | Self::WasmBindgen => "bin",
            Self::Binaryen | Self::Esbuild => "node_modules/.bin",
        };
        Ok(self.folder(place)?.join(bin))
    }

    /// Name and version.
    pub fn label(self, place: &Place) -> Result<String> {
        Ok(format!("{} {}", self.name(), self.version(place)?))
    }

    /// Whether each of its programs starts: a folder alone proves nothing.
    fn answers(self, place: &Place) -> Result<bool> {
        let programs: &[&str] = match self {
            Self::Trunk => &["trunk"],
            Self::WasmBindgen => &["wasm-bindgen", "wasm-bindgen-test-runner"],
            Self::Binaryen => &["wasm-opt"],
            Self::Esbuild => &["esbuild"],
        };
        let bin = self.bin(place)?;
        Ok(programs
            .iter()
            .all(|program| process::answer(&bin.join(program), "--version").is_some()))
    }

    fn name(self) -> &'static str {
        match self {
            Self::Trunk => "trunk",
            Self::WasmBindgen => "wasm-bindgen",
            Self::Binaryen => "binaryen",
            Self::Esbuild => "esbuild",
        }
    }

    fn version(self, place: &Place) -> Result<String> {
        match self {
            Self::Trunk => Ok(TRUNK.to_owned()),
            Self::WasmBindgen => lock_file::version(place, "wasm-bindgen"),
            Self::Binaryen => Ok(BINARYEN.to_owned()),
            Self::Esbuild => Ok(ESBUILD.to_owned()),
        }
    }

    fn folder(self, place: &Place) -> Result<PathBuf> {
        Ok(place.tool(self.name(), &self.version(place)?))
    }

    fn expect(self) -> &'static str {
        match self {
            Self::Trunk => "compiling, about 6 minutes on 2 cores (once)",
            Self::WasmBindgen => "compiling, about 4 minutes on 2 cores (once)",
            Self::Binaryen | Self::Esbuild => "downloading, a few seconds (once)",
        }
    }

    fn install(self, place: &Place) -> Result<Command> {
        let version = self.version(place)?;
        let mut install = match self {
            Self::Trunk => {
                let mut cargo = place.cargo();
                cargo.args(["install", "trunk", "--locked", "--version", &version]);
                cargo.args(["--no-default-features", "--features", "rustls"]);
                cargo.args(["--force", "--root"]);
                cargo
            }
            Self::WasmBindgen => {
                // Without `--locked`: its lock file may name a release a registry's mirror lacks.
                let mut cargo = place.cargo();
                cargo.args(["install", "wasm-bindgen-cli", "--version", &version]);
                cargo.args(["--force", "--root"]);
                cargo
            }
            Self::Binaryen | Self::Esbuild => {
                let mut npm = Command::new("npm");
                npm.args(["install", "--no-audit", "--no-fund", "--ignore-scripts"]);
                npm.args([
                    "--save-exact",
                    &format!("{}@{version}", self.name()),
                    "--prefix",
                ]);
                npm
            }
        };
        install.arg(self.folder(place)?);
        Ok(install)
    }
}
