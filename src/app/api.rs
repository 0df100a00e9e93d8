//! The endpoint, as the app asks it: one private `get`, one `send`.

use gloo_net::http::{Method, RequestBuilder};
use leptos::web_sys::{AbortController, RequestCache};

use super::browser;
use super::state::outbox::{Answer, Item};
use crate::model::{Moment, Part, Read, WindowPage};
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

/// The text that the endpoint has at `path`, and when it said so. `fresh`: not from any memory on the way.
///
/// # Errors
/// [`Failure`].
pub async fn get_dated(path: &str, fresh: bool) -> Result<(String, Moment), Failure> {
    let mut request = request(path);
    if fresh {
        request = request.cache(RequestCache::Reload);
    }
    let response = request.send().await.map_err(|_| Failure::Unreachable)?;
    if !response.ok() {
        return Err(Failure::Unreachable);
    }
    let at = response
        .headers()
        .get("date")
        .and_then(|date| browser::read_date(&date));
    let text = response.text().await.map_err(|_| Failure::Unreachable)?;
    Ok((text, at.unwrap_or(Moment(browser::now_ms()))))
}

/// A page of the server's without its frame.
///
/// # Errors
/// [`Failure`].
pub async fn get_part(address: &str) -> Result<Part, Failure> {
    let response = request(address)
        .header("x-zuoban-part", "1")
        .send()
        .await
        .map_err(|_| Failure::Unreachable)?;
    let body = response.text().await.map_err(|_| Failure::Unreachable)?;
    browser::read_json(&body).ok_or(Failure::Unreachable)
}

/// `GET /api/v1/windows/{window}`
///
/// # Errors
/// [`Failure`].
pub async fn get_window(window: &str) -> Result<WindowPage, Failure> {
    get(&format!(
        "/api/v1/windows/{}",
        String::from(js_sys::encode_uri_component(window))
    ))
    .await
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

async fn get<T: Read>(path: &str) -> Result<T, Failure> {
    let response = request(path)
        .send()
        .await
        .map_err(|_| Failure::Unreachable)?;
    let body = response.text().await.map_err(|_| Failure::Unreachable)?;
    if response.status() == 404
        && browser::read_json::<Said>(&body).is_some_and(|said| said.code.is_some())
    {
        return Err(Failure::NotFound);
    }
    browser::read_json(&body).ok_or(Failure::Unreachable)
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
