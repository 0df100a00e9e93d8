//! Files that only their owner reads, there whole or not at all: secrets, keys, what a backup brings back.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;

use data_encoding::HEXLOWER;

/// 32 bytes of chance in hexadecimal.
///
/// # Errors
/// Where the system has none.
pub fn chance() -> std::io::Result<String> {
    let mut secret = [0; 32];
    getrandom::fill(&mut secret).map_err(std::io::Error::other)?;
    Ok(HEXLOWER.encode(&secret))
}

/// Makes a file that only its owner reads, unless there is one. Under a name of its own first, so that it is there
/// whole or not at all.
///
/// # Errors
/// Where it cannot be written.
pub fn make(path: &Path, text: &str) -> std::io::Result<()> {
    under_its_name(path, text, |fresh| match fs::hard_link(fresh, path) {
        // Where two begin at once the first one's stays.
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => Err(error),
        _ => fs::remove_file(fresh),
    })
}

/// Puts a file in place of another, whole or not at all.
///
/// # Errors
/// Where it cannot be written; the other is still there then.
pub fn put_in_place(path: &Path, text: &str) -> std::io::Result<()> {
    under_its_name(path, text, |fresh| fs::rename(fresh, path))
}

fn under_its_name(
    path: &Path,
    text: &str,
    name_it: impl FnOnce(&Path) -> std::io::Result<()>,
) -> std::io::Result<()> {
    let mut name = [0; 8];
    getrandom::fill(&mut name).map_err(std::io::Error::other)?;
    let fresh = path.with_extension(HEXLOWER.encode(&name));
    if let Err(error) = write_new(&fresh, text.as_bytes()).and_then(|()| name_it(&fresh)) {
        // What is left of it is of no use; that it is left is no worse than the error.
        let _ = fs::remove_file(&fresh);
        return Err(error);
    }
    // Its name too is on the disk before anything is signed with it.
    path.parent()
        .map_or(Ok(()), |folder| File::open(folder)?.sync_all())
}

/// Writes a file that only its owner reads and that must not be there yet, and has it on the disk.
///
/// # Errors
/// Where it is there, or cannot be written.
pub fn write_new(path: &Path, content: &[u8]) -> std::io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(content)?;
    file.sync_all()
}
