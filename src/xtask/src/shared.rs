//! Build folders in the tool cache, so that a clean clone does not compile its
//! dependencies again.
//!
//! Cargo judges the age of *our* files by their modification time and does not
//! see which clone they are from: left alone, it would take another clone's
//! code for ours. So a clone that finds a folder last used by another one first
//! has its own packages forgotten there, and holds a lock while it builds.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use crate::error::{Context, Result};
use crate::place::Place;
use crate::{files, process, progress};

const WASM: &str = "wasm32-unknown-unknown";

/// Which of the two folders: they are built by different compilers.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The server, its tests, and everything else native.
    Host,
    /// The app, with its own standard library.
    Wasm,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Host => "host",
            Self::Wasm => "wasm",
        }
    }

    fn profiles(self) -> [&'static str; 2] {
        match self {
            Self::Host => ["dev", "release"],
            Self::Wasm => ["dev", "wasm-release"],
        }
    }
}

/// A build folder that is ours until this value is dropped.
pub struct SharedTarget {
    folder: PathBuf,
    _lock: File,
}

impl SharedTarget {
    /// Waits for other clones to finish, then makes the folder trustworthy for this one.
    pub fn enter(place: &Place, kind: Kind) -> Result<Self> {
        let folder = place.cache().join("target").join(kind.name());
        files::create_folder(&folder)?;
        let lock = lock(&folder.with_extension("lock"))?;
        let owner = folder.join("clone");
        let clone = clone_id(place)?;
        if fs::read_to_string(&owner).ok().as_deref() != Some(clone.as_str()) {
            // Written after the forgetting, so that a broken-off one is done again.
            files::remove(&owner)?;
            forget(place, kind, &folder)?;
            files::write(&owner, &clone)?;
        }
        Ok(Self {
            folder,
            _lock: lock,
        })
    }

    /// Lets `command` build here.
    pub fn apply(&self, command: &mut Command) {
        command.env("CARGO_TARGET_DIR", &self.folder);
    }

    /// A file that cargo made here.
    pub fn file(&self, path: &str) -> PathBuf {
        self.folder.join(path)
    }
}

fn lock(path: &Path) -> Result<File> {
    let cannot = || format!("cannot lock {}", path.display());
    let file = File::create(path).context(cannot)?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            progress::note("waiting for another clone that builds on this machine");
            file.lock().context(cannot)?;
        }
        Err(TryLockError::Error(error)) => return Err(error).context(cannot),
    }
    Ok(file)
}

/// Names this clone, not its path: two clones may follow each other at one place.
fn clone_id(place: &Place) -> Result<String> {
    let path = place.target().join("clone");
    if let Ok(id) = fs::read_to_string(&path) {
        return Ok(id);
    }
    let now = SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default();
    let id = format!("{:x}-{:x}", now.as_nanos(), std::process::id());
    files::write(&path, &id)?;
    Ok(id)
}

/// Has cargo drop what it built from our own packages, and keep the dependencies.
fn forget(place: &Place, kind: Kind, folder: &Path) -> Result<()> {
    for profile in kind.profiles() {
        let mut targets = vec![None];
        if kind == Kind::Wasm {
            targets.push(Some(WASM));
        }
        for target in targets {
            let mut clean = place.cargo();
            clean.args(["clean", "--quiet", "--package", "zuoban"]);
            clean.args(["--package", "xtask", "--profile", profile]);
            clean.args(target.iter().flat_map(|target| ["--target", target]));
            clean.env("CARGO_TARGET_DIR", folder);
            process::capture(&mut clean)
                .context(|| format!("cannot take over {}: delete that folder", folder.display()))?;
        }
    }
    Ok(())
}
