//! Markup of `view` in the document, and what citizens do with it.

use js_sys::Reflect;
use leptos::ev::{Event, MouseEvent, SubmitEvent};
use leptos::web_sys::{Element, HtmlElement};
use wasm_bindgen::{JsCast, JsValue};

use super::page::focus;
use crate::view::Live;

/// What a citizen did, named by the `id` in the markup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// Tapped a link or button.
    Tap(String),
    /// Sent a form.
    Submit(String),
    /// Changed a field: its `id` and its text.
    Input(String, String),
    /// Took a notice away.
    Dismiss(String),
}

/// Puts markup in place of what is in `root`; the focus stays on the element of the same `id`, which
/// lays the page out: what else changes its look is done before, by `mark`.
pub fn place(root: &HtmlElement, html: &str, mark: impl FnOnce()) {
    replace(root, html, mark);
}

fn replace(element: &Element, html: &str, mark: impl FnOnce()) {
    let active = leptos::prelude::document().active_element();
    let focused = active
        .filter(|active| element.contains(Some(active)))
        .and_then(|active| id(&active));
    element.set_inner_html(html);
    mark();
    if let Some(id) = focused {
        focus(&id);
    }
}

/// Brings the elements named by `data-live` up to date; what is right already is left alone.
pub fn bring_to_life(root: &HtmlElement, live: Live) {
    for (name, html) in live {
        let Ok(Some(element)) = root.query_selector(&format!("[data-live={name}]")) else {
            continue;
        };
        let _ = element.toggle_attribute_with_force("hidden", html.is_none());
        // An empty text stands for "shown, and otherwise left alone".
        let Some(html) = html.filter(|html| !html.is_empty()) else {
            continue;
        };
        // What was set is remembered: the browser writes the same markup in other letters, and what is typed
        // in it must not be lost for that.
        let (set, known) = (JsValue::from_str(&html), JsValue::from_str("zuoban"));
        let same = Reflect::get(&element, &known).is_ok_and(|before| before == set);
        if !same && html != element.inner_html() {
            replace(&element, &html, || ());
        }
        let _ = Reflect::set(&element, &known, &set);
    }
}

/// Shows those of the elements whose `data-words` fit, hides the others; answers how many fit.
pub fn sift(selector: &str, fits: impl Fn(&str) -> bool) -> u32 {
    let Ok(all) = leptos::prelude::document().query_selector_all(selector) else {
        return 0;
    };
    let mut found = 0;
    for at in 0..all.length() {
        let element = all.get(at).and_then(|node| node.dyn_into::<Element>().ok());
        let Some(element) = element else { continue };
        let fits = fits(&element.get_attribute("data-words").unwrap_or_default());
        found += u32::from(fits);
        let _ = element.toggle_attribute_with_force("hidden", !fits);
    }
    found
}

/// The texts of what is marked `data-say` and shown.
#[must_use]
pub fn said(root: &HtmlElement) -> String {
    let mut said = String::new();
    let Ok(marked) = root.query_selector_all("[data-say]") else {
        return said;
    };
    for at in 0..marked.length() {
        let element = marked
            .get(at)
            .and_then(|node| node.dyn_into::<Element>().ok());
        let shown = element.filter(|element| matches!(element.closest("[hidden]"), Ok(None)));
        if let Some(text) = shown.and_then(|element| element.text_content()) {
            said.push_str(&text);
            said.push('\n');
        }
    }
    said
}

/// Tells `act` of a tap; what it did needs nothing more from the browser.
pub fn on_click(event: &MouseEvent, act: &dyn Fn(&Act) -> bool) {
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    let Some(Ok(Some(tapped))) = target.map(|target| target.closest("a, button")) else {
        return;
    };
    let done = match tapped.get_attribute("data-dismiss") {
        Some(key) => act(&Act::Dismiss(key)),
        None => id(&tapped).is_some_and(|id| act(&Act::Tap(id))),
    };
    if done {
        event.prevent_default();
    }
}

/// Tells `act` of a form.
pub fn on_submit(event: &SubmitEvent, act: &dyn Fn(&Act) -> bool) {
    let form = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    if form
        .and_then(|form| id(&form))
        .is_some_and(|id| act(&Act::Submit(id)))
    {
        event.prevent_default();
    }
}

/// Tells `act` of a change in a field.
pub fn on_input(event: &Event, act: &dyn Fn(&Act) -> bool) {
    let Some(field) = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok())
    else {
        return;
    };
    // Fields of every kind have a value.
    let text = Reflect::get(&field, &JsValue::from_str("value"))
        .ok()
        .and_then(|value| value.as_string())
        .unwrap_or_default();
    act(&Act::Input(id(&field).unwrap_or_default(), text));
}

/// The attribute, not the property: a form's `id` property is its field of that name.
fn id(element: &Element) -> Option<String> {
    element.get_attribute("id")
}
