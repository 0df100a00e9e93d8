//! `zuoban export`: what was collected, written out row by row while the server goes on serving.

mod csv;
mod jsonl;
mod suggestions;
mod table;
mod unclear;

use std::fs::{self, File};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand, ValueEnum};

use super::{CommandError, Data, DataFolder};
use crate::model::{Contact, Day};
use crate::server::store::suggestions::SuggestionRow;
use crate::server::store::{RatingRow, Store, StoreError};
use table::Table;

/// What can be written out.
#[derive(Subcommand)]
pub enum Export {
    /// Every rating with its amendments, in the order of arrival, times in +08:00.
    Ratings(RatingsArgs),
    /// Every suggestion with what became of it, in the order of arrival, times in +08:00.
    Suggestions(SuggestionsArgs),
    /// How often each step of a guide was not understood, by month.
    Unclear(UnclearArgs),
}

/// Every rating with its amendments.
#[derive(Args)]
#[command(
    after_help = "Columns of csv: id, window, unit, satisfied (after amendments), tapped (the button), level, \
aspects (with ; between), comment, withdrawn, source (visit, scan or open), rated_at, received_at, shift, director, \
amended_at (the last), amendments (how many), held (put aside as over its window's usual, and not counted). Text that a \
spreadsheet would take for a formula gets a ' before it; jsonl is left as it is and carries every amendment.

Examples:
  zuoban export ratings --format csv --out ratings.csv
  zuoban export ratings --format jsonl | grep '\"withdrawn\":false'"
)]
pub struct RatingsArgs {
    #[command(flatten)]
    to: To,
}

/// Every suggestion with what became of it.
#[derive(Args)]
#[command(
    after_help = "Columns of csv: code, kind (suggestion, complaint or help), window, unit, director (who sat there), text, \
contact (only with --with-contact), written_at, received_at, deadline (that holds), status (received, forwarded, in_work, \
answered or reopened), answered_by (the unit), answer (the last), changed, answered_at, satisfied (with the answer), \
reopened (how often), reopenings (what was said then). Text that a spreadsheet would take for a formula gets a ' before it; \
jsonl is left as it is and carries everything that happened.

Examples:
  zuoban export suggestions --format csv --out suggestions.csv
  zuoban export suggestions --format jsonl | grep '\"status\":\"reopened\"'"
)]
pub struct SuggestionsArgs {
    #[command(flatten)]
    to: To,
    /// How to reach whoever wrote it, too: only for the unit that answers. Delete the file once it is done.
    #[arg(long)]
    with_contact: bool,
}

/// How often each step of a guide was not understood, by month.
#[derive(Args)]
#[command(
    after_help = "Columns of csv: guide, step (as in /guides/{guide}/{step}), month (of the arrival, in +08:00), \
count. Steps of guides that were changed since are there too.

Examples:
  zuoban export unclear --format csv --out unclear.csv
  zuoban export unclear --format jsonl | grep '\"month\":\"2026-11\"'"
)]
pub struct UnclearArgs {
    #[command(flatten)]
    to: To,
}

/// In which form, and where to.
#[derive(Args)]
struct To {
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
pub fn run(what: &Export, data: &Data) -> Result<(), CommandError> {
    let folder = DataFolder::existing(data)?;
    let store = folder.store()?;
    let to = match what {
        Export::Ratings(args) => &args.to,
        Export::Suggestions(args) => &args.to,
        Export::Unclear(args) => &args.to,
    };
    match &to.out {
        Some(path) => to_file(store.as_ref(), what, path),
        None => match write(store.as_ref(), what, io::stdout().lock()) {
            // Whoever reads has enough: `| head`.
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
            written => written.map_err(|error| CommandError::when("cannot export")(&error)),
        },
    }
}

/// Under another name first: half an export must not be taken for a whole one.
fn to_file(store: &dyn Store, what: &Export, path: &Path) -> Result<(), CommandError> {
    let mut part = path.as_os_str().to_owned();
    part.push(".part");
    let part = PathBuf::from(part);
    let done = File::create(&part)
        .and_then(|file| {
            write(store, what, &file)?;
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
fn write(store: &dyn Store, what: &Export, to: impl Write) -> io::Result<()> {
    let mut to = BufWriter::new(to);
    match what {
        Export::Ratings(args) => write_ratings(store, args.to.format, &mut to)?,
        Export::Suggestions(args) => write_suggestions(store, args, &mut to)?,
        Export::Unclear(args) => write_unclear(store, args.to.format, &mut to)?,
    }
    to.flush()
}

fn write_ratings(store: &dyn Store, format: Format, to: &mut impl Write) -> io::Result<()> {
    match format {
        Format::Csv => {
            let mut table = Table::new(to, csv::COLUMNS)?;
            each_rating(store, |row| csv::put(&mut table, row))?;
            table.end()
        }
        Format::Jsonl => each_rating(store, |row| jsonl::put(to, row)),
    }
}

fn write_suggestions(
    store: &dyn Store,
    args: &SuggestionsArgs,
    to: &mut impl Write,
) -> io::Result<()> {
    let asked = args.with_contact;
    match args.to.format {
        Format::Csv => {
            let mut table = Table::new(to, suggestions::header(asked))?;
            each_suggestion(store, |row, contact| {
                let contact = asked.then(|| contact.map_or("", Contact::as_str));
                suggestions::put(&mut table, row, contact)
            })?;
            table.end()
        }
        Format::Jsonl => each_suggestion(store, |row, contact| {
            suggestions::line(to, row, asked.then_some(contact))
        }),
    }
}

/// Not row by row: there are as many as steps and months.
fn write_unclear(store: &dyn Store, format: Format, to: &mut impl Write) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    let [first, last] =
        ["1970-01-01", "9999-12-30"].map(|day| Day::parse(day).map_err(io::Error::other));
    let read = runtime.block_on(store.unclear(first?, last?));
    let counts = read.map_err(|error| io::Error::other(error.to_string()))?;
    match format {
        Format::Csv => {
            let mut table = Table::new(to, unclear::COLUMNS)?;
            for count in &counts {
                unclear::put(&mut table, count)?;
            }
            table.end()
        }
        Format::Jsonl => counts.iter().try_for_each(|count| unclear::line(to, count)),
    }
}

/// Hands over every rating and keeps the first error as it was, which the store would turn into words.
fn each_rating(
    store: &dyn Store,
    mut put: impl FnMut(&RatingRow) -> io::Result<()>,
) -> io::Result<()> {
    let mut kind = None;
    let read =
        store.each_rating(&mut |row| put(&row).inspect_err(|error| kind = Some(error.kind())));
    as_it_was(read, kind)
}

/// As [`each_rating`], with each suggestion's contact.
fn each_suggestion(
    store: &dyn Store,
    mut put: impl FnMut(&SuggestionRow, Option<&Contact>) -> io::Result<()>,
) -> io::Result<()> {
    let mut kind = None;
    let read = store.each_suggestion(&mut |row, contact| {
        put(&row, contact.as_ref()).inspect_err(|error| kind = Some(error.kind()))
    });
    as_it_was(read, kind)
}

fn as_it_was(read: Result<(), StoreError>, kind: Option<ErrorKind>) -> io::Result<()> {
    read.map_err(|error| io::Error::new(kind.unwrap_or(ErrorKind::Other), error.to_string()))
}

#[cfg(test)]
mod tests;
