//! The address that stands in every printed code. Paper cannot be corrected, so it is looked at closely.

use std::str::FromStr;

use axum::http::Uri;

use crate::model::WindowId;

/// Where citizens' phones find the centre: `https://pj.example.gov.cn`, or with a path before its pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl {
    scheme: String,
    /// Host, port and path, without a slash at the end.
    rest: String,
    host: String,
}

/// Why an address cannot be printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadBaseUrl {
    /// It cannot be read at all.
    #[error(
        "not an address such as https://pj.example.gov.cn (write a Chinese domain in its xn-- form)"
    )]
    Unreadable,
    /// It begins with something else.
    #[error("an address begins with https:// (or http:// on a test network)")]
    Scheme,
    /// It goes on after the path.
    #[error("leave out everything from ? or # on: the window and its signature are added here")]
    Query,
    /// It carries a name or password.
    #[error("leave out the name before the @: it would be printed for everybody")]
    User,
}

impl BaseUrl {
    /// # Errors
    /// For anything but `http` or `https`, a host and perhaps a path.
    pub fn parse(text: &str) -> Result<Self, BadBaseUrl> {
        let text = text.trim();
        if text.contains(['?', '#']) {
            return Err(BadBaseUrl::Query);
        }
        let uri = Uri::from_str(text).map_err(|_| BadBaseUrl::Unreadable)?;
        let scheme = uri
            .scheme_str()
            .ok_or(BadBaseUrl::Scheme)?
            .to_ascii_lowercase();
        if !matches!(scheme.as_str(), "http" | "https") {
            return Err(BadBaseUrl::Scheme);
        }
        let authority = uri
            .authority()
            .ok_or(BadBaseUrl::Unreadable)?
            .as_str()
            .to_ascii_lowercase();
        if authority.contains('@') {
            return Err(BadBaseUrl::User);
        }
        let host = uri.host().unwrap_or_default().to_ascii_lowercase();
        let named = |byte: u8| byte.is_ascii_alphanumeric() || b".-[]:".contains(&byte);
        if host.is_empty() || !host.bytes().all(named) || authority.ends_with(':') {
            return Err(BadBaseUrl::Unreadable);
        }
        let rest = format!("{authority}{}", uri.path().trim_end_matches('/'));
        Ok(Self { scheme, rest, host })
    }

    /// What the code says: the window's address with its signature.
    #[must_use]
    pub fn signed(&self, window: &WindowId, signature: &str) -> String {
        format!("{}://{}/w/{window}?k={signature}", self.scheme, self.rest)
    }

    /// What a person types: without `https://`, without the signature.
    #[must_use]
    pub fn typed(&self, window: &WindowId) -> String {
        format!("{}/w/{window}", self.rest)
    }

    /// Host, port and path, as browsers show it.
    #[must_use]
    pub fn printed(&self) -> &str {
        &self.rest
    }

    /// The host alone.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }
}

impl FromStr for BaseUrl {
    type Err = BadBaseUrl;
    fn from_str(text: &str) -> Result<Self, BadBaseUrl> {
        Self::parse(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn window() -> WindowId {
        WindowId::parse("07").unwrap()
    }

    #[test]
    fn ok_a_slash_at_the_end_makes_no_difference_and_a_path_stays() {
        for (given, signed) in [
            (
                "https://pj.example.gov.cn",
                "https://pj.example.gov.cn/w/07?k=abc",
            ),
            (
                " https://pj.example.gov.cn/ ",
                "https://pj.example.gov.cn/w/07?k=abc",
            ),
            (
                "HTTPS://PJ.Example.gov.cn//",
                "https://pj.example.gov.cn/w/07?k=abc",
            ),
            (
                "https://example.gov.cn/PJ/zuoban/",
                "https://example.gov.cn/PJ/zuoban/w/07?k=abc",
            ),
            ("http://192.0.2.7:8080", "http://192.0.2.7:8080/w/07?k=abc"),
            (
                "http://[2001:db8::7]:8080/",
                "http://[2001:db8::7]:8080/w/07?k=abc",
            ),
        ] {
            assert_eq!(
                BaseUrl::parse(given).unwrap().signed(&window(), "abc"),
                signed,
                "{given}"
            );
        }
    }

    #[test]
    fn ok_what_is_typed_and_compared_has_neither_scheme_nor_signature() {
        let base = BaseUrl::parse("https://example.gov.cn:8443/pj/").unwrap();
        assert_eq!(base.typed(&window()), "example.gov.cn:8443/pj/w/07");
        assert_eq!(base.printed(), "example.gov.cn:8443/pj");
        assert_eq!(base.host(), "example.gov.cn");
    }

    #[test]
    fn err_addresses_that_must_not_be_printed() {
        for (given, error) in [
            ("", BadBaseUrl::Unreadable),
            ("https://", BadBaseUrl::Unreadable),
            ("https:///w", BadBaseUrl::Unreadable),
            ("https://a b.cn", BadBaseUrl::Unreadable),
            ("https://例子.cn", BadBaseUrl::Unreadable),
            ("https://pj.example.gov.cn:", BadBaseUrl::Unreadable),
            ("https://<b>.cn", BadBaseUrl::Unreadable),
            ("pj.example.gov.cn", BadBaseUrl::Scheme),
            ("/w", BadBaseUrl::Scheme),
            ("ftp://pj.example.gov.cn", BadBaseUrl::Scheme),
            ("javascript:alert(1)", BadBaseUrl::Scheme),
            ("https://pj.example.gov.cn/?a=1", BadBaseUrl::Query),
            ("https://pj.example.gov.cn/#top", BadBaseUrl::Query),
            ("https://me:secret@pj.example.gov.cn", BadBaseUrl::User),
        ] {
            assert_eq!(BaseUrl::parse(given), Err(error), "{given}");
        }
    }
}
