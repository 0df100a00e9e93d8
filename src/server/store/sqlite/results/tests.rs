use tempfile::TempDir;

use super::super::duties::Duties;
use super::super::{connection, ratings, roster};
use super::*;
use crate::model::{
    Amendment, AmendmentId, Level, Minute, Name, RatingId, Shift, ShiftState, Source, WindowId,
};
use crate::server::store::stored::json;
use crate::server::store::{NewAmendment, NewRating};

const MONDAY: &str = "2026-11-23";

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn sitting(day: Day, window: &str) -> Shift {
    Shift {
        id: 0,
        day,
        from: Minute(540),
        to: Minute(720),
        window: WindowId::parse(window).unwrap(),
        unit: "tax".into(),
        director: Name::new("示例甲", "Sample A"),
        office: Name::new("局长", "Director"),
        state: ShiftState::Planned,
    }
}

/// A file with two sittings in it.
fn file() -> (TempDir, Connection) {
    let folder = tempfile::tempdir().unwrap();
    let connection = connection::open(&folder.path().join("zuoban.db")).unwrap();
    connection::migrate(&connection).unwrap();
    let monday = day(MONDAY);
    let shifts = [sitting(monday, "07"), sitting(monday.plus(1), "08")];
    let duties = Duties::default();
    let transaction = Transaction::new(&connection, &duties);
    roster::put_shifts_if_none(&transaction, monday, monday.plus(6), &shifts).unwrap();
    (folder, connection)
}

type Row = (String, String, String, String, bool, i64, i64);

fn rows(connection: &Connection) -> Vec<Row> {
    let mut all = connection.prepare("select * from tally").unwrap();
    let rows = all.query_map([], |row| row.try_into()).unwrap();
    rows.map(Result::unwrap).collect()
}

/// A small generator of its own (xorshift64), so that a failing seed can be run again.
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }
}

/// One more rating, or an old one again.
fn rate(connection: &Transaction<'_>, dice: &mut Dice, taps: &mut Vec<NewRating>) {
    if let Some(again) = taps.get(dice.below(8 * taps.len() as u64 + 1) as usize) {
        ratings::create(connection, again, Some("tax")).unwrap();
        return;
    }
    let mut id = [0; 16];
    id[..8].copy_from_slice(&(taps.len() as u64).to_be_bytes());
    let window = ["07", "08", "12"][dice.below(3) as usize];
    let minute = Minute(u16::try_from(dice.below(1440)).unwrap());
    let at = Moment::at(day(MONDAY).plus(dice.below(3) as i64), minute);
    let tap = NewRating {
        id: RatingId::from_bytes(id),
        window: WindowId::parse(window).unwrap(),
        satisfied: dice.below(4) > 0,
        source: [Source::Scan, Source::Open][dice.below(2) as usize],
        visit: None,
        from_page: false,
        rated_at: at,
        received_at: at,
    };
    let unit = if window == "12" { "hr" } else { "tax" };
    ratings::create(connection, &tap, Some(unit)).unwrap();
    taps.push(tap);
}

/// An amendment of any rating, an undo, an undo taken back, or an old amendment again.
fn amend(
    connection: &Transaction<'_>,
    dice: &mut Dice,
    taps: &[NewRating],
    said: &mut Vec<NewAmendment>,
) {
    if let Some(again) = said.get(dice.below(4 * said.len() as u64 + 1) as usize) {
        ratings::amend(connection, again).unwrap();
        return;
    }
    let change = Amendment {
        level: Level::ALL.get(dice.below(9) as usize).copied(),
        withdrawn: [None, None, Some(true), Some(true), Some(false)][dice.below(5) as usize],
        ..Amendment::default()
    };
    let mut id = [1; 16];
    id[..8].copy_from_slice(&(said.len() as u64).to_be_bytes());
    let amendment = NewAmendment {
        id: AmendmentId::from_bytes(id),
        rating: taps[dice.below(taps.len() as u64) as usize].id,
        change,
        amended_at: Moment(1),
        received_at: Moment(1),
    };
    ratings::amend(connection, &amendment).unwrap();
    said.push(amendment);
}

#[test]
fn ok_the_counters_are_what_the_ratings_come_to_whatever_happened() {
    for seed in 1..=20 {
        let (_folder, connection) = file();
        connection.execute_batch("begin").unwrap();
        let duties = Duties::default();
        let transaction = Transaction::new(&connection, &duties);
        let mut dice = Dice(0x9e37_79b9_7f4a_7c15_u64.wrapping_mul(seed));
        let (mut taps, mut said) = (Vec::new(), Vec::new());
        for _ in 0..300 {
            if taps.is_empty() || dice.below(2) == 0 {
                rate(&transaction, &mut dice, &mut taps);
            } else {
                amend(&transaction, &mut dice, &taps, &mut said);
            }
        }
        transaction.close().unwrap();
        let counted = rows(&connection);
        assert!(counted.iter().any(|row| row.4) && counted.len() > 10);
        assert_eq!(rebuild(&transaction).unwrap(), [], "seed {seed}");
        assert_eq!(rows(&connection), counted, "seed {seed}");
    }
}

#[test]
fn ok_counters_that_were_wrong_are_mended_and_told() {
    let (_folder, connection) = file();
    connection.execute_batch("begin").unwrap();
    let duties = Duties::default();
    let transaction = Transaction::new(&connection, &duties);
    let (mut dice, mut taps) = (Dice(11), Vec::new());
    for _ in 0..100 {
        rate(&transaction, &mut dice, &mut taps);
    }
    transaction.close().unwrap();
    let right = rows(&connection);
    connection
        .execute_batch(
            "update tally set satisfied = satisfied + 5 where window = '07';
             delete from tally where window = '12'",
        )
        .unwrap();
    let mended = rebuild(&transaction).unwrap();
    assert_eq!(rows(&connection), right);
    for one in &mended {
        let wrong = match one.window.as_str() {
            "07" => one.was.satisfied == one.is.satisfied + 5 && one.was.counted == one.is.counted,
            "12" => one.was == Tally::default() && one.is.counted > 0,
            _ => false,
        };
        assert!(wrong, "{one:?}");
    }
    let touched = |row: &&Row| row.1 != "08" && (row.1 == "07" || row.5 > 0);
    assert_eq!(mended.len(), right.iter().filter(touched).count());
    assert_eq!(rebuild(&transaction).unwrap(), []);
}

#[test]
fn err_a_rating_that_cannot_be_counted_is_not_stored() {
    let (_folder, connection) = file();
    connection
        .execute_batch(
            "create trigger broken before insert on tally when new.window = '08'
             begin select raise(abort, 'broken'); end",
        )
        .unwrap();
    connection.execute_batch("begin").unwrap();
    let duties = Duties::default();
    let transaction = Transaction::new(&connection, &duties);
    let mut dice = Dice(7);
    let mut taps = Vec::new();
    while taps.is_empty() {
        rate(&transaction, &mut dice, &mut taps);
    }
    let eight = NewRating {
        id: RatingId::from_bytes([9; 16]),
        window: WindowId::parse("08").unwrap(),
        ..taps.remove(0)
    };
    ratings::create(&transaction, &eight, Some("tax")).unwrap();
    // The writer takes back the group that cannot be closed: neither half stays without the other.
    assert!(transaction.close().is_err());
}

#[test]
fn ok_ratings_from_before_are_counted_when_the_schema_comes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("zuoban.db");
    let old = Connection::open(&path).unwrap();
    old.execute_batch(include_str!("../schema_1.sql")).unwrap();
    // 2026-11-24T16:30Z is the 25th in the centre.
    old.execute_batch(
        "insert into rating (id, window, unit, satisfied, source, rated_at, received_at, shift)
         values (x'01', '07', 'tax', 1, 'scan', 1795537800000, 0, 3),
                (x'02', '07', 'tax', 1, 'scan', 1795537800000, 0, 4),
                (x'03', '07', 'tax', 0, 'open', 1795537800000, 0, null);
         insert into amendment (id, rating, level, withdrawn, amended_at, received_at)
         values (x'01', 2, 'dissatisfied', null, 0, 0), (x'02', 2, null, 0, 0, 0);
         pragma user_version = 1;",
    )
    .unwrap();
    drop(old);
    let connection = connection::open(&path).unwrap();
    connection::migrate(&connection).unwrap();
    let row = |source: &str, on_duty, counted, satisfied| -> Row {
        let [day, window, unit, source] = ["2026-11-25", "07", "tax", source].map(str::to_owned);
        (day, window, unit, source, on_duty, counted, satisfied)
    };
    assert_eq!(
        rows(&connection),
        [row("open", false, 1, 0), row("scan", true, 2, 1)]
    );
    assert_eq!(first_rated(&connection).unwrap(), Some(day("2026-11-25")));
}

fn entry(shift: i64, served: u32) -> LedgerEntry {
    LedgerEntry {
        shift,
        served,
        solved: 3,
        accepted: 1,
    }
}

#[test]
fn ok_the_newest_entry_of_a_sitting_holds_and_an_equal_one_is_not_added() {
    let (_folder, connection) = file();
    let put = |entries: &[LedgerEntry]| {
        put_ledger(
            &Transaction::new(&connection, &Duties::default()),
            entries,
            Moment(1),
        )
        .unwrap()
    };
    assert_eq!(put(&[entry(1, 10), entry(2, 20)]), 2);
    assert_eq!(put(&[entry(1, 10), entry(2, 21)]), 1);
    assert_eq!(put(&[entry(1, 11), entry(1, 10)]), 2);
    let (monday, friday) = (day(MONDAY), day("2026-11-27"));
    assert_eq!(
        ledger(&connection, monday, friday).unwrap(),
        [entry(1, 10), entry(2, 21)]
    );
    assert_eq!(ledger(&connection, monday, monday).unwrap(), [entry(1, 10)]);
    assert!(
        put_ledger(
            &Transaction::new(&connection, &Duties::default()),
            &[entry(99, 1)],
            Moment(1)
        )
        .is_err()
    );
    let refused = connection.execute("update ledger set served = 99", []);
    assert!(refused.unwrap_err().to_string().contains("append-only"));
}

#[test]
fn ok_a_change_of_a_shift_is_counted() {
    let (_folder, connection) = file();
    let of = |wanted: i64| {
        let published = roster::published(&connection, day(MONDAY)).unwrap();
        let mut all = published.into_iter();
        all.find(|published| published.shift.id == wanted).unwrap()
    };
    assert_eq!(of(1).revision, 0);
    assert!(of(1).changed_at > Moment(1_700_000_000_000));
    for time in 1..=2 {
        let cancelled = Shift {
            state: ShiftState::Cancelled {
                reason: Name::new("开会", &format!("Meeting {time}")),
            },
            ..sitting(day(MONDAY), "07")
        };
        let document = json(&cancelled).unwrap();
        for _ in 0..2 {
            connection
                .execute("update shift set document = ?1 where id = 1", [&document])
                .unwrap();
        }
        assert_eq!((of(1).revision, of(2).revision), (time, 0));
    }
}
