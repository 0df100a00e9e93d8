//! The citizen's app: starts `zuoban::app` in the browser.

#[cfg(target_arch = "wasm32")]
fn main() {
    zuoban::app::start();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {}
