//! Zuoban (坐班): rate the window you were at, see who is on duty there.
//!
//! The map of the rooms, and what each may know:
//!
//! | room | for | knows |
//! |---|---|---|
//! | [`model`] | the words of the product as types, their parsing and their rules | nobody |
//! | [`text`] | every sentence a citizen reads, in both languages | `model` |
//! | [`view`] | the markup of the pages, compiled for the server *and* the phone | `model`, `text` |
//! | [`app`] | what happens on the phone: routes, outbox, network, browser | `model`, `text`, `view` |
//! | `server` | the endpoint: HTTP, the store, the command line | `model`, `text`, `view` |
//!
//! `app` and `server` never know each other: what both need stands in one of
//! the three rooms above them. `model` has no I/O, no clock, no Leptos, no SQL.
//! Only `app::browser` touches the browser, only `server::store` knows SQL.

pub mod app;
pub mod model;
#[cfg(not(target_arch = "wasm32"))]
pub mod server;
pub mod text;
pub mod view;
