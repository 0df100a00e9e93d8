//! The compiler of the app, and the environment in which cargo builds for wasm.
//!
//! The standard library is compiled along: only so does the module ask for no
//! more than WebAssembly 1.0 and mutable globals, which old phones have. That
//! needs the library's source, from rustup or, where rustup's servers cannot be
//! reached, from Debian.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, SystemTime};

use crate::error::{Context, Failure, Result};
use crate::place::{self, Place};
use crate::progress::{self, Step};
use crate::shared::SharedTarget;
use crate::tools::Tool;
use crate::{files, process};

/// The target triple of the app.
pub const TARGET: &str = "wasm32-unknown-unknown";

const FLAGS_NAME: &str = "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS";
/// No more than WebAssembly 1.0 and mutable globals.
const FLAGS: &str = "-C target-cpu=mvp -C target-feature=+mutable-globals";

/// What the workspace needs; an older Debian compiler does not count.
const RUST_VERSION: &str = env!("CARGO_PKG_RUST_VERSION");
/// Where Debian installs its own compiler; a rustup one stands before it on PATH.
const DEBIAN_BIN: &str = "/usr/bin";
const RUSTUP_LIMIT: Duration = Duration::from_secs(120);
const A_DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// A compiler that has the source of its standard library.
pub enum Compiler {
    /// The toolchain that also builds the server.
    Rustup,
    /// Debian's `rustc-web`, which has no linker of its own.
    Debian {
        /// `rust-lld` of the toolchain that builds the server.
        linker: PathBuf,
    },
}

impl Compiler {
    /// The compiler that is there, or how to get one.
    pub fn find() -> Result<Self> {
        let sysroot = sysroot()?;
        if has_source(&sysroot) {
            return Ok(Self::Rustup);
        }
        let debian = debian("rustc");
        let new_enough = process::answer(&debian, "--version")
            .and_then(|text| minor_version(&text))
            .is_some_and(|has| Some(has) >= minor_version(RUST_VERSION));
        if !new_enough || !sysroot_of(&debian).is_some_and(|sysroot| has_source(&sysroot)) {
            return Err(Failure::new(
                "no compiler for wasm: run `cargo xtask setup`, or `rustup component add rust-src`",
            ));
        }
        let linker = sysroot
            .join("lib/rustlib")
            .join(host()?)
            .join("bin/rust-lld");
        if !linker.is_file() {
            return Err(Failure::new(format!(
                "{} is missing: install Rust through rustup, its toolchain brings the linker",
                linker.display()
            )));
        }
        Ok(Self::Debian { linker })
    }

    /// Asks rustup for the library's source, unless it has it or refused within a day.
    pub fn ask_rustup(place: &Place) -> Result<()> {
        let sysroot = sysroot()?;
        let refused = place.cache().join("rust-src-refused");
        let Some(rustup) = process::find(&["rustup"]) else {
            return Ok(());
        };
        if has_source(&sysroot) || refused_lately(&refused, &sysroot) {
            return Ok(());
        }
        let step = Step::begin("rust-src", "asking rustup, at most 2 minutes");
        let mut add = Command::new(rustup);
        add.args(["component", "add", "rust-src"]);
        if process::succeeds_within(&mut add, RUSTUP_LIMIT)? && has_source(&sysroot) {
            step.done();
            return files::remove(&refused);
        }
        progress::note("rust-src: not to be had from rustup; for a day it is not asked again");
        files::write(&refused, sysroot.to_string_lossy().as_bytes())
    }

    /// Lets `command`, which is cargo or starts it, build for wasm in `target`.
    pub fn apply(&self, command: &mut Command, target: &SharedTarget) {
        self.allow_build_std(command);
        target.apply(command);
    }

    /// As [`Compiler::apply`], for what is shipped: a panic traps at once and its
    /// text stays out of the module, a tenth of what it weighs. (The boot script
    /// sees the trap.)
    pub fn apply_to_release(&self, command: &mut Command, target: &SharedTarget) {
        self.apply(command, target);
        let flags = format!("{FLAGS} -C panic=immediate-abort -Z unstable-options");
        command.env(FLAGS_NAME, flags);
    }

    /// As [`Compiler::apply`], for commands that compile nothing.
    pub fn allow_build_std(&self, command: &mut Command) {
        // Cargo would take the caller's flags instead of ours.
        for name in ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS"] {
            command.env_remove(name);
        }
        command
            .env("RUSTC_BOOTSTRAP", "1")
            .env("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort")
            .env("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size")
            .env(FLAGS_NAME, FLAGS);
        if let Self::Debian { linker } = self {
            command
                .env("RUSTC", debian("rustc"))
                .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
        }
    }

    /// `cargo clippy` of the same release as this compiler, in the top folder of the clone.
    pub fn clippy(&self, place: &Place) -> Command {
        let mut clippy = match self {
            Self::Rustup => place.cargo(),
            Self::Debian { .. } => {
                let mut clippy = Command::new(debian("cargo-clippy"));
                clippy
                    .env("CARGO", place::cargo_program())
                    .current_dir(place.root());
                clippy
            }
        };
        clippy.arg("clippy");
        clippy
    }

    /// Which release compiles: part of what makes a site up to date.
    pub fn version(&self) -> Result<String> {
        let program = match self {
            Self::Rustup => PathBuf::from("rustc"),
            Self::Debian { .. } => debian("rustc"),
        };
        process::answer(&program, "--version").context(|| "rustc does not say its version")
    }
}

/// Lets `command` find exactly our trunk, wasm-bindgen and wasm-opt.
pub fn put_tools_on_path(place: &Place, command: &mut Command) -> Result<()> {
    let mut folders = Vec::new();
    for tool in Tool::ALL {
        folders.push(tool.bin(place)?);
    }
    command.env("PATH", process::path_with(&folders)?);
    // Trunk 0.21 takes NO_COLOR=1 for an argument it does not know, and exits.
    command.env_remove("NO_COLOR");
    Ok(())
}

/// Whether Debian's clippy is there.
pub fn has_debian_clippy() -> bool {
    debian("cargo-clippy").is_file() && debian("clippy-driver").is_file()
}

fn debian(program: &str) -> PathBuf {
    Path::new(DEBIAN_BIN).join(program)
}

fn refused_lately(marker: &Path, sysroot: &Path) -> bool {
    let young = fs::metadata(marker)
        .and_then(|data| data.modified())
        .is_ok_and(|then| SystemTime::now().duration_since(then).unwrap_or_default() < A_DAY);
    young && fs::read_to_string(marker).is_ok_and(|text| Path::new(&text) == sysroot)
}

fn has_source(sysroot: &Path) -> bool {
    let library = "lib/rustlib/src/rust/library/Cargo.lock";
    sysroot.join(library).is_file()
}

fn sysroot() -> Result<PathBuf> {
    sysroot_of(Path::new("rustc"))
        .context(|| "rustc does not answer: install Rust, see https://rustup.rs")
}

fn sysroot_of(rustc: &Path) -> Option<PathBuf> {
    let output = process::capture(Command::new(rustc).args(["--print", "sysroot"])).ok()?;
    Some(PathBuf::from(output.trim()))
}

fn host() -> Result<String> {
    process::answer(Path::new("rustc"), "-vV")
        .and_then(|text| {
            let line = text.lines().find_map(|line| line.strip_prefix("host: "))?;
            Some(line.to_owned())
        })
        .context(|| "`rustc -vV` names no host: install Rust through rustup")
}

/// 95 of `rustc 1.95.0 (…)`, of `1.95`, of `rust-version = "1.95"`.
fn minor_version(text: &str) -> Option<u32> {
    let (_, after) = text.split_once("1.")?;
    let digits: String = after.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_minor_version() {
        assert_eq!(
            minor_version("rustc 1.96.0 (ac68faa20 2026-05-25)"),
            Some(96)
        );
        assert_eq!(minor_version("1.95"), Some(95));
        assert_eq!(minor_version("no number"), None);
    }
}
