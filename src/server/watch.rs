//! Files that are looked at, to be read again when they change. It never reads them itself.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

/// Files as they stood when they were last looked at.
pub struct Watch {
    look_every: Duration,
    looked: Instant,
    seen: Vec<Seen>,
}

/// What tells that a file changed: when it did, and its size.
#[derive(PartialEq, Eq)]
struct Seen {
    path: PathBuf,
    changed: Option<SystemTime>,
    size: u64,
}

impl Watch {
    /// Looks at files now, and from then on at most so often.
    #[must_use]
    pub fn new(look_every: Duration, files: impl IntoIterator<Item = PathBuf>) -> Self {
        Self {
            look_every,
            looked: Instant::now(),
            seen: see(files),
        }
    }

    /// Whether other files are there than before, or one of them changed; `false` between two looks.
    ///
    /// To be asked before the files are read: what changes meanwhile is told the next time.
    pub fn changed<F: IntoIterator<Item = PathBuf>>(&mut self, files: impl FnOnce() -> F) -> bool {
        if self.looked.elapsed() < self.look_every {
            return false;
        }
        let seen = see(files());
        let changed = seen != self.seen;
        (self.seen, self.looked) = (seen, Instant::now());
        changed
    }

    /// Those that were there.
    pub fn files(&self) -> impl Iterator<Item = &Path> {
        self.seen.iter().map(|seen| seen.path.as_path())
    }
}

fn see(files: impl IntoIterator<Item = PathBuf>) -> Vec<Seen> {
    let see = |path: PathBuf| {
        let about = path.metadata().ok()?;
        Some(Seen {
            path,
            changed: about.modified().ok(),
            size: about.len(),
        })
    };
    files.into_iter().filter_map(see).collect()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn ok_a_change_is_told_once() {
        let folder = tempfile::tempdir().unwrap();
        let files = || ["a", "b"].map(|name| folder.path().join(name));
        fs::write(folder.path().join("a"), "1").unwrap();
        let mut watch = Watch::new(Duration::ZERO, files());
        assert!(watch.files().eq([folder.path().join("a")]));
        assert!(!watch.changed(files));
        for change in ["2 of another length", ""] {
            fs::write(folder.path().join("a"), change).unwrap();
            assert!(watch.changed(files) && !watch.changed(files));
        }
        fs::write(folder.path().join("b"), "new").unwrap();
        assert!(watch.changed(files) && !watch.changed(files));
        assert_eq!(watch.files().count(), 2);
        fs::remove_file(folder.path().join("a")).unwrap();
        assert!(watch.changed(files) && !watch.changed(files));
    }

    #[test]
    fn ok_between_two_looks_nothing_is_asked() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a");
        let mut watch = Watch::new(Duration::from_secs(3600), [file.clone()]);
        fs::write(&file, "new").unwrap();
        let asked = || -> [PathBuf; 1] { panic!("it was looked at") };
        assert!(!watch.changed(asked));
    }
}
