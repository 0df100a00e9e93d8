//! `zuoban export`: what was collected, written out row by row while the server goes on serving.

mod csv;
mod jsonl;

use std::fs::{self, File};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand, ValueEnum};

use super::{CommandError, DataFolder};
use crate::server::store::{RatingRow, Store};

/// What can be written out.
#[derive(Subcommand)]
pub enum Export {
    /// Every rating with its amendments, in the order of arrival, times in +08:00.
    Ratings(RatingsArgs),
}

/// Every rating with its amendments.
#[derive(Args)]
#[command(
    after_help = "Columns of csv: id, window, unit, satisfied (after amendments), tapped (the button), level, \
aspects (with ; between), comment, withdrawn, source (scan or open), rated_at, received_at, shift, director, \
amended_at (the last), amendments (how many). Text that a spreadsheet would take for a formula gets a ' before it; \
jsonl is left as it is and carries every amendment.

Examples:
  zuoban export ratings --format csv --out ratings.csv
  zuoban export ratings --format jsonl | grep '\"withdrawn\":false'"
)]
pub struct RatingsArgs {
    /// csv for Excel (UTF-8 with its mark), jsonl for programs (one JSON object a line).
    #[arg(long, value_enum)]
    format: Format,
    /// The file, which is there whole or not at all; without it, stdout.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Csv,
    Jsonl,
}

/// Writes out what was asked for.
///
/// # Errors
/// Where there is no data folder, or something cannot be read or written.
pub fn run(what: &Export, data: &Path) -> Result<(), CommandError> {
    let Export::Ratings(args) = what;
    let store = DataFolder::existing(data)?.store()?;
    match &args.out {
        Some(path) => to_file(&store, args.format, path),
        None => match write(&store, args.format, io::stdout().lock()) {
            // Whoever reads has enough: `| head`.
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
            written => written.map_err(|error| CommandError::when("cannot export")(&error)),
        },
    }
}

/// Under another name first: half an export must not be taken for a whole one.
fn to_file(store: &dyn Store, format: Format, path: &Path) -> Result<(), CommandError> {
    let mut part = path.as_os_str().to_owned();
    part.push(".part");
    let part = PathBuf::from(part);
    let done = File::create(&part)
        .and_then(|file| {
            write(store, format, &file)?;
            file.sync_all()
        })
        .and_then(|()| fs::rename(&part, path));
    done.map_err(|error| {
        // What is left of it helps nobody; if it cannot be removed either, the first error says why.
        let _ = fs::remove_file(&part);
        CommandError::when(format!("cannot write {}", path.display()))(&error)
    })
}

/// One row after the other, so that history of any length fits into memory.
fn write(store: &dyn Store, format: Format, to: impl Write) -> io::Result<()> {
    let mut to = BufWriter::new(to);
    match format {
        Format::Csv => {
            let mut rows = csv::Rows::new(&mut to)?;
            each(store, |row| rows.put(row))?;
            rows.end()?;
        }
        Format::Jsonl => each(store, |row| jsonl::put(&mut to, row))?,
    }
    to.flush()
}

/// Hands over every row and keeps the first error as it was, which the store would turn into words.
fn each(store: &dyn Store, mut put: impl FnMut(&RatingRow) -> io::Result<()>) -> io::Result<()> {
    let mut kind = None;
    let read =
        store.each_rating(&mut |row| put(&row).inspect_err(|error| kind = Some(error.kind())));
    read.map_err(|error| io::Error::new(kind.unwrap_or(ErrorKind::Other), error.to_string()))
}

#[cfg(test)]
mod tests;
