//! The folder's secret: made once, and never in the place of another.

use super::*;
use crate::model::WindowId;

#[test]
fn ok_the_secret_is_made_once() {
    let folder = tempfile::tempdir().unwrap();
    let data = DataFolder::open(folder.path().join("a/b").as_path()).unwrap();
    let window = WindowId::parse("07").unwrap();
    let first = data.signer().unwrap().sign(&window);
    assert_eq!(data.signer().unwrap().sign(&window), first);
    let other = DataFolder::open(folder.path().join("c").as_path()).unwrap();
    assert_ne!(other.signer().unwrap().sign(&window), first);
}

#[test]
fn ok_of_many_that_make_it_at_once_one_secret_stays() {
    for _ in 0..50 {
        let folder = tempfile::tempdir().unwrap();
        let gate = std::sync::Barrier::new(8);
        let sign = || {
            gate.wait();
            let signer = DataFolder::open(folder.path()).unwrap().signer().unwrap();
            signer.sign(&WindowId::parse("07").unwrap())
        };
        let signed: Vec<_> = std::thread::scope(|scope| {
            let all: Vec<_> = (0..8).map(|_| scope.spawn(sign)).collect();
            all.into_iter().map(|one| one.join().unwrap()).collect()
        });
        assert!(signed.iter().all(|k| *k == signed[0]), "{signed:?}");
        let left = fs::read_dir(folder.path()).unwrap();
        let mut left: Vec<_> = left.map(|entry| entry.unwrap().file_name()).collect();
        left.sort();
        assert_eq!(left, ["lock", "secret"], "only the secret is left");
    }
}

#[test]
fn err_a_damaged_secret_is_not_replaced() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("secret"), "not hexadecimal").unwrap();
    let Err(error) = DataFolder::open(folder.path()).unwrap().signer() else {
        panic!("taken")
    };
    assert!(error.to_string().contains("backup"), "{error}");
    assert_eq!(
        fs::read_to_string(folder.path().join("secret")).unwrap(),
        "not hexadecimal"
    );
}
