//! The second module (`src/bin/extra.rs`), which few visits need: fetched when something in it is.

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = zuoban, js_name = extra, catch)]
    fn js_extra() -> Result<Promise, JsValue>;

    /// What the second module offers.
    #[derive(Clone)]
    pub type Extra;

    /// The QR code of a page as SVG: as it is read here and with what is ticked, but where it is printed.
    #[wasm_bindgen(method)]
    pub fn code(
        this: &Extra,
        path: &str,
        lang: &str,
        elder: bool,
        ticks: &str,
        printed: bool,
    ) -> String;

    /// A practice form, filled, and judged where it is `checked`.
    #[wasm_bindgen(method)]
    pub fn practice(this: &Extra, kind: &str, lang: &str, checked: bool, filled: &str) -> String;

    /// The parts of `/near` that change.
    #[wasm_bindgen(method)]
    pub fn near(
        this: &Extra,
        points: &str,
        lang: &str,
        elder: bool,
        now: &str,
        town: &str,
        here: &str,
        within_5km: bool,
    ) -> String;

    #[wasm_bindgen(method, js_name = locate)]
    fn js_locate(this: &Extra) -> Promise;

    /// Keys, swipes and the rest of the tablet, for as long as a guide is presented.
    #[wasm_bindgen(method)]
    pub fn present(this: &Extra);
}

/// The second module; `None` where it cannot be had now.
pub async fn extra() -> Option<Extra> {
    let module = JsFuture::from(js_extra().ok()?).await.ok()?;
    Some(module.unchecked_into())
}

/// Where the phone is: `latitude,longitude,metres`, the degrees in millionths; or `refused`, or `failed`.
pub async fn locate(extra: &Extra) -> String {
    let place = JsFuture::from(extra.js_locate()).await.ok();
    let place = place.and_then(|place| place.as_string());
    place.unwrap_or_else(|| "failed".to_owned())
}
