//! What a server did to its files, in the order in which it did it; see `preload/record.c`.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use crate::load::acknowledged;

/// A file's number while it has one.
pub type Inode = u64;

/// One thing that was done.
#[derive(Clone, Debug)]
pub enum Event {
    /// Opened under a name; perhaps made by that, perhaps emptied.
    Opened {
        path: PathBuf,
        file: Inode,
        made: bool,
        emptied: bool,
    },
    Written {
        file: Inode,
        offset: usize,
        bytes: Vec<u8>,
    },
    Cut {
        file: Inode,
        length: usize,
    },
    Synced(Inode),
    Renamed(PathBuf, PathBuf),
    Linked(PathBuf, PathBuf),
    Unlinked(PathBuf),
    FolderMade(PathBuf),
    /// An answer left that says so of the rating with this id.
    Acknowledged(String),
}

/// Reads a recording.
pub fn read(path: &Path) -> Vec<Event> {
    let bytes = std::fs::read(path).unwrap();
    let mut rest = bytes.as_slice();
    let mut events = Vec::new();
    while let Some((head, more)) = rest.split_at_checked(48) {
        let number = |at: usize| u64::from_le_bytes(head[at * 8..at * 8 + 8].try_into().unwrap());
        let size = |at: usize| usize::try_from(number(at)).unwrap();
        let (a, more) = more.split_at(size(4));
        let (b, more) = more.split_at(size(5));
        rest = more;
        let path = |bytes: &[u8]| PathBuf::from(str::from_utf8(bytes).unwrap());
        let file = number(1);
        let kind = char::from(u8::try_from(number(0)).unwrap());
        events.extend(match kind {
            'o' => Some(Event::Opened {
                path: path(a),
                file,
                made: number(2) == 1,
                emptied: number(3) == 1,
            }),
            'w' => Some(Event::Written {
                file,
                offset: size(2),
                bytes: a.to_vec(),
            }),
            't' => Some(Event::Cut {
                file,
                length: size(3),
            }),
            's' => Some(Event::Synced(file)),
            'r' => Some(Event::Renamed(path(a), path(b))),
            'l' => Some(Event::Linked(path(a), path(b))),
            'u' => Some(Event::Unlinked(path(a))),
            'm' => Some(Event::FolderMade(path(a))),
            'a' => acknowledged(a).map(Event::Acknowledged),
            other => panic!("a record of kind {other}"),
        });
    }
    assert!(rest.is_empty(), "{} bytes are left", rest.len());
    events
}

/// How many syncs there are of files whose names end so.
pub fn syncs(events: &[Event], end: &str) -> usize {
    let names = Names::of(events);
    let of_it = |event: &&Event| matches!(event, Event::Synced(file) if names.ends(*file, end));
    events.iter().filter(of_it).count()
}

/// The last name under which each file was opened.
struct Names<'a>(HashMap<Inode, &'a Path>);

impl<'a> Names<'a> {
    fn of(events: &'a [Event]) -> Self {
        let named = events.iter().filter_map(|event| match event {
            Event::Opened { path, file, .. } => Some((*file, path.as_path())),
            _ => None,
        });
        Self(named.collect())
    }

    fn ends(&self, file: Inode, end: &str) -> bool {
        self.0[&file].to_string_lossy().ends_with(end)
    }
}

/// The same without the syncs that `synchronous = full` adds to those of `normal`: all of the log's but the one before
/// what is in it is brought into the database, and the one of its head when it begins anew.
pub fn as_if_normal(events: &[Event]) -> Vec<Event> {
    let names = Names::of(events);
    let of_log = |event: &Event| match event {
        Event::Written { file, .. } | Event::Synced(file) => names.ends(*file, "-wal"),
        _ => false,
    };
    let of_database = |event: &Event| match event {
        Event::Written { file, .. } => names.ends(*file, ".db"),
        _ => false,
    };
    let head = |event: &Event| match event {
        Event::Written { offset, bytes, .. } => *offset == 0 && bytes.len() == 32,
        _ => false,
    };
    let keeps = |at: usize| {
        if !matches!(events[at], Event::Synced(_)) || !of_log(&events[at]) {
            return true;
        }
        let mut after = events[at + 1..].iter();
        let next = after.find(|event| of_log(event) || of_database(event));
        let mut before = events[..at].iter().rev();
        let last = before.find(|event| of_log(event));
        last.is_some_and(head) || next.is_some_and(of_database)
    };
    let kept = (0..events.len()).filter(|at| keeps(*at));
    kept.map(|at| events[at].clone()).collect()
}
