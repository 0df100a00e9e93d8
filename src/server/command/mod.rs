//! What is typed: `zuoban serve | poster | reply | erase | calendar | guides | points | export | backup | restore |
//! demo`, each with `--data DIR` and `--help`.
//!
//! Exit codes: 0 done, 1 it could not be done (and what to do), 2 it was typed wrong.

pub mod backup;
pub mod calendar;
mod data;
pub mod demo;
pub mod erase;
pub mod export;
pub mod guides;
pub mod points;
pub mod poster;
pub mod reply;
pub mod restore;
pub mod serve;
mod terminal;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

pub use data::DataFolder;

/// 坐班 Zuoban: rate the window you were at, see who is on duty there.
#[derive(Parser)]
#[command(name = "zuoban", version, about, arg_required_else_help = true)]
struct Typed {
    /// The folder that holds everything: database and secret. Made where there is none.
    #[arg(
        long,
        env = "ZUOBAN_DATA",
        default_value = "data",
        global = true,
        value_name = "DIR"
    )]
    data: PathBuf,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the app, its pages and its JSON. Needs no configuration.
    Serve(serve::ServeArgs),
    /// Make stickers and A4 sheets with the windows' codes.
    Poster(poster::PosterArgs),
    /// Answer a suggestion, or say who works on it.
    Reply(reply::ReplyArgs),
    /// Delete a citizen's words at the citizen's request.
    Erase(erase::EraseArgs),
    /// The holidays that deadlines are counted by.
    #[command(subcommand)]
    Calendar(calendar::Calendar),
    /// The guides: what is wrong with an edited one.
    #[command(subcommand)]
    Guides(guides::Guides),
    /// The service points near by: what is wrong with an edited file.
    #[command(subcommand)]
    Points(points::PointsCommand),
    /// The invented centre that is there until there is a real one.
    #[command(subcommand)]
    Demo(demo::Demo),
    /// Write everything into one file, also while a server is running.
    Backup(backup::BackupArgs),
    /// Take a backup back into the data folder.
    Restore(restore::RestoreArgs),
    /// Write out what was collected.
    #[command(subcommand)]
    Export(export::Export),
}

/// Why a command could not be done, in words for whoever typed it.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct CommandError(pub String);

impl CommandError {
    /// What was being done, and what went wrong.
    pub fn when(doing: impl std::fmt::Display) -> impl FnOnce(&dyn std::fmt::Display) -> Self {
        let doing = doing.to_string();
        move |error| Self(format!("{doing}: {error}"))
    }
}

impl From<super::store::StoreError> for CommandError {
    fn from(error: super::store::StoreError) -> Self {
        Self(error.to_string())
    }
}

/// Does what was typed.
#[must_use]
pub fn run() -> ExitCode {
    let Typed { data, command } = Typed::parse();
    let done = match command {
        Command::Serve(args) => serve::run(&args, &data),
        Command::Poster(args) => poster::run(&args, &data),
        Command::Reply(args) => reply::run(&args, &data),
        Command::Erase(args) => erase::run(&args, &data),
        Command::Calendar(what) => calendar::run(&what, &data),
        Command::Guides(what) => guides::run(&what, &data),
        Command::Points(what) => points::run(&what),
        Command::Demo(what) => demo::run(&what, &data),
        Command::Backup(args) => backup::run(&args, &data),
        Command::Restore(args) => restore::run(&args, &data),
        Command::Export(what) => export::run(&what, &data),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("zuoban: {error}");
            ExitCode::FAILURE
        }
    }
}
