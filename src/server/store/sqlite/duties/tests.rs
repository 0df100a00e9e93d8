use tempfile::TempDir;

use super::*;
use crate::model::{Minute, Name, ShiftState};
use crate::server::store::sqlite::connection;
use crate::server::store::sqlite::transaction::Transaction;

fn file() -> (TempDir, Connection) {
    let folder = tempfile::tempdir().unwrap();
    let connection = open(&folder);
    connection::migrate(&connection).unwrap();
    (folder, connection)
}

fn open(folder: &TempDir) -> Connection {
    connection::open(&folder.path().join("zuoban.db")).unwrap()
}

fn today() -> Day {
    Day::parse("2026-11-24").unwrap()
}

fn window() -> WindowId {
    WindowId::parse("07").unwrap()
}

fn put(connection: &Connection, duties: &Duties) {
    let shift = Shift {
        id: 0,
        day: today(),
        from: Minute(540),
        to: Minute(720),
        window: window(),
        unit: "tax".into(),
        director: Name::new("示例甲", "Sample A"),
        office: Name::new("局长", "Director"),
        state: ShiftState::Planned,
    };
    let transaction = Transaction::new(connection, duties);
    roster::put_shifts_if_none(&transaction, today(), today(), &[shift]).unwrap();
}

/// Who sits at the window at ten, asked in a transaction of its own.
fn at_ten(connection: &Connection, duties: &Duties) -> Option<String> {
    connection.execute_batch("begin immediate").unwrap();
    duties.begin(connection).unwrap();
    let at = Moment::at(today(), Minute(600));
    let shift = duties.at(connection, &window(), at).unwrap();
    connection.execute_batch("commit").unwrap();
    shift.map(|shift| shift.director.en)
}

#[test]
fn ok_what_another_process_puts_on_the_roster_is_seen() {
    let (folder, connection) = file();
    let duties = Duties::default();
    assert_eq!(at_ten(&connection, &duties), None);
    put(&open(&folder), &Duties::default());
    assert_eq!(at_ten(&connection, &duties).as_deref(), Some("Sample A"));
}

#[test]
fn ok_what_the_writer_itself_puts_there_is_seen() {
    let (_folder, connection) = file();
    let duties = Duties::default();
    assert_eq!(at_ten(&connection, &duties), None);
    put(&connection, &duties);
    assert_eq!(at_ten(&connection, &duties).as_deref(), Some("Sample A"));
}

#[test]
fn ok_what_was_rolled_back_is_not_kept() {
    let (_folder, connection) = file();
    let duties = Duties::default();
    connection.execute_batch("begin immediate").unwrap();
    duties.begin(&connection).unwrap();
    put(&connection, &duties);
    let at = Moment::at(today(), Minute(600));
    assert!(duties.at(&connection, &window(), at).unwrap().is_some());
    connection.execute_batch("rollback").unwrap();
    assert_eq!(at_ten(&connection, &duties), None);
}

#[test]
fn ok_a_roster_that_stays_is_read_once() {
    let (_folder, connection) = file();
    let duties = Duties::default();
    put(&connection, &duties);
    assert!(at_ten(&connection, &duties).is_some());
    connection.execute_batch("delete from shift").unwrap();
    // By this very connection, which tells `duties` of what it changes: here it does not.
    assert!(at_ten(&connection, &duties).is_some());
}
