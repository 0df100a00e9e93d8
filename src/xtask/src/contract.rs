//! `contract`: schemathesis asks the endpoint what its OpenAPI document allows, and what it forbids, with all its checks.

use std::process::Command;

use crate::check::Tally;
use crate::error::{Context, Result};
use crate::place::Place;
use crate::server::Server;
use crate::setup::{self, Need};
use crate::tools::python::SCHEMATHESIS;
use crate::{build, files, process};

const CONFIG: &str = "tests/contract/schemathesis.toml";
/// How long it asks as one check among many.
const SHORT: u32 = 40;
/// How long it asks by itself: some 50,000 requests on two idle cores.
const LONG: u32 = 1200;

/// Builds, then asks for so many seconds; `false` where the endpoint broke its word.
pub fn command(place: &Place, seconds: Option<&str>) -> Result<bool> {
    let seconds = match seconds {
        Some(text) => text
            .parse()
            .context(|| format!("`{text}` is no number of seconds"))?,
        None => LONG,
    };
    build::build(place)?;
    setup::ensure(place, &[Need::Python])?;
    Ok(ask(place, seconds)?.failed == 0)
}

/// The short run, as a check.
pub fn check(place: &Place) -> Result<Tally> {
    ask(place, SHORT)
}

fn ask(place: &Place, seconds: u32) -> Result<Tally> {
    let schemathesis = SCHEMATHESIS.ensure(place)?;
    let server = Server::start(place)?;
    let folder = server.folder().join("contract");
    let config = folder.join("schemathesis.toml");
    files::write(&config, files::read(&place.root().join(CONFIG))?)?;
    files::write(&folder.join("codes.txt"), codes(place, &server)?)?;
    let mut ask = Command::new(schemathesis);
    ask.current_dir(&folder).env("NO_COLOR", "1");
    ask.arg("--config-file").arg(&config).arg("run");
    ask.arg(format!("http://{}/api/v1/openapi.json", server.address()));
    ask.args(["--checks", "all", "--continue-on-failure"]);
    ask.args(["--workers", "2", "--generation-database", "none"]);
    // The time ends it, not the number.
    ask.args([
        "--max-examples",
        "100000",
        "--max-time",
        &seconds.to_string(),
    ]);
    let mut counted = Tally::default();
    let succeeded = process::tee(&mut ask, |line| counted.read_schemathesis(line))?;
    Ok(counted.of_suite(succeeded))
}

/// The tracking codes of two suggestions, the first of which is answered, as a dictionary.
fn codes(place: &Place, server: &Server) -> Result<String> {
    let mut codes = Vec::new();
    for id in 1..=2 {
        let body = format!(
            "{{\"id\":\"00000000-0000-4000-8000-00000000000{id}\",\"kind\":\"help\",\"text\":\"contract\"}}"
        );
        let answer = server.post("/api/v1/suggestions", &body)?;
        let code = answer.split("\"code\":\"").nth(1);
        let code = code.and_then(|rest| rest.split('"').next());
        codes.push(
            code.context(|| format!("no tracking code in {answer}"))?
                .to_owned(),
        );
    }
    let mut reply = Command::new(place.zuoban());
    reply.arg("reply").args(codes.first());
    reply.args(["--status", "answered", "--text", "contract", "--data"]);
    reply.arg(server.folder().join("data"));
    process::run_quietly(&mut reply, "the suggestion was not answered")?;
    Ok(codes.iter().map(|code| format!("\"{code}\"\n")).collect())
}
