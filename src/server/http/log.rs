//! What was answered: one line a request, and counted where that is told. Method, route, status, duration;
//! no address, no query, no body: nothing personal.

use std::sync::Arc;
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::Response;

use crate::server::metrics::Metrics;

pub(super) async fn write(
    State(metrics): State<Option<Arc<Metrics>>>,
    request: Request,
    next: Next,
) -> Response {
    let begun = Instant::now();
    let method = request.method().clone();
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or("other", MatchedPath::as_str)
        .to_owned();
    let response = next.run(request).await;
    let (status, took) = (response.status().as_u16(), begun.elapsed());
    tracing::info!(%method, route, status, us = took.as_micros(), "answered");
    if let Some(metrics) = metrics {
        metrics.answered(route, status, took);
    }
    response
}
