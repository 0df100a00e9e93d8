//! A window's number and its signature, as they stand in a scanned address: no signature is taken but its own.
#![no_main]

use libfuzzer_sys::fuzz_target;
use zuoban::model::WindowId;
use zuoban::server::signature::Signer;

fuzz_target!(|given: (&str, &str)| {
    let (window, k) = given;
    let Ok(window) = WindowId::parse(window) else {
        return;
    };
    let signer = Signer::new([7; 32]);
    let own = signer.sign(&window);
    assert!(signer.verify(&window, &own));
    assert_eq!(signer.verify(&window, k), k.eq_ignore_ascii_case(&own));
});
