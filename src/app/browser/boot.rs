//! What the boot script (`src/app/boot.js`) offers the app.

use leptos::prelude::document;
use leptos::web_sys::HtmlElement;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_futures::future_to_promise;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = zuoban, js_name = takeOver)]
    fn js_take_over(page: &HtmlElement, taken: JsValue);

    #[wasm_bindgen(js_namespace = zuoban, js_name = locked, catch)]
    fn js_locked(work: &JsValue) -> Result<js_sys::Promise, JsValue>;
}

/// Shows the app's page in place of the server's as soon as no finger is down and nobody types.
/// `taken` is called right before.
pub fn take_over(page: &HtmlElement, taken: impl FnOnce() + 'static) {
    js_take_over(page, Closure::once_into_js(taken));
}

/// Does `work` while no other tab does its own, where the browser can lock.
pub async fn locked(work: impl Future<Output = ()> + 'static) {
    let promise = Closure::once_into_js(move || {
        future_to_promise(async move {
            work.await;
            Ok(JsValue::UNDEFINED)
        })
    });
    if let Ok(done) = js_locked(&promise) {
        // A lock that cannot be had (the page is going away) leaves everything on the phone.
        let _ = JsFuture::from(done).await;
    }
}

/// The data the server wrote into its page.
#[must_use]
pub fn shell_data() -> Option<String> {
    document()
        .get_element_by_id("app")?
        .get_attribute("data-page")
}
