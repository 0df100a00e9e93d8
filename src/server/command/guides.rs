//! `zuoban guides`: the built-in guides to start from, and what is wrong with an edited one.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Subcommand;

use super::{CommandError, Data, DataFolder};
use crate::model::guide::{Against, check};
use crate::model::{Centre, Guide};
use crate::server::demo;
use crate::server::guides::{BUILT_IN, SCHEMA, built_in_text, files, id_of, parse, read, words};
use crate::server::http::system_time;
use crate::server::store::StoreError;
use crate::text::Lang;

/// What can be done with guides.
#[derive(Subcommand)]
pub enum Guides {
    /// Say in plain words what is wrong with the guides in a folder (检查指南文件，用大白话告诉您哪里要改).
    #[command(after_help = "Examples:
  zuoban guides check data/guides
  zuoban guides check data/guides --lang en

Windows and units are compared with the centre in --data, or with the demo centre where there is none.")]
    Check {
        /// The folder, or one file.
        dir: PathBuf,
        /// The language of the answers: zh or en.
        #[arg(long, default_value = "zh", value_parser = lang)]
        lang: Lang,
    },
    /// Write the built-in guides and their schema into a folder, to change them there.
    #[command(
        after_help = "A guide in DATA/guides takes the place of the built-in one with the same id, and a
running server shows it at once. Keep only those you change: the rest stays as it is built in."
    )]
    Write {
        /// The folder. Files that are there already stay as they are.
        dir: PathBuf,
    },
}

pub(super) fn lang(typed: &str) -> Result<Lang, String> {
    Lang::parse(typed).ok_or_else(|| "zh or en".to_owned())
}

/// Does it.
///
/// # Errors
/// Where a folder cannot be read or written, or something is wrong with a guide.
pub fn run(what: &Guides, data: &Data) -> Result<(), CommandError> {
    match what {
        Guides::Check { dir, lang } => check_all(dir, *lang, data),
        Guides::Write { dir } => write_all(dir),
    }
}

#[expect(clippy::print_stdout, reason = "this is what was asked for")]
fn check_all(dir: &Path, lang: Lang, data: &Data) -> Result<(), CommandError> {
    let files = if dir.is_file() {
        vec![dir.to_owned()]
    } else {
        let doing = format!("cannot read {}", dir.display());
        files(dir).map_err(|error| CommandError::when(doing)(&error))?
    };
    if files.is_empty() {
        let (zh, en) = (
            format!("{} 里没有指南文件（.json）", dir.display()),
            format!("there is no guide file (.json) in {}", dir.display()),
        );
        return Err(CommandError(said(lang, zh, en)));
    }
    let centre = centre(data)?;
    let mut wrong = 0;
    for file in &files {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let found = problems(file, lang, &centre);
        wrong += found.len();
        if found.is_empty() {
            println!("{name}  {}", said(lang, "没有问题", "fine"));
        } else {
            println!("{name}");
            for line in found {
                println!("  {line}");
            }
        }
    }
    if wrong == 0 {
        return Ok(());
    }
    let (zh, en) = (format!("有 {wrong} 处要改"), format!("{wrong} to mend"));
    Err(CommandError(said(lang, zh, en)))
}

pub(super) fn said<T>(lang: Lang, zh: T, en: T) -> T {
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

fn problems(file: &Path, lang: Lang, centre: &Centre) -> Vec<String> {
    let guide: Guide = match read(file).and_then(|text| parse(&text)) {
        Ok(guide) => guide,
        Err(why) => return vec![words::unreadable(lang, &why)],
    };
    let mut found = Vec::new();
    if guide.id.as_str() != id_of(file) {
        found.push(words::other_name(lang, guide.id.as_str()));
    }
    let against = Against {
        today: Some(system_time().day()),
        centre: Some(centre),
    };
    found.extend(
        check(&guide, against)
            .iter()
            .map(|problem| words::problem(lang, problem)),
    );
    found
}

/// The centre of the data folder; the demo where there is none yet.
fn centre(data: &Data) -> Result<Arc<Centre>, CommandError> {
    if !DataFolder::has_store(data) {
        return Ok(Arc::new(demo::centre()));
    }
    let folder = DataFolder::existing(data)?;
    let store = folder.store()?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .map_err(|error| CommandError::when("no runtime")(&error))?;
    match runtime.block_on(store.centre()) {
        Err(StoreError::NoCentre) => Ok(Arc::new(demo::centre())),
        centre => Ok(centre?),
    }
}

fn write_all(dir: &Path) -> Result<(), CommandError> {
    let doing = |path: &Path| format!("cannot write {}", path.display());
    fs::create_dir_all(dir).map_err(|error| CommandError::when(doing(dir))(&error))?;
    let guides = BUILT_IN.iter().map(|id| format!("{id}.json"));
    for name in guides.chain([SCHEMA.to_owned()]) {
        let path = dir.join(&name);
        if path.exists() {
            eprintln!(
                "zuoban: {} is there already and stays as it is",
                path.display()
            );
        } else if let Some(text) = built_in_text(&name) {
            fs::write(&path, text).map_err(|error| CommandError::when(doing(&path))(&error))?;
        }
    }
    Ok(())
}
