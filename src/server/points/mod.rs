//! The service points there are: the built-in sample, or the centre's own from `DATA/points.json`, read again when it changes.

#[cfg(test)]
mod tests;
pub mod words;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::guides::{Unreadable, parse_as, read};
use super::watch::Watch;
use crate::model::Points;
use crate::model::near::check_points;
use crate::text::Lang;

/// The file's name in the data folder.
pub const FILE: &str = "points.json";

/// The points built in, as a clerk may start from.
pub const BUILT_IN: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/public/points.json"));

/// How often the file is looked at, at most.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// The points in a text.
///
/// # Errors
/// Where there are none: the first thing in the way.
pub fn parse(text: &str) -> Result<Points, Unreadable> {
    parse_as(text)
}

/// All points, always as the file is now.
pub struct ServicePoints {
    file: PathBuf,
    known: Mutex<Known>,
}

struct Known {
    watch: Watch,
    points: Arc<Points>,
}

impl ServicePoints {
    /// Those of a data folder, which need not have any.
    #[must_use]
    pub fn of(data: &Path) -> Self {
        Self::looking_every(data, LOOK_EVERY)
    }

    fn looking_every(data: &Path, look_every: Duration) -> Self {
        let file = data.join(FILE);
        let watch = Watch::new(look_every, [file.clone()]);
        let points = Arc::new(points(&watch).unwrap_or_else(built_in));
        Self {
            file,
            known: Mutex::new(Known { watch, points }),
        }
    }

    /// All points. Costs a lock, and at most once a second a look at the file. A file that was mended into a
    /// broken one changes nothing: what was shown before stays.
    #[must_use]
    pub fn all(&self) -> Arc<Points> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.watch.changed(|| [self.file.clone()])
            && let Some(points) = points(&known.watch)
        {
            known.points = Arc::new(points);
        }
        Arc::clone(&known.points)
    }
}

/// Those of the centre's file, or those built in where there is none.
fn points(watch: &Watch) -> Option<Points> {
    watch.files().next().map_or_else(|| Some(built_in()), own)
}

/// The points built in; a test sees to it that they can be read.
fn built_in() -> Points {
    parse(BUILT_IN).unwrap_or_else(|why| {
        let why = words::unreadable(Lang::En, &why);
        tracing::error!(why, "the built-in points cannot be read");
        Points {
            sample: true,
            towns: Vec::new(),
            points: Vec::new(),
        }
    })
}

/// The points of the centre's file, unless they must not be shown.
fn own(file: &Path) -> Option<Points> {
    let read = read(file).and_then(|text| parse(&text));
    let sound = read
        .map_err(|why| words::unreadable(Lang::En, &why))
        .and_then(|points| match check_points(&points).first() {
            Some(problem) => Err(words::problem(Lang::En, problem)),
            None => Ok(points),
        });
    sound
        .map_err(|why| {
            tracing::warn!(
                file = %file.display(), why,
                "these points are not shown; `zuoban points check` says what to mend"
            );
        })
        .ok()
}
