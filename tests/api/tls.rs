//! The binary's own TLS: what it serves, whose certificate, and a renewed one without a restart.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rcgen::{CertifiedKey, generate_simple_self_signed};
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

use super::server::Server;
use super::support::zuoban;

/// Writes a new certificate and its key, and answers the certificate.
fn renew(folder: &Path) -> CertificateDer<'static> {
    let names = vec!["localhost".to_owned()];
    let CertifiedKey { cert, signing_key } = generate_simple_self_signed(names).unwrap();
    std::fs::write(folder.join("key.pem"), signing_key.serialize_pem()).unwrap();
    std::fs::write(folder.join("cert.pem"), cert.pem()).unwrap();
    cert.der().clone()
}

/// Asks over TLS, trusting this certificate alone.
fn ask(host: &str, trusted: &CertificateDer<'static>, request: &str) -> std::io::Result<String> {
    let mut roots = RootCertStore::empty();
    roots.add(trusted.clone()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from("localhost").unwrap();
    let tls = ClientConnection::new(Arc::new(config), name).unwrap();
    let mut stream = StreamOwned::new(tls, TcpStream::connect(host)?);
    stream.write_all(request.as_bytes())?;
    let mut answer = Vec::new();
    let read = stream.read_to_end(&mut answer);
    // The other side may hang up without taking leave.
    if answer.is_empty() {
        read?;
    }
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

const HEALTH: &str = "GET /healthz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";

#[test]
fn ok_it_is_served_over_tls_and_a_renewed_certificate_is_taken_up() {
    let folder = tempfile::tempdir().unwrap();
    let first = renew(folder.path());
    let file = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (cert, key) = (file("cert.pem"), file("key.pem"));
    let more = ["--tls-cert", cert.as_str(), "--tls-key", key.as_str()];
    let mut server = Server::start_with(&folder.path().join("data"), &more);
    assert!(server.address.starts_with("https://"), "{}", server.address);
    let answer = ask(server.host(), &first, HEALTH).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    // Who speaks plainly is not understood, and nobody else is kept waiting by it.
    let mut plain = TcpStream::connect(server.host()).unwrap();
    plain.write_all(HEALTH.as_bytes()).unwrap();
    let mut told = Vec::new();
    let _ = plain.read_to_end(&mut told);
    assert!(!told.starts_with(b"HTTP"), "{told:?}");
    // A damaged file leaves the certificate that is there.
    std::fs::write(folder.path().join("cert.pem"), "no certificate").unwrap();
    server.logged("the certificate in use stays");
    assert!(ask(server.host(), &first, HEALTH).is_ok());
    let second = renew(folder.path());
    let begun = Instant::now();
    while ask(server.host(), &second, HEALTH).is_err() {
        assert!(
            begun.elapsed() < Duration::from_secs(20),
            "it is not taken up"
        );
        std::thread::sleep(Duration::from_millis(500));
    }
    assert!(ask(server.host(), &first, HEALTH).is_err());
    server.signal("-TERM");
    assert_eq!(server.ended().0, Some(0));
}

#[test]
fn err_files_that_are_no_certificate() {
    let folder = tempfile::tempdir().unwrap();
    renew(folder.path());
    let data = folder.path().join("data").to_str().unwrap().to_owned();
    let file = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let run = |cert: &str, key: &str| {
        let args = ["serve", "--listen", "127.0.0.1:0", "--data", &data];
        let mut command = zuoban(&args);
        command.args(["--tls-cert", cert, "--tls-key", key]);
        let output = command.output().unwrap();
        (
            output.status.code(),
            String::from_utf8_lossy(&output.stderr).into_owned(),
        )
    };
    let (cert, key) = (file("cert.pem"), file("key.pem"));
    for (cert, key) in [(&key, &key), (&cert, &cert), (&file("none.pem"), &key)] {
        let (code, said) = run(cert, key);
        assert_eq!(code, Some(1), "{said}");
        assert!(said.contains("no TLS") && said.contains(".pem"), "{said}");
    }
    let alone = zuoban(&["serve", "--tls-cert", &cert]).output().unwrap();
    assert_eq!(alone.status.code(), Some(2));
}
