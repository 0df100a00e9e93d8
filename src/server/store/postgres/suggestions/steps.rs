//! What happens to a suggestion is added to it: one step after another.

use async_trait::async_trait;

use super::rows::by_code;
use crate::model::{SuggestionId, TrackingCode, may_step};
use crate::server::store::chain::Kind;
use crate::server::store::erasure::Words;
use crate::server::store::postgres::group::Group;
use crate::server::store::postgres::session::Problem;
use crate::server::store::postgres::words;
use crate::server::store::postgres::work::Work;
use crate::server::store::stored::{Salted, apart, json, same_step};
use crate::server::store::suggestions::NewStep;
use crate::server::store::{StoreError, Written};

/// By the unique index on `code`: whoever adds to the same suggestion waits.
const HOLD: &str = "select seq from suggestion where code = $1 for update";

/// By the unique index on `id`, and `event_words`' primary key.
const EVENT_BY_ID: &str = "
    select suggestion, step, coalesce(words, '') from suggestion_event
    left join event_words on belongs_to = seq where id = $1";

const ADD_EVENT: &str = "
    insert into suggestion_event (id, suggestion, at, step, words_hash) values ($1, $2, $3, $4, $5)
    on conflict (id) do nothing
    returning seq";

/// Something that happens to a suggestion.
pub(super) struct AddStep {
    pub(super) code: TrackingCode,
    pub(super) step: NewStep,
}

#[async_trait]
impl Work for AddStep {
    type Done = Written<()>;

    async fn write(&self, group: &Group<'_>) -> Result<Self::Done, Problem> {
        let (new, session) = (&self.step, group.session);
        let code = self.code.to_string();
        let held = session.row(HOLD, &[&code]).await?;
        held.ok_or(StoreError::UnknownCode)?;
        let found = by_code(session, self.code).await?;
        let (seq, stored) = found.ok_or(StoreError::UnknownCode)?;
        let id = new.id.map(|id: SuggestionId| id.bytes().to_vec());
        if id.is_some()
            && let Some(before) = session.row(EVENT_BY_ID, &[&id]).await?
        {
            let of: i64 = before.try_get(0)?;
            let same = same_step(before.try_get(1)?, before.try_get(2)?, &new.step);
            return if of == seq && same {
                Ok(Written::Again(()))
            } else {
                Err(StoreError::IdReused.into())
            };
        }
        may_step(&stored.events, &new.step).map_err(StoreError::from)?;
        let (step, said) = apart(&new.step);
        let step = json(&step)?;
        let said = said.map(Salted::new).transpose()?;
        let hash = said.as_ref().map(|said| said.hash().to_vec());
        let added = session
            .row(ADD_EVENT, &[&id, &seq, &new.at.0, &step, &hash])
            .await?;
        // Only another suggestion's step can have taken the id since: this one is held.
        let added = added.ok_or(StoreError::IdReused)?;
        let number = added.try_get(0)?;
        if let Some(said) = said {
            words::keep(session, Words::Reopening, number, &said).await?;
        }
        group.link(
            Kind::Event,
            number,
            new.at,
            &[
                id.as_deref().into(),
                seq.into(),
                new.at.0.into(),
                step.as_str().into(),
                hash.as_deref().into(),
            ],
        );
        Ok(Written::First(()))
    }

    fn lane(&self) -> Vec<u8> {
        self.code.to_string().into_bytes()
    }

    fn spares_ratings(&self) -> bool {
        true
    }

    fn repeatable(&self) -> bool {
        self.step.id.is_some()
    }
}
