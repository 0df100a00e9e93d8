//! The page's frame: `index.html` as Trunk built it, with the places the server fills, and the policy that fits it.

use std::sync::LazyLock;

use data_encoding::{BASE64, HEXLOWER};
use sha2::{Digest, Sha256};

use super::assets;

/// Used where the app was not built (`cargo test` alone): the same places, no app.
const BARE: &str = include_str!("../../../index.html");

/// The template and its content security policy.
pub(super) static TEMPLATE: LazyLock<Template> =
    LazyLock::new(|| Template::new(assets::text("index.html").unwrap_or_else(|| bare(BARE))));

/// A page with places to fill.
pub(super) struct Template {
    text: String,
    policy: String,
}

/// What is put into the places.
pub(super) struct Filling<'a> {
    /// The language tag.
    pub lang: &'a str,
    /// Elder mode.
    pub elder: bool,
    /// The document's title.
    pub title: &'a str,
    /// What the app reads: JSON.
    pub data: &'a str,
    /// The page: HTML.
    pub page: &'a str,
}

impl Template {
    fn new(text: String) -> Self {
        // Only styles whose hash is here apply, only files of this site run, and nothing leaves it.
        // Trusted Types: `default` is the boot script's policy, which refuses scripts.
        let policy = format!(
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src {}; img-src 'self' data:; \
             connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; \
             require-trusted-types-for 'script'; trusted-types default",
            style_hashes(&text)
        );
        Self { text, policy }
    }

    /// Names the app's files and styles: another version has another name.
    pub(super) fn version(&self) -> String {
        let mut name = HEXLOWER.encode(&Sha256::digest(self.text.as_bytes()));
        name.truncate(16);
        name
    }

    /// The value of `Content-Security-Policy`.
    pub(super) fn policy(&self) -> &str {
        &self.policy
    }

    /// The page.
    pub(super) fn fill(&self, filling: &Filling<'_>) -> String {
        let class = if filling.elder {
            " class=\"elder\""
        } else {
            ""
        };
        let html = format!("<html lang=\"{}\"{class}>", filling.lang);
        let mut page =
            String::with_capacity(self.text.len() + filling.page.len() + filling.data.len());
        let mut rest = self.text.as_str();
        // One pass: what is put in is never searched for places again.
        while let Some((before, place, after)) = next_place(rest) {
            page.push_str(before);
            match place {
                "html" => page.push_str(&html),
                "title" => page.push_str(&escape(filling.title)),
                "data" => page.push_str(&escape(filling.data)),
                "page" => page.push_str(filling.page),
                _ => {}
            }
            rest = after;
        }
        page.push_str(rest);
        page
    }
}

/// The next place: `{{ name }}`, or the `<html>` tag itself.
fn next_place(text: &str) -> Option<(&str, &str, &str)> {
    let tag = text
        .find("<html")
        .and_then(|at| Some((at, "html", at + text.get(at..)?.find('>')? + 1)));
    let braces = text.find("{{").and_then(|at| {
        let end = at + text.get(at..)?.find("}}")?;
        Some((at, text.get(at + 2..end)?.trim(), end + 2))
    });
    let (at, name, end) = match (tag, braces) {
        (Some(tag), Some(braces)) => tag.min(braces),
        (tag, braces) => tag.or(braces)?,
    };
    Some((text.get(..at)?, name, text.get(end..)?))
}

fn style_hashes(text: &str) -> String {
    let hashes: Vec<_> = text
        .split("<style>")
        .skip(1)
        .filter_map(|part| part.split("</style>").next())
        .map(|style| {
            format!(
                "'sha256-{}'",
                BASE64.encode(&Sha256::digest(style.as_bytes()))
            )
        })
        .collect();
    if hashes.is_empty() {
        "'none'".to_owned()
    } else {
        hashes.join(" ")
    }
}

/// Text made safe in HTML, inside double quotes too.
pub(super) fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len() + 16);
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&#34;"),
            _ => safe.push(letter),
        }
    }
    safe
}

/// The source of `index.html` without what only Trunk understands.
fn bare(source: &str) -> String {
    source
        .lines()
        .filter(|line| !line.contains("data-trunk"))
        .collect::<Vec<_>>()
        .join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_every_place_is_filled_once_and_what_is_put_in_is_left_alone() {
        let template = Template::new("<!doctype html><html lang=x><title>{{title}}</title><div data-page=\"{{ data }}\">{{page}}</div>".into());
        let filling = Filling {
            lang: "en",
            elder: true,
            title: "{{page}} & <b>",
            data: "{\"a\":1}",
            page: "<p>{{title}}</p>",
        };
        assert_eq!(
            template.fill(&filling),
            "<!doctype html><html lang=\"en\" class=\"elder\"><title>{{page}} &amp; &lt;b&gt;</title>\
             <div data-page=\"{&#34;a&#34;:1}\"><p>{{title}}</p></div>"
        );
    }

    #[test]
    fn ok_the_policy_names_each_style_by_its_hash() {
        let template = Template::new("<style>a{}</style><style>b{}</style>".into());
        assert_eq!(template.policy().matches("'sha256-").count(), 2);
        assert!(!template.policy().contains("unsafe-inline"));
        assert!(!template.policy().contains("'unsafe-eval'"));
    }

    #[test]
    fn ok_the_source_has_every_place() {
        for place in ["{{ title }}", "{{ data }}", "{{ page }}", "<html lang="] {
            assert!(BARE.contains(place), "{place}");
        }
    }
}
