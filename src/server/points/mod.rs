//! The service points there are: the built-in sample, or the centre's own from `DATA/points.json`, read again when it changes.

#[cfg(test)]
mod tests;
pub mod words;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use super::guides::{Unreadable, parse_as, read};
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
    look_every: Duration,
    known: Mutex<Known>,
}

struct Known {
    looked: Instant,
    stamp: Option<Stamp>,
    points: Arc<Points>,
}

/// What tells that the file changed: when it did, and its size.
type Stamp = (Option<SystemTime>, u64);

impl ServicePoints {
    /// Those of a data folder, which need not have any.
    #[must_use]
    pub fn of(data: &Path) -> Self {
        Self::looking_every(data, LOOK_EVERY)
    }

    fn looking_every(data: &Path, look_every: Duration) -> Self {
        let file = data.join(FILE);
        let stamp = stamp(&file);
        let own = stamp.and_then(|_| own(&file));
        let points = Arc::new(own.unwrap_or_else(built_in));
        let looked = Instant::now();
        Self {
            file,
            look_every,
            known: Mutex::new(Known {
                looked,
                stamp,
                points,
            }),
        }
    }

    /// All points. Costs a lock, and at most once a second a look at the file. A file that was mended into a
    /// broken one changes nothing: what was shown before stays.
    #[must_use]
    pub fn all(&self) -> Arc<Points> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.looked.elapsed() >= self.look_every {
            let stamp = stamp(&self.file);
            if stamp != known.stamp {
                let new = match stamp {
                    Some(_) => own(&self.file),
                    None => Some(built_in()),
                };
                if let Some(points) = new {
                    known.points = Arc::new(points);
                }
                known.stamp = stamp;
            }
            known.looked = Instant::now();
        }
        Arc::clone(&known.points)
    }
}

fn stamp(file: &Path) -> Option<Stamp> {
    let about = file.metadata().ok()?;
    Some((about.modified().ok(), about.len()))
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
