//! The document around the app: title, language, focus, address.

use leptos::prelude::{document, window};
use leptos::web_sys::{FocusOptions, HtmlElement, UrlSearchParams};
use wasm_bindgen::{JsCast, JsValue};

/// An element that the app is mounted in before it is shown.
#[must_use]
pub fn detached() -> Option<HtmlElement> {
    document().create_element("div").ok()?.dyn_into().ok()
}

/// Names the document.
pub fn set_title(title: &str) {
    document().set_title(title);
}

/// Puts the focus on the page's heading, so that a screen reader begins there.
pub fn focus_title() {
    focus("title");
}

/// Puts the focus on an element without scrolling to it.
pub fn focus(id: &str) {
    let element = document()
        .get_element_by_id(id)
        .and_then(|e| e.dyn_into::<HtmlElement>().ok());
    if let Some(element) = element {
        let calmly = FocusOptions::new();
        calmly.set_prevent_scroll(true);
        let _ = element.focus_with_options(&calmly);
    }
}

/// To the top of the page.
pub fn scroll_to_top() {
    window().scroll_to_with_x_and_y(0.0, 0.0);
}

/// Marks the document with its language and elder mode.
pub fn mark_page(language: &str, elder: bool) {
    let Some(root) = document().document_element() else {
        return;
    };
    let _ = root.set_attribute("lang", language);
    let _ = root.class_list().toggle_with_force("elder", elder);
}

fn query() -> Option<UrlSearchParams> {
    UrlSearchParams::new_with_str(&window().location().search().ok()?).ok()
}

/// The address' path.
#[must_use]
pub fn path() -> String {
    window().location().pathname().unwrap_or_default()
}

/// A value in the address' query.
#[must_use]
pub fn take_query(name: &str) -> Option<String> {
    query()?.get(name)
}

/// Sets or removes values in the address' query without a navigation.
pub fn replace_query(changes: &[(&str, Option<&str>)]) {
    let Some(query) = query() else { return };
    for (name, value) in changes {
        match value {
            Some(value) => query.set(name, value),
            None => query.delete(name),
        }
    }
    let text = String::from(query.to_string());
    let path = path();
    let address = if text.is_empty() {
        path
    } else {
        format!("{path}?{text}")
    };
    if let Ok(history) = window().history() {
        let state = history.state().unwrap_or(JsValue::NULL);
        let _ = history.replace_state_with_url(&state, "", Some(&address));
    }
}
