//! `zuoban erase`: a citizen's words are deleted at the citizen's request, as the privacy page promises.

use std::fmt::Write;

use clap::{ArgGroup, Args};

use super::{CommandError, Data, DataFolder};
use crate::model::{CodeError, Day, Minute, Moment, RatingId, TrackingCode, WindowId};
use crate::server::http::system_time;
use crate::server::store::erasure::{Erased, NewErasure, Subject};
use crate::server::store::{RatingRow, Store, StoreError};

const MINUTE_MS: i64 = 60_000;

/// Delete a citizen's words at the citizen's request.
#[derive(Args)]
#[command(
    group = ArgGroup::new("whose").required(true).args(["suggestion", "rating", "window"]),
    after_help = "What was counted and answered stays; the words are overwritten and gone from the database's files, also \
while a server is running. Pages and exports say 〔应本人要求已删除〕 in their place. That something was deleted, when and \
why is kept. Backups and exports made before still hold the words: delete those too.

Examples:
  zuoban erase --suggestion K7M4-9TQX-R
  zuoban erase --window 07 --at \"2026-11-24 10:12\"
  zuoban erase --rating 5f0c1b1e-7f2d-4c55-9a3e-0d8f6c1f2a77 --reason 电话要求"
)]
pub struct EraseArgs {
    /// The tracking code of a suggestion: its text, contact and reopenings.
    #[arg(long, value_name = "CODE", value_parser = code)]
    suggestion: Option<TrackingCode>,
    /// The id of a rating, as in `zuoban export ratings`: its comment.
    #[arg(long, value_name = "ID", value_parser = RatingId::parse)]
    rating: Option<RatingId>,
    /// The window that was rated (with --at): the comment of that rating.
    #[arg(long, requires = "at", value_parser = WindowId::parse)]
    window: Option<WindowId>,
    /// The minute of the tap in the centre's time (with --window).
    #[arg(long, requires = "window", value_name = "YYYY-MM-DD HH:MM", value_parser = minute)]
    at: Option<Moment>,
    /// Kept with the record of it. Nobody has to give one; write neither names nor the words here.
    #[arg(long, default_value = "应本人要求", value_parser = reason)]
    reason: String,
}

fn code(text: &str) -> Result<TrackingCode, String> {
    TrackingCode::parse(text).map_err(|why| match why {
        CodeError::Length(letters) => {
            let wanted = TrackingCode::LETTERS;
            format!("a tracking code has {wanted} letters and digits, this has {letters}")
        }
        CodeError::Misread(letters) => match letters.first() {
            Some(letter) => format!("letter {}, {}, is likely misread", letter.at, letter.typed),
            None => "one letter is wrong: compare it again".to_owned(),
        },
    })
}

/// `2026-11-24 10:12`, as an export has it too: `2026-11-24T10:12`.
fn minute(text: &str) -> Result<Moment, &'static str> {
    let wrong = "write it as 2026-11-24 10:12";
    let (day, time) = text.trim().split_once([' ', 'T']).ok_or(wrong)?;
    let (hour, minute) = time.split_once(':').ok_or(wrong)?;
    let number = |digits: &str, below: u16| {
        let plain = digits.len() <= 2 && digits.bytes().all(|digit| digit.is_ascii_digit());
        let number = digits.parse::<u16>().ok().filter(|_| plain);
        number.filter(|number| *number < below).ok_or(wrong)
    };
    let minute = number(hour, 24)? * 60 + number(minute, 60)?;
    let day = Day::parse(day).map_err(|_| wrong)?;
    Ok(Moment::at(day, Minute(minute)))
}

fn reason(text: &str) -> Result<String, &'static str> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > 200 || text.chars().any(char::is_control) {
        return Err("a line of at most 200 characters, or leave it out");
    }
    Ok(text.to_owned())
}

/// Deletes what was asked for.
///
/// # Errors
/// Where there is no such suggestion or rating, none or several fit, or nothing was ever said there.
pub fn run(args: &EraseArgs, data: &Data) -> Result<(), CommandError> {
    let folder = DataFolder::existing(data)?;
    let store = folder.store()?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .map_err(|error| CommandError::when("no runtime")(&error))?;
    runtime.block_on(async {
        let subject = subject(args, store.as_ref()).await?;
        let name = match subject {
            Subject::Rating(id) => format!("rating {id}"),
            Subject::Suggestion(code) => format!("suggestion {code}"),
        };
        let new = NewErasure {
            subject,
            reason: args.reason.clone(),
            at: system_time(),
        };
        match store.erase(new).await {
            Ok(erased) => told(&name, &erased),
            Err(error @ (StoreError::UnknownRating | StoreError::UnknownCode)) => {
                let what = format!("{name}: {error}; is --data the right folder?");
                Err(CommandError(what))
            }
            Err(error) => Err(CommandError::when(name)(&error)),
        }
    })
}

/// What came of it, said to whoever typed it.
fn told(name: &str, erased: &Erased) -> Result<(), CommandError> {
    let words: Vec<_> = erased.words.iter().map(|what| what.code()).collect();
    match (words.is_empty(), erased.before) {
        (false, _) => eprintln!(
            "zuoban: deleted of {name}: {}; backups and exports made before still hold it",
            words.join(", ")
        ),
        (true, Some(at)) => eprintln!(
            "zuoban: {name}: nothing is left, it was deleted on {}",
            at.rfc3339()
        ),
        (true, None) => {
            return Err(CommandError(format!(
                "{name}: it has no words: nothing to delete"
            )));
        }
    }
    if erased.swept {
        return Ok(());
    }
    Err(CommandError(format!(
        "{name}: the words are deleted, but a program that reads the database (an export, a backup) holds on to \
         its state before: type the same again once that has ended, and the files are free of them too"
    )))
}

async fn subject(args: &EraseArgs, store: &dyn Store) -> Result<Subject, CommandError> {
    match (args.suggestion, args.rating, &args.window, args.at) {
        (Some(code), ..) => Ok(Subject::Suggestion(code)),
        (_, Some(id), ..) => Ok(Subject::Rating(id)),
        (_, _, Some(window), Some(at)) => {
            let before = Moment(at.0 + MINUTE_MS);
            let those = store.commented(window, at, before).await?;
            the_one(&those, window, at).map(Subject::Rating)
        }
        // Excluded by the group and what it requires.
        _ => Err(CommandError(
            "say whose words: --suggestion, --rating, or --window with --at".to_owned(),
        )),
    }
}

/// The only rating, or what to do where there is not exactly one.
fn the_one(those: &[RatingRow], window: &WindowId, at: Moment) -> Result<RatingId, CommandError> {
    let when = format!("{} {}", at.day(), at.minute());
    match those {
        [one] => Ok(one.receipt.id),
        [] => Err(CommandError(format!(
            "no rating of window {window} at {when} has a comment; the time is that of the tap on the phone, in \
             +08:00: try the minutes around it, or find its id with `zuoban export ratings`"
        ))),
        several => {
            let mut what =
                format!("several ratings of window {window} at {when} have a comment; take one:");
            for row in several {
                let satisfied = if row.state.satisfied {
                    "satisfied"
                } else {
                    "not satisfied"
                };
                // Writing into a string does not fail.
                let _ = write!(
                    what,
                    "\n  --rating {}  {}  {satisfied}",
                    row.receipt.id,
                    row.rated_at.rfc3339()
                );
            }
            Err(CommandError(what))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_a_minute_is_read_as_it_is_said_or_exported() {
        let at = Moment::at(Day::parse("2026-11-24").unwrap(), Minute(612));
        for text in ["2026-11-24 10:12", "2026-11-24T10:12", " 2026-11-24 10:12 "] {
            assert_eq!(minute(text), Ok(at), "{text}");
        }
        assert!(minute("2026-11-24 9:05").is_ok());
    }

    #[test]
    fn err_a_minute_that_is_none() {
        for text in [
            "",
            "10:12",
            "2026-11-24",
            "2026-11-31 10:12",
            "2026-11-24 24:00",
            "2026-11-24 10:60",
            "2026-11-24 10:1x",
            "2026-11-24 10:12:30",
            "2026-11-24 +1:12",
            "11-24 10:12",
        ] {
            assert!(minute(text).is_err(), "{text}");
        }
    }
}
