//! `zuoban verify`: whether every row that was ever added is still there as it was written.

use clap::Args;
use data_encoding::HEXLOWER_PERMISSIVE;

use super::{CommandError, Data, DataFolder};
use crate::server::store::audit::{Audit, Whole};
use crate::server::store::erasure::Words;

/// Under so many bytes a beginning may fit by chance.
const SHORTEST: usize = 8;
const LONGEST: usize = 32;

/// Whether everything that was written down is still there as it was written.
#[derive(Args)]
#[command(
    after_help = "Ratings, what was said to them, what was put aside and decided of it, visits and which rating each proved, \
suggestions and what became of them, steps that were not understood, the ledger and the record of what was deleted are \
chained: each row is hashed with the one before. This walks the chain while a server may be running, and names the first \
row that was altered, is missing, was added or is out of order. Words are compared with their hash as long as they are \
there; what was deleted on request is counted.

Whoever can write to the whole database could make a new chain of it. Against that, keep the fingerprint that /results \
publishes each day, somewhere else: --head finds it again, or not.

Exit codes: 0 the chain is whole, 1 it is broken or a head is not in it, 2 typed wrong.

Examples:
  zuoban verify
  zuoban verify --head 3f9a07c188d24b6e"
)]
pub struct VerifyArgs {
    /// A published fingerprint that must be in the chain: at least 16 digits of it. May be given several times.
    #[arg(long, value_name = "HASH", value_parser = beginning)]
    head: Vec<Beginning>,
}

/// The first bytes of a hash.
#[derive(Clone)]
struct Beginning(Vec<u8>);

fn beginning(text: &str) -> Result<Beginning, String> {
    let digits: String = text.split_whitespace().collect();
    let bytes = HEXLOWER_PERMISSIVE.decode(digits.as_bytes()).ok();
    let bytes = bytes.filter(|bytes| (SHORTEST..=LONGEST).contains(&bytes.len()));
    bytes.map(Beginning).ok_or_else(|| {
        format!(
            "a fingerprint has {} hexadecimal digits, of which {} or more (an even number) are enough",
            2 * LONGEST,
            2 * SHORTEST
        )
    })
}

/// Walks the chain.
///
/// # Errors
/// Where it is broken, a head is not in it, or it cannot be read.
pub fn run(args: &VerifyArgs, data: &Data) -> Result<(), CommandError> {
    let folder = DataFolder::existing(data)?;
    let store = folder.store()?;
    let mut audit = Audit::default();
    for Beginning(bytes) in &args.head {
        audit.seek(bytes.clone());
    }
    store
        .show(&mut audit)
        .map_err(|error| CommandError::when("the chain cannot be read")(&error))?;
    let whole = audit
        .end()
        .map_err(|broken| CommandError::when("the chain is broken")(&broken))?;
    told(&whole);
    let missing = args
        .head
        .iter()
        .zip(&whole.sought)
        .filter(|(_, found)| found.is_none());
    let missing: Vec<_> = missing
        .map(|(Beginning(bytes), _)| HEXLOWER_PERMISSIVE.encode(bytes))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    Err(CommandError(format!(
        "not in this chain: {}. Either it was mistyped, or what is here is not what was published: another chain was \
         put in its place, or the folder is not the right one",
        missing.join(", ")
    )))
}

fn told(whole: &Whole) {
    let (links, hash) = (whole.tip.links, HEXLOWER_PERMISSIVE.encode(&whole.tip.hash));
    eprintln!("zuoban: the chain holds: {links} rows, the last with {hash}");
    for (what, count) in whole.erased.iter().filter(|(_, count)| *count > 0) {
        let (name, why) = match (what, count) {
            (Words::Comment, 1) => ("comment", "on request"),
            (Words::Comment, _) => ("comments", "on request"),
            (Words::Text, 1) => ("text of a suggestion", "on request"),
            (Words::Text, _) => ("texts of suggestions", "on request"),
            (Words::Contact, 1) => ("contact", "on request or after its case was closed"),
            (Words::Contact, _) => ("contacts", "on request or after their cases were closed"),
            (Words::Reopening, 1) => ("reopening's words", "on request"),
            (Words::Reopening, _) => ("reopenings' words", "on request"),
        };
        eprintln!("zuoban: {count} {name} erased {why}; the chain holds");
    }
    for link in whole.sought.iter().flatten() {
        eprintln!("zuoban: the head is in it: row {link} of {links}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_a_fingerprint_is_read_as_it_is_published() {
        let whole = "3f9a07c188d24b6e".repeat(4);
        for text in [
            "3f9a07c188d24b6e",
            "3f9a 07c1 88d2 4b6e",
            "3F9A07C188D24B6E",
            &whole,
        ] {
            assert_eq!(beginning(text).unwrap().0[..2], [0x3f, 0x9a], "{text}");
        }
    }

    #[test]
    fn err_what_is_no_fingerprint_or_too_little_of_one() {
        let long = "0".repeat(66);
        for text in ["", "3f9a", "3f9a07c188d24b6", "3f9a07c188d24b6g", &long] {
            assert!(beginning(text).is_err(), "{text}");
        }
    }
}
