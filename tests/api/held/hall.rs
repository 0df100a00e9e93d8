//! A hall behind one address: everybody in it counts, and whoever stuffs a window moves next to nothing.

use reqwest::{Client, Response, StatusCode};
use serde_json::json;
use tokio::task::JoinSet;
use zuoban::model::burst::Usual;
use zuoban::model::{Centre, Day, Minute, Moment, RatingId, Source, WindowId};
use zuoban::server::store::NewRating;

use super::super::support::{TODAY, TestApp, between, client, new_id, set_clock, spawn_app};
use super::{counted, results, row};

fn numbered(n: u32, of: u8) -> RatingId {
    let mut id = [of; 16];
    id[..4].copy_from_slice(&n.to_be_bytes());
    RatingId::from_bytes(id)
}

/// Ratings as honest phones leave them, nine of ten satisfied.
struct Past(Vec<NewRating>);

impl Past {
    fn rate(&mut self, window: &WindowId, day: Day, hour: u16, many: u16) {
        for turn in 0..many {
            let at = Moment::at(day, Minute(hour * 60 + turn * 59 / many));
            self.0.push(NewRating {
                id: numbered(u32::try_from(self.0.len()).unwrap(), 1),
                window: window.clone(),
                satisfied: !self.0.len().is_multiple_of(10),
                source: Source::Scan,
                visit: None,
                from_page: true,
                rated_at: at,
                received_at: at,
            });
        }
    }

    async fn put(self, app: &TestApp) {
        for some in self.0.chunks(200) {
            let mut writing = JoinSet::new();
            for rating in some.iter().cloned() {
                let store = std::sync::Arc::clone(&app.store);
                writing.spawn(async move { store.create_rating(rating).await.map(drop) });
            }
            for done in writing.join_all().await {
                done.unwrap();
            }
        }
    }
}

/// Four weeks of an ordinary hall: two an hour at each window on this weekday, and at one that has a unit for
/// itself nine an hour on every working day, as many as such a unit has visitors.
async fn four_weeks(app: &TestApp, centre: &Centre, busy: &WindowId) -> usize {
    let today = Day::parse(TODAY).unwrap();
    let mut past = Past(Vec::new());
    for day in (1..=28).rev().map(|back| today.plus(-back)) {
        if day.since(day.monday()) >= 5 {
            continue;
        }
        for hour in 9..17 {
            past.rate(busy, day, hour, 9);
        }
        if day.weekday() == today.weekday() {
            for (_, window) in centre.windows().filter(|(_, window)| window.id != *busy) {
                past.rate(&window.id, day, 10, 2);
            }
        }
    }
    let all = past.0.len();
    past.put(app).await;
    assert_eq!(app.store.waiting_for_review().await.unwrap(), 0);
    all
}

/// A phone that scans a window's code and taps, as the app does: under the id that its page has.
async fn phone(client: &Client, address: &str, window: &str, k: &str, satisfied: bool) -> Response {
    let page = client.get(format!("{address}/w/{window}?k={k}"));
    let page = page.send().await.unwrap().text().await.unwrap();
    let id = between(&page, "name=\"id\" value=\"", "\"")[0].to_owned();
    let rating = json!({ "id": id, "window": window, "satisfied": satisfied, "k": k });
    let tap = client.post(format!("{address}/api/v1/ratings"));
    tap.json(&rating).send().await.unwrap()
}

/// All from one address, as a hall's phones are behind its router; one of them stuffs a window with a hundred
/// ratings a minute.
#[tokio::test]
async fn ok_three_hundred_phones_a_minute_count_and_the_one_that_stuffs_moves_less_than_a_point() {
    let app = spawn_app().await;
    let centre = app.store.centre().await.unwrap();
    let alone = centre.units.iter().find(|unit| unit.windows.len() == 1);
    let (unit, target) = alone.map(|unit| (&unit.id, &unit.windows[0].id)).unwrap();
    let before = four_weeks(&app, &centre, target).await;
    let windows: Vec<_> = centre
        .windows()
        .map(|(_, window)| window.id.as_str())
        .collect();
    let hall = client();
    let (mut honest, mut good) = (0, 0);
    for minute in 0..5 {
        set_clock(TODAY, 10, minute);
        for _ in 0..6 {
            let mut sending = JoinSet::new();
            for _ in 0..50 {
                let window = windows[honest % windows.len()].to_owned();
                let (satisfied, k) = (honest % 10 > 0, app.k(&window));
                good += usize::from(satisfied && window == target.as_str());
                honest += 1;
                let (hall, address) = (hall.clone(), app.address.clone());
                sending.spawn(async move {
                    phone(&hall, &address, &window, &k, satisfied)
                        .await
                        .status()
                });
            }
            for _ in 0..17 {
                let stuffed = json!({ "id": new_id(), "window": target.as_str(), "satisfied": false,
                    "k": app.k(target.as_str()) });
                let request = app.create("application/json", stuffed.to_string());
                sending.spawn(async move { request.send().await.unwrap().status() });
            }
            for status in sending.join_all().await {
                assert_eq!(status, StatusCode::CREATED);
            }
        }
    }
    let stuffed = 5 * 6 * 17;
    assert_eq!((honest, app.count()), (1_500, before + 1_500 + stuffed));
    // Of the ids it made up as many were taken as chance would have: nobody else ever made one up here.
    let taken = Usual { past: 0, weeks: 4 }.bound(1.0) as usize;
    let results = results(&app).await;
    assert_eq!(results["held_count"], stuffed - taken);
    let published = row(&results, unit);
    let [count, satisfied, share] =
        ["count", "satisfied", "share"].map(|name| published[name].as_u64().unwrap());
    // What would be published without it: every honest one is in it.
    let honest_count = count - taken as u64;
    let mine = honest.div_ceil(windows.len()) as u64;
    assert!(
        honest_count >= 16 * 8 * 9 + mine - 1,
        "{honest_count} {mine}"
    );
    assert!(satisfied >= good as u64);
    let without = (satisfied * 1_000).div_ceil(honest_count);
    assert!(without - share < 10, "{share} instead of {without}");
    // And nobody's burst is a reason to put aside what others rated. October is another month.
    let rows = results["rows"].as_array().unwrap().iter();
    let all: u64 = rows.map(|row| row["count"].as_u64().unwrap()).sum();
    let october = 4 * 8 * 9 + (windows.len() - 1) * 2;
    assert_eq!(all, (before - october + 1_500 + taken) as u64);
    assert_eq!(app.store.bursts().await.unwrap().len(), 1);
}

/// Whoever opens the page anew for each rating is held against what is usual for all who open it.
#[tokio::test]
async fn ok_a_phone_that_opens_the_page_each_time_is_within_the_windows_usual() {
    let app = spawn_app().await;
    let centre = app.store.centre().await.unwrap();
    let target = WindowId::parse("07").unwrap();
    four_weeks(&app, &centre, &target).await;
    let before = counted(&app).await;
    let client = client();
    let k = app.k("07");
    for _ in 0..40 {
        let answer = phone(&client, &app.address, "07", &k, false).await;
        assert_eq!(answer.status(), StatusCode::CREATED);
    }
    let after = counted(&app).await;
    let bound = Usual { past: 36, weeks: 4 }.bound(1.0);
    assert_eq!(u64::from(bound), after.0 - before.0);
    assert_eq!((after.1, after.2), (before.1, 40 - u64::from(bound)));
    // The next hour is another one.
    set_clock(TODAY, 11, 0);
    phone(&client, &app.address, "07", &k, true).await;
    assert_eq!(counted(&app).await.0, after.0 + 1);
}
