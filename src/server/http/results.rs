//! What the centre publishes of a month, as JSON and as a page.

use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde::Deserialize;

use super::problem::Refusal;
use super::render::fetched;
use super::request::ReadAs;
use super::shell::{problem_page, start};
use super::{App, Shared, body, cached};
use crate::model::{Month, OnDuty, Results, Sample, Shift, UnitResult, rank};
use crate::server::store::StoreError;
use crate::server::store::results::UnitTally;
use crate::view::{self, Around, Tab};

/// How many months back can be looked at.
const MONTHS: usize = 12;

/// What `GET /api/v1/results` is asked.
#[derive(Deserialize)]
struct ResultsQuery {
    month: Option<Month>,
}

/// `GET /api/v1/results?month`: the last whole month where none is named.
pub(super) async fn get_results(
    State(app): State<Shared>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Result<Response, Refusal> {
    let results = asked(&app, query.as_deref()).await?;
    let text = serde_json::to_string(&results)
        .map_err(|error| Refusal::from(StoreError::Failed(format!("results as JSON: {error}"))))?;
    Ok(cached::answer(&headers, "application/json", text))
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
        tab: Some(Tab::Results),
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
    let of_unit = |unit: &str| sample(&tallies, |tally| tally.compared && tally.unit == unit);
    let mut rows: Vec<_> = centre
        .units
        .iter()
        .map(|unit| UnitResult::new(unit.id.clone(), unit.short.clone(), of_unit(&unit.id), None))
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
        settled: 0,
        open_count: sample(&tallies, |tally| !tally.compared).count,
        on_duty: OnDuty::compare(on_duty(true), on_duty(false)),
        changes: Vec::new(),
        rows,
    })
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
