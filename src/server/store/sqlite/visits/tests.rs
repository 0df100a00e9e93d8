use sha2::{Digest, Sha256};

use super::super::connection;
use super::*;
use crate::model::{VisitProof, WindowId};
use crate::server::store::sqlite::duties::Duties;
use crate::server::store::visits::{Claim, proof};

fn chance(number: u32, of: &str) -> [u8; 32] {
    Sha256::digest(format!("{of}{number}")).into()
}

fn code(number: u32, of: &str) -> VisitCode {
    VisitCode::from_random(&chance(number, of)).unwrap()
}

/// A busy week's codes of four windows, and as many forged ones as are asked for: made up, altered by a letter, of
/// other windows, expired. `cargo xtask bench forgeries` tries a million of each kind.
fn forge(many: u32) {
    let connection = connection::open(std::path::Path::new(":memory:")).unwrap();
    connection::migrate(&connection).unwrap();
    connection.execute_batch("begin").unwrap();
    let windows = ["01", "07", "08", "35"].map(|id| WindowId::parse(id).unwrap());
    let duties = Duties::default();
    let transaction = Transaction::new(&connection, &duties);
    let made = |number: u32| NewVisit {
        code: code(number, "made"),
        window: windows[number as usize % windows.len()].clone(),
        issued_at: Moment(0),
        valid_until: Moment(1000),
    };
    let made: Vec<_> = (0..7000).map(made).collect();
    issue(&transaction, &made).unwrap();
    let judged = |code: VisitCode, window: &WindowId, at: i64| {
        let found = find(&connection, code).unwrap();
        let at = Moment(at);
        let claim = Claim {
            window,
            rated_at: at,
            received_at: at,
            rating: None,
        };
        proof(found.as_ref(), claim)
    };
    for number in 0..many {
        let real = &made[number as usize % made.len()];
        let bytes = chance(number, "forged");
        assert_eq!(
            judged(real.code, &real.window, 1000),
            VisitProof::Redeemed,
            "real ones do"
        );
        let made_up = judged(code(number, "made up"), &real.window, 0);
        assert_eq!(made_up, VisitProof::Unknown);
        let other = &windows[(number as usize + 1 + usize::from(bytes[0] % 3)) % windows.len()];
        let elsewhere = judged(real.code, other, 0);
        assert!(*other == real.window || elsewhere == VisitProof::OtherWindow);
        assert_eq!(judged(real.code, &real.window, 1001), VisitProof::Expired);
        // One wrong letter is noticed without the store, two almost always; what is left is not in it.
        let mut letters: Vec<char> = real.code.to_string().replace('-', "").chars().collect();
        for place in [bytes[1], bytes[2]] {
            let letter = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ"[usize::from(bytes[3] % 31)];
            letters[usize::from(place % 12)] = char::from(letter);
        }
        let altered: String = letters.into_iter().collect();
        match VisitCode::parse(&altered) {
            Ok(altered) if altered != real.code => {
                assert_eq!(judged(altered, &real.window, 0), VisitProof::Unknown);
            }
            _ => {}
        }
    }
}

#[test]
fn err_forged_codes() {
    forge(5_000);
}

#[test]
#[ignore = "a million of each take minutes without --release"]
fn err_a_million_forged_codes() {
    forge(1_000_000);
    eprintln!("visit codes: 4 kinds of forgery, 1,000,000 of each, 0 accepted");
}

#[test]
fn err_a_code_that_was_made_before_is_not_made_again() {
    let connection = connection::open(std::path::Path::new(":memory:")).unwrap();
    connection::migrate(&connection).unwrap();
    let duties = Duties::default();
    let transaction = Transaction::new(&connection, &duties);
    let visit = NewVisit {
        code: code(1, "made"),
        window: WindowId::parse("07").unwrap(),
        issued_at: Moment(0),
        valid_until: Moment(1000),
    };
    issue(&transaction, std::slice::from_ref(&visit)).unwrap();
    assert!(matches!(
        issue(&transaction, &[visit]),
        Err(StoreError::CodeTaken)
    ));
}
