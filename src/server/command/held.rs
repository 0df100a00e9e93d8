//! `zuoban held`: an operator looks at the ratings that were put aside, and lets them count or leaves them aside.

use std::io::Write;

use clap::{Args, Subcommand};

use super::{CommandError, Data, DataFolder};
use crate::model::{Day, Minute, Moment, RatingId, WindowId};
use crate::server::http::system_time;
use crate::server::store::held::{AT_ONCE, Burst, Meant, NewReview};
use crate::server::store::{Store, StoreError};

/// What can be done with ratings that were put aside.
#[derive(Subcommand)]
pub enum Held {
    /// Show what waits for review: a line for each window and hour.
    List(ListArgs),
    /// Let them count from now on.
    Release(ReviewArgs),
    /// Leave them aside for good: they are not listed again.
    Leave(ReviewArgs),
}

/// Show what waits for review: a line for each window and hour.
#[derive(Args)]
#[command(
    after_help = "A rating is put aside where its window has got more in the hour than is usual there by the weeks before; \
proof of a visit keeps it from that. It is stored and the citizen is thanked like any other, but it does not count in the \
results until it is released. What was rated makes no difference.

Each line says: hour, window, how many wait, how many were taken before them, whether their ids came with the window's own \
page or were made by whoever sent them, and how many of them are satisfied. `zuoban export ratings` has each of them.

Examples:
  zuoban held list"
)]
pub struct ListArgs {}

/// Decide of what waits at a window in an hour, or of one rating.
#[derive(Args)]
#[command(
    after_help = "The decision is written down with its reason and the time, and chained like everything else. One of a \
single rating may be changed later by another one; the newest holds.

Examples:
  zuoban held release --window 07 --hour 2026-11-24T10 --reason \"团队来办证，一起评的\"
  zuoban held leave --window 07 --hour 2026-11-24T10 --reason \"同一部手机连续提交\"
  zuoban held release --rating 0e1c2f9a-5d1b-4c55-8a52-3a6f0c9a7d10 --reason 核实过"
)]
pub struct ReviewArgs {
    /// The window.
    #[arg(long, value_parser = WindowId::parse, requires = "hour", required_unless_present = "rating")]
    window: Option<WindowId>,
    /// The hour as it is listed: `2026-11-24T10`.
    #[arg(long, value_parser = hour, requires = "window")]
    hour: Option<Moment>,
    /// One rating, by its id in the export.
    #[arg(long, value_parser = RatingId::parse, conflicts_with_all = ["window", "hour"])]
    rating: Option<RatingId>,
    /// Why.
    #[arg(long)]
    reason: String,
}

/// Reads `2026-11-24T10`.
fn hour(text: &str) -> Result<Moment, String> {
    let read = || {
        let (day, hour) = text.split_once('T')?;
        let hour = Some(hour).filter(|hour| hour.len() == 2)?;
        let hour: u16 = hour.parse().ok().filter(|hour| *hour < 24)?;
        Some(Moment::at(Day::parse(day).ok()?, Minute(hour * 60)))
    };
    read().ok_or_else(|| "an hour is written as in 2026-11-24T10".to_owned())
}

/// Does it.
///
/// # Errors
/// Where the data folder or its store cannot be had, or nothing waits there.
pub fn run(what: &Held, data: &Data) -> Result<(), CommandError> {
    let store = DataFolder::existing(data)?.store()?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .map_err(|error| CommandError::when("no runtime")(&error))?;
    match what {
        Held::List(_) => {
            let bursts = runtime.block_on(store.bursts())?;
            let mut out = std::io::stdout().lock();
            for burst in &bursts {
                writeln!(out, "{}", line(burst)).map_err(|e| CommandError::when("the list")(&e))?;
            }
            Ok(())
        }
        Held::Release(args) => runtime.block_on(review(store.as_ref(), args, true)),
        Held::Leave(args) => runtime.block_on(review(store.as_ref(), args, false)),
    }
}

async fn review(store: &dyn Store, args: &ReviewArgs, released: bool) -> Result<(), CommandError> {
    let reason = args.reason.trim();
    if reason.is_empty() {
        return Err(CommandError("--reason: say why".to_owned()));
    }
    let meant = match (&args.rating, &args.window, args.hour) {
        (Some(id), ..) => Meant::Rating(*id),
        (None, Some(window), Some(from)) => Meant::Burst {
            window: window.clone(),
            from,
            before: Moment(from.0 + 3_600_000),
        },
        _ => return Err(CommandError("--window and --hour, or --rating".to_owned())),
    };
    let new = NewReview {
        meant,
        released,
        reason: reason.to_owned(),
        at: system_time(),
    };
    let mut all = 0;
    loop {
        let some = match store.review(new.clone()).await {
            Err(StoreError::UnknownRating) => {
                return Err(CommandError("no such rating was put aside".to_owned()));
            }
            some => some?,
        };
        all += some;
        if some < AT_ONCE {
            break;
        }
    }
    if all == 0 {
        return Err(CommandError("nothing waits for review there".to_owned()));
    }
    let done = if released { "released" } else { "left aside" };
    eprintln!("zuoban: {all} {done}");
    Ok(())
}

fn line(burst: &Burst) -> String {
    let Burst {
        window,
        hour,
        from_page,
        bound,
        count,
        satisfied,
    } = burst;
    let hour = hour.rfc3339().chars().take(13).collect::<String>();
    let ids = if *from_page {
        "ids from the page"
    } else {
        "ids of the sender's own"
    };
    format!(
        "{hour}  window {window}  {count} put aside after {bound}, {ids}, {satisfied} satisfied"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_an_hour_is_listed_as_it_is_typed() {
        let at = hour("2026-11-24T10").unwrap();
        assert_eq!(at.rfc3339(), "2026-11-24T10:00:00.000+08:00");
        let burst = Burst {
            window: "07".into(),
            hour: at,
            from_page: false,
            bound: 11,
            count: 589,
            satisfied: 0,
        };
        assert_eq!(
            line(&burst),
            "2026-11-24T10  window 07  589 put aside after 11, ids of the sender's own, 0 satisfied"
        );
        for wrong in ["2026-11-24", "2026-11-24T24", "2026-11-24T1", "T10", ""] {
            assert!(hour(wrong).is_err(), "{wrong}");
        }
    }
}
