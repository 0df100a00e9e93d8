//! The endpoint: see `zuoban::server::command`.

/// What one thread takes, another gives back: the C library's allocator takes a tenth more time for it.
#[cfg(not(target_arch = "wasm32"))]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    zuoban::server::command::run()
}

#[cfg(target_arch = "wasm32")]
fn main() {}
