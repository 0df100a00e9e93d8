//! What was answered: one line a request, and counted where that is told. Method, route, status, duration;
//! no address, no query, no body: nothing personal.

use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::http::{Method, StatusCode};

use crate::server::metrics::Metrics;

/// A line that is begun.
pub(super) struct Line {
    begun: Instant,
    method: Method,
    route: Option<MatchedPath>,
}

impl Line {
    /// Of a request that has just arrived.
    pub(super) fn begin(request: &Request) -> Self {
        Self {
            begun: Instant::now(),
            method: request.method().clone(),
            route: request.extensions().get().cloned(),
        }
    }

    /// It was answered.
    pub(super) fn end(self, status: StatusCode, metrics: Option<&Metrics>) {
        let (method, status, took) = (self.method, status.as_u16(), self.begun.elapsed());
        let route = self.route.as_ref().map_or("other", MatchedPath::as_str);
        tracing::info!(%method, route, status, us = took.as_micros(), "answered");
        if let Some(metrics) = metrics {
            metrics.answered(route.to_owned(), status, took);
        }
    }
}
