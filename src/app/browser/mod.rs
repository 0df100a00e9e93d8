//! The only place that touches the browser. Everything may be missing or refuse: nothing here panics.

mod boot;
mod clock;
mod events;
mod form;
mod json;
mod markup;
mod page;
mod random;
mod share;
mod speech;
mod storage;

pub use boot::{locked, shell_data, take_over};
pub use clock::{iso, now_ms, read_date};
pub use events::{after, on_return, on_storage};
pub use form::{clear_fields, draft, field, value_of};
pub use json::read_json;
pub use markup::{Act, bring_to_life, on_click, on_input, on_submit, place, said};
pub use page::{
    detached, focus_title, mark_page, path, replace_query, scroll_to_top, search, set_title, value,
    with_values,
};
pub use random::random_bytes;
pub use share::{Shared, copy, share};
pub use speech::{can_speak, read_aloud, stop_reading};
pub use storage::{keys, read, remove, write};
