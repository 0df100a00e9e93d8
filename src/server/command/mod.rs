//! What is typed: `zuoban serve | poster | visits | secret | reply | held | erase | calendar | guides | points | export |
//! backup | restore | verify | rebuild | demo`, each with `--data DIR`, `--database URL` and `--help`.
//!
//! Exit codes: 0 done, 1 it could not be done (and what to do), 2 it was typed wrong.

pub mod backup;
pub mod calendar;
mod data;
pub mod demo;
pub mod erase;
pub mod export;
pub mod guides;
pub mod held;
pub mod points;
pub mod poster;
pub mod rebuild;
pub mod reply;
pub mod restore;
pub mod secret;
pub mod serve;
mod terminal;
pub mod verify;
pub mod visits;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

pub use data::{Data, DataFolder};

/// 坐班 Zuoban: rate the window you were at, see who is on duty there.
#[derive(Parser)]
#[command(name = "zuoban", version, about, arg_required_else_help = true)]
struct Typed {
    #[command(flatten)]
    data: Data,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the app, its pages and its JSON. Needs no configuration.
    Serve(serve::ServeArgs),
    /// Make stickers and A4 sheets with the windows' codes.
    Poster(poster::PosterArgs),
    /// One-time codes for queue tickets, which prove a visit.
    #[command(subcommand)]
    Visits(visits::Visits),
    /// The secrets that sign the windows' codes.
    #[command(subcommand)]
    Secret(secret::SecretCommand),
    /// Answer a suggestion, or say who works on it.
    Reply(reply::ReplyArgs),
    /// Ratings that were put aside, because their window got far more than usual: look at them, and decide.
    #[command(subcommand)]
    Held(held::Held),
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
    /// Whether everything that was written down is still there as it was written.
    Verify(verify::VerifyArgs),
    /// Count the ratings anew, and say where the results were wrong.
    Rebuild(rebuild::RebuildArgs),
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
        Command::Visits(what) => visits::run(&what, &data),
        Command::Secret(what) => secret::run(&what, &data),
        Command::Reply(args) => reply::run(&args, &data),
        Command::Held(what) => held::run(&what, &data),
        Command::Erase(args) => erase::run(&args, &data),
        Command::Calendar(what) => calendar::run(&what, &data),
        Command::Guides(what) => guides::run(&what, &data),
        Command::Points(what) => points::run(&what),
        Command::Verify(args) => verify::run(&args, &data),
        Command::Rebuild(args) => rebuild::run(&args, &data),
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
