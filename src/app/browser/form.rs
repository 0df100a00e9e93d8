//! Reading the form after the tap: its fields hold their own state.

use js_sys::Reflect;
use leptos::prelude::document;
use leptos::web_sys::{FormData, HtmlFormElement};
use wasm_bindgen::JsCast;

use crate::app::state::draft::Draft;

/// What is chosen and written in the form `#more`.
#[must_use]
pub fn draft() -> Option<Draft> {
    let form: HtmlFormElement = document().get_element_by_id("more")?.dyn_into().ok()?;
    let data = FormData::new_with_form(&form).ok()?;
    let aspects: Vec<String> = data
        .get_all("aspects")
        .iter()
        .filter_map(|value| value.as_string())
        .collect();
    let comment = data.get("comment").as_string().unwrap_or_default();
    Some(Draft::from_values(
        data.get("level").as_string(),
        &aspects,
        comment,
    ))
}

/// Empties the fields of a form.
pub fn clear_fields(form: &str) {
    let form = document()
        .get_element_by_id(form)
        .and_then(|form| form.dyn_into::<HtmlFormElement>().ok());
    let Some(form) = form else { return };
    for field in ["input", "select"] {
        if let Ok(Some(field)) = form.query_selector(field) {
            let _ = Reflect::set(&field, &"value".into(), &"".into());
        }
    }
}

/// The value of a form's field; blank where there is none.
#[must_use]
pub fn field(form: &str, name: &str) -> String {
    let form = document()
        .get_element_by_id(form)
        .and_then(|form| form.dyn_into::<HtmlFormElement>().ok());
    let data = form.and_then(|form| FormData::new_with_form(&form).ok());
    data.and_then(|data| data.get(name).as_string())
        .unwrap_or_default()
}

/// An attribute of an element; blank where there is none.
#[must_use]
pub fn attribute(id: &str, name: &str) -> String {
    let element = document().get_element_by_id(id);
    element
        .and_then(|element| element.get_attribute(name))
        .unwrap_or_default()
}
