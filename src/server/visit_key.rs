//! The queue machine's key: who has it may have one-time codes of visits made.

use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::signature::same;

/// Where the key stands; read anew for each request, so that another key holds at once.
pub struct VisitKey(PathBuf);

impl VisitKey {
    /// The key of a data folder, where one was made.
    #[must_use]
    pub fn of(folder: &Path) -> Self {
        Self(folder.join("visit-key"))
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// The key, or `None` before `zuoban visits key` made one.
    #[must_use]
    pub fn read(&self) -> Option<String> {
        let text = fs::read_to_string(&self.0).ok()?;
        let key = text.trim();
        // An empty file is no key that an empty header fits.
        (!key.is_empty()).then(|| key.to_owned())
    }

    /// Whether `given` is the key; nothing is, where there is none. Takes the same time whatever differs.
    #[must_use]
    pub fn fits(&self, given: &str) -> bool {
        let Some(key) = self.read() else { return false };
        let digest = |text: &str| <[u8; 32]>::from(Sha256::digest(text));
        same(&digest(&key), &digest(given))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_a_key_fits_as_long_as_it_stands_there() {
        let folder = tempfile::tempdir().unwrap();
        let key = VisitKey::of(folder.path());
        assert!(!key.fits("") && !key.fits("abc"));
        fs::write(key.path(), "\n").unwrap();
        assert!(!key.fits("") && !key.fits("\n"));
        fs::write(key.path(), "abc\n").unwrap();
        assert!(key.fits("abc"));
        for other in ["", "ab", "abcd", "ABC", "abc\n"] {
            assert!(!key.fits(other), "{other:?}");
        }
        fs::write(key.path(), "def\n").unwrap();
        assert!(key.fits("def") && !key.fits("abc"));
    }
}
