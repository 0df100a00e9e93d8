//! Who may be on the data folder: any number of servers, or one that changes the files under them.

use std::fs::{self, File};

use super::DataFolder;
use crate::server::command::CommandError;

/// Locked by a server as long as it runs, and by whoever changes the files under it.
pub(super) const LOCK: &str = "lock";

impl DataFolder {
    /// Says that a server runs on the folder, for as long as the file is held.
    ///
    /// # Errors
    /// Where it is being restored.
    pub fn share(&self) -> Result<File, CommandError> {
        let lock = self.lock()?;
        let held = lock.try_lock_shared();
        held.map_err(|_| CommandError(format!("{} is being restored", self.0.folder.display())))?;
        Ok(lock)
    }

    /// Keeps servers from the folder, for as long as the file is held.
    ///
    /// # Errors
    /// Where one runs on it.
    pub fn take(&self) -> Result<File, CommandError> {
        let lock = self.lock()?;
        lock.try_lock().map_err(|_| {
            let folder = self.0.folder.display();
            CommandError(format!("a server runs on {folder}: stop it first"))
        })?;
        Ok(lock)
    }

    fn lock(&self) -> Result<File, CommandError> {
        let path = self.0.folder.join(LOCK);
        let mut options = fs::OpenOptions::new();
        let opened = options.write(true).create(true).truncate(false).open(&path);
        opened.map_err(|error| CommandError::when(path.display())(&error))
    }
}
