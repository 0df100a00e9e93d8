//! `zuoban rebuild`: the counters that results are read from, made anew from the ratings.

use clap::Args;

use super::{CommandError, Data, DataFolder};
use crate::model::Tally;
use crate::server::store::results::Mended;

/// So many counters are told one by one.
const TOLD: usize = 20;

/// Count the ratings anew, and say where the results were wrong.
#[derive(Args)]
#[command(
    after_help = "Results are read from counters that grow with each rating in the rating's own transaction, so \
this should find nothing to mend; `zuoban verify` says whether the ratings themselves are as they were written.

It may be done while a server is running: until it is done (seconds for a million ratings) nothing else is written, and \
what phones send waits or is sent again by itself.

Examples:
  zuoban rebuild
  zuoban rebuild --data /var/lib/zuoban"
)]
pub struct RebuildArgs {}

/// Counts.
///
/// # Errors
/// Where the data folder or its store cannot be had.
pub fn run(_: &RebuildArgs, data: &Data) -> Result<(), CommandError> {
    let folder = DataFolder::existing(data)?;
    let store = folder.store()?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .map_err(|error| CommandError::when("no runtime")(&error))?;
    let mended = runtime.block_on(store.rebuild())?;
    for line in report(&mended) {
        eprintln!("zuoban: {line}");
    }
    Ok(())
}

fn report(mended: &[Mended]) -> Vec<String> {
    if mended.is_empty() {
        return vec!["every counter was right".to_owned()];
    }
    let total = mended.len();
    let counters = if total == 1 {
        "counter was"
    } else {
        "counters were"
    };
    let mut lines = vec![format!("{total} {counters} wrong and right now:")];
    lines.extend(mended.iter().take(TOLD).map(line));
    if total > TOLD {
        lines.push(format!("… and {} more", total - TOLD));
    }
    lines
}

fn line(one: &Mended) -> String {
    let Mended {
        day,
        window,
        unit,
        source,
        on_duty,
        was,
        is,
    } = one;
    let sat = if *on_duty {
        "with a director there"
    } else {
        "without a director"
    };
    let (is, was) = (share(*is), share(*was));
    format!("{day} window {window} ({unit}), {source}, {sat}: {is}; it said {was}")
}

fn share(tally: Tally) -> String {
    format!("{} of {} satisfied", tally.satisfied, tally.counted)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mended(window: usize) -> Mended {
        let tally = |counted, satisfied| Tally { counted, satisfied };
        Mended {
            day: "2026-11-24".into(),
            window: format!("{window:02}"),
            unit: "tax".into(),
            source: "scan".into(),
            on_duty: true,
            was: tally(13, 12),
            is: tally(13, 11),
        }
    }

    #[test]
    fn ok_what_was_wrong_is_told_and_no_endless_list() {
        assert_eq!(report(&[]), ["every counter was right"]);
        let one = report(&[mended(7)]);
        assert_eq!(one[0], "1 counter was wrong and right now:");
        assert_eq!(
            one[1],
            "2026-11-24 window 07 (tax), scan, with a director there: 11 of 13 satisfied; it said 12 of 13 satisfied"
        );
        let many: Vec<_> = (0..50).map(mended).collect();
        let many = report(&many);
        assert_eq!(
            (many.len(), many.last().unwrap().as_str()),
            (22, "… and 30 more")
        );
    }
}
