//! What the centre publishes of a month, as JSON and as a page.

use std::collections::BTreeMap;

use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use data_encoding::HEXLOWER;
use serde::Deserialize;

use super::contract::refusals;
use super::problem::Refusal;
use super::render::fetched;
use super::request::ReadAs;
use super::shell::{problem_page, start};
use super::{App, Shared, body, cached};
use crate::model::{
    Centre, ChainHead, Change, Day, FollowUp, Month, OnDuty, Results, Sample, Shift, Step,
    UnitResult, rank,
};
use crate::server::store::StoreError;
use crate::server::store::chain::Head;
use crate::server::store::results::UnitTally;
use crate::server::store::suggestions::SuggestionRow;
use crate::view::{self, Around};

/// How many months back can be looked at.
const MONTHS: usize = 12;

/// What `GET /api/v1/results` is asked.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct ResultsQuery {
    /// The month.
    month: Option<Month>,
}

/// `GET /api/v1/results?month`: the last whole month where none is named.
#[utoipa::path(
    get,
    path = "/api/v1/results",
    tag = "results",
    summary = "A month's results: the last whole one where none is named",
    params(ResultsQuery),
    responses(
        (status = 200, description = "What is published", body = Results),
        (status = 304, description = "As the client has it"),
        refusals::Asked
    )
)]
pub(super) async fn get_results(
    State(app): State<Shared>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Result<Response, Refusal> {
    let results = asked(&app, query.as_deref()).await?;
    cached::kept_json(&headers, &results)
}

/// `GET /results?month`
pub(super) async fn results(
    State(app): State<Shared>,
    read_as: ReadAs,
    RawQuery(query): RawQuery,
) -> Response {
    let prefs = read_as.0;
    let results = match asked(&app, query.as_deref()).await {
        Ok(results) => results,
        Err(refusal) => return problem_page(read_as, &refusal),
    };
    let around = Around {
        prefs,
        centre: prefs.lang.of(&results.centre),
        demo: results.demo,
        here: &format!("/results?month={}", results.month),
        tab: None,
    };
    let title = prefs.lang.results_texts().heading;
    let markup = view::results(prefs, &results);
    fetched(
        read_as,
        StatusCode::OK,
        around,
        title,
        &start(&app),
        &markup,
    )
}

async fn asked(app: &App, query: Option<&str>) -> Result<Results, Refusal> {
    let query: ResultsQuery = body::query(query.unwrap_or_default())?;
    let running = Month::of((app.now)().day());
    let months = months(app, running).await?;
    let latest = months.iter().copied().find(|month| *month < running);
    let month = query.month.or(latest).unwrap_or(running);
    Ok(of_month(app, month, running, months).await?)
}

/// Every month there may be something to tell of, newest first.
async fn months(app: &App, running: Month) -> Result<Vec<Month>, StoreError> {
    let first = app.store.first_rated().await?;
    let first = first.map_or(running, Month::of);
    let back = std::iter::successors(Some(running), |month| Some(month.previous()));
    Ok(back
        .take_while(|month| *month >= first)
        .take(MONTHS)
        .collect())
}

async fn of_month(
    app: &App,
    month: Month,
    running: Month,
    months: Vec<Month>,
) -> Result<Results, StoreError> {
    let (from, to) = (month.first(), month.last());
    let centre = app.store.centre().await?;
    let tallies = app.store.tallies(from, to).await?;
    let today = (app.now)().day();
    let held = |shift: &&Shift| shift.takes_place() && shift.day < today;
    let shifts = app.store.shifts(from, to, None).await?;
    let sittings = shifts.iter().filter(held).count();
    let ledger = app.store.ledger(from, to).await?;
    let suggestions = app.store.suggestions(from, to).await?;
    let outcomes = Outcomes::of(&suggestions, (from, to), today);
    let of_unit = |unit: &str| sample(&tallies, |tally| tally.compared && tally.unit == unit);
    let mut rows: Vec<_> = centre
        .units
        .iter()
        .map(|unit| {
            UnitResult::new(
                unit.id.clone(),
                unit.short.clone(),
                of_unit(&unit.id),
                outcomes.follow_up(&unit.id),
            )
        })
        .collect();
    rank(&mut rows);
    let on_duty =
        |on_duty: bool| sample(&tallies, |tally| tally.compared && tally.on_duty == on_duty);
    Ok(Results {
        centre: centre.name.clone(),
        demo: centre.demo,
        month,
        running: month == running,
        months,
        sittings: u32::try_from(sittings).unwrap_or(u32::MAX),
        served: ledger.iter().map(|entry| entry.served).sum(),
        settled: outcomes.settled,
        open_count: sample(&tallies, |tally| !tally.compared && !tally.held).count,
        held_count: sample(&tallies, |tally| tally.held).count,
        on_duty: OnDuty::compare(on_duty(true), on_duty(false)),
        changes: outcomes.changes(&centre),
        rows,
        head: app
            .store
            .head(month.last().min(today.plus(-1)))
            .await?
            .map(published),
    })
}

fn published(head: Head) -> ChainHead {
    ChainHead {
        day: head.day,
        rows: u64::try_from(head.tip.links).unwrap_or(0),
        hash: HEXLOWER.encode(&head.tip.hash),
    }
}

/// What became of suggestions in a month.
#[derive(Default)]
struct Outcomes {
    settled: u32,
    /// By unit.
    due: BTreeMap<String, FollowUp>,
    /// Day, unit, what was changed.
    changed: Vec<(Day, Option<String>, String)>,
}

impl Outcomes {
    fn of(rows: &[SuggestionRow], (from, to): (Day, Day), today: Day) -> Self {
        let mut outcomes = Self::default();
        let days = from..=to;
        for row in rows {
            let mut deadline = row.receipt.deadline;
            // One deadline a round: from its arrival or reopening to its answer.
            let mut open = true;
            for event in &row.events {
                match &event.step {
                    Step::Reopened { deadline: next, .. } => (deadline, open) = (*next, true),
                    Step::Answered { changed, .. } => {
                        let day = event.at.day();
                        if open && days.contains(&deadline) {
                            outcomes.count(row, day <= deadline);
                        }
                        open = false;
                        if days.contains(&day) {
                            outcomes.settled += 1;
                            let unit = row.answered_by().cloned();
                            let change = changed.as_ref().map(|text| (day, unit, text.clone()));
                            outcomes.changed.extend(change);
                        }
                    }
                    _ => {}
                }
            }
            if open && days.contains(&deadline) && deadline < today {
                outcomes.count(row, false);
            }
        }
        outcomes
    }

    fn count(&mut self, row: &SuggestionRow, on_time: bool) {
        let unit = row.answered_by().cloned().unwrap_or_default();
        let none = FollowUp {
            on_time: 0,
            total: 0,
        };
        let due = self.due.entry(unit).or_insert(none);
        due.total += 1;
        due.on_time += u32::from(on_time);
    }

    fn follow_up(&self, unit: &str) -> Option<FollowUp> {
        self.due.get(unit).copied()
    }

    fn changes(self, centre: &Centre) -> Vec<Change> {
        let name = |unit: Option<String>| {
            let of = centre
                .units
                .iter()
                .find(|known| Some(&known.id) == unit.as_ref());
            of.map_or_else(|| centre.name.clone(), |unit| unit.short.clone())
        };
        let change = |(day, unit, text)| Change {
            day,
            unit: name(unit),
            text,
        };
        let mut changes: Vec<_> = self.changed.into_iter().map(change).collect();
        changes.sort_by_key(|change| std::cmp::Reverse(change.day));
        changes
    }
}

fn sample(tallies: &[UnitTally], meant: impl Fn(&UnitTally) -> bool) -> Sample {
    let meant = tallies.iter().filter(|tally| meant(tally));
    let (counted, satisfied) = meant.fold((0, 0), |(counted, satisfied), tally| {
        (
            counted + tally.tally.counted,
            satisfied + tally.tally.satisfied,
        )
    });
    let whole = |count: i64| u32::try_from(count).unwrap_or(0);
    Sample {
        count: whole(counted),
        hits: whole(satisfied),
    }
}
