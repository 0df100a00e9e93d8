//! Who sits at a window on a day, kept by the writer: each tap asks, and the roster hardly ever changes.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use rusqlite::Connection;

use super::roster;
use crate::model::{Day, DutyNow, Moment, Shift, WindowId, duty_at};

/// So many windows' days at most: taps are of today, or have waited on a phone for some days.
const MOST: usize = 4096;

/// Changes with each commit of another connection, this process's or not.
const VERSION: &str = "pragma data_version";

/// The shifts as they were read last. Only whoever writes may ask: within a transaction nobody else changes them.
#[derive(Default)]
pub(super) struct Duties {
    version: Cell<Option<i64>>,
    known: RefCell<HashMap<(WindowId, Day), Vec<Shift>>>,
    /// This transaction has changed shifts, and may be rolled back yet: nothing read in it is kept.
    changed: Cell<bool>,
}

impl Duties {
    /// For a transaction that was begun just now: forgets all where others have written since the last one.
    pub(super) fn begin(&self, connection: &Connection) -> rusqlite::Result<()> {
        self.changed.set(false);
        let version = connection
            .prepare_cached(VERSION)?
            .query_row([], |row| row.get(0))?;
        if self.version.replace(Some(version)) != Some(version) {
            self.known.borrow_mut().clear();
        }
        Ok(())
    }

    /// This transaction changes shifts.
    pub(super) fn change(&self) {
        self.changed.set(true);
        self.known.borrow_mut().clear();
    }

    /// The sitting at that window and moment; of two at once the one that began later.
    pub(super) fn at(
        &self,
        connection: &Connection,
        window: &WindowId,
        at: Moment,
    ) -> rusqlite::Result<Option<Shift>> {
        let day = at.day();
        let key = (window.clone(), day);
        let mut known = self.known.borrow_mut();
        if let Some(shifts) = known.get(&key) {
            return Ok(here(shifts, at));
        }
        let shifts = roster::shifts(connection, day, day, Some(window))?;
        let here = here(&shifts, at);
        if !self.changed.get() {
            if known.len() >= MOST {
                known.clear();
            }
            known.insert(key, shifts);
        }
        Ok(here)
    }
}

fn here(shifts: &[Shift], at: Moment) -> Option<Shift> {
    match duty_at(shifts, at) {
        DutyNow::Here(shift) => Some(shift),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
