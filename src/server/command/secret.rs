//! `zuoban secret`: the secrets that sign the windows' codes. The newest signs; all that are not retired verify.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Subcommand;
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use super::{CommandError, Data, DataFolder};
use crate::model::Day;
use crate::server::file::{chance, make, put_in_place};
use crate::server::http::system_time;
use crate::server::signature::{Secret, Secrets};
use crate::server::store::Store;
use crate::server::store::secrets::{Agreement, Held};

/// What begins a line that no longer counts.
const RETIRED: &str = "# retired";

/// What can be done with the secrets.
#[derive(Subcommand)]
#[command(
    after_help = "A window's printed code carries a signature, which tells a scan from an address typed by hand. Where a \
secret may have become known: `rotate`, print new posters, hang them, then `retire`. Until then the old ones count as \
before; after it an old poster leads to the list of windows, from where a rating counts as one without a code. Queue \
tickets go on to open their windows' pages. A running server takes the change within ten seconds; where several share a \
database, copy the file to each of them.

Examples:
  zuoban secret rotate
  zuoban poster --base-url https://pj.example.gov.cn --all --out posters
  zuoban secret retire"
)]
pub enum SecretCommand {
    /// Make a new secret: it signs from now on, and the others still verify.
    Rotate,
    /// Let the oldest secret no longer verify. Its line stays in the file, marked, and can be brought back by hand.
    Retire,
    /// Tell which there are, without telling them.
    List,
}

/// Does it.
///
/// # Errors
/// Where the file cannot be read or written, or there is nothing to retire.
pub fn run(what: &SecretCommand, data: &Data) -> Result<(), CommandError> {
    let folder = DataFolder::holding(data, "secret")?;
    let file = folder.secret_file();
    // None is made here: it would be worth nothing.
    file.stored()?;
    let today = system_time().day();
    match what {
        SecretCommand::Rotate => {
            let count = file.rotate(today)?;
            eprintln!(
                "zuoban: a new secret signs; with it {count} verify. Print and hang new posters, then `zuoban secret retire`"
            );
        }
        SecretCommand::Retire => {
            let left = file.retire(today)?;
            eprintln!("zuoban: the oldest secret is retired; {left} left");
        }
        SecretCommand::List => {
            for line in file.list()? {
                eprintln!("zuoban: {line}");
            }
        }
    }
    Ok(())
}

/// The file: a line a secret in hexadecimal, the newest last, perhaps with the day it was made.
pub struct SecretFile(PathBuf);

impl SecretFile {
    /// The file of a data folder.
    #[must_use]
    pub fn of(folder: &Path) -> Self {
        Self(folder.join("secret"))
    }

    /// The secrets; the first is made where there is none.
    ///
    /// # Errors
    /// Where they cannot be read or made, or a line is not 32 bytes in hexadecimal.
    pub fn read(&self) -> Result<Secrets, CommandError> {
        if !self.0.exists() {
            chance()
                .and_then(|secret| make(&self.0, &secret))
                .map_err(|error| self.doing()(&error))?;
        }
        self.stored()
    }

    /// The secrets, of which there must be one: a file that is missed is no reason to sign with another.
    ///
    /// # Errors
    /// Where they cannot be read, or a line is not 32 bytes in hexadecimal.
    pub fn stored(&self) -> Result<Secrets, CommandError> {
        let mut older = self.verifying(&self.text()?)?;
        let newest = older.pop().ok_or_else(|| self.damaged())?;
        Ok(Secrets { newest, older })
    }

    /// Those of a text that verify, the newest last; there must be one.
    fn verifying(&self, text: &str) -> Result<Vec<Secret>, CommandError> {
        let lines = text.lines().filter(|line| counts(line));
        let secrets: Option<Vec<_>> = lines.map(secret).collect();
        let some = secrets.filter(|secrets| !secrets.is_empty());
        some.ok_or_else(|| self.damaged())
    }

    /// Whether there is a file.
    #[must_use]
    pub fn exists(&self) -> bool {
        self.0.exists()
    }

    /// Has the store's other servers know these secrets.
    ///
    /// # Errors
    /// Where they have another that is missing here.
    pub async fn agree(&self, store: &dyn Store) -> Result<(), CommandError> {
        let text = self.text()?;
        let retired = text.lines().filter_map(|line| {
            let line = line.trim().strip_prefix(RETIRED)?;
            secret(line.split_once(':')?.1)
        });
        let held = Held {
            verify: self.verifying(&text)?,
            retired: retired.collect(),
        };
        match store.agree(held).await? {
            Agreement::Same | Agreement::Newer => Ok(()),
            Agreement::Lacking => Err(self.others_have("one of theirs is missing here")),
        }
    }

    /// What to do where other servers have other secrets.
    pub(super) fn others_have(&self, what: &str) -> CommandError {
        let advice = format!(
            "other servers of this database sign with secrets, and {what}: copy the file from the data folder where it \
             was changed last, or what one prints another refuses. (Where it is lost for good, `delete from \
             secret_mark` in the database lets this one begin anew, with new posters)"
        );
        self.doing()(&advice)
    }

    fn text(&self) -> Result<String, CommandError> {
        fs::read_to_string(&self.0).map_err(|error| self.doing()(&error))
    }

    fn doing(&self) -> impl FnOnce(&dyn std::fmt::Display) -> CommandError {
        CommandError::when(format!("the secret in {}", self.0.display()))
    }

    fn damaged(&self) -> CommandError {
        let advice = "it is not 64 hexadecimal digits. Bring it back from a backup: printed codes are signed with it";
        self.doing()(&advice)
    }

    /// Adds one; answers how many there are.
    fn rotate(&self, today: Day) -> Result<usize, CommandError> {
        let secret = chance().map_err(|error| self.doing()(&error))?;
        let mut text = self.text()?.trim_end().to_owned();
        text += &format!("\n{secret} {today}");
        put_in_place(&self.0, &text).map_err(|error| self.doing()(&error))?;
        Ok(text.lines().filter(|line| counts(line)).count())
    }

    /// Marks the oldest; answers how many are left.
    fn retire(&self, today: Day) -> Result<usize, CommandError> {
        let text = self.text()?;
        let count = text.lines().filter(|line| counts(line)).count();
        if count < 2 {
            let advice = "there is only one: `zuoban secret rotate` makes another first";
            return Err(CommandError(advice.to_owned()));
        }
        let mut marked = false;
        let lines = text.lines().map(|line| {
            if counts(line) && !marked {
                marked = true;
                return format!("{RETIRED} {today}: {line}");
            }
            line.to_owned()
        });
        let text = lines.collect::<Vec<_>>().join("\n");
        put_in_place(&self.0, &text).map_err(|error| self.doing()(&error))?;
        Ok(count - 1)
    }

    /// A line about each, the newest last.
    fn list(&self) -> Result<Vec<String>, CommandError> {
        let text = self.text()?;
        let lines: Vec<_> = text.lines().filter(|line| counts(line)).collect();
        let told = lines.iter().enumerate().map(|(at, line)| {
            let mut words = line.split_whitespace();
            let digest = Sha256::digest(words.next().unwrap_or_default());
            let name = HEXLOWER.encode(digest.get(..4).unwrap_or_default());
            let since = words
                .next()
                .map_or_else(|| "the first".to_owned(), |day| format!("of {day}"));
            let does = if at + 1 == lines.len() {
                "signs and verifies"
            } else {
                "verifies"
            };
            format!("{name} {since}: {does}")
        });
        Ok(told.collect())
    }
}

/// What stands first in a line.
fn secret(line: &str) -> Option<Secret> {
    let digits = line.split_whitespace().next()?;
    let bytes = HEXLOWER.decode(digits.as_bytes()).ok()?;
    bytes.try_into().ok()
}

fn counts(line: &str) -> bool {
    let line = line.trim();
    !line.is_empty() && !line.starts_with('#')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::WindowId;
    use crate::server::signature::Signer;

    #[test]
    fn ok_posters_printed_before_a_rotation_fit_until_their_secret_is_retired() {
        let folder = tempfile::tempdir().unwrap();
        let file = SecretFile::of(folder.path());
        let today = Day::parse("2026-11-24").unwrap();
        let seven = WindowId::parse("07").unwrap();
        let signer = || Signer::with(file.read().unwrap());
        let first = signer().sign(&seven);
        assert!(file.retire(today).is_err());
        assert_eq!(file.rotate(today).unwrap(), 2);
        let second = signer().sign(&seven);
        assert_ne!(first, second);
        assert!(signer().verify(&seven, &first) && signer().verify(&seven, &second));
        let told = file.list().unwrap();
        assert!(told[0].contains("the first") && told[0].ends_with("verifies"));
        assert!(told[1].contains("2026-11-24: signs"));
        assert_eq!(file.retire(today).unwrap(), 1);
        assert!(!signer().verify(&seven, &first) && signer().verify(&seven, &second));
        assert_eq!(signer().sign(&seven), second);
        // Retired, not lost.
        let text = fs::read_to_string(folder.path().join("secret")).unwrap();
        assert!(text.starts_with(RETIRED) && text.lines().count() == 2);
        let left = fs::read_dir(folder.path()).unwrap().count();
        assert_eq!(left, 1, "only the secrets are left");
    }
}
