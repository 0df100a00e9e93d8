//! The guides there are: those built in, and the centre's own from `DATA/guides`, read again when a file changes.

mod file;
#[cfg(test)]
mod tests;
pub mod words;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rust_embed::Embed;

use super::watch::Watch;
use crate::model::Guide;
use crate::model::guide::{Against, check};
use crate::text::Lang;

pub use file::{SCHEMA, Unreadable, files, id_of, parse, parse_as, read};

/// The built-in guides, in the order they are listed: what most people come for first.
pub const BUILT_IN: [&str; 7] = [
    "vat-credit-refund",
    "income-tax-settlement",
    "new-taxpayer",
    "digital-invoice",
    "social-insurance",
    "self-service",
    "online-help",
];

/// The name of the centre's own guides' folder in the data folder.
pub const FOLDER: &str = "guides";

/// How often the folder is looked at, at most: a clerk who saves a file sees it on the next page.
const LOOK_EVERY: Duration = Duration::from_secs(1);

#[derive(Embed)]
#[folder = "public/guides/"]
struct Files;

/// The text of a file built in: a guide's, or that of [`SCHEMA`].
#[must_use]
pub fn built_in_text(name: &str) -> Option<String> {
    String::from_utf8(Files::get(name)?.data.into_owned()).ok()
}

/// The guides built in. One that cannot be read is left out and logged; a test sees to it that none is.
#[must_use]
pub fn built_in() -> Vec<Guide> {
    let read = |id: &&str| {
        let text = built_in_text(&format!("{id}.json")).unwrap_or_default();
        usable(id, &text)
            .map_err(|why| tracing::error!(id, why, "a built-in guide cannot be read"))
            .ok()
    };
    BUILT_IN.iter().filter_map(read).collect()
}

/// All guides, always as the files are now.
pub struct Guides {
    folder: PathBuf,
    known: Mutex<Known>,
}

struct Known {
    watch: Watch,
    guides: Arc<Vec<Guide>>,
}

impl Guides {
    /// Those built in and those of a data folder, which need not have any.
    #[must_use]
    pub fn of(data: &Path) -> Self {
        Self::looking_every(data, LOOK_EVERY)
    }

    fn looking_every(data: &Path, look_every: Duration) -> Self {
        let folder = data.join(FOLDER);
        let watch = Watch::new(look_every, own(&folder));
        let guides = Arc::new(gather(watch.files()));
        Self {
            folder,
            known: Mutex::new(Known { watch, guides }),
        }
    }

    /// All guides: the built-in ones in their order, then the centre's own by title. Costs a lock, and at most
    /// once a second a look at the folder.
    #[must_use]
    pub fn all(&self) -> Arc<Vec<Guide>> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.watch.changed(|| own(&self.folder)) {
            known.guides = Arc::new(gather(known.watch.files()));
        }
        Arc::clone(&known.guides)
    }
}

/// The files of the centre's own. No folder is none.
fn own(folder: &Path) -> Vec<PathBuf> {
    files(folder).unwrap_or_default()
}

fn gather<'a>(files: impl Iterator<Item = &'a Path>) -> Vec<Guide> {
    let mut guides = built_in();
    let mut own: BTreeMap<String, Guide> = BTreeMap::new();
    for path in files {
        let read = read(path).map_err(|why| words::unreadable(Lang::En, &why));
        match read.and_then(|text| usable(&id_of(path), &text)) {
            Ok(guide) => match guides.iter_mut().find(|known| known.id == guide.id) {
                Some(built_in) => *built_in = guide,
                None => drop(own.insert(format!("{} {}", guide.title.zh, guide.id), guide)),
            },
            Err(why) => tracing::warn!(
                file = %path.display(), why,
                "this guide is left out; `zuoban guides check` says what to mend"
            ),
        }
    }
    guides.extend(own.into_values());
    guides
}

/// The guide in a file, unless it must not be shown; then why, for the log.
fn usable(id: &str, text: &str) -> Result<Guide, String> {
    let guide = parse(text).map_err(|why| words::unreadable(Lang::En, &why))?;
    if guide.id.as_str() != id {
        return Err(words::other_name(Lang::En, guide.id.as_str()));
    }
    // Days and windows are the clerk's matter: see `Trouble::keeps_out`.
    let problems = check(&guide, Against::default());
    match problems.iter().find(|problem| problem.what.keeps_out()) {
        Some(problem) => Err(words::problem(Lang::En, problem)),
        None => Ok(guide),
    }
}
