//! One file a route: what is loaded, what a tap does. How it looks is `view`'s.

mod duty;
mod finder;
mod home;
mod placed;
mod window;

pub use duty::DutyPage;
pub use finder::NotFoundPage;
pub use home::HomePage;
pub use window::WindowPage;
