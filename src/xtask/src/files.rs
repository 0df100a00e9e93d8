//! The file system, with a reason in every error. Must not know what the files are for.

use std::fs;
use std::path::{Path, PathBuf};

use crate::error::{Context, Result};

const ADVICE: &str = "is the disk full, or does the folder belong to somebody else?";

/// Reads a file whole.
pub fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).context(|| format!("cannot read {}", path.display()))
}

/// Reads a text file whole.
pub fn read_text(path: &Path) -> Result<String> {
    fs::read_to_string(path).context(|| format!("cannot read {}", path.display()))
}

/// Writes a file whole, with the folders above it.
pub fn write(path: &Path, contents: impl AsRef<[u8]>) -> Result<()> {
    if let Some(folder) = path.parent() {
        create_folder(folder)?;
    }
    fs::write(path, contents).context(|| format!("cannot write {} ({ADVICE})", path.display()))
}

/// Makes a folder and those above it, unless they are there.
pub fn create_folder(path: &Path) -> Result<()> {
    fs::create_dir_all(path).context(|| format!("cannot create {} ({ADVICE})", path.display()))
}

/// Removes a file, if it is there.
pub fn remove(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).context(|| format!("cannot remove {} ({ADVICE})", path.display()))
        }
        _ => Ok(()),
    }
}

/// Puts a copy of `from` in the place of `to`, in one stroke: a program that
/// runs from `to` goes on undisturbed.
pub fn replace(from: &Path, to: &Path) -> Result<()> {
    if let Some(folder) = to.parent() {
        create_folder(folder)?;
    }
    let beside = to.with_extension("new");
    fs::copy(from, &beside)
        .and_then(|_| fs::rename(&beside, to))
        .context(|| {
            format!(
                "cannot copy {} to {} ({ADVICE})",
                from.display(),
                to.display()
            )
        })
}

/// The files of `folder` itself whose names end so, sorted.
pub fn named(folder: &Path, ending: &str) -> Result<Vec<PathBuf>> {
    let mut found = entries(folder)?;
    found.retain(|path| path.is_file() && path.to_string_lossy().ends_with(ending));
    found.sort();
    Ok(found)
}

/// Every file below `folder`, at any depth, sorted by path. A folder that is not there has none.
pub fn below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for path in entries(&folder)? {
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    fs::read_dir(folder)
        .and_then(|entries| entries.map(|entry| Ok(entry?.path())).collect())
        .context(|| format!("cannot list {}", folder.display()))
}
