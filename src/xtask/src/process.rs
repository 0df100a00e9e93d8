//! Starting programs: with their output shown, captured, counted, or limited in time.
//!
//! No program is given standard input: everything here must also work in CI.

use std::env;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::error::{Context, Failure, Result};
use crate::progress;

/// Runs to the end with its output shown; whether it succeeded.
pub fn succeeds(command: &mut Command) -> Result<bool> {
    let status = command
        .stdin(Stdio::null())
        .status()
        .context(|| cannot_start(command))?;
    Ok(status.success())
}

/// Runs to the end with its output shown, and must succeed; `advice` says what to do where not.
pub fn run(command: &mut Command, advice: &str) -> Result<()> {
    if succeeds(command)? {
        return Ok(());
    }
    Err(Failure::new(format!(
        "`{}` failed, see above: {advice}",
        line(command)
    )))
}

/// Runs to the end without a word, and must succeed; its output is part of the error.
pub fn run_quietly(command: &mut Command, advice: &str) -> Result<()> {
    progress::ticking(|| capture(command))
        .map(drop)
        .map_err(|failure| Failure::new(format!("{failure}\n{advice}")))
}

/// Runs to the end without a word; what it wrote to standard output.
pub fn capture(command: &mut Command) -> Result<String> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .context(|| cannot_start(command))?;
    if !output.status.success() {
        return Err(Failure::new(format!(
            "`{}` failed: {}{}",
            line(command),
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr).trim_end()
        )));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Runs to the end with its output shown, and hands every line of standard
/// output to `on_line` as well; whether it succeeded.
pub fn tee(command: &mut Command, mut on_line: impl FnMut(&str)) -> Result<bool> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .context(|| cannot_start(command))?;
    if let Some(stdout) = child.stdout.take() {
        for text in BufReader::new(stdout).split(b'\n') {
            let text = text.context(|| format!("cannot read what `{}` says", line(command)))?;
            let text = String::from_utf8_lossy(&text);
            // Whoever reads may have gone, as in `… | head`: the count goes on.
            let _ = writeln!(std::io::stdout(), "{text}");
            on_line(&text);
        }
    }
    let status = child
        .wait()
        .context(|| format!("lost sight of `{}`", line(command)))?;
    Ok(status.success())
}

/// Runs without a word for at most `limit`; whether it succeeded in that time.
pub fn succeeds_within(command: &mut Command, limit: Duration) -> Result<bool> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .context(|| cannot_start(command))?;
    let started = Instant::now();
    while started.elapsed() < limit {
        match child.try_wait() {
            Ok(Some(status)) => return Ok(status.success()),
            Ok(None) => thread::sleep(Duration::from_millis(100)),
            Err(error) => return Err(error).context(|| cannot_start(command)),
        }
    }
    end(&mut child);
    Ok(false)
}

/// Ends a child and waits until it is gone. One that is gone already is no error.
pub fn end(child: &mut Child) {
    let _ = child.kill();
    let _ = child.wait();
}

/// What `program argument` prints, if there is such a program and it succeeds.
pub fn answer(program: &Path, argument: &str) -> Option<String> {
    capture(Command::new(program).arg(argument)).ok()
}

/// The first of these programs that stands on PATH.
pub fn find(names: &[&str]) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    names.iter().find_map(|name| {
        env::split_paths(&path)
            .map(|folder| folder.join(name))
            .find(|program| program.is_file())
    })
}

/// PATH with `folders` in front of it.
pub fn path_with(folders: &[PathBuf]) -> Result<std::ffi::OsString> {
    let rest = env::var_os("PATH").unwrap_or_default();
    let all = folders.iter().cloned().chain(env::split_paths(&rest));
    env::join_paths(all)
        .context(|| "the tool cache cannot stand on PATH: set ZUOBAN_CACHE to a path without `:`")
}

fn cannot_start(command: &Command) -> String {
    format!(
        "cannot start `{}` (is it installed? `cargo xtask setup` installs what is needed)",
        command.get_program().to_string_lossy()
    )
}

fn line(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let program = program.file_name().unwrap_or(program.as_os_str());
    std::iter::once(program)
        .chain(command.get_args())
        .map(|word| word.to_string_lossy())
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_tee_hands_over_every_line() {
        let mut lines = Vec::new();
        let mut command = Command::new("sh");
        command.args(["-c", "echo one; printf two; exit 3"]);
        let succeeded = tee(&mut command, |line| lines.push(line.to_owned())).ok();
        assert_eq!(succeeded, Some(false));
        assert_eq!(lines, ["one", "two"]);
    }

    #[test]
    fn ok_succeeds_within_gives_up() {
        let started = Instant::now();
        let mut command = Command::new("sleep");
        command.arg("30");
        let answer = succeeds_within(&mut command, Duration::from_millis(200)).ok();
        assert_eq!(answer, Some(false));
        assert!(started.elapsed() < Duration::from_secs(10));
    }

    #[test]
    fn err_run_quietly_shows_what_was_said() {
        let mut command = Command::new("sh");
        command.args(["-c", "echo the reason >&2; exit 1"]);
        let said = run_quietly(&mut command, "try again").err();
        let said = said.map(|failure| failure.to_string()).unwrap_or_default();
        assert!(said.contains("the reason") && said.contains("try again"));
    }

    #[test]
    fn ok_find() {
        assert!(find(&["no-such-program", "sh"]).is_some());
        assert_eq!(find(&["no-such-program"]), None);
    }
}
