//! Handing the page's address on: by the phone's own sheet, else by copying.

use js_sys::{Object, Promise, Reflect};
use leptos::prelude::{document, window};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = navigator, js_name = share, catch)]
    fn js_share(data: &JsValue) -> Result<Promise, JsValue>;

    // On plain http there is no clipboard: that is an error like any other.
    #[wasm_bindgen(js_namespace = ["navigator", "clipboard"], js_name = writeText, catch)]
    fn js_write_text(text: &str) -> Result<Promise, JsValue>;
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

/// Shares the address of this page.
pub async fn share() -> Shared {
    let address = window().location().href().unwrap_or_default();
    let data = Object::new();
    for (name, value) in [("title", document().title()), ("url", address.clone())] {
        let _ = Reflect::set(&data, &JsValue::from_str(name), &JsValue::from_str(&value));
    }
    if let Ok(sheet) = js_share(&data) {
        // Closing the sheet is an error too, and no reason to do anything else.
        let _ = JsFuture::from(sheet).await;
        return Shared::Sheet;
    }
    if copy(&address).await {
        Shared::Copied
    } else {
        Shared::Refused
    }
}

/// Copies a text; `false` where the browser refuses.
pub async fn copy(text: &str) -> bool {
    match js_write_text(text) {
        Ok(done) => JsFuture::from(done).await.is_ok(),
        Err(_) => false,
    }
}
