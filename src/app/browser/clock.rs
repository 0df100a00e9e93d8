//! The phone's clock, which may be wrong.

use crate::model::Moment;

/// Milliseconds since 1970 by the phone's clock.
#[must_use]
#[expect(
    clippy::cast_possible_truncation,
    reason = "milliseconds since 1970 are whole and far below 2^53"
)]
pub fn now_ms() -> i64 {
    js_sys::Date::now() as i64
}

/// RFC 3339 in UTC.
#[must_use]
#[expect(
    clippy::cast_precision_loss,
    reason = "milliseconds since 1970 are far below 2^53"
)]
pub fn iso(ms: i64) -> String {
    let date = js_sys::Date::new(&(ms as f64).into());
    date.to_iso_string().into()
}

/// The moment that a text such as an HTTP date names.
#[must_use]
#[expect(
    clippy::cast_possible_truncation,
    reason = "milliseconds since 1970 are whole and far below 2^53"
)]
pub fn read_date(text: &str) -> Option<Moment> {
    let ms = js_sys::Date::parse(text);
    ms.is_finite().then_some(Moment(ms as i64))
}
