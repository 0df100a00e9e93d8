//! Reading aloud, where the phone can.

use js_sys::Reflect;
use leptos::prelude::{document, window};
use leptos::web_sys::{HtmlElement, SpeechSynthesis, SpeechSynthesisUtterance};
use wasm_bindgen::{JsCast, JsValue};

fn voice() -> Option<SpeechSynthesis> {
    let has = |name| Reflect::has(&window(), &JsValue::from_str(name)).unwrap_or(false);
    if !has("speechSynthesis") || !has("SpeechSynthesisUtterance") {
        return None;
    }
    window()
        .speech_synthesis()
        .ok()
        .filter(|voice| !voice.is_undefined())
}

/// Whether it can.
#[must_use]
pub fn can_speak() -> bool {
    voice().is_some()
}

/// Begins to read the page, or stops.
pub fn read_aloud(language: &str) {
    let Some(voice) = voice() else { return };
    if voice.speaking() {
        return voice.cancel();
    }
    // Some pages say what of them is worth reading.
    let part = document().query_selector("[data-read]").ok().flatten();
    let Some(part) = part.or_else(|| document().query_selector("main").ok().flatten()) else {
        return;
    };
    let text = part.dyn_into::<HtmlElement>().map(|part| part.inner_text());
    // Line by line: some engines stop in the middle of a long text.
    for line in text
        .unwrap_or_default()
        .lines()
        .filter(|line| !line.trim().is_empty())
    {
        let Ok(said) = SpeechSynthesisUtterance::new_with_text(line) else {
            return;
        };
        said.set_lang(language);
        said.set_rate(0.9);
        voice.speak(&said);
    }
}

/// Stops reading: another page is shown.
pub fn stop_reading() {
    if let Some(voice) = voice() {
        voice.cancel();
    }
}
