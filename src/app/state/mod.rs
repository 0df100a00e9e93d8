//! What survives navigation and reload, as plain values and rules.

pub mod draft;
pub mod json;
pub mod outbox;
pub mod route;
pub mod ticks;
