//! Suggestions and what happens to them: rows that are only ever added. Their words stand apart (`words`).

mod contacts;
mod create;
mod rows;
mod steps;

use async_trait::async_trait;
use rusqlite::{Connection, named_params};

use super::connection::failure;
use super::{SqliteStore, connection};
use crate::model::{Contact, Day, Minute, Moment, SuggestionReceipt, TrackingCode};
use crate::server::store::suggestions::{NewStep, NewSuggestion, SuggestionRow, SuggestionStore};
use crate::server::store::{Store, StoreError, Written};
use contacts::{contact, forget};
use create::create;
use rows::{BY_CODE, EACH, OF_DAYS, many, one, row, with_events};
use steps::add_step;

#[async_trait]
impl SuggestionStore for SqliteStore {
    async fn create_suggestion(
        &self,
        suggestion: NewSuggestion,
    ) -> Result<Written<SuggestionReceipt>, StoreError> {
        let unit = match &suggestion.window {
            Some(window) => {
                let (unit, _) = self
                    .window(window)
                    .await?
                    .ok_or(StoreError::UnknownWindow)?;
                Some(unit.id)
            }
            None => None,
        };
        self.writer
            .run(move |c| create(c, &suggestion, unit.as_ref()))
            .await
    }

    async fn suggestion(&self, code: TrackingCode) -> Result<Option<SuggestionRow>, StoreError> {
        let found =
            self.read(move |c| one(c, BY_CODE, named_params! { ":code": code.to_string() }));
        Ok(found.await?.map(|(_, row)| row))
    }

    async fn add_step(&self, code: TrackingCode, step: NewStep) -> Result<Written<()>, StoreError> {
        self.writer.run(move |c| add_step(c, code, &step)).await
    }

    async fn contact(&self, code: TrackingCode) -> Result<Option<Contact>, StoreError> {
        let find = move |c: &Connection| {
            let found = one(c, BY_CODE, named_params! { ":code": code.to_string() })?;
            found.map_or(Ok(None), |(seq, _)| contact(c, seq))
        };
        self.read(find).await
    }

    async fn forget_contacts(&self, answered_before: Moment) -> Result<usize, StoreError> {
        let forgotten = self.writer.run(move |c| forget(c, answered_before)).await?;
        if forgotten > 0 {
            // Where a reader holds it up, the log is emptied by a later one.
            self.sweep().await?;
        }
        Ok(forgotten)
    }

    async fn suggestions(&self, from: Day, to: Day) -> Result<Vec<SuggestionRow>, StoreError> {
        let found = self.read(move |c| {
            many(
                c,
                OF_DAYS,
                named_params! {
                    ":from": Moment::at(from, Minute(0)).0,
                    ":to": Moment::at(to.plus(1), Minute(0)).0 - 1,
                    ":first": from.to_string(),
                    ":last": to.to_string(),
                },
            )
        });
        Ok(found.await?.into_iter().map(|(_, row)| row).collect())
    }

    fn each_suggestion(
        &self,
        each: &mut dyn FnMut(SuggestionRow, Option<Contact>) -> std::io::Result<()>,
    ) -> Result<(), StoreError> {
        let connection = connection::open_to_read(&self.path)?;
        let mut all = connection.prepare(EACH).map_err(failure)?;
        let rows = all.query_map([], row).map_err(failure)?;
        for row in rows {
            let whole = row.and_then(|(seq, row)| {
                let (_, row) = with_events(&connection, seq, row)?;
                Ok((row, contact(&connection, seq)?))
            });
            let (row, contact) = whole.map_err(failure)?;
            each(row, contact).map_err(|error| StoreError::Failed(error.to_string()))?;
        }
        Ok(())
    }
}
