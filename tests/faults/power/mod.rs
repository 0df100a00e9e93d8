//! The power is cut: a server is recorded under load, and then its disk is made as it may look at any moment of it.
//!
//! An answer counts as given from the moment it leaves the server. Whatever else happens to what was not synced, each
//! disk must be opened by the program as it is, hold every rating that was acknowledged by then and the secret of the
//! printed codes, and its chain must hold.

mod disk;
mod recording;

use std::collections::BTreeSet;
use std::path::Path;

use zuoban::server::store::audit::{Audit, ChainStore};
use zuoban::server::store::sqlite::SqliteStore;

use self::disk::Disk;
use self::recording::{Event, as_if_normal, syncs};
use super::chance::{Chance, setting, tell};
use super::load::{Load, ids};
use super::preload::compiled;
use super::server::{Server, zuoban};

/// At how many moments, where nobody asks for more.
const CUTS: usize = 200;
/// How many ratings are recorded, so that the log is brought into the database a few times.
const CITIZENS: usize = 12;
const EACH: usize = 100;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ok_a_power_cut_loses_nothing_that_was_acknowledged() {
    let mut chance = Chance::seeded("power");
    let cuts = setting("ZUOBAN_FAULTS_CUTS", CUTS);
    let root = tempfile::tempdir().unwrap();
    let data = root.path().join("data");
    let events = recorded(root.path(), &data, &mut chance).await;
    let brought = syncs(&events, ".db");
    assert!(brought > 0, "the log was never brought into the database");
    let found = cut(&events, root.path(), cuts, &mut chance);
    assert_eq!(found.lost, 0, "{}", found.told);
    assert_eq!(found.broken, 0, "{}", found.told);
    tell(&format!(
        "{cuts} power cuts in {} steps with {} acknowledged ratings, the database synced {brought} times: nothing lost, every chain holds",
        events.len(),
        events
            .iter()
            .filter(|event| matches!(event, Event::Acknowledged(_)))
            .count(),
    ));

    // The same moments of a server that does not sync its log with each commit: it must lose something, or this test
    // would find nothing: so never at fewer moments than usual. That its chain holds all the same is what SQLite promises.
    let normal = as_if_normal(&events);
    let cuts = cuts.max(CUTS).div_ceil(4);
    let found = cut(&normal, root.path(), cuts, &mut chance);
    assert!(found.lost > 0, "without the log's syncs nothing was lost");
    assert_eq!(found.broken, 0, "{}", found.told);
    tell(&format!(
        "the same as if synchronous = NORMAL, {} of {} syncs left: {} of {cuts} cuts lost acknowledged ratings",
        syncs(&normal, ""),
        syncs(&events, ""),
        found.lost
    ));
}

/// What a server did that served and stored, from its very first start.
async fn recorded(root: &Path, data: &Path, chance: &mut Chance) -> Vec<Event> {
    let tools = tempfile::tempdir().unwrap();
    let recording = tools.path().join("recording");
    let mut command = zuoban();
    command
        .env("ZUOBAN_RECORD", &recording)
        .env("ZUOBAN_RECORD_FOLDER", root)
        .env("LD_PRELOAD", compiled("record", tools.path()));
    let mut server = Server::start_as(command, data).unwrap();
    let load = Load::ratings(&server.address, CITIZENS, EACH, chance);
    let kept = load.ended().await;
    server.kill();
    let events = recording::read(&recording);
    let acknowledged: BTreeSet<_> = events.iter().filter_map(acknowledged).collect();
    for (request, _) in &kept.acknowledged {
        assert!(acknowledged.contains(&request.id), "an answer was not seen");
    }
    assert_eq!(kept.acknowledged.len(), CITIZENS * EACH);
    events
}

fn acknowledged(event: &Event) -> Option<String> {
    match event {
        Event::Acknowledged(id) => Some(id.clone()),
        _ => None,
    }
}

/// What came of many cuts.
#[derive(Default)]
struct Found {
    /// How many disks lacked a rating that was acknowledged.
    lost: usize,
    /// How many could not be opened, or were not whole.
    broken: usize,
    /// The first that is wrong.
    told: String,
}

/// Cuts the power at so many moments.
fn cut(events: &[Event], root: &Path, cuts: usize, chance: &mut Chance) -> Found {
    let mut moments: Vec<_> = (0..cuts).map(|_| chance.below(events.len() + 1)).collect();
    moments.sort_unstable();
    let mut moments = moments.into_iter().peekable();
    let (mut disk, mut acknowledged, mut found) = (Disk::new(root), Vec::new(), Found::default());
    for (step, event) in events.iter().map(Some).chain([None]).enumerate() {
        while moments.next_if_eq(&step).is_some() {
            let mut fate = chance.fork();
            let (lost, told) = match after(&disk, &acknowledged, &mut fate) {
                Ok(None) => continue,
                Ok(Some(id)) => (true, format!("rating {id} is lost")),
                Err(wrong) => (false, wrong),
            };
            if found.told.is_empty() {
                found.told = format!("cut after step {step}: {told}");
            }
            found.lost += usize::from(lost);
            found.broken += usize::from(!lost);
        }
        let Some(event) = event else { break };
        disk.apply(event);
        if let Event::Acknowledged(id) = event {
            acknowledged.push(id.as_str());
        }
    }
    found
}

/// Cuts the power and looks at what is left; a rating that is not, or what is wrong with it.
fn after(
    disk: &Disk,
    acknowledged: &[&str],
    chance: &mut Chance,
) -> Result<Option<String>, String> {
    let folder = in_memory();
    disk.cut(chance, folder.path());
    let database = folder.path().join("data/zuoban.db");
    if !database.parent().is_some_and(Path::is_dir) {
        return Ok(acknowledged.first().map(|id| (*id).to_owned()));
    }
    let secret = std::fs::read_to_string(database.with_file_name("secret"));
    if !acknowledged.is_empty() && secret.map_or(0, |text| text.trim().len()) != 64 {
        return Err("the secret that printed codes are signed with is lost".to_owned());
    }
    let store = SqliteStore::open(&database).map_err(|error| error.to_string())?;
    let mut audit = Audit::default();
    store.show(&mut audit).map_err(|error| error.to_string())?;
    audit.end().map_err(|broken| broken.to_string())?;
    let there: BTreeSet<_> = ids(&database, "rating")?.into_iter().collect();
    let lost = acknowledged.iter().find(|id| !there.contains(**id));
    Ok(lost.map(|id| (*id).to_owned()))
}

/// A folder that is no disk's, where there is one.
fn in_memory() -> tempfile::TempDir {
    let memory = Path::new("/dev/shm");
    let folder = memory.is_dir().then(|| tempfile::tempdir_in(memory).ok());
    folder
        .flatten()
        .unwrap_or_else(|| tempfile::tempdir().unwrap())
}
