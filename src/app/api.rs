//! The endpoint, as the app asks it: one `get`, one `send`.

use gloo_net::http::{Method, RequestBuilder};
use leptos::web_sys::{AbortController, RequestCache};

use super::browser;
use super::state::outbox::{Answer, Item};
use crate::model::Moment;
use crate::read_struct;

/// How long an answer may take, in milliseconds.
const PATIENCE: u32 = 20_000;

/// Why nothing came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The endpoint says there is no such thing.
    NotFound,
    /// No network, no answer in time, or not an answer of ours.
    Unreachable,
}

/// What the endpoint said.
pub struct Had {
    /// Its text.
    pub text: String,
    /// When it said so.
    pub at: Moment,
    /// Whether it is what was asked for; a part may also say that there is no such thing.
    pub ok: bool,
}

/// What the endpoint has at `path`. `part`: a page without its frame; `fresh`: not from any memory on the way.
///
/// # Errors
/// [`Failure`].
pub async fn get(path: &str, part: bool, fresh: bool) -> Result<Had, Failure> {
    let mut request = request(path);
    if fresh {
        request = request.cache(RequestCache::Reload);
    }
    if part {
        request = request.header("x-zuoban-part", "1");
    }
    let response = request.send().await.map_err(|_| Failure::Unreachable)?;
    let at = response
        .headers()
        .get("date")
        .and_then(|date| browser::read_date(&date));
    let text = response.text().await.map_err(|_| Failure::Unreachable)?;
    if response.status() == 404 && !part {
        let ours = browser::read_json::<Said>(&text).is_some_and(|said| said.code.is_some());
        return Err(if ours {
            Failure::NotFound
        } else {
            Failure::Unreachable
        });
    }
    Ok(Had {
        text,
        at: at.unwrap_or(Moment(browser::now_ms())),
        ok: response.ok(),
    })
}

/// Sends what was kept and says what came back, and its text.
pub async fn send(item: &Item) -> (Answer, String) {
    let heard = async {
        let method = if item.method == "PATCH" {
            Method::PATCH
        } else {
            Method::POST
        };
        let request = request(&item.path)
            .method(method)
            .header("content-type", "application/json")
            .body(item.body.as_str())
            .ok()?;
        let response = request.send().await.ok()?;
        let body = response.text().await.ok()?;
        let said: Said = browser::read_json(&body).unwrap_or_default();
        let answer = Answer::Heard {
            status: response.status(),
            id: said.id,
            code: said.code,
        };
        Some((answer, body))
    };
    heard.await.unwrap_or((Answer::Lost, String::new()))
}

/// As much of an answer as tells whose it is.
#[derive(Default)]
struct Said {
    id: Option<String>,
    code: Option<String>,
}

read_struct! {
    Said { id, code }
}

/// A request that is given up after [`PATIENCE`].
fn request(path: &str) -> RequestBuilder {
    let controller = AbortController::new().ok();
    let signal = controller.as_ref().map(AbortController::signal);
    if let Some(controller) = controller {
        browser::after(PATIENCE, move || controller.abort());
    }
    RequestBuilder::new(path).abort_signal(signal.as_ref())
}
