//! What stands in the data folder, for backup and restoration: told, put aside, put in place.

use std::ffi::OsString;
use std::fs::{self, File};
use std::path::{Component, Path, PathBuf};

use super::{CALENDAR, DataFolder, STORE, private};
use crate::model::Moment;
use crate::server::command::CommandError;
use crate::server::file::{give_to_its_folder, write_new};
use crate::server::store::sqlite::backup::KeptFile;
use crate::server::{guides, points};

/// A database that is being restored.
pub(super) const RESTORING: &str = "zuoban.db.restoring";
/// What a restoration puts aside.
const REPLACED: &str = "replaced-";
/// The files of a centre beside its database.
const FILES: [&str; 4] = ["secret", "visit-key", CALENDAR, points::FILE];
/// No file of a centre is larger, and a backup is read whole: 32 MiB.
const LARGEST: u64 = 32 << 20;

impl DataFolder {
    /// Every file of the centre beside its database, by its path in the folder, and what is in it: secret, key of the
    /// queue machine, holidays, service points, guides. What else stands in the folder is none of them.
    ///
    /// # Errors
    /// Where one cannot be read or is too large: what is called a backup lacks nothing.
    pub fn beside(&self) -> Result<Vec<KeptFile>, CommandError> {
        let mut found = Vec::new();
        for name in self.names()? {
            let path = self.0.folder.join(&name);
            let doing = || CommandError::when(path.display().to_string());
            // A link is followed: what it leads to is what counts here.
            let about = fs::metadata(&path).map_err(|error| doing()(&error))?;
            if about.len() > LARGEST {
                return Err(doing()(&"it is larger than 32 MiB, too large for a backup"));
            }
            let content = fs::read(&path).map_err(|error| doing()(&error))?;
            found.push((name, content));
        }
        Ok(found)
    }

    /// Whether a centre is here, or something of one.
    ///
    /// # Errors
    /// Where it cannot be seen.
    pub fn holds_anything(&self) -> Result<bool, CommandError> {
        Ok(Self::has_store(&self.0) || !self.names()?.is_empty())
    }

    /// The paths in the folder of the centre's files beside its database.
    fn names(&self) -> Result<Vec<String>, CommandError> {
        let there = |name: &&str| fs::symlink_metadata(self.0.folder.join(name)).is_ok();
        let named = FILES.iter().copied().filter(there);
        let mut names: Vec<_> = named.map(str::to_owned).collect();
        let folder = self.0.folder.join(guides::FOLDER);
        let doing = || CommandError::when(folder.display().to_string());
        // A link that leads nowhere is there.
        if fs::symlink_metadata(&folder).is_err() {
            return Ok(names);
        }
        for entry in fs::read_dir(&folder).map_err(|error| doing()(&error))? {
            let name = entry.map_err(|error| doing()(&error))?.file_name();
            let told = name.to_string_lossy();
            // What an editor leaves beside a file is not the centre's.
            if told.ends_with(".json") && !told.starts_with(['.', '~']) {
                let name = name.to_str().ok_or_else(|| {
                    let file = folder.join(&name);
                    CommandError::when(file.display())(&"its name is not in UTF-8")
                })?;
                names.push(format!("{}/{name}", guides::FOLDER));
            }
        }
        names.sort();
        Ok(names)
    }

    /// Puts the centre in the folder aside, into a folder of its own in it, and answers that; with it whatever stands
    /// where these files will.
    ///
    /// # Errors
    /// Where it cannot be moved.
    pub fn put_aside(&self, at: Moment, files: &[KeptFile]) -> Result<PathBuf, CommandError> {
        let aside = self.0.folder.join(format!("{REPLACED}{}", at.0));
        let doing = || CommandError::when(format!("cannot put aside {}", self.0.folder.display()));
        fs::create_dir(&aside).map_err(|error| doing()(&error))?;
        give_to_its_folder(&aside);
        let of_database = ["", "-wal", "-shm", "-journal"].map(|end| format!("{STORE}{end}"));
        let of_files =
            files
                .iter()
                .filter_map(|(name, _)| match Path::new(name).components().next() {
                    Some(Component::Normal(first)) => Some(first),
                    _ => None,
                });
        let mut names: Vec<OsString> = of_database.map(OsString::from).into();
        names.extend(FILES.iter().chain([&guides::FOLDER]).map(OsString::from));
        names.extend(of_files.map(OsString::from));
        for name in names {
            let (from, to) = (self.0.folder.join(&name), aside.join(&name));
            match fs::rename(from, to) {
                // Not there, or moved already.
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
                moved => moved.map_err(|error| doing()(&error))?,
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
                private(folder).map_err(|error| doing()(&error))?;
                if folder != self.0.folder {
                    give_to_its_folder(folder);
                }
            }
            write_new(&path, content).map_err(|error| doing()(&error))?;
        }
        let doing = || CommandError::when(self.0.folder.display().to_string());
        give_to_its_folder(&self.restoring());
        fs::rename(self.restoring(), self.database_file()).map_err(|error| doing()(&error))?;
        let synced = File::open(&self.0.folder).and_then(|folder| folder.sync_all());
        synced.map_err(|error| doing()(&error))
    }
}
