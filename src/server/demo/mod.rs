//! The demo centre: complete, around today's date, and visibly invented (示例).
//!
//! Its units stand in `centre.txt`, for people to read; its sittings are made from the date alone.

mod directors;
pub mod history;
mod roster;
mod table;

use crate::model::Centre;

pub use roster::shifts;

/// The demo centre.
#[must_use]
pub fn centre() -> Centre {
    table::read(include_str!("centre.txt"))
}
