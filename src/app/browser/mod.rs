//! The only place that touches the browser. Everything may be missing or refuse: nothing here panics.

mod boot;
mod clock;
mod events;
mod form;
mod json;
mod markup;
mod page;
mod random;
mod storage;

pub use boot::{locked, shell_data, take_over};
pub use clock::{iso, now_ms};
pub use events::{after, on_return, on_storage};
pub use form::draft;
pub use json::read_json;
pub use markup::{Act, bring_to_life, on_click, on_input, on_submit, place};
pub use page::{
    detached, focus_title, mark_page, replace_query, scroll_to_top, set_title, take_query,
};
pub use random::random_bytes;
pub use storage::{keys, read, remove, write};
