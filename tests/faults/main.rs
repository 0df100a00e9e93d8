//! What no citizen does and every server meets one day: it is killed, its power is cut, its disk is full. The real
//! binary, real HTTP, real files.
//!
//! A seed makes each of the moments; it is told with every failure, and `ZUOBAN_FAULTS_SEED` brings it back. How many
//! moments: `ZUOBAN_FAULTS_KILLS`, `ZUOBAN_FAULTS_CUTS`. `cargo xtask faults` asks for many.
#![cfg(not(target_arch = "wasm32"))]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops where something is not as it must be"
)]

mod chance;
#[path = "../child/mod.rs"]
mod child;
mod clock;
mod full;
mod killed;
mod load;
mod locked;
mod power;
mod preload;
mod server;
mod traced;
