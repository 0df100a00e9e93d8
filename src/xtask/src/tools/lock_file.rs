//! Reads the workspace's `Cargo.lock`, where the version of wasm-bindgen is decided.

use crate::error::{Context, Result};
use crate::files;
use crate::place::Place;

/// The version of `package` that the clone builds with.
pub fn version(place: &Place, package: &str) -> Result<String> {
    let path = place.root().join("Cargo.lock");
    version_in(&files::read_text(&path)?, package).context(|| {
        format!("Cargo.lock names no {package}: is it still a dependency in Cargo.toml?")
    })
}

fn version_in(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    lines.next()?;
    let version = lines.next()?.strip_prefix("version = \"")?;
    Some(version.strip_suffix('"')?.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = r#"
[[package]]
name = "wasm-bindgen-macro"
version = "0.2.1"

[[package]]
name = "wasm-bindgen"
version = "0.2.130"
source = "registry"
"#;

    #[test]
    fn ok_version() {
        assert_eq!(version_in(LOCK, "wasm-bindgen").as_deref(), Some("0.2.130"));
    }

    #[test]
    fn err_missing_package() {
        assert_eq!(version_in(LOCK, "bindgen"), None);
    }
}
