//! Bodies: JSON or a form, at most 16 KiB, in time, read by the same types; each mistake its own code.

use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_TYPE, HOST, ORIGIN};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use percent_encoding::percent_decode;
use serde::de::DeserializeOwned;

use super::problem::Refusal;
use crate::model::Code;

const MOST: usize = 16 * 1024;
const PATIENCE: Duration = Duration::from_secs(10);

/// What a client sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// `application/json`
    Json,
    /// `application/x-www-form-urlencoded`: a page without scripts.
    Html,
}

impl Form {
    /// From the content type.
    pub(super) fn of(headers: &HeaderMap) -> Result<Self, Refusal> {
        let given = headers
            .get(CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        let kind = given.split(';').next().unwrap_or_default().trim();
        if kind.eq_ignore_ascii_case("application/json") {
            Ok(Self::Json)
        } else if kind.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
            Ok(Self::Html)
        } else {
            let known = "send application/json or application/x-www-form-urlencoded";
            Err(Refusal::new(Code::WrongContentType).detail(known))
        }
    }
}

/// Another site's page may not send in a citizen's name.
///
/// A form of our own says `Origin: null`, because our pages send no referrer: that alone is no offence.
pub(super) fn same_site(headers: &HeaderMap) -> Result<(), Refusal> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let foreign = match (
        text("sec-fetch-site"),
        text(ORIGIN.as_str()),
        text(HOST.as_str()),
    ) {
        (Some(site), _, _) => site == "cross-site",
        (None, Some(origin), Some(host)) => {
            origin != "null" && origin.split("//").nth(1) != Some(host)
        }
        _ => false,
    };
    if foreign {
        Err(Refusal::new(Code::CrossSite))
    } else {
        Ok(())
    }
}

/// The whole body, unless it is too large or too slow.
pub(super) async fn bytes(body: Body) -> Result<Bytes, Refusal> {
    match tokio::time::timeout(PATIENCE, Limited::new(body, MOST).collect()).await {
        Err(_) => Err(Refusal::new(Code::TooSlow)),
        Ok(Err(error)) if error.is::<LengthLimitError>() => {
            Err(Refusal::new(Code::TooLarge).detail("at most 16 KiB"))
        }
        Ok(Err(_)) => Err(Refusal::new(Code::BadBody).detail("the body ended early")),
        Ok(Ok(collected)) => Ok(collected.to_bytes()),
    }
}

/// Reads a body as `T`.
pub(super) fn read<T: DeserializeOwned>(form: Form, bytes: &[u8]) -> Result<T, Refusal> {
    match form {
        Form::Json => {
            // serde would take an array's items for the fields in their order.
            if bytes.trim_ascii_start().first() != Some(&b'{') {
                return Err(Refusal::new(Code::BadBody).detail("a JSON object is wanted"));
            }
            let mut json = serde_json::Deserializer::from_slice(bytes);
            let read = serde_path_to_error::deserialize(&mut json);
            let value = read.map_err(|error| {
                let data = error.inner().is_data();
                refusal(&error.path().to_string(), &error.inner().to_string(), data)
            })?;
            json.end()
                .map_err(|error| Refusal::new(Code::BadBody).detail(error.to_string()))?;
            Ok(value)
        }
        Form::Html => fields(bytes, Code::BadBody),
    }
}

/// Reads a query as `T`, by the rules of a form.
pub(super) fn query<T: DeserializeOwned>(query: &str) -> Result<T, Refusal> {
    fields(query.as_bytes(), Code::BadAddress)
}

/// Reads `name=value` pairs; bytes that are no text in any of them are `unreadable`.
fn fields<T: DeserializeOwned>(bytes: &[u8], unreadable: Code) -> Result<T, Refusal> {
    // serde_html_form would keep a replacement character for them, for ever.
    if percent_decode(bytes).decode_utf8().is_err() {
        return Err(Refusal::new(unreadable).detail("not UTF-8"));
    }
    serde_path_to_error::deserialize(serde_html_form::Deserializer::from_bytes(bytes))
        .map_err(|error| refusal(&error.path().to_string(), &error.inner().to_string(), true))
}

/// serde says what is wrong in words; they begin with the kind.
fn refusal(path: &str, message: &str, about_data: bool) -> Refusal {
    // serde_json adds the place: it helps a developer, but is no part of the word.
    let word = message.split(" at line ").next().unwrap_or(message);
    let named = word.split('`').nth(1).unwrap_or_default();
    let field = if path.is_empty() || path == "." {
        ""
    } else {
        path
    };
    let with_field = |code: Code, field: &str| {
        let refusal = Refusal::new(code).detail(message);
        if field.is_empty() {
            refusal
        } else {
            refusal.field(field)
        }
    };
    if !about_data {
        return Refusal::new(Code::BadBody).detail(message);
    }
    if word.starts_with("unknown field") {
        with_field(Code::UnknownField, named)
    } else if word.starts_with("missing field") {
        with_field(Code::MissingField, named)
    } else if word.starts_with("duplicate field") {
        with_field(Code::DuplicateField, named)
    } else if word == "unsupported value" {
        // serde_html_form's word for a field given twice.
        with_field(Code::DuplicateField, field)
    } else if word.starts_with("invalid type") && field.is_empty() {
        with_field(Code::BadBody, "")
    } else if word.starts_with("invalid type") {
        with_field(Code::WrongType, field)
    } else if word == "too_long" {
        with_field(Code::TooLong, field)
    } else if word == "empty" {
        with_field(Code::Empty, field)
    } else if word == "bad_characters" {
        with_field(Code::BadCharacters, field)
    } else {
        with_field(Code::BadValue, field)
    }
}
