//! The only place that touches the browser. Everything may be missing or refuse: nothing here panics.

mod boot;
mod clock;
mod events;
mod extra;
mod form;
mod json;
mod markup;
mod page;
mod picture;
mod position;
mod present;
mod random;
mod share;
mod speech;
mod storage;

pub use boot::{after_paint, locked, shell_data, show_query, spare, spare_set, take_over};
pub use clock::{iso, now_ms, read_date};
pub use events::{after, on_return, on_storage};
pub use extra::{Extra, extra, locate};
pub use form::{attribute, clear_fields, draft, field, filled, is_checked, unfolded};
pub use json::read_json;
pub use markup::{Act, bring_to_life, on_click, on_input, on_submit, place, said, sift};
pub use page::{
    can_fill_screen, detached, focus_title, go, is_secure, mark_page, origin, path, print,
    scroll_to_top, search, set_title, show_element, take_fragment, value, with_values,
};
pub use picture::picture;
pub use position::{can_locate, locate as ask_position};
pub use present::present;
pub use random::random_bytes;
pub use share::share;
pub use speech::{can_speak, read_aloud, stop_reading};
pub use storage::{keys, read, remove, write};
