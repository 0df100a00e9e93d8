//! The endpoint: see `zuoban::server::command`.

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    zuoban::server::command::run()
}

#[cfg(target_arch = "wasm32")]
fn main() {}
