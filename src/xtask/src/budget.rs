//! `budget`: what a phone loads before the app runs, and what a module may ask of it.
//!
//! The limits are DESIGN §7: the shell fits one TCP window, the whole first
//! load a slow connection. Sizes are those of brotli, as they are sent.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::build;
use crate::check::Tally;
use crate::error::{Context, Failure, Result};
use crate::place::Place;
use crate::server::Server;
use crate::tools::Tool;
use crate::{files, process};

/// The page that a scanned code opens.
const SHELL: &str = "/w/07";
const SHELL_LIMIT: usize = 14_336;
/// With everything built.
const LIMIT: usize = 135_000;
/// Beginning and ending of the other files' names, between them a hash.
const PARTS: [(&str, &str); 3] = [("boot", ".js.br"), ("app", ".js.br"), ("app", ".wasm.br")];

/// Builds, then weighs.
pub fn command(place: &Place) -> Result<bool> {
    build::build(place)?;
    Ok(weigh(place)?.failed == 0)
}

/// Weighs the first load that is built, prints the table and judges it: three checks.
pub fn weigh(place: &Place) -> Result<Tally> {
    let shell = Server::start(place)?.get_brotli(SHELL)?.len();
    let mut rows = vec![(format!("GET {SHELL}"), shell)];
    for (beginning, ending) in PARTS {
        let (name, size) = part(&place.site(), beginning, ending)?;
        rows.push((name, size));
    }
    let all = rows.iter().map(|(_, size)| size).sum();
    println!("\n{:<44}{:>12}", "first load, in brotli", "bytes");
    for (name, size) in &rows {
        println!("{name:<44}{:>12}", grouped(*size));
    }
    println!("{:<44}{:>12}", "all", grouped(all));

    let mut tally = Tally::default();
    tally += within("the page itself", shell, SHELL_LIMIT);
    tally += within("the whole first load", all, LIMIT);
    tally += asks_little(place)?;
    Ok(tally)
}

fn within(what: &str, size: usize, limit: usize) -> Tally {
    let fits = size <= limit;
    let sign = if fits { "✓" } else { "✗" };
    println!("{sign} {what}: {} of {}", grouped(size), grouped(limit));
    Tally::single(fits)
}

/// Validates the module with nothing switched on but what WebAssembly 1.0 and mutable globals are.
fn asks_little(place: &Place) -> Result<Tally> {
    let module = only(&place.site(), "app", ".wasm")?;
    let mut validate = Command::new(Tool::Binaryen.bin(place)?.join("wasm-opt"));
    validate.args(["--mvp-features", "--enable-mutable-globals"]);
    // Without a pass and an output it reads, validates and writes nothing.
    let answer = process::capture(validate.arg(&module));
    match &answer {
        Ok(_) => println!("✓ the module needs no more than WebAssembly 1.0 and mutable globals"),
        Err(failure) => println!("✗ the module needs more than WebAssembly 1.0: {failure}"),
    }
    Ok(Tally::single(answer.is_ok()))
}

/// Name of the source and compressed size of the one file with this beginning and ending.
fn part(site: &Path, beginning: &str, ending: &str) -> Result<(String, usize)> {
    let path = only(site, beginning, ending)?;
    let name = path.with_extension("");
    let name = name.file_name().unwrap_or_default().to_string_lossy();
    Ok((name.into_owned(), files::read(&path)?.len()))
}

fn only(site: &Path, beginning: &str, ending: &str) -> Result<PathBuf> {
    let mut found = files::below(site)?;
    found.retain(|path| {
        path.file_name()
            .and_then(|name| name.to_str())
            .is_some_and(|name| name.starts_with(beginning) && name.ends_with(ending))
    });
    if found.len() > 1 {
        return Err(Failure::new(format!(
            "target/site has {} files {beginning}*{ending}, not one: delete the folder and build again",
            found.len()
        )));
    }
    found.pop().context(|| {
        format!("target/site has no {beginning}*{ending}: is it still in index.html, and built?")
    })
}

/// 125000 as `125,000`.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_grouped() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(14_336), "14,336");
        assert_eq!(grouped(1_250_000), "1,250,000");
    }

    #[test]
    fn ok_within() {
        assert_eq!(within("x", LIMIT, LIMIT), Tally::single(true));
        assert_eq!(within("x", LIMIT + 1, LIMIT), Tally::single(false));
    }
}
