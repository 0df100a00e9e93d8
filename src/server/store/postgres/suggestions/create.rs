//! A suggestion is stored: once, whatever repeats it.

use async_trait::async_trait;

use super::rows::{BY_ID, row};
use crate::model::{Contact, DutyNow, SuggestionReceipt, WindowId, duty_at};
use crate::server::store::chain::Kind;
use crate::server::store::erasure::Words;
use crate::server::store::postgres::group::Group;
use crate::server::store::postgres::session::{Problem, Session};
use crate::server::store::postgres::work::Work;
use crate::server::store::postgres::{roster, words};
use crate::server::store::stored::{Salted, json};
use crate::server::store::suggestions::NewSuggestion;
use crate::server::store::{StoreError, Written};

/// By the unique indices: neither a repetition nor a code that is taken adds anything.
const CREATE: &str = "
    insert into suggestion (id, code, kind, text_hash, contact_hash, window_id, unit, led_by, written_at, received_at,
      deadline)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
    on conflict do nothing
    returning seq";

/// A suggestion on its way into the store.
pub(super) struct Create(pub(super) NewSuggestion);

#[async_trait]
impl Work for Create {
    type Done = Written<SuggestionReceipt>;

    async fn write(&self, group: &Group<'_>) -> Result<Self::Done, Problem> {
        let (new, session) = (&self.0, group.session);
        let unit = match &new.window {
            Some(window) => {
                let found = group.centre().and_then(|centre| centre.window(window));
                let (unit, _) = found.ok_or(StoreError::UnknownWindow)?;
                Some(unit.id.as_str())
            }
            None => None,
        };
        let led_by = led_by(session, new).await?;
        let text = Salted::new(new.text.as_str())?;
        let contact = new.contact.as_ref().map(Contact::as_str);
        let contact = contact.map(Salted::new).transpose()?;
        let contact_hash = contact.as_ref().map(|contact| contact.hash().to_vec());
        let window = new.window.as_ref().map(WindowId::as_str);
        let id = new.id.bytes();
        let added = session
            .row(
                CREATE,
                &[
                    &id.as_slice(),
                    &new.code.to_string(),
                    &new.kind.code(),
                    &text.hash().as_slice(),
                    &contact_hash,
                    &window,
                    &unit,
                    &led_by,
                    &new.written_at.0,
                    &new.received_at.0,
                    &new.deadline.to_string(),
                ],
            )
            .await?;
        if let Some(added) = added {
            let seq = added.try_get(0)?;
            words::keep(session, Words::Text, seq, &text).await?;
            if let Some(contact) = contact {
                words::keep(session, Words::Contact, seq, &contact).await?;
            }
            group.link(
                Kind::Suggestion,
                seq,
                new.received_at,
                &[
                    id.as_slice().into(),
                    new.code.to_string().as_str().into(),
                    new.kind.code().into(),
                    text.hash().as_slice().into(),
                    contact_hash.as_deref().into(),
                    window.into(),
                    unit.into(),
                    led_by.as_deref().into(),
                    new.written_at.0.into(),
                    new.received_at.0.into(),
                    new.deadline.to_string().as_str().into(),
                ],
            );
            return Ok(Written::First(new.receipt()));
        }
        let stored = session.row(BY_ID, &[&id.as_slice()]).await?;
        let (_, stored) = row(&stored.ok_or(StoreError::CodeTaken)?)?;
        Ok(new.again(stored)?)
    }

    fn lane(&self) -> Vec<u8> {
        self.0.id.bytes().to_vec()
    }

    fn spares_ratings(&self) -> bool {
        true
    }
}

/// Who sat at the window when it was written, as JSON.
async fn led_by(session: &Session, new: &NewSuggestion) -> Result<Option<String>, Problem> {
    let Some(window) = &new.window else {
        return Ok(None);
    };
    let day = new.written_at.day();
    let shifts = roster::shifts(session, day, day, Some(window)).await?;
    match duty_at(&shifts, new.written_at) {
        DutyNow::Here(shift) => Ok(Some(json(&shift.director)?)),
        _ => Ok(None),
    }
}
