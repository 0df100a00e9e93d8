//! What happens on the phone: routes, pages, what is kept and sent.
//!
//! `state` is pure and tested natively; everything else exists in the browser alone.
//! Only `browser` touches the browser. No panic: a panic is a dead page.

pub mod state;

#[cfg(target_arch = "wasm32")]
pub mod api;
#[cfg(target_arch = "wasm32")]
pub mod browser;
#[cfg(target_arch = "wasm32")]
pub mod hall;
#[cfg(target_arch = "wasm32")]
pub mod known;
#[cfg(target_arch = "wasm32")]
pub mod pages;
#[cfg(target_arch = "wasm32")]
mod root;
#[cfg(target_arch = "wasm32")]
pub mod sender;
#[cfg(target_arch = "wasm32")]
pub mod session;
#[cfg(target_arch = "wasm32")]
pub mod visits;

#[cfg(target_arch = "wasm32")]
pub use root::start;
