//! Handing the page's address on: by the phone's own sheet, else by copying.

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = zuoban, js_name = hand)]
    fn js_hand(text: Option<String>) -> Promise;
}

/// Copies a text, or shares the address of this page where there is none. `None` where the phone's sheet was shown;
/// else whether it is in the clipboard.
pub async fn share(text: Option<String>) -> Option<bool> {
    JsFuture::from(js_hand(text)).await.ok()?.as_bool()
}
