//! The one error of this program: a sentence for the person at the keyboard.

use std::fmt::{self, Display, Formatter};

/// What was tried, why it failed and what to do about it, as one text.
#[derive(Debug)]
pub struct Failure(String);

impl Failure {
    /// A failure that says `text`.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }
}

impl Display for Failure {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// What every fallible function here returns.
pub type Result<T> = std::result::Result<T, Failure>;

/// Puts what was being done in front of what went wrong.
pub trait Context<T> {
    /// `what` is only written when there is something to report.
    fn context<S: Into<String>>(self, what: impl FnOnce() -> S) -> Result<T>;
}

impl<T, E: Display> Context<T> for std::result::Result<T, E> {
    fn context<S: Into<String>>(self, what: impl FnOnce() -> S) -> Result<T> {
        self.map_err(|error| Failure(format!("{}: {error}", what().into())))
    }
}

impl<T> Context<T> for Option<T> {
    fn context<S: Into<String>>(self, what: impl FnOnce() -> S) -> Result<T> {
        self.ok_or_else(|| Failure(what().into()))
    }
}
