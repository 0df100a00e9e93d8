//! Guide files: which there are in a folder, and what is in one.

use std::io;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde_json::error::Category;

use crate::model::Guide;

/// The name of the schema, which is no guide.
pub const SCHEMA: &str = "guide.schema.json";

/// The most a file may weigh. The longest built in has 17 KB.
const MOST: u64 = 256 * 1024;

/// Why there is no guide in a file.
#[derive(Debug)]
pub enum Unreadable {
    /// The file could not be read.
    File(String),
    /// It is not text in UTF-8: saved as GBK, perhaps.
    NotUtf8,
    /// It weighs more than a guide does.
    TooLarge,
    /// It is no JSON, from this line and column on.
    Syntax {
        /// From 1.
        line: usize,
        /// From 1.
        column: usize,
        /// In the reader's words.
        reason: String,
    },
    /// It is JSON, but no guide.
    Shape {
        /// The field, as `steps[0].title`; empty for the whole.
        at: String,
        /// From 1.
        line: usize,
        /// In the reader's words.
        reason: String,
    },
}

/// The guide files of a folder, by name. The schema and what an editor leaves beside a file are none.
///
/// # Errors
/// Where the folder cannot be read.
pub fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in folder.read_dir()? {
        let path = entry?.path();
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned());
        let name = name.unwrap_or_default();
        let left = name.starts_with(['.', '~']) || name == SCHEMA || !name.ends_with(".json");
        if !left && path.is_file() {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// The id a file's name says.
#[must_use]
pub fn id_of(path: &Path) -> String {
    path.file_stem()
        .map(|stem| stem.to_string_lossy().into_owned())
        .unwrap_or_default()
}

/// The text of a file.
///
/// # Errors
/// Where it cannot be read, is too large, or is not in UTF-8.
pub fn read(path: &Path) -> Result<String, Unreadable> {
    let failed = |error: io::Error| Unreadable::File(error.to_string());
    if path.metadata().map_err(failed)?.len() > MOST {
        return Err(Unreadable::TooLarge);
    }
    let bytes = std::fs::read(path).map_err(failed)?;
    String::from_utf8(bytes).map_err(|_| Unreadable::NotUtf8)
}

/// The guide in a text.
///
/// # Errors
/// Where there is none: the first thing in the way.
pub fn parse(text: &str) -> Result<Guide, Unreadable> {
    parse_as(text)
}

/// What a file of a clerk's holds.
///
/// # Errors
/// The first thing in the way.
pub fn parse_as<T: DeserializeOwned>(text: &str) -> Result<T, Unreadable> {
    // Windows' own editor puts a mark in front.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut json = serde_json::Deserializer::from_str(text);
    let value = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let at = error.path().to_string();
        let at = if at == "." { String::new() } else { at };
        unreadable(at, error.inner())
    })?;
    json.end()
        .map_err(|error| unreadable(String::new(), &error))?;
    Ok(value)
}

fn unreadable(at: String, error: &serde_json::Error) -> Unreadable {
    let (line, column) = (error.line(), error.column());
    let whole = error.to_string();
    let reason = whole
        .split(" at line ")
        .next()
        .unwrap_or_default()
        .to_owned();
    match error.classify() {
        Category::Data => Unreadable::Shape { at, line, reason },
        Category::Io | Category::Syntax | Category::Eof => Unreadable::Syntax {
            line,
            column,
            reason,
        },
    }
}
