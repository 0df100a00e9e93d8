//! The document around the app: title, language, focus, address.

use leptos::prelude::{document, window};
use leptos::web_sys::{FocusOptions, HtmlElement, UrlSearchParams};
use wasm_bindgen::JsCast;

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

/// The address' path.
#[must_use]
pub fn path() -> String {
    window().location().pathname().unwrap_or_default()
}

/// The address' query.
#[must_use]
pub fn search() -> String {
    window().location().search().unwrap_or_default()
}

/// A value in a query.
#[must_use]
pub fn value(search: &str, name: &str) -> Option<String> {
    UrlSearchParams::new_with_str(search).ok()?.get(name)
}

/// A query with values set, and those removed that are blank.
#[must_use]
pub fn with_values(search: &str, changes: &[(&str, &str)]) -> Option<String> {
    let query = UrlSearchParams::new_with_str(search).ok()?;
    for (name, value) in changes {
        if value.is_empty() {
            query.delete(name);
        } else {
            query.set(name, value);
        }
    }
    let mut search = String::from(query.to_string());
    if !search.is_empty() {
        search.insert(0, '?');
    }
    Some(search)
}

/// The address' origin: `https://example.gov.cn`.
#[must_use]
pub fn origin() -> String {
    window().location().origin().unwrap_or_default()
}

/// Whether the connection is one that service workers and screen locks are allowed on.
#[must_use]
pub fn is_secure() -> bool {
    window().is_secure_context()
}

/// A value in the address' fragment: `#t=…`.
#[must_use]
pub fn take_fragment(name: &str) -> Option<String> {
    let fragment = window().location().hash().ok()?;
    let (key, text) = fragment.strip_prefix('#')?.split_once('=')?;
    (key == name).then(|| text.to_owned())
}

/// Goes to another page of the app, as a tap on a link would.
pub fn go(address: &str) {
    let link = document().create_element("a").ok();
    let Some(link) = link.and_then(|link| link.dyn_into::<HtmlElement>().ok()) else {
        return;
    };
    let _ = link.set_attribute("href", address);
    if let Some(body) = document().body() {
        let _ = body.append_child(&link);
        link.click();
        link.remove();
    }
}

/// Opens the browser's printing.
pub fn print() {
    let _ = window().print();
}

/// Brings an element into sight.
pub fn show_element(id: &str) {
    let id = id.to_owned();
    super::after(0, move || {
        if let Some(element) = document().get_element_by_id(&id) {
            element.scroll_into_view();
        }
    });
}

/// Whether the page may fill the screen: not on every phone.
#[must_use]
pub fn can_fill_screen() -> bool {
    document().fullscreen_enabled()
}
