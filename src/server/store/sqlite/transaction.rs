//! One transaction of the writer: the chain's end in it, and the counters it has yet to write.

use std::cell::{Cell, RefCell};
use std::ops::Deref;

use rusqlite::{Connection, params_from_iter};

use super::duties::Duties;
use super::links::End;
use super::pace::Paces;
use super::results::{self, Count};
use crate::model::{Moment, Shift, WindowId};
use crate::server::store::chain::{Kind, Value};

/// The connection within one transaction.
pub(super) struct Transaction<'a> {
    connection: &'a Connection,
    /// Who sits where, as it was read before.
    pub(super) duties: &'a Duties,
    /// Read when it is first needed: another process may have written since the last transaction.
    end: Cell<Option<End>>,
    /// Written at the end of a savepoint.
    pub(super) paces: RefCell<Paces>,
    /// Written at its end: most ratings of a group change the same few counters.
    counts: RefCell<Vec<Count>>,
    /// How many of them are written already.
    written: Cell<usize>,
}

/// What [`Transaction::back_to`] takes.
pub(super) struct Mark {
    end: Option<End>,
    counts: usize,
    written: usize,
}

impl Deref for Transaction<'_> {
    type Target = Connection;
    fn deref(&self) -> &Connection {
        self.connection
    }
}

impl<'a> Transaction<'a> {
    /// For a transaction that was begun just now.
    pub(super) fn new(connection: &'a Connection, duties: &'a Duties) -> Self {
        Self {
            connection,
            duties,
            end: Cell::new(None),
            paces: RefCell::default(),
            counts: RefCell::default(),
            written: Cell::new(0),
        }
    }

    /// Adds a row and its link by `insert`, which takes [`Kind::columns`] in their order; answers the row's number,
    /// or `None` where the statement found it there already.
    pub(super) fn add(
        &self,
        insert: &str,
        kind: Kind,
        at: Moment,
        values: &[Value<'_>],
    ) -> rusqlite::Result<Option<i64>> {
        let added = self
            .prepare_cached(insert)?
            .execute(params_from_iter(values))?;
        if added == 0 {
            return Ok(None);
        }
        let row = self.last_insert_rowid();
        let end = match self.end.get() {
            Some(end) => end,
            None => End::read(self)?,
        };
        self.end.set(Some(end.link(self, kind, row, at, values)?));
        Ok(Some(row))
    }

    /// The sitting at that window and moment; of two at once the one that began later.
    pub(super) fn on_duty(&self, window: &WindowId, at: Moment) -> rusqlite::Result<Option<Shift>> {
        self.duties.at(self, window, at)
    }

    /// Changes a counter, by the transaction's end.
    pub(super) fn count(&self, count: Count) {
        self.counts.borrow_mut().push(count);
    }

    /// Where a savepoint begins.
    pub(super) fn mark(&self) -> Mark {
        Mark {
            end: self.end.get(),
            counts: self.counts.borrow().len(),
            written: self.written.get(),
        }
    }

    /// The savepoint that began there was rolled back.
    pub(super) fn back_to(&self, mark: &Mark) {
        self.end.set(mark.end);
        self.paces.take();
        self.counts.borrow_mut().truncate(mark.counts);
        self.written.set(mark.written);
    }

    /// Writes what a savepoint put off to its end, and forgets what it knew.
    pub(super) fn settle_paces(&self) -> rusqlite::Result<()> {
        self.paces.take().write(self)
    }

    /// Writes the counters, so that statements see them.
    pub(super) fn settle_counts(&self) -> rusqlite::Result<()> {
        let counts = self.counts.borrow();
        results::write(self, counts.get(self.written.get()..).unwrap_or_default())?;
        self.written.set(counts.len());
        Ok(())
    }

    /// Writes what was put off, as the last thing before the commit.
    pub(super) fn close(&self) -> rusqlite::Result<()> {
        self.settle_paces()?;
        self.settle_counts()?;
        self.end.get().map_or(Ok(()), |end| end.close(self))
    }
}
