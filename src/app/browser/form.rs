//! Reading the form after the tap: its fields hold their own state.

use js_sys::Reflect;
use leptos::prelude::document;
use leptos::web_sys::{Element, FormData, HtmlFormElement};
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

/// The ids of what is unfolded on the page.
#[must_use]
pub fn unfolded() -> Vec<String> {
    let Ok(open) = document().query_selector_all("details[open]") else {
        return Vec::new();
    };
    let elements = (0..open.length()).filter_map(|at| open.get(at)?.dyn_into::<Element>().ok());
    elements
        .filter_map(|element| element.get_attribute("id"))
        .collect()
}

/// Whether a box is ticked.
#[must_use]
pub fn is_checked(id: &str) -> bool {
    let element = document().get_element_by_id(id);
    element.is_some_and(|element| element.matches(":checked").unwrap_or(false))
}

/// What stands in the text fields of a form: `name=value`, a line each.
#[must_use]
pub fn filled(form: &str) -> String {
    let fields = document().query_selector_all(&format!("#{form} input[name]"));
    let Ok(fields) = fields else {
        return String::new();
    };
    let mut filled = String::new();
    for at in 0..fields.length() {
        let Some(field) = fields.get(at) else {
            continue;
        };
        for name in ["name", "value"] {
            let text = Reflect::get(&field, &name.into()).ok();
            filled.push_str(&text.and_then(|text| text.as_string()).unwrap_or_default());
            filled.push(if name == "name" { '=' } else { '\n' });
        }
    }
    filled
}
