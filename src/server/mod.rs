//! The endpoint: one binary that serves the app, its pages and its JSON, over one store.
//!
//! `main` → [`command::run`] (what was typed) → [`http`] (who may ask what) → [`store`] (where it is kept).

pub mod calendar;
pub mod command;
pub mod demo;
mod file;
pub mod guides;
pub mod http;
pub mod listen;
pub mod metrics;
pub mod points;
pub mod poster;
pub mod rules;
pub mod signature;
pub mod store;
pub mod visit_key;
mod watch;
pub mod workdays;
