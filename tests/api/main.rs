//! Every route and every error over real HTTP and a real database file; no browser, no fakes.
#![cfg(not(target_arch = "wasm32"))]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops where something is not as it must be"
)]

mod address;
mod amendments;
mod at_once;
mod backup;
mod bodies;
mod calendar;
mod centre;
mod changes;
#[path = "../child/mod.rs"]
mod child;
mod cluster;
mod command;
mod compression;
mod contract;
mod database;
mod erasure;
mod errors;
mod finder;
mod floods;
mod folder;
mod form_errors;
mod forms;
mod full;
mod guides;
mod headers;
mod held;
#[path = "../child/memory.rs"]
mod memory;
mod metrics;
mod near;
mod origins;
mod pages;
mod privacy;
mod process;
mod proxy;
mod published;
mod ratings;
mod reading;
mod rebuild;
mod server;
mod several;
mod slow;
mod store;
mod strange;
mod suggestions;
mod support;
mod tls;
mod verify;
mod visits;
