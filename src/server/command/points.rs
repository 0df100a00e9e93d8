//! `zuoban points`: the service points to start from, and what is wrong with an edited file.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Subcommand;

use super::CommandError;
use super::guides::{lang, said};
use crate::model::near::check_points;
use crate::server::guides::read;
use crate::server::points::{BUILT_IN, parse, words};
use crate::text::Lang;

/// What can be done with service points.
#[derive(Subcommand)]
pub enum PointsCommand {
    /// Say in plain words what is wrong with a file of points (检查办税点文件，用大白话告诉您哪里要改).
    #[command(after_help = "Example:
  zuoban points check data/points.json

Coordinates are WGS-84, as a phone gives them: those copied from 高德 or 百度 are some 500 m off.")]
    Check {
        /// The file.
        file: PathBuf,
        /// The language of the answers: zh or en.
        #[arg(long, default_value = "zh", value_parser = lang)]
        lang: Lang,
    },
    /// Write the built-in points into a file, to change them there.
    #[command(
        after_help = "DATA/points.json takes the place of the built-in points, and a running server shows it at once.
Take out \"sample\": true once they are real."
    )]
    Write {
        /// The file, which must not be there yet.
        file: PathBuf,
    },
}

/// Does it.
///
/// # Errors
/// Where a file cannot be read or written, or something is wrong with it.
pub fn run(what: &PointsCommand) -> Result<(), CommandError> {
    match what {
        PointsCommand::Check { file, lang } => check(file, *lang),
        PointsCommand::Write { file } => write(file),
    }
}

#[expect(clippy::print_stdout, reason = "this is what was asked for")]
fn check(file: &Path, lang: Lang) -> Result<(), CommandError> {
    let found = match read(file).and_then(|text| parse(&text)) {
        Err(why) => vec![words::unreadable(lang, &why)],
        Ok(points) => check_points(&points)
            .iter()
            .map(|problem| words::problem(lang, problem))
            .collect(),
    };
    if found.is_empty() {
        println!("{}  {}", file.display(), said(lang, "没有问题", "fine"));
        return Ok(());
    }
    println!("{}", file.display());
    for line in &found {
        println!("  {line}");
    }
    let (zh, en) = (
        format!("有 {} 处要改", found.len()),
        format!("{} to mend", found.len()),
    );
    Err(CommandError(said(lang, zh, en)))
}

fn write(file: &Path) -> Result<(), CommandError> {
    let doing = format!("cannot write {}", file.display());
    if file.exists() {
        let advice = "it is there already. Name another, or change that one";
        return Err(CommandError::when(doing)(&advice));
    }
    fs::write(file, BUILT_IN).map_err(|error| CommandError::when(doing)(&error))
}
