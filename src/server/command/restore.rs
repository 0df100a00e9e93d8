//! `zuoban restore`: a data folder from a backup. What it takes the place of is kept.

use std::path::PathBuf;

use clap::Args;

use super::backup::told;
use super::{CommandError, Data, DataFolder};
use crate::server::http::system_time;
use crate::server::store::sqlite::backup;

/// Take a backup back into the data folder, with no server running on it.
#[derive(Args)]
#[command(
    after_help = "The backup is verified first, and again as it stands in the folder.

Examples:
  zuoban restore zuoban-today.backup --data /var/lib/zuoban
  zuoban restore zuoban-today.backup --replace --data /var/lib/zuoban"
)]
pub struct RestoreArgs {
    /// The file that `zuoban backup` wrote.
    file: PathBuf,
    /// Take the place of the data there is, which is put aside in the folder, not deleted.
    #[arg(long)]
    replace: bool,
}

/// Restores and says what is there now.
///
/// # Errors
/// Where the backup is damaged, a server runs on the folder, or there is data and `--replace` was not given.
pub fn run(args: &RestoreArgs, data: &Data) -> Result<(), CommandError> {
    if data.database.is_some() {
        return Err(CommandError(
            "a PostgreSQL database is restored by its own tools: pg_restore".to_owned(),
        ));
    }
    let counts = backup::verify(&args.file)?;
    let folder = DataFolder::taken(data)?;
    let there = folder.holds_anything()?;
    if there && !args.replace {
        let what = format!("there is data in {} already", data.folder.display());
        return Err(CommandError(format!(
            "{what}: --replace puts it aside first"
        )));
    }
    // One that was broken off.
    let restoring = folder.restoring();
    backup::remove(&restoring);
    let kept = backup::unpack(&args.file, &restoring)?;
    if there {
        let aside = folder.put_aside(system_time(), &kept)?;
        eprintln!("zuoban: what was there is in {}", aside.display());
    }
    folder.put_in_place(&kept)?;
    // Opens it as a server would, which brings an older schema up to date.
    drop(folder.store()?);
    eprintln!("zuoban: {}: {}", data.folder.display(), told(&counts));
    Ok(())
}
