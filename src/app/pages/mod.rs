//! One file a route: what is loaded, what a tap does. How it looks is `view`'s.

mod finder;
mod placed;
mod window;

pub use finder::{FinderPage, NotFoundPage};
pub use window::WindowPage;
