//! `/metrics`, on a listener of its own: how fast, how full, how many. Nothing of who or what.

use std::fmt::Write;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::{Registry, Unit};
use tokio::time::timeout;

use crate::server::store::Store;

/// OpenMetrics, which Prometheus reads as its own.
const KIND: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// How long a figure may be waited for that the store has to be asked for; Prometheus waits for ten seconds.
const PATIENCE: Duration = Duration::from_secs(2);

/// The route as it stands in the router: never an address.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OfRoute {
    route: String,
}

/// A class of status: `2xx`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OfClass {
    route: String,
    class: &'static str,
}

/// Everything that is counted.
pub struct Metrics {
    registry: Registry,
    store: Arc<dyn Store>,
    seconds: Family<OfRoute, Histogram>,
    responses: Family<OfClass, Counter>,
    queue: Gauge,
    held: Gauge,
    memory: Gauge,
}

impl Metrics {
    /// Nothing counted yet but by the store.
    #[must_use]
    pub fn new(store: Arc<dyn Store>) -> Arc<Self> {
        let mut registry = Registry::default();
        let seconds = Family::new_with_constructor(latencies as fn() -> Histogram);
        let responses = Family::default();
        let [queue, held, memory] = [(); 3].map(|()| Gauge::default());
        let pulse = store.pulse();
        let mine = registry.sub_registry_with_prefix("zuoban");
        let seen = Family::clone(&seconds);
        mine.register_with_unit("request_duration", "Time to answer", Unit::Seconds, seen);
        let seen = Family::clone(&responses);
        mine.register("responses", "Answers by class of status", seen);
        mine.register(
            "queue_depth",
            "Writes that wait for the writer",
            queue.clone(),
        );
        mine.register("commit_size", "Writes in a commit", pulse.commit_size);
        let what = "Time of a commit";
        mine.register_with_unit("commit_duration", what, Unit::Seconds, pulse.commit_seconds);
        mine.register("held_ratings", "Ratings put aside for review", held.clone());
        let what = "Resident memory of the process";
        registry.register_with_unit("process_resident_memory", what, Unit::Bytes, memory.clone());
        Arc::new(Self {
            registry,
            store,
            seconds,
            responses,
            queue,
            held,
            memory,
        })
    }

    /// Counts an answer: its route as it stands in the router, its status, how long it took.
    pub fn answered(&self, route: String, status: u16, took: Duration) {
        let class = match status {
            ..200 => "1xx",
            200..300 => "2xx",
            300..400 => "3xx",
            400..500 => "4xx",
            500.. => "5xx",
        };
        let of_route = OfRoute {
            route: route.clone(),
        };
        let seconds = self.seconds.get_or_create(&of_route);
        seconds.observe(took.as_secs_f64());
        drop(seconds);
        let of_class = OfClass { route, class };
        self.responses.get_or_create(&of_class).inc();
    }

    /// What stands on the listener of its own.
    pub fn router(self: &Arc<Self>) -> Router {
        Router::new()
            .route("/metrics", get(told))
            .with_state(Arc::clone(self))
    }
}

/// 0.1 ms to 6.5 s.
fn latencies() -> Histogram {
    Histogram::new(exponential_buckets(0.0001, 2.0, 17))
}

/// `GET /metrics`
async fn told(State(metrics): State<Arc<Metrics>>) -> Response {
    let whole = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    metrics.queue.set(whole(metrics.store.waiting()));
    metrics.memory.set(whole(resident()));
    // Where the store cannot tell, what it told before stands: the other figures are wanted most then.
    let held = timeout(PATIENCE, metrics.store.waiting_for_review());
    if let Ok(Ok(held)) = held.await {
        metrics.held.set(i64::try_from(held).unwrap_or(i64::MAX));
    }
    let mut text = String::new();
    if encode(&mut text, &metrics.registry).is_err() {
        // Writing to text does not fail; a reader sees that nothing came.
        text.clear();
        let _ = writeln!(text, "# EOF");
    }
    ([(CONTENT_TYPE, KIND)], text).into_response()
}

/// In bytes; 0 where the system does not tell.
fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<usize>().ok());
    kilobytes.unwrap_or(0) * 1024
}
