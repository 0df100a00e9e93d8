//! A fingerprint of what something was made from, to tell whether it must be made again.
//!
//! FNV-1a with 64 bits: the standard library has no cryptographic hash, and
//! nobody gains by a collision here.

use std::path::Path;

use crate::error::Result;
use crate::files;

/// A running FNV-1a hash over pieces of any length.
pub struct Fingerprint(u64);

impl Fingerprint {
    /// The fingerprint of nothing.
    pub fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    /// Adds one piece; its length counts, so that pieces cannot run into each other.
    pub fn add(&mut self, piece: &[u8]) {
        let length = (piece.len() as u64).to_le_bytes();
        for byte in length.iter().chain(piece) {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }

    /// Adds a file, or every file below a folder, by their paths under `root` and their contents.
    pub fn add_path(&mut self, root: &Path, path: &str) -> Result<()> {
        let whole = root.join(path);
        let paths = if whole.is_file() {
            vec![whole]
        } else {
            files::below(&whole)?
        };
        for path in paths {
            let name = path.strip_prefix(root).unwrap_or(&path);
            self.add(name.to_string_lossy().as_bytes());
            self.add(&files::read(&path)?);
        }
        Ok(())
    }

    /// As sixteen hexadecimal digits.
    pub fn hex(&self) -> String {
        format!("{:016x}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(pieces: &[&str]) -> String {
        let mut fingerprint = Fingerprint::new();
        for piece in pieces {
            fingerprint.add(piece.as_bytes());
        }
        fingerprint.hex()
    }

    #[test]
    fn ok_fingerprint_tells_pieces_apart() {
        assert_eq!(of(&["ab", "c"]), of(&["ab", "c"]));
        assert_ne!(of(&["ab", "c"]), of(&["a", "bc"]));
        assert_ne!(of(&["ab"]), of(&["ab", ""]));
    }

    #[test]
    fn ok_paths_names_and_contents_count() {
        let root = std::env::temp_dir().join(format!("zuoban-stamp-{}", std::process::id()));
        let hash = || {
            let mut fingerprint = Fingerprint::new();
            let added = fingerprint.add_path(&root, "style");
            added.map(|()| fingerprint.hex()).ok()
        };
        assert_eq!(hash(), Some(of(&[])));
        let written = files::write(&root.join("style/a/b.css"), "x");
        let first = hash();
        assert!(written.is_ok() && first != Some(of(&[])));
        let written = files::write(&root.join("style/a/b.css"), "y");
        assert!(written.is_ok() && hash() != first);
        let _ = std::fs::remove_dir_all(&root);
    }
}
