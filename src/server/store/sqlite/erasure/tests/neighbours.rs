//! Of many words beside each other only those go that were asked for, each whole.

use super::*;
use crate::server::store::sqlite::duties::Duties;

/// Long and short ones, each unlike every other in its every part.
fn unlike(n: u32) -> String {
    (0..parts(n))
        .map(|part| format!("⟨{n:03}~{part:02}⟩"))
        .collect()
}

fn parts(n: u32) -> usize {
    [1, 3, 40, 12, 50][n as usize % 5]
}

/// How many parts of [`unlike`] of each number stand in the file.
fn found(path: &Path) -> Vec<usize> {
    let mut found = vec![0; 1000];
    let bytes = std::fs::read(path).unwrap();
    for part in bytes.windows(6) {
        let digits = |of: &[u8]| of.iter().all(u8::is_ascii_digit);
        if digits(&part[..3]) && part[3] == b'~' && digits(&part[4..]) {
            let number = std::str::from_utf8(&part[..3]).unwrap();
            found[number.parse::<usize>().unwrap()] += 1;
        }
    }
    found
}

/// The numbers below `many` in an order that looks like chance.
fn shuffled(many: u32, seed: u32) -> Vec<u32> {
    let mut all: Vec<_> = (0..many).collect();
    all.sort_by_key(|n| Sha256::digest([n.to_be_bytes(), seed.to_be_bytes()].concat()));
    all
}

/// Where rows were taken out instead, about every third seed would leave pieces of their neighbours.
#[tokio::test]
async fn ok_erased_words_are_in_no_file_and_their_neighbours_are_whole() {
    for seed in 0..8 {
        let (folder, store) = store().await;
        let connection = connection::open(&file(&folder)).unwrap();
        connection.execute_batch("begin").unwrap();
        let duties = Duties::default();
        let transaction = Transaction::new(&connection, &duties);
        for n in 0..400 {
            let rating = rating(n);
            ratings::create(&transaction, &rating, Some("tax")).unwrap();
            let said = comment(1000 + n, rating.id, &unlike(n));
            ratings::amend(&transaction, &said).unwrap();
        }
        transaction.close().unwrap();
        connection.execute_batch("commit; begin").unwrap();
        let transaction = Transaction::new(&connection, &duties);
        let order = shuffled(400, seed);
        let (asked, others) = order.split_at(350);
        for n in asked {
            let erased = erase(&transaction, &request(Subject::Rating(rating(*n).id))).unwrap();
            assert_eq!(erased.words, [Words::Comment]);
        }
        transaction.close().unwrap();
        connection.execute_batch("commit").unwrap();
        assert!(store.sweep().await.unwrap());
        let found = found(&file(&folder));
        for n in asked {
            let row = store.rating(rating(*n).id).await.unwrap().unwrap();
            assert!(row.comment_erased() && row.state.comment.is_none());
            assert_eq!(row.state.level, Some(Level::Dissatisfied));
            assert_eq!(found[*n as usize], 0, "{n}, seed {seed}");
        }
        for n in others {
            let row = store.rating(rating(*n).id).await.unwrap().unwrap();
            assert_eq!(row.state.comment.unwrap().as_str(), unlike(*n));
            // Once, and nowhere twice.
            assert_eq!(found[*n as usize], parts(*n), "{n}, seed {seed}");
        }
    }
}
