//! `zuoban calendar`: the holidays and make-up days that deadlines are counted by.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Subcommand;

use super::data::CALENDAR;
use super::{CommandError, Data, DataFolder};
use crate::server::file::give_to_its_folder;
use crate::server::workdays::{CalendarFile, WorkCalendar};

/// What can be done with the calendar.
#[derive(Subcommand)]
pub enum Calendar {
    /// Show the years that are known, and their days.
    Show,
    /// Take in the years of a file, as src/server/workdays/calendar.json is written.
    #[command(
        after_help = "The file names the source and, by year, the weekdays that are off and the weekend days that
are worked:

  {\"source\": \"国办发明电〔2026〕N号\",
   \"years\": {\"2027\": {\"off\": [\"2027-01-01\"], \"work\": [\"2027-01-03\"]}}}

A running server takes it in when it is started again."
    )]
    Import {
        /// The file.
        file: PathBuf,
    },
}

/// Does it.
///
/// # Errors
/// Where the file or the data folder cannot be read, or a day is wrong.
pub fn run(what: &Calendar, data: &Data) -> Result<(), CommandError> {
    match what {
        Calendar::Show => show(&DataFolder::holding(data, CALENDAR)?.calendar()?),
        Calendar::Import { file } => import(file, &DataFolder::open(data)?),
    }
}

#[expect(clippy::print_stdout, reason = "this is what was asked for")]
fn show(calendar: &WorkCalendar) -> Result<(), CommandError> {
    for (number, year) in calendar.years() {
        let days = |days: &std::collections::BTreeSet<crate::model::Day>| {
            let days: Vec<_> = days.iter().map(ToString::to_string).collect();
            days.join(" ")
        };
        println!(
            "{number}\n  off:  {}\n  work: {}",
            days(&year.off),
            days(&year.work)
        );
    }
    Ok(())
}

fn import(file: &Path, folder: &DataFolder) -> Result<(), CommandError> {
    let read = |path: &Path| {
        let doing = format!("cannot read {}", path.display());
        fs::read_to_string(path).map_err(|error| CommandError::when(doing)(&error))
    };
    let text = read(file)?;
    let wrong = format!("{}: nothing was taken in", file.display());
    let years = WorkCalendar::default()
        .learn(&text)
        .map_err(|error| CommandError::when(&wrong)(&error))?;
    let mut new: CalendarFile =
        serde_json::from_str(&text).map_err(|error| CommandError::when(&wrong)(&error))?;
    // Years imported before stay, unless the file names them again.
    let path = folder.calendar_file();
    if path.exists() {
        let old = serde_json::from_str::<CalendarFile>(&read(&path)?);
        for (name, year) in old.map(|old| old.years).unwrap_or_default() {
            new.years.entry(name).or_insert(year);
        }
    }
    let doing = format!("cannot write {}", path.display());
    let text =
        serde_json::to_string_pretty(&new).map_err(|error| CommandError::when(&doing)(&error))?;
    fs::write(&path, text).map_err(|error| CommandError::when(&doing)(&error))?;
    give_to_its_folder(&path);
    let years: Vec<_> = years.iter().map(ToString::to_string).collect();
    eprintln!(
        "zuoban: taken in: {}; restart `zuoban serve` to count by it",
        years.join(", ")
    );
    Ok(())
}
