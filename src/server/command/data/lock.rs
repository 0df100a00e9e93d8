//! Who may be on the data folder: any number of programs that use it, or one that changes the files under them.

use std::fs::{self, File, TryLockError};
use std::path::Path;

use crate::server::command::CommandError;
use crate::server::file::give_to_its_folder;

/// Locked by whoever uses the folder, and by whoever changes the files under them.
pub(super) const LOCK: &str = "lock";

/// Says that the folder is used, for as long as the file is held.
///
/// # Errors
/// Where it is being restored, or cannot be locked.
pub(super) fn share(folder: &Path) -> Result<File, CommandError> {
    let lock = open(folder)?;
    let held = lock.try_lock_shared();
    held.map_err(|error| refused(folder, error, "it is being restored"))?;
    Ok(lock)
}

/// Keeps all others from the folder, for as long as the file is held.
///
/// # Errors
/// Where somebody uses it, or it cannot be locked.
pub(super) fn take(folder: &Path) -> Result<File, CommandError> {
    let lock = open(folder)?;
    let held = lock.try_lock();
    let used = "a server or another command runs on it: stop it first";
    held.map_err(|error| refused(folder, error, used))?;
    Ok(lock)
}

fn open(folder: &Path) -> Result<File, CommandError> {
    let path = folder.join(LOCK);
    let mut options = fs::OpenOptions::new();
    let opened = options.write(true).create(true).truncate(false).open(&path);
    let lock = opened.map_err(|error| CommandError::when(path.display())(&error))?;
    give_to_its_folder(&path);
    Ok(lock)
}

fn refused(folder: &Path, error: TryLockError, used: &str) -> CommandError {
    let doing = CommandError::when(folder.display());
    match error {
        TryLockError::WouldBlock => doing(&used),
        TryLockError::Error(error) => doing(&format!("it cannot be locked: {error}")),
    }
}
