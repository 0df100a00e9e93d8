//! `zuoban poster`: the paper that hangs at the windows, as files for the printer.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{ArgGroup, Args};

use super::{CommandError, Data, DataFolder};
use crate::model::{Centre, Unit, Window, WindowId};
use crate::server::poster::{BaseUrl, Poster, sheets, sticker};
use crate::server::signature::Signer;

/// How many numbers are named where one does not exist.
const NAMED: usize = 3;

/// Make stickers and A4 sheets with the windows' codes.
#[derive(Args)]
#[command(
    group(ArgGroup::new("which").required(true).args(["window", "all"])),
    after_help = "For each window: window-07.svg, a sticker of 90 × 160 mm, and window-07.html, an A4 sheet that \
prints to one page. With --all also all.html with a page for every window. Print without scaling (100 %). \
The shorter the address, the larger the modules of the code.

Examples:
  zuoban poster --base-url https://pj.example.gov.cn --window 07 --out posters
  zuoban poster --base-url https://pj.example.gov.cn --all --out posters --data /var/lib/zuoban"
)]
pub struct PosterArgs {
    /// The address citizens' phones use. It is printed: it must stay.
    #[arg(long, env = "ZUOBAN_BASE_URL", value_name = "URL")]
    base_url: BaseUrl,
    /// The number of one window.
    #[arg(long, value_name = "NUMBER", value_parser = window_id)]
    window: Option<WindowId>,
    /// Every window.
    #[arg(long)]
    all: bool,
    /// The folder for the files. Made where there is none; files of the same name are replaced.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

fn window_id(text: &str) -> Result<WindowId, &'static str> {
    WindowId::parse(text)
        .map_err(|_| "a window's number is one to six letters and digits, such as 07")
}

/// Writes the files.
///
/// # Errors
/// Where there is no centre, no such window, or a file cannot be written.
pub fn run(args: &PosterArgs, data: &Data) -> Result<(), CommandError> {
    // A folder made by mistake would have a secret of its own, and its codes would be worth nothing.
    let folder = DataFolder::existing(data)?;
    let (centre, signer) = known(&folder)?;
    let windows: Vec<_> = match &args.window {
        Some(id) => vec![find(&centre, id)?],
        None => centre.windows().collect(),
    };
    let posters: Vec<_> = windows
        .into_iter()
        .map(|(unit, window)| {
            Poster::new(
                &centre,
                unit,
                window,
                &args.base_url,
                &signer.sign(&window.id),
            )
        })
        .collect::<Result<_, _>>()
        .map_err(|error| CommandError::when("--base-url")(&error))?;
    fs::create_dir_all(&args.out)
        .map_err(|error| CommandError::when(args.out.display())(&error))?;
    for poster in &posters {
        let name = format!("window-{}", poster.window());
        write(&args.out.join(format!("{name}.svg")), &sticker(poster))?;
        write(
            &args.out.join(format!("{name}.html")),
            &sheets(std::slice::from_ref(poster)),
        )?;
    }
    if args.all {
        write(&args.out.join("all.html"), &sheets(&posters))?;
    }
    eprintln!("{} window(s) in {}", posters.len(), args.out.display());
    Ok(())
}

fn known(folder: &DataFolder) -> Result<(Arc<Centre>, Signer), CommandError> {
    let store = folder.store()?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let runtime = runtime.map_err(|error| CommandError::when("no runtime")(&error))?;
    let help = "cannot read the centre (`zuoban serve` puts one there when it first starts)";
    let centre = runtime
        .block_on(store.centre())
        .map_err(|error| CommandError::when(help)(&error))?;
    let signer = runtime.block_on(folder.agreed_signer(store.as_ref()))?;
    Ok((centre, signer))
}

/// The window, or the numbers nearest to what was typed.
fn find<'a>(centre: &'a Centre, id: &WindowId) -> Result<(&'a Unit, &'a Window), CommandError> {
    centre.window(id).ok_or_else(|| {
        let numbers = centre.windows().map(|(_, window)| window.id.as_str());
        let mut numbers: Vec<_> = numbers.collect();
        numbers.sort_by_key(|number| far(number, id.as_str()));
        numbers.truncate(NAMED);
        let near = numbers.join(", ");
        CommandError(format!(
            "there is no window {id}. Nearest: {near}. --all makes the posters of every window"
        ))
    })
}

/// How unlike two numbers are: `7` and `07` hardly, then by value, then by their letters.
fn far(number: &str, typed: &str) -> (u64, usize) {
    let value = |text: &str| text.parse::<u64>().ok();
    let apart = match (value(number), value(typed)) {
        (Some(a), Some(b)) => a.abs_diff(b),
        _ => u64::MAX,
    };
    let common = number
        .bytes()
        .zip(typed.bytes())
        .take_while(|(a, b)| a.eq_ignore_ascii_case(b))
        .count();
    (apart, typed.len() - common)
}

fn write(path: &Path, text: &str) -> Result<(), CommandError> {
    fs::write(path, text)
        .map_err(|error| CommandError::when(format!("cannot write {}", path.display()))(&error))
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::server::demo;

    #[derive(Parser)]
    struct Typed {
        #[command(flatten)]
        poster: PosterArgs,
    }

    fn typed(args: &str) -> Result<PosterArgs, clap::Error> {
        Typed::try_parse_from(["poster"].into_iter().chain(args.split(' ')))
            .map(|typed| typed.poster)
    }

    fn filled(folder: &Path) {
        let store = DataFolder::open(folder).unwrap().store().unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(store.put_centre(demo::centre())).unwrap();
    }

    #[test]
    fn ok_one_window_makes_a_sticker_and_a_sheet() {
        let folder = tempfile::tempdir().unwrap();
        filled(folder.path());
        let out = folder.path().join("posters/today");
        let args = typed(&format!(
            "--base-url https://a.cn/ --window 07 --out {}",
            out.display()
        ))
        .unwrap();
        run(&args, &folder.path().into()).unwrap();
        let mut files: Vec<_> = fs::read_dir(&out)
            .unwrap()
            .map(|file| file.unwrap().file_name())
            .collect();
        files.sort();
        assert_eq!(files, ["window-07.html", "window-07.svg"]);
        assert!(
            fs::read_to_string(out.join("window-07.svg"))
                .unwrap()
                .contains(">a.cn/w/07<")
        );
    }

    #[test]
    fn ok_all_windows_make_two_files_each_and_one_of_all() {
        let folder = tempfile::tempdir().unwrap();
        filled(folder.path());
        let out = folder.path().join("posters");
        let args = typed(&format!(
            "--base-url https://a.cn --all --out {}",
            out.display()
        ))
        .unwrap();
        run(&args, &folder.path().into()).unwrap();
        let windows = demo::centre().windows().count();
        assert_eq!(fs::read_dir(&out).unwrap().count(), windows * 2 + 1);
        assert_eq!(
            fs::read_to_string(out.join("all.html"))
                .unwrap()
                .matches("<section")
                .count(),
            windows
        );
    }

    #[test]
    fn err_an_unknown_window_names_the_nearest() {
        let centre = demo::centre();
        for (given, nearest) in [("7", "07, "), ("63", "62, 61, 60."), ("0A", "0")] {
            let Err(error) = find(&centre, &WindowId::parse(given).unwrap()) else {
                panic!("{given} found")
            };
            let text = error.to_string();
            assert!(
                text.contains(&format!("no window {given}. Nearest: {nearest}")),
                "{text}"
            );
            assert!(text.contains("--all"), "{text}");
        }
    }

    #[test]
    fn err_neither_a_window_nor_all_or_both_or_a_bad_address() {
        for wrong in [
            "--base-url https://a.cn --out x",
            "--base-url https://a.cn --out x --all --window 07",
            "--base-url https://a.cn --out x --window ../7",
            "--base-url a.cn --out x --all",
            "--base-url https://a.cn?x --out x --all",
            "--base-url https://a.cn --all",
        ] {
            assert!(typed(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn err_a_folder_without_data_makes_neither_folder_nor_secret() {
        let folder = tempfile::tempdir().unwrap();
        let nowhere = folder.path().join("nowhere");
        let args = typed("--base-url https://a.cn --all --out x").unwrap();
        let error = run(&args, &nowhere.as_path().into())
            .unwrap_err()
            .to_string();
        assert!(error.contains("zuoban serve"), "{error}");
        assert!(!nowhere.exists());
    }
}
