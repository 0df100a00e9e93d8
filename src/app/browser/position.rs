//! Where the phone is: asked only when somebody taps, and never sent anywhere.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Function, Promise, Reflect};
use leptos::prelude::window;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// So long the phone may take, in milliseconds.
const PATIENCE: f64 = 15_000.0;
/// A position not older than this will do, in milliseconds.
const RECENT: f64 = 60_000.0;

/// Whether the phone can be asked at all: not on plain http.
#[must_use]
pub fn can_locate() -> bool {
    super::is_secure() && geolocation().is_some()
}

fn geolocation() -> Option<JsValue> {
    let place = Reflect::get(&window().navigator(), &"geolocation".into()).ok();
    place.filter(JsValue::is_object)
}

/// `latitude,longitude,metres`, the degrees in millionths; or `refused`, or `failed`.
pub async fn locate() -> String {
    let Some(geolocation) = geolocation() else {
        return "failed".to_owned();
    };
    let said = Rc::new(RefCell::new("failed".to_owned()));
    let asked = Promise::new(&mut |resolve, _| ask(&geolocation, &said, &resolve));
    let _ = JsFuture::from(asked).await;
    said.take()
}

fn ask(geolocation: &JsValue, said: &Rc<RefCell<String>>, done: &Function) {
    let answer = |read: fn(&JsValue) -> String| {
        let (said, done) = (Rc::clone(said), done.clone());
        Closure::once_into_js(move |heard: JsValue| {
            *said.borrow_mut() = read(&heard);
            let _ = done.call0(&JsValue::NULL);
        })
    };
    let options = js_sys::Object::new();
    for (name, value) in [("timeout", PATIENCE), ("maximumAge", RECENT)] {
        let _ = Reflect::set(&options, &name.into(), &value.into());
    }
    let ask = Reflect::get(geolocation, &"getCurrentPosition".into()).ok();
    let asked = ask
        .and_then(|ask| ask.dyn_into::<Function>().ok())
        .map(|ask| ask.call3(geolocation, &answer(found), &answer(refused), &options));
    if !matches!(asked, Some(Ok(_))) {
        let _ = done.call0(&JsValue::NULL);
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "degrees in millionths and metres fit"
)]
fn found(position: &JsValue) -> String {
    let coords = Reflect::get(position, &"coords".into()).unwrap_or_default();
    let number = |name: &str, times: f64| {
        let value = Reflect::get(&coords, &name.into()).ok()?.as_f64()?;
        value.is_finite().then_some((value * times) as i64)
    };
    let at = number("latitude", 1e6).zip(number("longitude", 1e6));
    match at {
        Some((lat, lon)) => format!("{lat},{lon},{}", number("accuracy", 1.0).unwrap_or(0)),
        None => "failed".to_owned(),
    }
}

/// `PERMISSION_DENIED` is 1.
fn refused(error: &JsValue) -> String {
    let code = Reflect::get(error, &"code".into())
        .ok()
        .and_then(|code| code.as_f64());
    let refused = code.is_some_and(|code| (code - 1.0).abs() < 0.5);
    if refused { "refused" } else { "failed" }.to_owned()
}
