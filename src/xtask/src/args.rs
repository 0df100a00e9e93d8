//! The command line: which command, with which words after it.

use crate::error::{Context, Failure, Result};

/// What `cargo xtask --help` prints.
pub const HELP: &str = "\
Everything there is to type in this repository.

    cargo xtask run [ARGS…]       build what changed, then serve the demonstration centre;
                                  ARGS go to `zuoban serve` (default: --listen 0.0.0.0:8080
                                  --data target/demo-data)
    cargo xtask test [NAME…]      every check, or the named ones; the last line counts them
    cargo xtask setup             install all that the other commands need, now rather than later
    cargo xtask build             the app's files in target/site, the server in target/release/zuoban
    cargo xtask budget            what the first load weighs, and whether it may
    cargo xtask contract [SECS]   whether the endpoint keeps its word, asked for 20 minutes or so many seconds
    cargo xtask faults [N [N]]    whether it keeps its word killed 500 times and with its power cut 10,000 times, or so often
    cargo xtask fuzz [RUNS]       a million inputs that nobody would think of, or so many, for all that reads words
    cargo xtask bench NAME [ARGS] a measurement from tests/bench, or `forgeries`: a million of each kind
    cargo xtask screenshots [DIR] a picture of every page (default: target/screenshots)

Checks of `test`: fmt clippy clippy-wasm docs build budget native endpoint postgres faults contract app e2e

Tools and compiled dependencies are kept in $ZUOBAN_CACHE, else $XDG_CACHE_HOME/zuoban, else
~/.cache/zuoban; the folder may be deleted at any time. System packages come from apt where it may
install; elsewhere the command says in one line which ones to install.";

/// A command with its arguments.
#[derive(Debug, PartialEq, Eq)]
pub enum Command {
    /// Print [`HELP`].
    Help,
    /// Install what all other commands need.
    Setup,
    /// Build the app and the server.
    Build,
    /// Build, then serve with these arguments.
    Run(Vec<String>),
    /// Run the named checks, or all of them where none is named.
    Test(Vec<String>),
    /// Weigh the first load.
    Budget,
    /// Hold the endpoint against its description, for so many seconds.
    Contract(Option<String>),
    /// Kill the server and cut its power, so often.
    Faults(Vec<String>),
    /// Give so many inputs to all that reads words.
    Fuzz(Option<String>),
    /// Run one measurement.
    Bench {
        /// File name in `tests/bench`, without its ending.
        name: String,
        /// What the measurement itself is given.
        arguments: Vec<String>,
    },
    /// Photograph every page into this folder.
    Screenshots(Option<String>),
}

/// The words after `cargo xtask`.
pub fn given() -> Result<Vec<String>> {
    std::env::args_os()
        .skip(1)
        .map(|word| {
            word.into_string().map_err(|word| {
                Failure::new(format!(
                    "argument {word:?} is not UTF-8: write it in plain text"
                ))
            })
        })
        .collect()
}

/// Makes a command of the words after `cargo xtask`.
pub fn parse(words: Vec<String>) -> Result<Command> {
    let mut words = words.into_iter();
    let name = words.next().unwrap_or_else(|| "--help".to_owned());
    let mut rest: Vec<String> = words.collect();
    let asks_help = rest.iter().any(|word| word == "--help" || word == "-h");
    match name.as_str() {
        "help" | "--help" | "-h" => return Ok(Command::Help),
        "run" => {
            if rest.first().is_some_and(|word| word == "--") {
                rest.remove(0);
            }
            return Ok(Command::Run(rest));
        }
        "bench" if rest.first().is_some_and(|word| !word.starts_with('-')) => {
            let name = rest.remove(0);
            return Ok(Command::Bench {
                name,
                arguments: rest,
            });
        }
        _ if asks_help => return Ok(Command::Help),
        _ => {}
    }
    let most = match name.as_str() {
        "test" => usize::MAX,
        "screenshots" | "contract" | "fuzz" => 1,
        "faults" => 2,
        _ => 0,
    };
    if let Some(extra) = rest.get(most) {
        return Err(Failure::new(format!(
            "`cargo xtask {name}` does not know what to do with `{extra}`; see `cargo xtask --help`"
        )));
    }
    if let Some(option) = rest.iter().find(|word| word.starts_with('-')) {
        return Err(Failure::new(format!(
            "`cargo xtask {name}` has no option `{option}`; see `cargo xtask --help`"
        )));
    }
    match name.as_str() {
        "setup" => Ok(Command::Setup),
        "build" => Ok(Command::Build),
        "test" => Ok(Command::Test(rest)),
        "budget" => Ok(Command::Budget),
        "contract" => Ok(Command::Contract(rest.pop())),
        "faults" => Ok(Command::Faults(rest)),
        "fuzz" => Ok(Command::Fuzz(rest.pop())),
        "screenshots" => Ok(Command::Screenshots(rest.pop())),
        "bench" => None.context(|| "which measurement? `cargo xtask bench NAME`, see tests/bench"),
        other => Err(Failure::new(format!(
            "there is no command `{other}`; see `cargo xtask --help`"
        ))),
    }
}

/// Whether `arguments` give the option `name`, as `--name value` or `--name=value`.
pub fn gives(arguments: &[String], name: &str) -> bool {
    arguments.iter().any(|word| {
        word.strip_prefix(name)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('='))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<String> {
        line.split_whitespace().map(str::to_owned).collect()
    }

    fn parsed(line: &str) -> Option<Command> {
        parse(words(line)).ok()
    }

    #[test]
    fn ok_commands() {
        assert_eq!(parsed(""), Some(Command::Help));
        assert_eq!(parsed("build --help"), Some(Command::Help));
        assert_eq!(parsed("setup"), Some(Command::Setup));
        assert_eq!(
            parsed("contract 60"),
            Some(Command::Contract(Some("60".to_owned())))
        );
        assert_eq!(
            parsed("test fmt e2e"),
            Some(Command::Test(words("fmt e2e")))
        );
        assert_eq!(
            parsed("faults 50 1000"),
            Some(Command::Faults(words("50 1000")))
        );
        assert_eq!(parsed("fuzz"), Some(Command::Fuzz(None)));
        assert_eq!(parsed("screenshots"), Some(Command::Screenshots(None)));
        assert_eq!(
            parsed("screenshots out"),
            Some(Command::Screenshots(Some("out".to_owned())))
        );
    }

    #[test]
    fn ok_run_and_bench_pass_arguments_through() {
        assert_eq!(
            parsed("run -- --data x --help"),
            Some(Command::Run(words("--data x --help")))
        );
        assert_eq!(
            parsed("bench load --seconds 5"),
            Some(Command::Bench {
                name: "load".to_owned(),
                arguments: words("--seconds 5"),
            })
        );
    }

    #[test]
    fn err_unknown_words() {
        for line in [
            "serve",
            "bench",
            "build now",
            "test --fast",
            "faults 1 2 3",
            "screenshots a b",
        ] {
            assert_eq!(parsed(line), None, "{line}");
        }
    }

    #[test]
    fn ok_gives() {
        let arguments = words("--listen=[::]:80 --data-folder x");
        assert!(gives(&arguments, "--listen"));
        assert!(!gives(&arguments, "--data"));
    }

    #[test]
    fn ok_help_names_every_check() {
        for check in crate::check::names() {
            assert!(HELP.contains(check), "{check}");
        }
    }
}
