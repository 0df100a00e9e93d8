//! `zuoban demo`: the invented centre, and an invented past for it.

use std::sync::Arc;

use clap::Subcommand;
use tokio::task::JoinSet;

use super::{CommandError, Data, DataFolder};
use crate::model::{Centre, Day, Moment};
use crate::server::demo;
use crate::server::http::system_time;
use crate::server::store::sqlite::SqliteStore;
use crate::server::store::{Store, StoreError};

/// How many ratings are handed over at once: the writer commits them as a group.
const AT_ONCE: usize = 256;

/// What can be done with the demo centre.
#[derive(Subcommand)]
pub enum Demo {
    /// Put two months of invented ratings and sittings into the demo centre, to see what results look like.
    History,
    /// Put many invented ratings into the demo centre, for measurements.
    #[command(hide = true)]
    Bulk {
        /// How many.
        #[arg(long, value_parser = clap::value_parser!(u64).range(1..))]
        ratings: u64,
    },
}

/// Does it.
///
/// # Errors
/// Where the data folder cannot be had, or holds another centre than the demo.
pub fn run(what: &Demo, data: &Data) -> Result<(), CommandError> {
    let folder = DataFolder::open(data)?;
    // One writer: what only SQLite can do is done by the store that everything else is done by.
    let file = match what {
        Demo::Bulk { .. } => Some(Arc::new(folder.file()?)),
        Demo::History => None,
    };
    let store: Arc<dyn Store> = match &file {
        Some(file) => Arc::<SqliteStore>::clone(file),
        None => folder.store()?,
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| CommandError::when("no runtime")(&error))?;
    runtime.block_on(async {
        let now = system_time();
        fill(store.as_ref(), now).await?;
        let centre = store.centre().await?;
        if !centre.demo {
            return Err(CommandError(
                "this is no demo centre: nothing invented goes in".to_owned(),
            ));
        }
        match (what, &file) {
            (Demo::Bulk { ratings }, Some(file)) => {
                let first = demo::history::bulk_first_day(now.day());
                put_weeks(store.as_ref(), &centre, first, now.day()).await?;
                let ratings = demo::history::bulk(now.day(), &centre, *ratings);
                let put = file.create_ratings(&centre, ratings).await?;
                eprintln!("zuoban: {put} invented ratings are there");
            }
            _ => {
                let put = history(&store, &centre, now).await?;
                eprintln!("zuoban: {put} invented ratings are there, and what the sittings of two months did");
            }
        }
        Ok(())
    })
}

async fn history(
    store: &Arc<dyn Store>,
    centre: &Centre,
    now: Moment,
) -> Result<usize, StoreError> {
    let today = now.day();
    let first = demo::history::first_day(today);
    put_weeks(store.as_ref(), centre, first, today).await?;
    let ratings = demo::history::ratings(today, centre);
    let count = ratings.len();
    let mut writing = JoinSet::new();
    for rating in ratings {
        if writing.len() >= AT_ONCE {
            written(writing.join_next().await)?;
        }
        let store = Arc::clone(store);
        writing.spawn(async move { store.create_rating(rating).await.map(drop) });
    }
    while let Some(done) = writing.join_next().await {
        written(Some(done))?;
    }
    let shifts = store.shifts(first, today, None).await?;
    let entries = demo::history::ledger(today, &shifts);
    store.put_ledger(entries, now).await?;
    Ok(count)
}

type Done = Result<Result<(), StoreError>, tokio::task::JoinError>;

fn written(done: Option<Done>) -> Result<(), StoreError> {
    match done {
        Some(Ok(outcome)) => outcome,
        Some(Err(error)) => Err(StoreError::Failed(error.to_string())),
        None => Ok(()),
    }
}

/// Puts the demo centre where there is none, and this and the next weeks' roster while it is the demo.
pub(super) async fn fill(store: &dyn Store, now: Moment) -> Result<(), StoreError> {
    let centre = match store.centre().await {
        Ok(centre) => centre,
        Err(StoreError::NoCentre) => {
            store.put_centre(demo::centre()).await?;
            store.centre().await?
        }
        Err(error) => return Err(error),
    };
    if centre.demo {
        let this_week = now.day().monday();
        for monday in [this_week, this_week.plus(7), this_week.plus(14)] {
            put_week(store, &centre, monday).await?;
        }
    }
    Ok(())
}

/// The roster of every week that began since a day.
async fn put_weeks(
    store: &dyn Store,
    centre: &Centre,
    first: Day,
    today: Day,
) -> Result<(), StoreError> {
    let mut monday = first.monday();
    while monday < today.monday() {
        put_week(store, centre, monday).await?;
        monday = monday.plus(7);
    }
    Ok(())
}

async fn put_week(store: &dyn Store, centre: &Centre, monday: Day) -> Result<(), StoreError> {
    let shifts = demo::shifts(monday, centre);
    store
        .put_shifts_if_none(monday, monday.plus(6), shifts)
        .await
}
