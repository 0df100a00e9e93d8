//! `zuoban visits`: one-time codes for queue tickets, which prove that somebody was served.

use std::io::Write;

use clap::{Args, Subcommand};

use super::{CommandError, Data, DataFolder};
use crate::model::WindowId;
use crate::server::file::{chance, make, put_in_place};
use crate::server::http::{NewVisits, system_time};
use crate::server::rules::Rules;

/// What can be done with visits.
#[derive(Subcommand)]
pub enum Visits {
    /// Make codes, to be printed on tickets.
    Issue(IssueArgs),
    /// Show the key with which a queue machine asks for codes itself; made the first time.
    Key(KeyArgs),
}

/// Make codes, to be printed on tickets.
#[derive(Args)]
#[command(
    after_help = "One line a code: the code, until when it proves the visit (the end of the fifth working day after this \
one), and what to print as a QR code behind the centre's address. A code proves one rating, once, and none from before it \
was made; a rating whose code was used, is too old or is for another window still counts, without its proof. Codes are \
told this once: only their hash is kept.

Examples:
  zuoban visits issue --window 07
  zuoban visits issue --window 07 --count 200 > tickets.txt"
)]
pub struct IssueArgs {
    /// The window the tickets are for.
    #[arg(long, value_parser = WindowId::parse)]
    window: WindowId,
    /// How many.
    #[arg(long, default_value_t = 1, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=10_000))]
    count: u32,
}

/// Show the key with which a queue machine asks for codes itself; made the first time.
#[derive(Args)]
#[command(
    after_help = "The machine sends it as `Authorization: Bearer KEY` with `POST /api/v1/visits` and `{\"window\":\"07\"}`.
Whoever has it can make proof of visits that never were: keep it in the machine alone.

Examples:
  zuoban visits key
  zuoban visits key --renew"
)]
pub struct KeyArgs {
    /// Make another one; the one before holds no longer, at once.
    #[arg(long)]
    renew: bool,
}

/// Does it.
///
/// # Errors
/// Where the data folder or its store cannot be had, or there is no such window.
pub fn run(what: &Visits, data: &Data) -> Result<(), CommandError> {
    match what {
        Visits::Issue(args) => issue(args, data),
        Visits::Key(args) => key(args, data),
    }
}

fn issue(args: &IssueArgs, data: &Data) -> Result<(), CommandError> {
    let folder = DataFolder::existing(data)?;
    let store = folder.store()?;
    let rules = Rules {
        calendar: folder.calendar()?,
        ..Rules::usual().map_err(CommandError)?
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .map_err(|error| CommandError::when("no runtime")(&error))?;
    let signer = runtime.block_on(folder.agreed_signer(store.as_ref()))?;
    let new = NewVisits {
        store: store.as_ref(),
        signer: &signer,
        rules: &rules,
        now: system_time(),
    };
    let window = format!("window {}", args.window);
    let visits = runtime
        .block_on(new.issue(&args.window, args.count))
        .map_err(|error| CommandError::when(window)(&error))?;
    let mut out = std::io::stdout().lock();
    for visit in visits {
        let line = format!("{}  {}  {}", visit.code, visit.valid_until, visit.path);
        writeln!(out, "{line}").map_err(|error| CommandError::when("the codes")(&error))?;
    }
    Ok(())
}

fn key(args: &KeyArgs, data: &Data) -> Result<(), CommandError> {
    let folder = DataFolder::open(data)?;
    let key = folder.visit_key();
    let doing = || CommandError::when(format!("the key in {}", key.path().display()));
    let written = match key.read() {
        // In place of an empty file too.
        _ if args.renew => chance().and_then(|fresh| put_in_place(key.path(), &fresh)),
        Some(_) => Ok(()),
        None => chance().and_then(|fresh| make(key.path(), &fresh)),
    };
    written.map_err(|error| doing()(&error))?;
    let text = key
        .read()
        .ok_or_else(|| doing()(&"the file is empty: --renew makes a key"))?;
    writeln!(std::io::stdout(), "{text}").map_err(|error| doing()(&error))
}
