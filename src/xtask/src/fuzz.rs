//! `fuzz`: everything that reads the words of strangers, with the inputs that libFuzzer thinks of.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::error::{Context, Failure, Result};
use crate::place::Place;
use crate::setup::{self, Need};
use crate::{files, process, progress};

/// Where the targets are.
const FOLDER: &str = "tests/fuzz";
/// How many inputs each gets.
const RUNS: &str = "1000000";
/// What cargo-fuzz sets too, without a sanitizer: the counters by which the fuzzer sees where it comes to.
const COUNTERS: &str = "--cfg fuzzing -Cpasses=sancov-module -Ccodegen-units=1 \
    -Cllvm-args=-sanitizer-coverage-level=4 -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
    -Cllvm-args=-sanitizer-coverage-pc-table -Cllvm-args=-sanitizer-coverage-trace-compares \
    -Cllvm-args=-simplifycfg-branch-fold-threshold=0";

/// Compiles the targets and gives each so many inputs; `false` where one found something.
pub fn command(place: &Place, runs: Option<&str>) -> Result<bool> {
    let runs = runs.unwrap_or(RUNS);
    let count = runs.parse::<u64>();
    count.context(|| format!("`{runs}` is no number of inputs: cargo xtask fuzz [RUNS]"))?;
    setup::ensure(place, &[Need::Native, Need::Cpp])?;
    let folder = place.root().join(FOLDER);
    let target = place.target().join("fuzz");
    let machine = machine()?;
    let mut cargo = place.cargo();
    cargo.current_dir(&folder);
    // For a machine by name: what only helps to compile has no counters then.
    cargo.args(["build", "--release", "--bins", "--target", &machine]);
    cargo
        .env("RUSTFLAGS", COUNTERS)
        .env("CARGO_TARGET_DIR", &target);
    process::run(&mut cargo, "the fuzz targets do not compile")?;
    let built = target.join(machine).join("release");
    let mut found = Vec::new();
    for source in files::named(&folder.join("fuzz_targets"), ".rs")? {
        let name = source.file_stem().unwrap_or_default();
        let name = name.to_string_lossy().into_owned();
        progress::note(&format!("fuzz: {name}, {runs} inputs"));
        if !fuzzed(place, &built.join(&name), &name, runs)? {
            found.push(name);
        }
    }
    match found.as_slice() {
        [] => println!("fuzz: nothing found"),
        names => println!("fuzz: found by {}; the input stands above", names.join(" ")),
    }
    Ok(found.is_empty())
}

/// Runs one; what it learnt is kept and gone on from.
fn fuzzed(place: &Place, program: &Path, name: &str, runs: &str) -> Result<bool> {
    let folder = place.target().join("fuzz");
    let (corpus, artifacts) = (folder.join("corpus").join(name), folder.join("found"));
    files::create_folder(&corpus)?;
    files::create_folder(&artifacts)?;
    let mut fuzz = Command::new(program);
    fuzz.arg(&corpus).args(seeds(place, name));
    // No -max_len: as long as the longest seed then, and a guide that is cut off is none.
    fuzz.arg(format!("-runs={runs}"))
        .args(["-print_final_stats=1", "-verbosity=0"]);
    fuzz.arg(format!("-artifact_prefix={}/{name}-", artifacts.display()));
    process::succeeds(&mut fuzz)
}

/// The folders with inputs to begin with. The guides there are begin the fuzzing of guides.
fn seeds(place: &Place, name: &str) -> Option<PathBuf> {
    let folder = match name {
        "guide" => place.root().join("public/guides"),
        _ => place.root().join(FOLDER).join("seeds").join(name),
    };
    folder.is_dir().then_some(folder)
}

/// What rustc calls this machine.
fn machine() -> Result<String> {
    let mut ask = Command::new("rustc");
    ask.arg("-vV");
    let told = process::capture(&mut ask)?;
    let host = told.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned)
        .ok_or_else(|| Failure::new("rustc does not say which machine this is"))
}
