//! What stands in the data folder, for backup and restoration: told, put aside, put in place.

use std::fs::{self, File};
use std::path::{Component, Path, PathBuf};

use super::lock::LOCK;
use super::{DataFolder, STORE};
use crate::model::Moment;
use crate::server::command::CommandError;
use crate::server::command::file::write_new;
use crate::server::store::sqlite::backup::KeptFile;

/// A database that is being restored.
const RESTORING: &str = "zuoban.db.restoring";
/// What a restoration puts aside.
const REPLACED: &str = "replaced-";
/// Larger files are not the centre's own, and no backup has room for them: 32 MiB.
const LARGEST: u64 = 32 << 20;

impl DataFolder {
    /// Every file beside the database, its path in the folder and what is in it: secret, holidays, guides.
    ///
    /// # Errors
    /// Where one cannot be read.
    pub fn beside(&self) -> Result<Vec<KeptFile>, CommandError> {
        let mut found = Vec::new();
        let mut folders = vec![PathBuf::new()];
        while let Some(folder) = folders.pop() {
            let path = self.0.folder.join(&folder);
            let doing = || CommandError::when(path.display().to_string());
            for entry in fs::read_dir(&path).map_err(|error| doing()(&error))? {
                let entry = entry.map_err(|error| doing()(&error))?;
                let Ok(name) = entry.file_name().into_string() else {
                    continue;
                };
                let top = folder.as_os_str().is_empty();
                if top && (name.starts_with(STORE) || name == LOCK || name.starts_with(REPLACED)) {
                    continue;
                }
                let (kind, inside) = (entry.file_type(), folder.join(&name));
                let kind = kind.map_err(|error| doing()(&error))?;
                if kind.is_dir() {
                    folders.push(inside);
                } else if kind.is_file() && entry.metadata().is_ok_and(|m| m.len() <= LARGEST) {
                    let content = fs::read(entry.path()).map_err(|error| doing()(&error))?;
                    found.push((inside.to_string_lossy().into_owned(), content));
                }
            }
        }
        found.sort();
        Ok(found)
    }

    /// Puts everything in the folder aside, into a folder of its own in it, and answers that.
    ///
    /// # Errors
    /// Where it cannot be moved.
    pub fn put_aside(&self, at: Moment) -> Result<PathBuf, CommandError> {
        let aside = self.0.folder.join(format!("{REPLACED}{}", at.0));
        let doing = || CommandError::when(format!("cannot put aside {}", self.0.folder.display()));
        fs::create_dir(&aside).map_err(|error| doing()(&error))?;
        for entry in fs::read_dir(&self.0.folder).map_err(|error| doing()(&error))? {
            let name = entry.map_err(|error| doing()(&error))?.file_name();
            let text = name.to_string_lossy();
            let stays = text == LOCK || text == RESTORING || text.starts_with(REPLACED);
            if !stays {
                let (from, to) = (self.0.folder.join(&name), aside.join(&name));
                fs::rename(from, to).map_err(|error| doing()(&error))?;
            }
        }
        Ok(aside)
    }

    /// Where a database is made before it has its name.
    #[must_use]
    pub fn restoring(&self) -> PathBuf {
        self.0.folder.join(RESTORING)
    }

    /// Puts a backup's files in place, the database last: it is whole then.
    ///
    /// # Errors
    /// Where one cannot be written, or leads out of the folder.
    pub fn put_in_place(&self, files: &[KeptFile]) -> Result<(), CommandError> {
        for (name, content) in files {
            let plain = Path::new(name).components();
            if !plain
                .into_iter()
                .all(|part| matches!(part, Component::Normal(_)))
            {
                return Err(CommandError(format!("{name} leads out of the data folder")));
            }
            let path = self.0.folder.join(name);
            let doing = || CommandError::when(path.display().to_string());
            if let Some(folder) = path.parent() {
                Self::open(folder)?;
            }
            write_new(&path, content).map_err(|error| doing()(&error))?;
        }
        let doing = || CommandError::when(self.0.folder.display().to_string());
        fs::rename(self.restoring(), self.database_file()).map_err(|error| doing()(&error))?;
        let synced = File::open(&self.0.folder).and_then(|folder| folder.sync_all());
        synced.map_err(|error| doing()(&error))
    }
}
