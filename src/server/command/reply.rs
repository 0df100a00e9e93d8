//! `zuoban reply`: an operator answers a suggestion, by the rules the office's pages have.

use clap::{Args, ValueEnum};

use super::{CommandError, Data, DataFolder};
use crate::model::{Step, SuggestionText, TrackingCode};
use crate::server::http::system_time;
use crate::server::store::suggestions::NewStep;
use crate::server::store::{Store, StoreError};

/// Answer a suggestion, or say who works on it.
#[derive(Args)]
#[command(after_help = "Examples:
  zuoban reply K7M4-9TQX-R --status forwarded --unit tax
  zuoban reply K7M4-9TQX-R --status in-work
  zuoban reply K7M4-9TQX-R --status answered --text \"已换大字界面\" --changed \"「取号机字太小」→ 已换大字界面\"")]
pub struct ReplyArgs {
    /// The tracking code.
    code: String,
    /// What happens.
    #[arg(long, value_enum)]
    status: Status,
    /// The unit that is to answer (with `forwarded`): its id, as in GET /api/v1/centre.
    #[arg(long, required_if_eq("status", "forwarded"))]
    unit: Option<String>,
    /// The answer (with `answered`), at most 1,000 characters.
    #[arg(long, required_if_eq("status", "answered"))]
    text: Option<String>,
    /// What was changed because of it, as the results publish it (with `answered`).
    #[arg(long)]
    changed: Option<String>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Status {
    Forwarded,
    InWork,
    Answered,
}

/// Writes it down.
///
/// # Errors
/// Where there is no such suggestion, or the step does not fit where it stands.
pub fn run(args: &ReplyArgs, data: &Data) -> Result<(), CommandError> {
    let code = TrackingCode::parse(&args.code)
        .map_err(|why| CommandError(format!("{} is no tracking code: {why:?}", args.code)))?;
    let folder = DataFolder::existing(data)?;
    let store = folder.store()?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .map_err(|error| CommandError::when("no runtime")(&error))?;
    runtime.block_on(async {
        let step = step(args, store.as_ref()).await?;
        let new = NewStep {
            id: None,
            at: system_time(),
            step,
        };
        match store.add_step(code, new).await {
            Ok(_) => Ok(()),
            Err(error @ StoreError::AlreadyAnswered) => {
                Err(CommandError(format!("{code}: {error}")))
            }
            Err(error) => Err(CommandError::when(code)(&error)),
        }
    })
}

async fn step(args: &ReplyArgs, store: &dyn Store) -> Result<Step, CommandError> {
    let text = |name: &str, text: &str| {
        let parsed = SuggestionText::parse(text).map(String::from);
        parsed.map_err(|why| CommandError(format!("--{name}: {why}")))
    };
    match args.status {
        Status::Forwarded => {
            let unit = args.unit.clone().unwrap_or_default();
            let centre = store.centre().await?;
            if centre.units.iter().any(|known| known.id == unit) {
                return Ok(Step::Forwarded { unit });
            }
            let known: Vec<_> = centre.units.iter().map(|unit| unit.id.as_str()).collect();
            Err(CommandError(format!(
                "there is no unit {unit}; there are: {}",
                known.join(", ")
            )))
        }
        Status::InWork => Ok(Step::InWork),
        Status::Answered => Ok(Step::Answered {
            text: text("text", args.text.as_deref().unwrap_or_default())?,
            changed: args
                .changed
                .as_deref()
                .map(|line| text("changed", line))
                .transpose()?,
        }),
    }
}
