//! The one error type of the endpoint: RFC 9457 `application/problem+json`, or a page where a form was sent.

use axum::Json;
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

use crate::model::{Code, Problem};
use crate::server::store::StoreError;

/// Why a request is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The stable code.
    pub code: Code,
    /// For the developer, in English.
    pub detail: Option<String>,
    /// The field that is wrong.
    pub field: Option<String>,
}

impl Refusal {
    /// Nothing more to say than the code.
    #[must_use]
    pub fn new(code: Code) -> Self {
        Self {
            code,
            detail: None,
            field: None,
        }
    }

    /// With words for the developer.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// About a field.
    #[must_use]
    pub fn field(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        let code = match &error {
            StoreError::UnknownWindow => Code::UnknownWindow,
            StoreError::UnknownRating => Code::UnknownRating,
            StoreError::UnknownCode => Code::UnknownCode,
            StoreError::UnknownStep => Code::UnknownStep,
            StoreError::NotAnswered => Code::NotAnswered,
            StoreError::AlreadyAnswered | StoreError::AlreadyInWork | StoreError::CodeTaken => {
                Code::Internal
            }
            StoreError::IdReused => Code::IdReused,
            StoreError::Busy => Code::Busy,
            StoreError::Full => Code::StoreFull,
            StoreError::NoCentre | StoreError::Failed(_) => Code::StoreFailed,
        };
        match error {
            StoreError::Failed(reason) => tracing::error!(%reason, "the store failed"),
            StoreError::NoCentre => tracing::error!("there is no centre yet"),
            StoreError::Full => {
                tracing::error!("the disk is full: nothing can be stored until there is room")
            }
            StoreError::Busy => {
                tracing::warn!("more waits to be written than can be, or has waited too long")
            }
            _ => {}
        }
        Self::new(code)
    }
}

/// Whether the same request may be taken later: then the answer says when to try again.
pub(super) fn may_come_again(code: Code) -> bool {
    matches!(
        code,
        Code::Busy | Code::SlowDown | Code::StoreFailed | Code::StoreFull
    )
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let status = self.status();
        let retry = may_come_again(self.code);
        let problem = Problem {
            r#type: "about:blank".to_owned(),
            title: status.canonical_reason().unwrap_or("Error").to_owned(),
            status: status.as_u16(),
            code: self.code.as_str().to_owned(),
            detail: self.detail,
            field: self.field,
        };
        let mut response = (status, Json(problem)).into_response();
        let headers = response.headers_mut();
        headers.insert(
            CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        if self.code == Code::Unauthorized {
            headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if retry {
            headers.insert(RETRY_AFTER, HeaderValue::from_static("5"));
        }
        response
    }
}
