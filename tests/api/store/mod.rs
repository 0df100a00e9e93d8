//! What every store promises, asked of the trait alone: over SQLite, and over PostgreSQL where that is wanted.

mod ahead;
mod counters;
mod erasure;
mod failing;
mod guides;
mod held;
mod ratings;

use std::sync::Arc;

use tempfile::TempDir;
use zuoban::model::{
    Centre, Day, Minute, Moment, Name, RatingId, Source, Unit, Window, WindowId, WindowPlace,
};
use zuoban::server::command::{Data, DataFolder};
use zuoban::server::store::{NewRating, Store};

use super::database::{Database, data};

/// A store with a folder of its own and a centre of two windows.
pub struct Kept {
    pub store: Arc<dyn Store>,
    pub database: Database,
    pub folder: TempDir,
}

/// Makes one.
pub async fn kept() -> Kept {
    let folder = tempfile::tempdir().unwrap();
    let kept = opened(data(folder.path()), folder);
    kept.store.put_centre(centre()).await.unwrap();
    kept
}

/// Makes one in a PostgreSQL schema.
pub async fn kept_in(schema: String) -> Kept {
    let folder = tempfile::tempdir().unwrap();
    let data = Data {
        database: Some(schema),
        ..data(folder.path())
    };
    let kept = opened(data, folder);
    kept.store.put_centre(centre()).await.unwrap();
    kept
}

/// Makes one for what only a database with several writers can do; none where SQLite is tested.
pub async fn kept_in_postgres() -> Option<Kept> {
    let kept = kept().await;
    matches!(kept.database, Database::Schema(_)).then_some(kept)
}

fn opened(data: Data, folder: TempDir) -> Kept {
    let database = match &data.database {
        Some(address) => Database::Schema(address.clone()),
        None => Database::of(folder.path()),
    };
    Kept {
        store: DataFolder::open(data).unwrap().store().unwrap(),
        database,
        folder,
    }
}

impl Kept {
    /// What came of two hundred tasks that ran at once, each told its number.
    pub async fn at_once<T, F>(&self, task: impl Fn(Arc<dyn Store>, u8) -> F) -> Vec<T>
    where
        T: Send + 'static,
        F: Future<Output = T> + Send + 'static,
    {
        let begun = (0..200).map(|n| tokio::spawn(task(Arc::clone(&self.store), n)));
        let mut ended = Vec::new();
        for task in begun.collect::<Vec<_>>() {
            ended.push(task.await.unwrap());
        }
        ended
    }

    /// Closed, then opened.
    pub fn opened_again(self) -> Self {
        let Self { store, folder, .. } = self;
        drop(store);
        opened(data(folder.path()), folder)
    }
}

pub fn window(id: &str) -> WindowId {
    WindowId::parse(id).unwrap()
}

fn centre() -> Centre {
    let place = || WindowPlace {
        area: Name::new("一楼", "Floor 1"),
        matters: Name::new("退税", "Refunds"),
    };
    let windows = ["07", "08"].map(|id| Window {
        id: window(id),
        place: place(),
    });
    let name = Name::new("税务", "Tax");
    let unit = Unit {
        id: "tax".into(),
        name: name.clone(),
        short: name.clone(),
        windows: windows.into(),
        matters: Vec::new(),
    };
    Centre {
        name,
        demo: true,
        units: vec![unit],
    }
}

/// A satisfied scan on 2026-11-24 at ten.
pub fn tap(id: u8, number: &str) -> NewRating {
    let at = Moment::at(Day::parse("2026-11-24").unwrap(), Minute(600));
    NewRating {
        id: RatingId::from_bytes([id; 16]),
        window: window(number),
        satisfied: true,
        source: Source::Scan,
        visit: None,
        from_page: false,
        rated_at: at,
        received_at: at,
    }
}

/// How many ratings there are.
pub fn count(store: &dyn Store) -> usize {
    let mut count = 0;
    let mut each = |_| {
        count += 1;
        Ok(())
    };
    store.each_rating(&mut each).unwrap();
    count
}
