//! Handing the page's address on: by the phone's own sheet, else by copying.

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = zuoban, js_name = hand)]
    fn js_hand(text: Option<String>) -> Promise;
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shared {
    /// The phone's sheet was shown.
    Sheet,
    /// The text is in the clipboard.
    Copied,
    /// Neither can be had here.
    Refused,
}

/// Copies a text, or shares the address of this page where there is none.
pub async fn share(text: Option<String>) -> Shared {
    let done = JsFuture::from(js_hand(text)).await;
    match done.ok().and_then(|done| done.as_f64()) {
        Some(0.0) => Shared::Sheet,
        Some(1.0) => Shared::Copied,
        _ => Shared::Refused,
    }
}
