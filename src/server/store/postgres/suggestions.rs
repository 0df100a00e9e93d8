//! Suggestions and what happens to them: rows that are only ever added. Their words stand apart (`words`).

mod contacts;
mod create;
mod rows;
mod steps;

use std::sync::Arc;

use async_trait::async_trait;

use super::{PostgresStore, wait};
use crate::model::{Contact, Day, Moment, SuggestionReceipt, TrackingCode};
use crate::server::store::suggestions::{NewStep, NewSuggestion, SuggestionRow, SuggestionStore};
use crate::server::store::{StoreError, Written};
use contacts::Forget;
use create::Create;
use steps::AddStep;

#[async_trait]
impl SuggestionStore for PostgresStore {
    async fn create_suggestion(
        &self,
        suggestion: NewSuggestion,
    ) -> Result<Written<SuggestionReceipt>, StoreError> {
        self.run(Create(suggestion)).await
    }

    async fn suggestion(&self, code: TrackingCode) -> Result<Option<SuggestionRow>, StoreError> {
        let found = rows::by_code(self.reader().await?.get()?, code).await?;
        Ok(found.map(|(_, row)| row))
    }

    async fn add_step(&self, code: TrackingCode, step: NewStep) -> Result<Written<()>, StoreError> {
        self.run(AddStep { code, step }).await
    }

    async fn contact(&self, code: TrackingCode) -> Result<Option<Contact>, StoreError> {
        Ok(contacts::contact(self.reader().await?.get()?, code).await?)
    }

    async fn forget_contacts(&self, answered_before: Moment) -> Result<usize, StoreError> {
        let forgotten = self.run(Forget(answered_before)).await?;
        if forgotten > 0 {
            // Where a reader holds it up, the tables are freed by a later one.
            self.sweep().await?;
        }
        Ok(forgotten)
    }

    async fn suggestions(&self, from: Day, to: Day) -> Result<Vec<SuggestionRow>, StoreError> {
        Ok(rows::of_days(self.reader().await?.get()?, from, to).await?)
    }

    fn each_suggestion(
        &self,
        each: &mut dyn FnMut(SuggestionRow, Option<Contact>) -> std::io::Result<()>,
    ) -> Result<(), StoreError> {
        let session = Arc::new(self.own_session()?);
        let mut after = Some(0);
        while let Some(from) = after {
            let session = Arc::clone(&session);
            let page = async move { contacts::page(&session, from).await };
            let (rows, next) = wait(self.runtime()?, page)?;
            for (row, contact) in rows {
                each(row, contact).map_err(|error| StoreError::Failed(error.to_string()))?;
            }
            after = next;
        }
        Ok(())
    }
}
