//! What the one who started the server sees: log lines, the address, a code for the phone in hand.

use std::io::{IsTerminal, Write};
use std::net::{Ipv4Addr, SocketAddr, UdpSocket};

use qrcodegen::{QrCode, QrCodeEcc};
use tracing_subscriber::EnvFilter;

use crate::model::WindowId;
use crate::server::signature::Signer;

/// Log lines go to stderr: for people on a terminal, as JSON elsewhere.
pub(super) fn log() {
    let filter = EnvFilter::try_from_env("ZUOBAN_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    // It would log every statement, which says less than the requests do.
    let filter = match "tokio_postgres=info".parse() {
        Ok(directive) => filter.add_directive(directive),
        Err(_) => filter,
    };
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_target(false);
    if std::io::stderr().is_terminal() {
        lines.compact().init();
    } else {
        lines.json().init();
    }
}

/// Says where it is served, and on a terminal shows a code that a phone on the same network can scan.
pub(super) fn announce(listening: SocketAddr, tls: bool, base_url: Option<&str>, signer: &Signer) {
    let scheme = if tls { "https" } else { "http" };
    let mut out = std::io::stdout().lock();
    let here = if listening.ip().is_unspecified() {
        SocketAddr::new(Ipv4Addr::LOCALHOST.into(), listening.port())
    } else {
        listening
    };
    // A closed stdout is no reason not to serve.
    let _ = writeln!(out, "坐班 Zuoban  {scheme}://{here}");
    if out.is_terminal() {
        let _ = match for_phones(listening, scheme, base_url) {
            Some(base) => invite(&mut out, &base, signer),
            None => writeln!(
                out,
                "  Only this machine reaches it. For phones: --listen 0.0.0.0:{} (Ctrl-C stops)",
                listening.port()
            ),
        };
    }
    let _ = out.flush();
}

/// The code of window 07, for the phone in hand.
fn invite(out: &mut impl Write, base: &str, signer: &Signer) -> std::io::Result<()> {
    if let Ok(window) = WindowId::parse("07") {
        let address = format!("{base}/w/{window}?k={}", signer.sign(&window));
        let code = code(&address).unwrap_or_default();
        writeln!(out, "\n{code}\n  {address}\n")?;
    }
    writeln!(
        out,
        "  Scan it with a phone on the same network. Ctrl-C stops."
    )
}

/// What a phone's address begins with, or `None` where only this machine is listened to.
fn for_phones(listening: SocketAddr, scheme: &str, base_url: Option<&str>) -> Option<String> {
    if let Some(base) = base_url {
        return Some(base.trim_end_matches('/').to_owned());
    }
    let reachable = reachable(listening)?;
    Some(format!("{scheme}://{reachable}"))
}

/// The address under which others reach this machine. Connecting a UDP socket sends nothing.
fn reachable(listening: SocketAddr) -> Option<SocketAddr> {
    let ip = if listening.ip().is_unspecified() {
        let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
        socket.connect((Ipv4Addr::new(192, 0, 2, 1), 9)).ok()?;
        socket.local_addr().ok()?.ip()
    } else {
        listening.ip()
    };
    (!ip.is_loopback()).then_some(SocketAddr::new(ip, listening.port()))
}

/// A QR code of half blocks, black on white whatever the terminal's colours, quiet zone of two lines.
fn code(text: &str) -> Option<String> {
    const QUIET: i32 = 4;
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
    let dark = |x: i32, y: i32| code.get_module(x, y);
    let mut lines = String::new();
    for y in (-QUIET..code.size() + QUIET).step_by(2) {
        lines.push_str("  \x1b[30;107m");
        for x in -QUIET..code.size() + QUIET {
            lines.push(match (dark(x, y), dark(x, y + 1)) {
                (true, true) => '█',
                (true, false) => '▀',
                (false, true) => '▄',
                (false, false) => ' ',
            });
        }
        lines.push_str("\x1b[0m\n");
    }
    Some(lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_a_phone_is_led_only_where_it_can_go() {
        let address = |text: &str| text.parse::<SocketAddr>().unwrap();
        assert_eq!(for_phones(address("127.0.0.1:8080"), "http", None), None);
        assert_eq!(for_phones(address("[::1]:8080"), "http", None), None);
        assert_eq!(
            for_phones(address("192.0.2.7:80"), "http", None).unwrap(),
            "http://192.0.2.7:80"
        );
        let given = Some("https://pj.example.gov.cn/");
        assert_eq!(
            for_phones(address("127.0.0.1:8080"), "http", given).unwrap(),
            "https://pj.example.gov.cn"
        );
    }

    #[test]
    fn ok_the_terminals_code_is_square_with_its_quiet_zone() {
        let lines = code("http://192.0.2.7:8080/w/07?k=0123456789ab").unwrap();
        let rows: Vec<_> = lines.lines().collect();
        let first = rows[0].replace("\x1b[30;107m", "").replace("\x1b[0m", "");
        assert!(first.trim().is_empty());
        assert_eq!((first.chars().count() - 2).div_ceil(2), rows.len());
    }
}
