//! The pages that are about the whole centre: the first one, and who is on duty.

use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use maud::Markup;

use super::problem::Refusal;
use super::render::{fetched, page};
use super::request::{ReadAs, value};
use super::shell::{problem_page, start};
use super::{App, Shared};
use crate::model::{Centre, Day, Shift};
use crate::server::store::StoreError;
use crate::view::{self, Around, Asked, Home, RosterPage, Tab};

/// How many days the roster is published for: this week and the next.
const PUBLISHED: i64 = 14;

/// `GET /`: find a window, see who is on duty now.
pub(super) async fn home(
    State(app): State<Shared>,
    read_as: ReadAs,
    RawQuery(query): RawQuery,
) -> Response {
    let typed = value(query.as_deref().unwrap_or_default(), "q").unwrap_or_default();
    let now = (app.now)();
    let show = |centre: &Centre, shifts: &[Shift]| {
        let home = Home {
            centre,
            shifts,
            now,
            visited: &[],
            followed: &[],
        };
        let title = read_as.0.texts().home.heading;
        ("/".to_owned(), title, view::home(read_as.0, home, &typed))
    };
    let today = now.day();
    send(&app, read_as, (today, today), Tab::Rate, show).await
}

/// `GET /duty?day&unit&matter`
pub(super) async fn duty(
    State(app): State<Shared>,
    read_as: ReadAs,
    RawQuery(query): RawQuery,
) -> Response {
    let query = query.unwrap_or_default();
    let of = |name| value(&query, name);
    let asked = Asked::read(of("day").as_deref(), of("unit"), of("matter"));
    let now = (app.now)();
    let show = |centre: &Centre, shifts: &[Shift]| {
        let page = RosterPage {
            centre,
            shifts,
            now,
            as_of: now,
        };
        let title = read_as.0.texts().roster.heading;
        (
            asked.address(asked.span),
            title,
            view::roster(read_as.0, page, &asked),
        )
    };
    let monday = now.day().monday();
    let days = (monday, monday.plus(PUBLISHED - 1));
    send(&app, read_as, days, Tab::Duty, show).await
}

/// A page made of the centre and its shifts on `days`: its address, title and markup.
async fn send(
    app: &App,
    read_as: ReadAs,
    days: (Day, Day),
    tab: Tab,
    show: impl FnOnce(&Centre, &[Shift]) -> (String, &'static str, Markup),
) -> Response {
    let prefs = read_as.0;
    let had = async {
        let centre = app.store.centre().await?;
        let shifts = app.store.shifts(days.0, days.1, None).await?;
        Ok::<_, StoreError>((centre, shifts))
    };
    let (centre, shifts) = match had.await {
        Ok(had) => had,
        Err(error) => return problem_page(read_as, &Refusal::from(error)),
    };
    let (here, title, markup) = show(&centre, &shifts);
    let around = Around {
        prefs,
        centre: prefs.lang.of(&centre.name),
        demo: centre.demo,
        here: &here,
        tab: Some(tab),
    };
    page(StatusCode::OK, around, title, Some(&start(app)), &markup)
}

/// `GET /privacy`
pub(super) async fn privacy(State(app): State<Shared>, read_as: ReadAs) -> Response {
    let prefs = read_as.0;
    let centre = match app.store.centre().await {
        Ok(centre) => centre,
        Err(error) => return problem_page(read_as, &Refusal::from(error)),
    };
    let around = Around {
        prefs,
        centre: prefs.lang.of(&centre.name),
        demo: centre.demo,
        here: "/privacy",
        tab: None,
    };
    let title = prefs.lang.privacy_texts().heading;
    let markup = view::privacy(prefs, app.rules.contact_days);
    fetched(
        read_as,
        StatusCode::OK,
        around,
        title,
        &start(&app),
        &markup,
    )
}
