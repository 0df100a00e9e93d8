//! What the boot script (`src/app/boot.js`) offers the app.

use js_sys::{Array, Promise};
use leptos::prelude::document;
use leptos::web_sys::HtmlElement;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_futures::future_to_promise;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = zuoban, js_name = takeOver)]
    fn js_take_over(page: &HtmlElement, taken: JsValue);

    #[wasm_bindgen(js_namespace = zuoban, js_name = afterPaint)]
    fn js_after_paint(work: JsValue);

    /// Shows a query in the address of the page at a path, without a navigation and after the next frame: it
    /// takes its time.
    #[wasm_bindgen(js_namespace = zuoban, js_name = query)]
    pub fn show_query(path: &str, search: &str);

    #[wasm_bindgen(js_namespace = zuoban, js_name = locked, catch)]
    fn js_locked(work: &JsValue) -> Result<Promise, JsValue>;

    #[wasm_bindgen(js_namespace = zuoban, js_name = spareAll, catch)]
    fn js_spare_all() -> Result<Promise, JsValue>;

    #[wasm_bindgen(js_namespace = zuoban, js_name = spare, catch)]
    fn js_spare(key: &str, text: Option<&str>) -> Result<Promise, JsValue>;
}

/// Shows the app's page in place of the server's as soon as no finger is down and nobody types.
/// `taken` is called right before.
pub fn take_over(page: &HtmlElement, taken: impl FnOnce() + 'static) {
    js_take_over(page, Closure::once_into_js(taken));
}

/// Does `work` once the next frame is painted, in the order asked for; soon where nothing is painted.
pub fn after_paint(work: impl FnOnce() + 'static) {
    js_after_paint(Closure::once_into_js(work));
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

/// Every text that the browser's database keeps, with its key. Empty where there is none.
pub async fn spare() -> Vec<(String, String)> {
    let Some(all) = js_spare_all().ok() else {
        return Vec::new();
    };
    let Ok(all) = JsFuture::from(all).await else {
        return Vec::new();
    };
    let pair = |pair: JsValue| {
        let pair: Array = pair.dyn_into().ok()?;
        Some((pair.get(0).as_string()?, pair.get(1).as_string()?))
    };
    all.dyn_ref::<Array>()
        .map(|all| all.iter().filter_map(pair).collect())
        .unwrap_or_default()
}

/// Keeps a text in the browser's database, or forgets it; `false` where it refuses.
pub async fn spare_set(key: &str, text: Option<&str>) -> bool {
    match js_spare(key, text) {
        Ok(done) => JsFuture::from(done).await.is_ok(),
        Err(_) => false,
    }
}
