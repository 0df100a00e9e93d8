//! `zuoban serve`: everything from one binary, with a demo centre where there is none yet.

mod chores;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};

use super::backup::Schedule;
use super::demo::fill;
use super::{CommandError, Data, DataFolder, terminal};
use crate::server::guides::Guides;
use crate::server::http::{App, Floods, Guesses, router, system_time};
use crate::server::listen::{self, Room, Tls};
use crate::server::metrics::Metrics;
use crate::server::points::ServicePoints;
use crate::server::rules::Rules;
use crate::server::store::Store;
use chores::{keep_filled, keep_forgetting, keep_reading, keep_signing};

/// How long a stop waits for what was accepted.
const GRACE: Duration = Duration::from_secs(10);
/// How many may ask for the figures at once.
const SCRAPERS: usize = 64;

/// Serve the app, its pages and its JSON.
#[derive(Args)]
#[command(after_help = "Examples:
  zuoban serve
  zuoban serve --listen 0.0.0.0:8080 --base-url https://pj.example.gov.cn --data /var/lib/zuoban

ZUOBAN_LOG sets what is logged: error, warn, info (default), debug.")]
pub struct ServeArgs {
    /// Where to listen. Port 0 takes any free one.
    #[arg(
        long,
        env = "ZUOBAN_LISTEN",
        default_value = "127.0.0.1:8080",
        value_name = "ADDR"
    )]
    listen: SocketAddr,
    /// The address citizens' phones use, as in the printed codes; shown at the start.
    #[arg(long, env = "ZUOBAN_BASE_URL", value_name = "URL")]
    base_url: Option<String>,
    /// After how many working days the answer to a suggestion is due.
    #[arg(long, env = "ZUOBAN_DEADLINE_DAYS", default_value_t = 5, value_name = "N",
        value_parser = clap::value_parser!(u32).range(1..=60))]
    deadline_days: u32,
    /// How many days after a case is closed its contact details are deleted.
    #[arg(long, env = "ZUOBAN_CONTACT_DAYS", default_value_t = 30, value_name = "N",
        value_parser = clap::value_parser!(i64).range(1..=3650))]
    contact_days: i64,
    /// The certificate chain, in PEM: then it is served over TLS. Read again when it changes.
    #[arg(
        long,
        env = "ZUOBAN_TLS_CERT",
        value_name = "FILE",
        requires = "tls_key"
    )]
    tls_cert: Option<PathBuf>,
    /// The certificate's private key, in PEM.
    #[arg(
        long,
        env = "ZUOBAN_TLS_KEY",
        value_name = "FILE",
        requires = "tls_cert"
    )]
    tls_key: Option<PathBuf>,
    /// Where to tell its figures, at /metrics; nowhere if left out. Let only the office's own network reach it.
    #[arg(long, env = "ZUOBAN_METRICS_LISTEN", value_name = "ADDR")]
    metrics_listen: Option<SocketAddr>,
    #[command(flatten)]
    backups: Schedule,
}

impl ServeArgs {
    fn tls(&self) -> Result<Option<Tls>, CommandError> {
        let (Some(certificate), Some(key)) = (&self.tls_cert, &self.tls_key) else {
            return Ok(None);
        };
        let tls = Tls::watched(certificate, key);
        tls.map(Some)
            .map_err(|error| CommandError::when("no TLS")(&error))
    }

    /// The figures, and a listener that tells them, where that is wanted.
    async fn metrics(&self, store: &Arc<dyn Store>) -> Result<Option<Arc<Metrics>>, CommandError> {
        let Some(address) = self.metrics_listen else {
            return Ok(None);
        };
        let (listener, address) = bind(address, "--metrics-listen").await?;
        let metrics = Metrics::new(Arc::clone(store));
        let figures = metrics.router();
        // For as long as the program runs: what happens while it stops is told too.
        tokio::spawn(listen::serve(
            listener,
            figures,
            None,
            Room::of(SCRAPERS),
            std::future::pending(),
        ));
        tracing::info!(%address, "figures at /metrics");
        Ok(Some(metrics))
    }

    fn rules(&self, folder: &DataFolder) -> Result<Rules, CommandError> {
        Ok(Rules {
            calendar: folder.calendar()?,
            deadline_days: self.deadline_days,
            contact_days: self.contact_days,
        })
    }
}

/// Deadlines reach a month ahead: from then on the next year's holidays matter.
fn warn_of_missing_year(rules: &Rules) {
    let today = system_time().day();
    for day in [today, today.plus(30)] {
        if !rules.calendar.knows(day) {
            tracing::warn!(
                year = day.year(),
                "the holidays of this year are not known: only weekends are left out of deadlines; \
                 `zuoban calendar import FILE` brings them in once they are published"
            );
            return;
        }
    }
}

/// As many as there are processors, but for the one that the store's writer keeps busy.
fn threads() -> usize {
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    processors.saturating_sub(1).max(1)
}

/// What carries HTTP. A thread that is the only one has all that is ready in one line: among several each has a short
/// one and a shared one beside it, and where thousands are ready at once going to and fro between these takes a quarter
/// of a tap's time.
fn runtime(threads: usize) -> std::io::Result<tokio::runtime::Runtime> {
    if threads == 1 {
        return tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build();
    }
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(threads)
        .enable_all()
        .build()
}

/// Serves until told to stop.
///
/// # Errors
/// Where the data folder, the store or the address cannot be had.
pub fn run(args: &ServeArgs, data: &Data) -> Result<(), CommandError> {
    terminal::log();
    args.backups.check(data)?;
    let folder = DataFolder::open(data)?;
    let store = folder.store()?;
    let runtime = runtime(threads()).map_err(|error| CommandError::when("no runtime")(&error))?;
    let served = runtime.block_on(async {
        let signer = folder.agreed_signer(store.as_ref()).await?;
        fill(store.as_ref(), system_time()).await?;
        let tls = args.tls()?;
        let (listener, address) = bind(args.listen, "--listen").await?;
        // Before the address is told: whoever reads it may stop the server at once.
        let signals = Signals::watch().map_err(|error| CommandError::when("no signals")(&error))?;
        let rules = args.rules(&folder)?;
        warn_of_missing_year(&rules);
        let contact_days = rules.contact_days;
        let app = App {
            store: Arc::clone(&store),
            signer: signer.clone(),
            now: system_time,
            rules,
            guides: Guides::of(&data.folder),
            guesses: Guesses::default(),
            floods: Floods::default(),
            points: ServicePoints::of(&data.folder),
            visit_key: folder.visit_key(),
            metrics: args.metrics(&store).await?,
        };
        terminal::announce(address, tls.is_some(), args.base_url.as_deref(), &signer);
        tokio::spawn(keep_filled(Arc::clone(&store)));
        tokio::spawn(keep_reading(folder.visit_key()));
        tokio::spawn(keep_signing(
            signer.clone(),
            folder.secret_file(),
            Arc::clone(&store),
        ));
        tokio::spawn(args.backups.clone().keep(data.clone()));
        tokio::spawn(keep_forgetting(Arc::clone(&store), contact_days));
        let (stop, stopped) = tokio::sync::watch::channel(());
        let serving = listen::serve(listener, router(app), tls, Room::most(), async move {
            signals.asked_to_stop().await;
            tracing::info!("stopping: finishing what was accepted");
            drop(stop);
        });
        let late = async move {
            let mut stopped = stopped;
            // An error is the sign: the sender is dropped when the stop begins.
            while stopped.changed().await.is_ok() {}
            tokio::time::sleep(GRACE).await;
        };
        tokio::select! {
            () = serving => {}
            () = late => {}
        }
        Ok(())
    });
    runtime.shutdown_timeout(Duration::from_secs(1));
    // The last one to hold the store: this waits for the writer.
    drop(store);
    served
}

/// A listener, and where it listens: on any free port, where 0 was asked for.
async fn bind(
    address: SocketAddr,
    option: &str,
) -> Result<(TcpListener, SocketAddr), CommandError> {
    let in_use = || format!("cannot listen on {address} (choose another with {option})");
    let listener = TcpListener::bind(address).await;
    let listener = listener.map_err(|error| CommandError::when(in_use())(&error))?;
    let bound = listener.local_addr();
    let bound = bound.map_err(|error| CommandError::when(in_use())(&error))?;
    Ok((listener, bound))
}

/// SIGTERM and SIGINT, noticed from [`Signals::watch`] on.
struct Signals {
    term: Signal,
    int: Signal,
}

impl Signals {
    fn watch() -> std::io::Result<Self> {
        Ok(Self {
            term: signal(SignalKind::terminate())?,
            int: signal(SignalKind::interrupt())?,
        })
    }

    async fn asked_to_stop(mut self) {
        tokio::select! {
            _ = self.term.recv() => {}
            _ = self.int.recv() => {}
        }
    }
}
