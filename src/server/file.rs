//! Files that only their owner reads, there whole or not at all: secrets, keys, what a backup brings back.

use std::fs::{self, File};
use std::io::{ErrorKind, Write};
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
    under_its_name(path, text, |fresh| match name_new(fresh, path) {
        // Where two begin at once the first one's stays.
        Err(error) if error.kind() == ErrorKind::AlreadyExists => fs::remove_file(fresh),
        named => named,
    })
}

/// Gives a file its name, never in the place of another.
///
/// # Errors
/// `AlreadyExists` where there is another; otherwise where it cannot be named.
pub fn name_new(fresh: &Path, path: &Path) -> std::io::Result<()> {
    name_by(|from, to| fs::hard_link(from, to), fresh, path)
}

fn name_by(
    link: impl FnOnce(&Path, &Path) -> std::io::Result<()>,
    fresh: &Path,
    path: &Path,
) -> std::io::Result<()> {
    match link(fresh, path) {
        Ok(()) => fs::remove_file(fresh),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(error),
        // exFAT, CIFS and some NFS know no second name for a file. Between the look and the naming another may
        // come; both were made at the same moment, and either is whole.
        Err(_) if fs::symlink_metadata(path).is_ok() => Err(ErrorKind::AlreadyExists.into()),
        Err(_) => fs::rename(fresh, path),
    }
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

/// Has a file or folder belong to whoever owns the folder it stands in: what root makes in a server's data folder the
/// server could not read otherwise. Only root can; for all others nothing changes.
pub fn give_to_its_folder(path: &Path) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt, fchown};
        let Some(folder) = path.parent().and_then(|folder| fs::metadata(folder).ok()) else {
            return;
        };
        let Ok(file) = File::open(path) else { return };
        if file.metadata().is_ok_and(|file| file.uid() != folder.uid()) {
            // Refused where somebody else's folder was written to: then it is as it was without this.
            let _ = fchown(&file, Some(folder.uid()), Some(folder.gid()));
        }
    }
}

/// Makes a file that only its owner reads and that must not be there yet.
///
/// # Errors
/// Where it is there, or cannot be made.
pub fn create_new(path: &Path) -> std::io::Result<File> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Writes a file that only its owner reads and that must not be there yet, and has it on the disk. It belongs to whoever
/// owns its folder.
///
/// # Errors
/// Where it is there, or cannot be written.
pub fn write_new(path: &Path, content: &[u8]) -> std::io::Result<()> {
    let mut file = create_new(path)?;
    give_to_its_folder(path);
    file.write_all(content)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(_: &Path, _: &Path) -> std::io::Result<()> {
        Err(ErrorKind::PermissionDenied.into())
    }

    #[test]
    fn ok_a_file_gets_its_name_where_there_are_no_hard_links() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        let text = |name: &str| fs::read_to_string(path(name)).unwrap();
        for link in [refused, |from: &Path, to: &Path| fs::hard_link(from, to)] {
            fs::write(path("fresh"), "first").unwrap();
            name_by(link, &path("fresh"), &path("name")).unwrap();
            assert!(text("name") == "first" && !path("fresh").exists());
            fs::write(path("fresh"), "second").unwrap();
            let error = name_by(link, &path("fresh"), &path("name")).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::AlreadyExists);
            assert_eq!(
                (text("name"), text("fresh")),
                ("first".into(), "second".into())
            );
            fs::remove_file(path("name")).unwrap();
        }
    }
}
