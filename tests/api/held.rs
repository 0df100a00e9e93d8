//! Bursts: what a window gets beyond its usual is stored and answered like anything else, put aside, counted apart,
//! and reviewed; floods from one token wait.

use reqwest::{Client, Response, StatusCode};
use serde_json::{Value, json};
use tokio::task::JoinSet;
use zuoban::model::burst::Usual;
use zuoban::model::{Centre, Day, Minute, Moment, RatingId, Source, WindowId};
use zuoban::server::store::NewRating;

use super::command::done;
use super::privacy::{Proof, told as claimed};
use super::support::{
    TODAY, TestApp, between, client, header, new_id, set_clock, spawn_app, tap, told, with,
};

/// What is published of this month.
async fn results(app: &TestApp) -> Value {
    let answer = app.get("/api/v1/results?month=2026-11").await;
    answer.json().await.unwrap()
}

fn row<'a>(results: &'a Value, unit: &str) -> &'a Value {
    let rows = results["rows"].as_array().unwrap();
    rows.iter().find(|row| row["unit"] == unit).unwrap()
}

/// How many count, how many of them are satisfied, how many are put aside.
async fn counted(app: &TestApp) -> (u64, u64, u64) {
    let results = results(app).await;
    let tax = row(&results, "tax");
    let number = |value: &Value| value.as_u64().unwrap();
    (
        number(&tax["count"]),
        number(&tax["satisfied"]),
        number(&results["held_count"]),
    )
}

/// So many scans of one window, with ids of the sender's own.
async fn scan(app: &TestApp, window: &str, satisfied: bool, many: usize) -> Vec<String> {
    let ids: Vec<_> = (0..many).map(|_| new_id()).collect();
    for id in &ids {
        let rating =
            json!({ "id": id, "window": window, "satisfied": satisfied, "k": app.k(window) });
        let answer = app.rate(&rating).await;
        assert_eq!(answer.status(), StatusCode::CREATED);
        let receipt: Value = answer.json().await.unwrap();
        assert_eq!(receipt["source"], "scan");
    }
    ids
}

#[tokio::test]
async fn ok_a_burst_is_put_aside_and_counts_once_it_is_released() {
    let app = spawn_app().await;
    claimed(&app, Proof::Held).await;
    let ids = scan(&app, "07", true, 70).await;
    assert_eq!(app.count(), 70);
    assert_eq!(counted(&app).await, (60, 60, 10));
    assert_eq!(app.store.waiting_for_review().await.unwrap(), 10);
    for (lang, words) in [
        ("zh", "还有 10 条来得太集中"),
        ("en", "10 more came in bursts"),
    ] {
        let page = app
            .page(&format!("/results?month=2026-11&lang={lang}"))
            .await;
        assert!(page.contains(words), "{page}");
    }
    // The citizen sees nothing of it, and may amend and take back as ever.
    let (first, held) = (&ids[0], &ids[69]);
    assert!(!app.stored(first).await.unwrap().held && app.stored(held).await.unwrap().held);
    let thanks = app.page(&format!("/w/07?k={}&r={held}", app.k("07"))).await;
    assert!(!thanks.contains("核实") && thanks.contains(held.as_str()));
    let change = json!({ "id": new_id(), "level": "very_dissatisfied" });
    assert_eq!(app.amend(held, &change).await.status(), StatusCode::OK);
    let back = json!({ "id": new_id(), "withdrawn": true });
    assert_eq!(app.amend(&ids[68], &back).await.status(), StatusCode::OK);
    assert_eq!(counted(&app).await, (60, 60, 9));
    // Sent again it is the same rating, and no other.
    let again = json!({ "id": held, "window": "07", "satisfied": true, "k": app.k("07") });
    assert_eq!(app.rate(&again).await.status(), StatusCode::OK);
    assert_eq!(counted(&app).await, (60, 60, 9));
    let data = app.data();
    let (code, export, _) = done(&["export", "ratings", "--format", "jsonl", "--data", data]);
    assert_eq!(
        (code, export.matches("\"held\":true").count()),
        (Some(0), 10)
    );
    let list = || done(&["held", "list", "--data", data]).1;
    let line =
        "2026-11-24T10  window 07  10 put aside after 60, ids of the sender's own, 10 satisfied\n";
    assert_eq!(list(), line);
    // One by one, and what is left together.
    let review = |what: &str, more: &[&str]| {
        let args = [&["held", what, "--data", data, "--reason", "核实过"], more].concat();
        done(&args)
    };
    let (code, _, said) = review("release", &["--rating", held]);
    assert_eq!(code, Some(0), "{said}");
    assert_eq!(counted(&app).await, (61, 60, 8));
    let (code, _, said) = review("leave", &["--rating", held]);
    assert_eq!(code, Some(0), "{said}");
    assert_eq!(counted(&app).await, (60, 60, 9));
    let hour = ["--window", "07", "--hour", "2026-11-24T10"];
    let (code, _, said) = review("release", &hour);
    assert_eq!((code, said.as_str()), (Some(0), "zuoban: 9 released\n"));
    // The one that was taken back counts nowhere.
    assert_eq!(counted(&app).await, (68, 68, 1));
    assert_eq!(
        (list(), app.store.waiting_for_review().await.unwrap()),
        (String::new(), 0)
    );
    let unknown = new_id();
    for (args, words) in [
        (hour.to_vec(), "nothing waits for review there"),
        (vec!["--rating", first], "no such rating was put aside"),
        (vec!["--rating", &unknown], "no such rating was put aside"),
    ] {
        let (code, _, said) = review("release", &args);
        assert_eq!(code, Some(1));
        assert!(said.contains(words), "{said}");
    }
    let (code, ..) = done(&[
        "held", "leave", "--data", data, "--rating", held, "--reason", " ",
    ]);
    assert_eq!(code, Some(1));
    let (code, _, said) = done(&["rebuild", "--data", data]);
    assert!(
        code == Some(0) && said.contains("every counter was right"),
        "{said}"
    );
    assert_eq!(counted(&app).await, (68, 68, 1));
    let (code, _, said) = done(&["verify", "--data", data]);
    assert_eq!(code, Some(0), "{said}");
}

#[tokio::test]
async fn err_holds_and_reviews_are_not_changed_and_a_change_is_found() {
    let app = spawn_app().await;
    scan(&app, "07", false, 62).await;
    let data = app.data();
    let hour = [
        "--window",
        "07",
        "--hour",
        "2026-11-24T10",
        "--reason",
        "同一部手机",
    ];
    let args = [&["held", "leave", "--data", data], &hour[..]].concat();
    assert_eq!(done(&args).0, Some(0));
    for statement in [
        "update hold set bound = 1",
        "delete from hold",
        "update review set reason = ''",
        "delete from review",
    ] {
        let refused = app.database.sql(statement).unwrap_err();
        assert!(refused.contains("append-only"), "{refused}");
    }
    let drop = |name: &str, table: &str| {
        let (file, schema) = (
            format!("drop trigger {name}"),
            format!("drop trigger {name} on {table}"),
        );
        app.database.sql_of(&file, &schema).unwrap();
    };
    drop("review_stays", "review");
    app.database
        .sql("update review set reason = 'x' where seq = 2")
        .unwrap();
    let (code, _, said) = done(&["verify", "--data", data]);
    assert!(
        code == Some(1) && said.contains("review 2 was altered"),
        "{said}"
    );
}

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
                satisfied: self.0.len() % 10 > 0,
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

/// Codes for tickets of window 07, at noon of the day they are made on: the command has the system's clock.
fn issue(app: &TestApp, many: usize) -> Vec<String> {
    let many = many.to_string();
    let args = [
        "visits",
        "issue",
        "--data",
        app.data(),
        "--window",
        "07",
        "--count",
        &many,
    ];
    let codes = done(&args).1;
    set_clock(
        &zuoban::server::http::system_time().day().to_string(),
        12,
        0,
    );
    let code = |line: &str| line.split_whitespace().next().unwrap().to_owned();
    codes.lines().map(code).collect()
}

/// A ticket is one visit: its second rating is not one of the page's, whatever page it came from.
#[tokio::test]
async fn ok_proof_of_a_visit_is_never_put_aside() {
    let app = spawn_app().await;
    let codes = issue(&app, 80);
    for code in &codes {
        let answer = app
            .rate(&with(tap(&new_id(), true), &json!({ "visit": code })))
            .await;
        let receipt: Value = answer.json().await.unwrap();
        assert_eq!(receipt["visit"], "redeemed", "{code}");
    }
    let waiting = async || app.store.waiting_for_review().await.unwrap();
    assert_eq!(waiting().await, 0);
    for _ in 0..65 {
        let used = with(tap(&new_id(), true), &json!({ "visit": codes[0] }));
        assert_eq!(app.rate(&used).await.status(), StatusCode::CREATED);
    }
    assert_eq!(waiting().await, 5);
    // Nor does a burst keep a visit from counting.
    let one = issue(&app, 1).remove(0);
    let proved = with(tap(&new_id(), true), &json!({ "visit": one }));
    assert_eq!(app.rate(&proved).await.status(), StatusCode::CREATED);
    assert_eq!(waiting().await, 5);
}

async fn slowed(answer: Response) {
    assert_eq!(header(&answer, "retry-after"), "5");
    assert_eq!(told(answer).await, "429 slow_down");
}

#[tokio::test]
async fn err_a_flood_from_one_token_waits_and_its_rating_is_stored_once() {
    let app = spawn_app().await;
    let one = tap(&new_id(), true);
    let first = app.rate(&one).await;
    assert_eq!(first.status(), StatusCode::CREATED);
    let first = first.text().await.unwrap();
    for _ in 0..119 {
        assert_eq!(app.rate(&one).await.status(), StatusCode::OK);
    }
    for _ in 0..10 {
        slowed(app.rate(&one).await).await;
    }
    // What is said to it is of the same token; a form is told on a page.
    let change = json!({ "id": new_id(), "level": "satisfied" });
    slowed(app.amend(one["id"].as_str().unwrap(), &change).await).await;
    let fields = [
        ("id", one["id"].as_str().unwrap()),
        ("window", "07"),
        ("satisfied", "true"),
    ];
    let form = app.form("/api/v1/ratings", &fields).await;
    assert_eq!(form.status(), StatusCode::TOO_MANY_REQUESTS);
    assert!(header(&form, "content-type").starts_with("text/html"));
    // Everybody else goes on.
    assert_eq!(
        app.rate(&tap(&new_id(), true)).await.status(),
        StatusCode::CREATED
    );
    assert_eq!(app.count(), 2);
    // After the wait it is taken up again, and is what it was.
    set_clock(TODAY, 10, 1);
    let again = app.rate(&one).await;
    assert_eq!(
        (again.status(), again.text().await.unwrap()),
        (StatusCode::OK, first)
    );
    assert_eq!(
        app.amend(one["id"].as_str().unwrap(), &change)
            .await
            .status(),
        StatusCode::OK
    );
    assert_eq!(app.count(), 2);
}

#[tokio::test]
async fn err_a_flood_with_one_ticket_waits() {
    let app = spawn_app().await;
    let code = issue(&app, 1).remove(0);
    let ticket = || with(tap(&new_id(), true), &json!({ "visit": code }));
    for _ in 0..120 {
        assert_eq!(app.rate(&ticket()).await.status(), StatusCode::CREATED);
    }
    for _ in 0..5 {
        slowed(app.rate(&ticket()).await).await;
    }
    assert_eq!(app.count(), 120);
    assert_eq!(
        app.rate(&tap(&new_id(), true)).await.status(),
        StatusCode::CREATED
    );
}
