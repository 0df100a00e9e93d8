//! The browser that tests the app, and the program that drives it.

use std::env;
use std::path::PathBuf;
use std::process::Command;

use crate::error::{Context, Result};
use crate::files;
use crate::place::Place;
use crate::process;

const FLAGS: [&str; 8] = [
    "--headless=new",
    // Chromium's sandbox refuses to start for root, which CI often is.
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
];

/// Chromium and its driver.
pub struct Browser {
    chromium: PathBuf,
    driver: PathBuf,
}

impl Browser {
    /// The browser on PATH; `CHROMIUM` and `CHROMEDRIVER` go before it.
    pub fn find() -> Result<Self> {
        Ok(Self {
            chromium: chromium().context(|| "no chromium: run `cargo xtask setup`")?,
            driver: driver().context(|| "no chromedriver: run `cargo xtask setup`")?,
        })
    }

    /// Tells a script of `tests/` which server and which browser to start.
    pub fn apply(&self, command: &mut Command, place: &Place) {
        command
            .env("ZUOBAN_BIN", place.zuoban())
            .env("CHROMIUM", &self.chromium);
    }

    /// Tells the runner of the component tests which browser to start, and how.
    pub fn apply_to_component_tests(&self, command: &mut Command, place: &Place) -> Result<()> {
        let settings = place.target().join("webdriver.json");
        files::write(&settings, capabilities(&self.chromium.to_string_lossy()))?;
        command
            .env("CHROMEDRIVER", &self.driver)
            .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", settings)
            .env("WASM_BINDGEN_TEST_TIMEOUT", "120");
        Ok(())
    }
}

/// Chromium, if there is one.
pub fn chromium() -> Option<PathBuf> {
    named_by("CHROMIUM")
        .or_else(|| process::find(&["chromium", "chromium-browser", "google-chrome"]))
}

/// Its driver, if there is one.
pub fn driver() -> Option<PathBuf> {
    named_by("CHROMEDRIVER").or_else(|| process::find(&["chromedriver"]))
}

/// Whether Chinese can be drawn: without a font a picture shows boxes, and no test notices.
pub fn has_chinese_font() -> bool {
    let mut list = Command::new("fc-list");
    list.args([":lang=zh-cn", "family"]);
    process::capture(&mut list).is_ok_and(|fonts| !fonts.trim().is_empty())
}

fn named_by(variable: &str) -> Option<PathBuf> {
    let path = PathBuf::from(env::var_os(variable)?);
    path.is_file().then_some(path)
}

fn capabilities(chromium: &str) -> String {
    let chromium = chromium.replace('\\', "\\\\").replace('"', "\\\"");
    let flags = FLAGS.map(|flag| format!("\"{flag}\"")).join(", ");
    format!("{{\"goog:chromeOptions\": {{\"binary\": \"{chromium}\", \"args\": [{flags}]}}}}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_capabilities_are_json() {
        let json = capabilities("/opt/my \"own\"/chromium");
        assert!(json.starts_with(
            r#"{"goog:chromeOptions": {"binary": "/opt/my \"own\"/chromium", "args": ["--headless=new", "#
        ));
        assert!(json.ends_with("\"--disable-sync\"]}}\n"));
    }
}
