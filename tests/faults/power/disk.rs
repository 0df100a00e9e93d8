//! A disk under a server: what a sync has made sure of, and what may or may not be there when the power goes.
//!
//! | | after a cut |
//! |---|---|
//! | bytes written before the file's last sync | there |
//! | bytes written since | each sector of its own: there, or not; rarely only a part of it |
//! | a file's length since | whatever of the writes and cuts since is there |
//! | a name made, changed or taken away before its folder's last sync | so |
//! | the same since | each of its own: so, or not |
//!
//! Any order in which a disk may have written is one of these. It is harsher than most file systems, which bring a
//! new file's name to the disk with the file.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use super::recording::{Event, Inode};
use crate::chance::Chance;

/// What is done to a file.
#[derive(Clone)]
enum Change {
    Write { offset: usize, bytes: Vec<u8> },
    Length(usize),
}

#[derive(Default)]
struct Stored {
    sure: Vec<u8>,
    /// Since the last sync, in order.
    open: Vec<Change>,
}

/// What a name stands for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Named {
    File(usize),
    Folder,
}

/// What is done to names of one folder, all of it or nothing.
#[derive(Clone)]
struct Naming {
    folder: PathBuf,
    names: Vec<(PathBuf, Option<Named>)>,
}

/// See the module.
pub struct Disk {
    root: PathBuf,
    files: Vec<Stored>,
    numbers: HashMap<Inode, usize>,
    folders: HashMap<Inode, PathBuf>,
    /// As the server sees it.
    now: BTreeMap<PathBuf, Named>,
    sure: BTreeMap<PathBuf, Named>,
    open: Vec<Naming>,
}

impl Disk {
    /// An empty folder, which itself is there for sure.
    pub fn new(root: &Path) -> Self {
        let names = BTreeMap::from([(root.to_owned(), Named::Folder)]);
        Self {
            root: root.to_owned(),
            files: Vec::new(),
            numbers: HashMap::new(),
            folders: HashMap::new(),
            now: names.clone(),
            sure: names,
            open: Vec::new(),
        }
    }

    /// Does the next thing.
    pub fn apply(&mut self, event: &Event) {
        match event {
            Event::Opened {
                path,
                file,
                made,
                emptied,
            } => self.opened(path, *file, *made, *emptied),
            Event::Written {
                file,
                offset,
                bytes,
            } => self.change(
                *file,
                Change::Write {
                    offset: *offset,
                    bytes: bytes.clone(),
                },
            ),
            Event::Cut { file, length } => self.change(*file, Change::Length(*length)),
            Event::Synced(file) => self.synced(*file),
            Event::Renamed(from, to) => {
                let named = self.now[from];
                self.name(to, vec![(from.clone(), None), (to.clone(), Some(named))]);
            }
            Event::Linked(from, to) => {
                let named = self.now[from];
                self.name(to, vec![(to.clone(), Some(named))]);
            }
            Event::Unlinked(path) => self.name(path, vec![(path.clone(), None)]),
            Event::FolderMade(path) => self.name(path, vec![(path.clone(), Some(Named::Folder))]),
            Event::Acknowledged(_) => {}
        }
    }

    fn opened(&mut self, path: &Path, inode: Inode, made: bool, emptied: bool) {
        match self.now.get(path).copied() {
            Some(Named::Folder) => {
                self.folders.insert(inode, path.to_owned());
                return;
            }
            Some(Named::File(number)) if !made => {
                self.numbers.insert(inode, number);
            }
            _ => {
                let number = self.files.len();
                self.files.push(Stored::default());
                self.numbers.insert(inode, number);
                self.folders.remove(&inode);
                self.name(path, vec![(path.to_owned(), Some(Named::File(number)))]);
            }
        }
        if emptied {
            self.change(inode, Change::Length(0));
        }
    }

    fn change(&mut self, inode: Inode, change: Change) {
        let number = self.numbers[&inode];
        self.files[number].open.push(change);
    }

    fn name(&mut self, at: &Path, names: Vec<(PathBuf, Option<Named>)>) {
        set(&mut self.now, &names);
        let folder = at.parent().unwrap().to_owned();
        self.open.push(Naming { folder, names });
    }

    fn synced(&mut self, inode: Inode) {
        if let Some(folder) = self.folders.get(&inode) {
            let of_it = |naming: &mut Naming| naming.folder == *folder;
            for naming in self.open.extract_if(.., of_it) {
                set(&mut self.sure, &naming.names);
            }
            return;
        }
        let number = self.numbers[&inode];
        let file = &mut self.files[number];
        for change in file.open.drain(..) {
            change.apply(&mut file.sure);
        }
    }

    /// Cuts the power: makes `into` what a disk may look like then.
    pub fn cut(&self, chance: &mut Chance, into: &Path) {
        let fate = Fate {
            sector: [512, 4096][chance.below(2)],
            kept: [0, 10, 50, 90, 100][chance.below(5)],
        };
        let mut names = self.sure.clone();
        for naming in &self.open {
            if chance.percent(fate.kept) {
                set(&mut names, &naming.names);
            }
        }
        // In their order: a folder comes before what is in it.
        for (path, named) in &names {
            let to = into.join(path.strip_prefix(&self.root).unwrap());
            let there = to.parent().is_some_and(Path::is_dir);
            match named {
                // What is in a folder that is not there is not there.
                _ if !there && *path != self.root => {}
                Named::Folder => std::fs::create_dir_all(to).unwrap(),
                Named::File(number) => {
                    std::fs::write(to, self.files[*number].after(&fate, chance)).unwrap();
                }
            }
        }
    }
}

/// What becomes of what is not sure.
struct Fate {
    /// Written whole, as a rule.
    sector: usize,
    /// How many of a hundred are there.
    kept: usize,
}

impl Stored {
    fn after(&self, fate: &Fate, chance: &mut Chance) -> Vec<u8> {
        let mut content = self.sure.clone();
        for change in &self.open {
            match change {
                Change::Length(_) if chance.percent(fate.kept) => change.apply(&mut content),
                Change::Length(_) => {}
                Change::Write { offset, bytes } => {
                    for (at, part) in sectors(*offset, bytes, fate.sector) {
                        if chance.percent(fate.kept) {
                            let torn = chance.once_in(50);
                            let end = if torn {
                                chance.below(part.len())
                            } else {
                                part.len()
                            };
                            overwrite(&mut content, at, &part[..end]);
                        }
                    }
                }
            }
        }
        content
    }
}

/// Bytes by the sectors that they lie in.
fn sectors(offset: usize, bytes: &[u8], sector: usize) -> Vec<(usize, &[u8])> {
    let (mut at, mut rest, mut parts) = (offset, bytes, Vec::new());
    while !rest.is_empty() {
        let (part, more) = rest.split_at(rest.len().min(sector - at % sector));
        parts.push((at, part));
        (at, rest) = (at + part.len(), more);
    }
    parts
}

impl Change {
    fn apply(&self, content: &mut Vec<u8>) {
        match self {
            Self::Length(length) => content.resize(*length, 0),
            Self::Write { offset, bytes } => overwrite(content, *offset, bytes),
        }
    }
}

fn overwrite(content: &mut Vec<u8>, offset: usize, bytes: &[u8]) {
    let end = offset + bytes.len();
    if content.len() < end {
        content.resize(end, 0);
    }
    content[offset..end].copy_from_slice(bytes);
}

fn set(names: &mut BTreeMap<PathBuf, Named>, changes: &[(PathBuf, Option<Named>)]) {
    for (path, named) in changes {
        match named {
            Some(named) => names.insert(path.clone(), *named),
            None => names.remove(path),
        };
    }
}

#[test]
fn ok_what_is_synced_stays_and_the_rest_may_go() {
    let root = Path::new("/r");
    let mut disk = Disk::new(root);
    let (file, folder) = (root.join("f"), 7);
    let open = |path: &Path, file, made| Event::Opened {
        path: path.to_owned(),
        file,
        made,
        emptied: false,
    };
    let write = |offset, byte: u8, many| Event::Written {
        file: 8,
        offset,
        bytes: vec![byte; many],
    };
    disk.apply(&open(root, folder, false));
    disk.apply(&open(&file, 8, true));
    disk.apply(&write(0, b'a', 1024));
    disk.apply(&Event::Synced(8));
    let mut chance = Chance::seeded("disk");
    let mut seen = |disk: &Disk| -> std::collections::BTreeSet<Option<Vec<u8>>> {
        let mut cut = || {
            let into = tempfile::tempdir().unwrap();
            disk.cut(&mut chance, into.path());
            std::fs::read(into.path().join("f")).ok()
        };
        (0..1000).map(|_| cut()).collect()
    };
    let whole = Some(vec![b'a'; 1024]);
    // Its bytes are sure, its name is not.
    assert_eq!(seen(&disk), [None, whole.clone()].into());
    disk.apply(&Event::Synced(folder));
    assert_eq!(seen(&disk), [whole.clone()].into());
    disk.apply(&write(512, b'b', 1024));
    let after = seen(&disk);
    let new = Some([vec![b'a'; 512], vec![b'b'; 1024]].concat());
    let second_alone = Some([vec![b'a'; 1024], vec![b'b'; 512]].concat());
    for one in [whole, new, second_alone] {
        assert!(after.contains(&one), "{}", after.len());
    }
    assert!(after.len() > 4, "nothing was torn");
}
