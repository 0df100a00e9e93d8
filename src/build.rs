//! Tells cargo to embed the app's files again when `cargo xtask build` made new ones, and the guides with them.

fn main() {
    println!("cargo::rerun-if-changed=target/site");
    println!("cargo::rerun-if-changed=index.html");
    println!("cargo::rerun-if-changed=public/guides");
}
