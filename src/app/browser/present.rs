//! The tablet that presents a guide: keys and clickers, swipes, a ring under the finger, full screen, a screen
//! that stays awake, and asking whether anybody is there. Works on what is on the page by its ids alone.

use std::cell::Cell;
use std::time::Duration;

use js_sys::{Function, Promise, Reflect};
use leptos::ev::{self, Event};
use leptos::prelude::{document, set_interval, set_timeout, window_event_listener};
use leptos::web_sys::{Element, HtmlElement, KeyboardEvent, PointerEvent};
use wasm_bindgen::{JsCast, JsValue};

use super::{is_secure, now_ms};

/// After so long without a touch it asks, and after so long again it wipes, in milliseconds.
const IDLE: i64 = 90_000;
const ASKED: i64 = 20_000;
/// A swipe is at least so long, in CSS pixels, and twice as wide as high.
const SWIPE: i32 = 60;

thread_local! {
    static STARTED: Cell<bool> = const { Cell::new(false) };
    static LOCKED: Cell<bool> = const { Cell::new(false) };
    static TOUCHED: Cell<i64> = const { Cell::new(0) };
    static DOWN: Cell<Option<(i32, i32)>> = const { Cell::new(None) };
}

/// A part is presented. The listeners stay, and do nothing where no guide is presented.
pub fn present() {
    TOUCHED.set(now_ms());
    fit();
    stay_awake();
    if STARTED.replace(true) {
        return;
    }
    // For as long as the page lives: these listeners belong to nobody's view.
    let _ = window_event_listener(ev::keydown, |event| on_key(&event));
    let _ = window_event_listener(ev::pointerdown, |event| on_down(&event));
    let _ = window_event_listener(ev::pointerup, |event| on_up(&event));
    let _ = window_event_listener(ev::click, |event| on_click(&event));
    // The browser lets go of it whenever the page is not looked at.
    let _ = window_event_listener(ev::visibilitychange, |_| {
        LOCKED.set(false);
        stay_awake();
    });
    let _ = window_event_listener(ev::resize, |_| fit());
    set_interval(ask_or_wipe, Duration::from_secs(1));
}

/// Takes the largest type at which a step is whole on its screen: `data-fit` in style/present.css. What scrolls at
/// every size, as overviews may, is the better for one that is read from a metre away.
fn fit() {
    let (Some(guide), Some(stage)) = (find(".guide--present"), find(".guide__stage")) else {
        return;
    };
    for size in ["0", "1", "2", "3", "4"] {
        let _ = guide.set_attribute("data-fit", size);
        if stage.scroll_height() <= stage.client_height() {
            return;
        }
    }
    let _ = guide.set_attribute("data-fit", "1");
}

/// Whether a guide is presented on this page.
fn is_presented() -> bool {
    find(".guide--present").is_some()
}

fn on_key(event: &KeyboardEvent) {
    TOUCHED.set(now_ms());
    let typing = document().active_element().is_some_and(|active| {
        active
            .matches("input:not([type=checkbox]), textarea, select")
            .unwrap_or(false)
    });
    if typing || event.alt_key() || event.ctrl_key() || event.meta_key() || !is_presented() {
        return;
    }
    // Presentation clickers send the page keys.
    let to = match event.key().as_str() {
        "ArrowRight" | "PageDown" => "#next",
        "ArrowLeft" | "PageUp" => "#previous",
        _ => return,
    };
    event.prevent_default();
    click(to);
}

fn on_down(event: &PointerEvent) {
    TOUCHED.set(now_ms());
    if !is_presented() {
        return;
    }
    DOWN.set(Some((event.client_x(), event.client_y())));
    ring(event.client_x(), event.client_y());
}

fn on_up(event: &PointerEvent) {
    let Some((x, y)) = DOWN.take() else { return };
    let (dx, dy) = (event.client_x() - x, event.client_y() - y);
    if event.pointer_type() == "touch" && dx.abs() > SWIPE && dx.abs() > 2 * dy.abs() {
        click(if dx < 0 { "#next" } else { "#previous" });
    }
}

/// A ring where the finger was: those who watch see what is meant.
fn ring(x: i32, y: i32) {
    let ring = find("#ring").or_else(|| {
        let ring = document().create_element("div").ok()?;
        ring.set_id("ring");
        let _ = ring.set_attribute("aria-hidden", "true");
        document().body()?.append_child(&ring).ok()?;
        Some(ring)
    });
    let Some(ring) = ring.and_then(|ring| ring.dyn_into::<HtmlElement>().ok()) else {
        return;
    };
    let style = ring.style();
    let _ = style.set_property("left", &format!("{x}px"));
    let _ = style.set_property("top", &format!("{y}px"));
    let _ = ring.set_attribute("class", "ring ring--seen");
    let seen = now_ms();
    set_timeout(
        move || {
            if TOUCHED.get() <= seen {
                let _ = ring.set_attribute("class", "ring");
            }
        },
        Duration::from_millis(1_500),
    );
}

fn on_click(event: &Event) {
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    let on = |id: &str| {
        let found = target.as_ref().map(|target| target.closest(id));
        matches!(found, Some(Ok(Some(_))))
    };
    if on("#fullscreen") {
        let on = document().fullscreen_element().is_some();
        if on {
            document().exit_fullscreen();
        } else if let Some(root) = document().document_element() {
            let _ = root.request_fullscreen();
        }
    }
    if on("#stay") {
        show("idle", false);
    }
    // Read from further away, or by an old phone.
    if let Some(code) = find("#code") {
        let large = on("#code") && !code.class_list().contains("hand__code--large");
        let _ = code
            .class_list()
            .toggle_with_force("hand__code--large", large);
    }
}

/// The screen stays awake while it is looked at, where the browser lets it.
fn stay_awake() {
    if !is_secure() || !is_presented() || LOCKED.get() {
        return;
    }
    let lock = Reflect::get(&leptos::prelude::window().navigator(), &"wakeLock".into()).ok();
    let Some(lock) = lock.filter(JsValue::is_object) else {
        return;
    };
    let request = Reflect::get(&lock, &"request".into()).ok();
    let request = request.and_then(|request| request.dyn_into::<Function>().ok());
    // A refusal (battery low, not looked at) is no reason to do anything else.
    let asked = request.and_then(|request| request.call1(&lock, &"screen".into()).ok());
    if let Some(promise) = asked.and_then(|asked| asked.dyn_into::<Promise>().ok()) {
        LOCKED.set(true);
        wasm_bindgen_futures::spawn_local(async move {
            let held = wasm_bindgen_futures::JsFuture::from(promise).await;
            LOCKED.set(held.is_ok());
        });
    }
}

fn ask_or_wipe() {
    if !is_presented() {
        return TOUCHED.set(now_ms());
    }
    let idle = now_ms() - TOUCHED.get();
    let asks = find("[data-live=idle]:not([hidden])").is_some();
    if idle > IDLE + ASKED {
        click("#another");
    } else if idle > IDLE && !asks {
        show("idle", true);
        if let Some(stay) = find("#stay").and_then(|stay| stay.dyn_into::<HtmlElement>().ok()) {
            let _ = stay.focus();
        }
    }
}

fn find(selector: &str) -> Option<Element> {
    document().query_selector(selector).ok().flatten()
}

fn show(live: &str, shown: bool) {
    if let Some(element) = find(&format!("[data-live={live}]")) {
        let _ = element.toggle_attribute_with_force("hidden", !shown);
    }
}

fn click(selector: &str) {
    if let Some(element) = find(selector).and_then(|element| element.dyn_into::<HtmlElement>().ok())
    {
        element.click();
    }
}
