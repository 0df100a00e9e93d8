//! One file a route: what is loaded, what a tap does. How it looks is `view`'s.

mod banner;
mod finder;
mod framed;
mod loading;
mod window;

pub use finder::{FinderPage, NotFoundPage};
pub use window::WindowPage;
