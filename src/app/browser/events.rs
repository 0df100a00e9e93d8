//! Being told when the network or the citizen comes back.

use std::time::Duration;

use leptos::prelude::{document, set_timeout, window_event_listener_untyped};
use leptos::web_sys::VisibilityState;

/// Calls `act` when the network is back, the page is looked at again or comes out of the browser's cache.
pub fn on_return(act: impl Fn() + Clone + 'static) {
    for event in ["online", "pageshow", "focus", "visibilitychange"] {
        let act = act.clone();
        // For as long as the page lives: these listeners belong to nobody's view.
        let _ = window_event_listener_untyped(event, move |_| {
            if document().visibility_state() == VisibilityState::Visible {
                act();
            }
        });
    }
}

/// Calls `act` when another tab changed what is kept on the phone.
pub fn on_storage(act: impl Fn() + 'static) {
    let _ = window_event_listener_untyped("storage", move |_| act());
}

/// Calls `act` after so many milliseconds.
pub fn after(ms: u32, act: impl FnOnce() + 'static) {
    set_timeout(act, Duration::from_millis(u64::from(ms)));
}
