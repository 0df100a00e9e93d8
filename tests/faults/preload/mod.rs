//! Libraries in C that are loaded into the server before its own: what they need, the program itself may not do.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Compiles one of this folder into another.
pub fn compiled(name: &str, into: &Path) -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/faults/preload");
    let library = into.join(format!("{name}.so"));
    let mut compile = Command::new("cc");
    compile.args(["-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o"]);
    compile
        .arg(&library)
        .arg(here.join(format!("{name}.c")))
        .arg("-ldl");
    let compiled = compile.status().unwrap();
    assert!(compiled.success(), "{name}.c was not compiled");
    library
}
