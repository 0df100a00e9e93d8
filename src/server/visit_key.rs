//! The queue machine's key: who has it may have one-time codes of visits made.

use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// Where the key stands; read anew for each request, so that another key holds at once.
#[derive(Clone)]
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
    ///
    /// The file is read where it may take its time: its disk may be slow, and anybody can ask.
    pub async fn fits(&self, given: &str) -> bool {
        let file = self.clone();
        let read = tokio::task::spawn_blocking(move || file.read()).await;
        let Some(key) = read.ok().flatten() else {
            return false;
        };
        let digest = |text: &str| <[u8; 32]>::from(Sha256::digest(text));
        digest(&key).ct_eq(&digest(given)).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn ok_a_key_fits_as_long_as_it_stands_there() {
        let folder = tempfile::tempdir().unwrap();
        let key = VisitKey::of(folder.path());
        assert!(!key.fits("").await && !key.fits("abc").await);
        fs::write(key.path(), "\n").unwrap();
        assert!(!key.fits("").await && !key.fits("\n").await);
        fs::write(key.path(), "abc\n").unwrap();
        assert!(key.fits("abc").await);
        for other in ["", "ab", "abcd", "ABC", "abc\n"] {
            assert!(!key.fits(other).await, "{other:?}");
        }
        fs::write(key.path(), "def\n").unwrap();
        assert!(key.fits("def").await && !key.fits("abc").await);
    }
}
