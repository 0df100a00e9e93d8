//! The pages as the server sends them: whole and usable before, and without, the app.

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use maud::Markup;

use super::centre::window_page;
use super::problem::Refusal;
use super::render::page;
use super::request::{ReadAs, value};
use super::{App, Shared, ratings};
use crate::model::{AmendmentId, Moment, RatingId, Shell, WindowPage};
use crate::server::store::RatingRow;
use crate::view::{
    self, Around, Done, DoneForm, FinderNotice, Later, MoreState, Prefs, Proof, RateForm, Status,
    Tab, Undo,
};

/// `GET /w/{window}`: the scan's landing, and the thanks of a form (`?r=`).
pub(super) async fn window(
    State(app): State<Shared>,
    window: Result<Path<String>, PathRejection>,
    read_as: ReadAs,
    RawQuery(query): RawQuery,
) -> Response {
    let query = query.unwrap_or_default();
    let number = window.map_or_else(|_| String::new(), |Path(number)| number);
    let found = match window_page(&app, &number).await {
        Ok(Some(found)) => found,
        Ok(None) => {
            return find(
                &app,
                read_as,
                StatusCode::NOT_FOUND,
                FinderNotice::UnknownWindow(number),
            )
            .await;
        }
        Err(refusal) => return problem_page(read_as, &refusal),
    };
    let fits = |k: &str| k.is_empty() || app.signer.verify(&found.window.id, k);
    let wrong = !value(&query, "k").is_none_or(|k| fits(&k));
    let mut proof = Proof::of(|name| value(&query, name));
    if wrong && proof.visit.is_some() {
        // A ticket that was printed before its secret was retired: its code stands by itself.
        proof.k = None;
    } else if wrong {
        return find(
            &app,
            read_as,
            StatusCode::FORBIDDEN,
            FinderNotice::WrongCode(number),
        )
        .await;
    }
    let rated = match rated(&app, &query, &found).await {
        Ok(rated) => rated,
        Err(refusal) => return problem_page(read_as, &refusal),
    };
    let now = (app.now)();
    let served = Served {
        prefs: read_as.0,
        page: found,
        proof,
        now,
        query,
        id: app.signer.page_id(now, random()),
    };
    match rated {
        Some(row) => served.thanks(&row),
        None if value(&served.query, "later").is_some() => {
            let at = served.at().unwrap_or(now);
            served.later(at)
        }
        None => served.question(),
    }
}

/// The rating the address names, where it is one of this window and not taken back.
async fn rated(app: &App, query: &str, page: &WindowPage) -> Result<Option<RatingRow>, Refusal> {
    let Some(id) = value(query, "r").and_then(|text| RatingId::parse(&text).ok()) else {
        return Ok(None);
    };
    let row = app.store.rating(id).await?;
    Ok(row.filter(|row| row.receipt.window == page.window.id && !row.state.withdrawn))
}

/// What the two pages of a window are made of.
struct Served {
    prefs: Prefs,
    page: WindowPage,
    proof: Proof,
    now: Moment,
    query: String,
    /// For the form: one page, one rating.
    id: RatingId,
}

impl Served {
    /// When the visit was, where it is rated later.
    fn at(&self) -> Option<Moment> {
        let at = Moment(value(&self.query, "at")?.parse().ok()?);
        (self.now.0 - ratings::LONGEST_WAIT..=self.now.0)
            .contains(&at.0)
            .then_some(at)
    }

    /// Put off: what can be done without the app.
    fn later(self, at: Moment) -> Response {
        let later = Later { at, kept: false };
        let markup = view::later(self.prefs, &self.page, &self.proof, later);
        let id = self.id;
        self.send(id, None, &markup)
    }

    fn question(self) -> Response {
        let id = self.id;
        let undone = value(&self.query, "undone").is_some();
        let form = RateForm {
            id,
            proof: self.proof.clone(),
            at: self.at(),
        };
        let markup = view::rate(self.prefs, &self.page, self.now, &form, undone);
        self.send(id, None, &markup)
    }

    fn thanks(self, row: &RatingRow) -> Response {
        let id = row.receipt.id;
        let more = if value(&self.query, "done").is_some() {
            MoreState::Received
        } else {
            MoreState::Open("")
        };
        let undo = match Undo::after(self.now.0 - row.rated_at.0, self.prefs) {
            // Without the app nothing counts down.
            Undo::Seconds(_) => Undo::Open,
            other => other,
        };
        let form = DoneForm {
            rating: id,
            k: self.proof.k.clone(),
            amendments: [random(), random()].map(AmendmentId::from_random),
            level: None,
            aspects: Vec::new(),
            comment: String::new(),
        };
        let state = Done {
            status: Status::Received,
            undo,
            more,
        };
        let markup = view::done(self.prefs, &self.page, &form, state);
        self.send(id, Some(row.rated_at), &markup)
    }

    fn send(self, id: RatingId, rated_at: Option<Moment>, markup: &Markup) -> Response {
        let (t, lang) = (self.prefs.texts(), self.prefs.lang);
        let title = (t.window_title)(lang.of(&self.page.unit), self.page.window.id.as_str());
        let proof = self.proof.to_string();
        let proof = Some(proof.trim_end_matches('&').to_owned()).filter(|proof| !proof.is_empty());
        let r = rated_at.map(|_| format!("r={id}"));
        let at = self.at().map(|at| format!("at={}", at.0));
        let later = value(&self.query, "later").map(|_| "later=1".to_owned());
        let query: Vec<_> = [proof, r, at, later].into_iter().flatten().collect();
        let joint = if query.is_empty() { "" } else { "?" };
        let here = format!("/w/{}{joint}{}", self.page.window.id, query.join("&"));
        let (centre, demo) = (self.page.centre.clone(), self.page.demo);
        let data = Shell {
            page: Some(self.page),
            now: self.now,
            id,
            rated_at,
        };
        let around = Around {
            prefs: self.prefs,
            centre: lang.of(&centre),
            demo,
            here: &here,
            tab: Some(Tab::Rate),
        };
        page(StatusCode::OK, around, &title, Some(&data), markup)
    }
}

/// Any other address.
pub(super) async fn not_found(State(app): State<Shared>, read_as: ReadAs) -> Response {
    find(&app, read_as, StatusCode::NOT_FOUND, FinderNotice::NotFound).await
}

async fn find(app: &App, read_as: ReadAs, status: StatusCode, notice: FinderNotice) -> Response {
    let prefs = read_as.0;
    let centre = match app.store.centre().await {
        Ok(centre) => centre,
        Err(error) => return problem_page(read_as, &Refusal::from(error)),
    };
    let around = Around {
        prefs,
        centre: prefs.lang.of(&centre.name),
        demo: centre.demo,
        here: "/",
        tab: None,
    };
    let markup = view::finder(prefs, &centre, &notice, "");
    // A page about a wrong address stays the server's: the app would ask the same again.
    page(status, around, prefs.texts().find_heading, None, &markup)
}

/// What a page that is no window's tells the app.
pub(super) fn start(app: &App) -> Shell {
    let now = (app.now)();
    Shell {
        page: None,
        now,
        id: app.signer.page_id(now, random()),
        rated_at: None,
    }
}

/// A problem as a page, for whoever sent a form.
pub(super) fn problem_page(read_as: ReadAs, refusal: &Refusal) -> Response {
    let prefs = read_as.0;
    let around = Around {
        prefs,
        centre: "",
        demo: false,
        here: "/",
        tab: None,
    };
    let markup = view::problem(prefs, refusal.code.as_str());
    page(
        refusal.status(),
        around,
        prefs.texts().problem_heading,
        None,
        &markup,
    )
}

/// Random bytes of the system. Without any there is no safe id: then the clock has to do.
pub(super) fn random() -> [u8; 16] {
    let mut bytes = [0; 16];
    if getrandom::fill(&mut bytes).is_err() {
        let now = std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .unwrap_or_default();
        bytes = now.as_nanos().to_be_bytes();
    }
    bytes
}
