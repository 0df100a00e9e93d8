//! Suggestions and what happens to them: rows that are only ever added. Their words stand apart (`words`).

use std::collections::BTreeMap;
use std::sync::Arc;

use async_trait::async_trait;
use tokio_postgres::Row;

use super::group::{Group, Work};
use super::session::{Problem, Session, unreadable};
use super::{PostgresStore, roster, wait, words};
use crate::model::{
    Contact, Day, DutyNow, Event, Kind, Moment, Step, StepError, SuggestionId, SuggestionReceipt,
    TrackingCode, WindowId, duty_at, is_answered, may_step,
};
use crate::server::store::chain::Kind as Of;
use crate::server::store::erasure::Words;
use crate::server::store::stored::{Salted, apart, json, same_step, together};
use crate::server::store::suggestions::{NewStep, NewSuggestion, SuggestionRow, SuggestionStore};
use crate::server::store::{StoreError, Written};

/// Suggestions with their text, by `suggestion_text`'s primary key; a deleted text is empty.
macro_rules! suggestions {
    ($those:literal) => {
        concat!(
            "
    select seq, id, code, kind, coalesce(said.words, ''), window_id, unit, led_by, written_at, received_at,
      deadline
    from suggestion left join suggestion_text as said on said.belongs_to = seq ",
            $those
        )
    };
}

/// By the unique indices: neither a repetition nor a code that is taken adds anything.
const CREATE: &str = "
    insert into suggestion (id, code, kind, text_hash, contact_hash, window_id, unit, led_by, written_at, received_at,
      deadline)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
    on conflict do nothing
    returning seq";

/// By the unique index on `id`.
const BY_ID: &str = suggestions!("where id = $1");

/// By the unique index on `code`.
const BY_CODE: &str = suggestions!("where code = $1");

/// By the unique index on `code`: whoever adds to the same suggestion waits.
const HOLD: &str = "select seq from suggestion where code = $1 for update";

const PAGE: &str = suggestions!("where seq > $1 order by seq limit 1000");

/// By `suggestion_event_suggestion`, and `event_words`' primary key.
const EVENTS: &str = "
    select suggestion, at, step, coalesce(words, '') from suggestion_event left join event_words on belongs_to = seq
    where suggestion = any($1) order by seq";

/// By the unique index on `id`, and `event_words`' primary key.
const EVENT_BY_ID: &str = "
    select suggestion, step, coalesce(words, '') from suggestion_event
    left join event_words on belongs_to = seq where id = $1";

const ADD_EVENT: &str = "
    insert into suggestion_event (id, suggestion, at, step, words_hash) values ($1, $2, $3, $4, $5)
    on conflict (id) do nothing
    returning seq";

/// By `suggestion_received`, `suggestion_event_suggestion`; deadlines of a month lie within its arrivals' reach.
const OF_DAYS: &str = suggestions!(
    "
    where received_at between $1 and $2 or deadline between $3 and $4
      or seq in (select suggestion from suggestion_event where at between $1 and $2)
    order by seq"
);

/// By `suggestion_contact`'s primary key.
const CONTACTS: &str = "
    select belongs_to, words from suggestion_contact where belongs_to = any($1) and words <> ''";

/// Once a day, through all that ever had a contact; each closed case has lost its own.
const WITH_CONTACT: &str = suggestions!(
    "
    join suggestion_contact as contact on contact.belongs_to = seq where contact.words <> '' order by seq"
);

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
            let values = vec![
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
            ];
            group.link(Of::Suggestion, seq, new.received_at, values);
            let receipt = SuggestionReceipt {
                id: new.id,
                code: new.code,
                received_at: new.received_at,
                deadline: new.deadline,
            };
            return Ok(Written::First(receipt));
        }
        let stored = session.row(BY_ID, &[&id.as_slice()]).await?;
        let (_, stored) = row(&stored.ok_or(StoreError::CodeTaken)?)?;
        let same = (stored.text.is_empty() || stored.text == new.text.as_str())
            && stored.kind == new.kind
            && stored.window == new.window;
        if same {
            Ok(Written::Again(stored.receipt))
        } else {
            Err(StoreError::IdReused.into())
        }
    }

    fn lane(&self) -> Vec<u8> {
        self.0.id.bytes().to_vec()
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
        may_step(&stored.events, &new.step).map_err(|why| match why {
            StepError::Answered => StoreError::AlreadyAnswered,
            StepError::InWork => StoreError::AlreadyInWork,
            StepError::NotAnswered => StoreError::NotAnswered,
        })?;
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
        let values = vec![
            id.as_deref().into(),
            seq.into(),
            new.at.0.into(),
            step.as_str().into(),
            hash.as_deref().into(),
        ];
        group.link(Of::Event, number, new.at, values);
        Ok(Written::First(()))
    }

    fn lane(&self) -> Vec<u8> {
        self.code.to_string().into_bytes()
    }

    fn repeatable(&self) -> bool {
        self.step.id.is_some()
    }
}

/// Deletes contacts of closed cases.
pub(super) struct Forget(pub(super) Moment);

#[async_trait]
impl Work for Forget {
    type Done = usize;

    async fn write(&self, group: &Group<'_>) -> Result<usize, Problem> {
        let rows = group.session.rows(WITH_CONTACT, &[]).await?;
        let mut forgotten = 0;
        for (seq, row) in with_events(group.session, &rows).await? {
            let answered = row
                .events
                .iter()
                .rev()
                .find(|event| matches!(event.step, Step::Answered { .. }));
            let closed = is_answered(&row.events);
            if closed && answered.is_some_and(|event| event.at < self.0) {
                let gone = words::blank(group.session, Words::Contact, seq).await?;
                forgotten += usize::from(gone);
            }
        }
        Ok(forgotten)
    }

    fn lane(&self) -> Vec<u8> {
        b"forget".to_vec()
    }
}

pub(super) async fn by_code(
    session: &Session,
    code: TrackingCode,
) -> Result<Option<(i64, SuggestionRow)>, Problem> {
    let rows = session.rows(BY_CODE, &[&code.to_string()]).await?;
    Ok(with_events(session, &rows).await?.pop())
}

pub(super) async fn of_days(
    session: &Session,
    from: Day,
    to: Day,
) -> Result<Vec<SuggestionRow>, Problem> {
    let minute = crate::model::Minute(0);
    let begin = Moment::at(from, minute).0;
    let end = Moment::at(to.plus(1), minute).0 - 1;
    let days = (from.to_string(), to.to_string());
    let rows = session
        .rows(OF_DAYS, &[&begin, &end, &days.0, &days.1])
        .await?;
    let found = with_events(session, &rows).await?;
    Ok(found.into_iter().map(|(_, row)| row).collect())
}

pub(super) async fn contact(
    session: &Session,
    code: TrackingCode,
) -> Result<Option<Contact>, Problem> {
    let Some(found) = session.row(BY_CODE, &[&code.to_string()]).await? else {
        return Ok(None);
    };
    let (seq, _) = row(&found)?;
    Ok(contacts(session, &[seq]).await?.remove(&seq))
}

/// What an export has of a suggestion.
pub(super) type Whole = (SuggestionRow, Option<Contact>);

/// Up to a thousand suggestions after the numbered one, with the number to go on from.
pub(super) async fn page(
    session: &Session,
    after: i64,
) -> Result<(Vec<Whole>, Option<i64>), Problem> {
    let rows = session.rows(PAGE, &[&after]).await?;
    let found = with_events(session, &rows).await?;
    let seqs: Vec<_> = found.iter().map(|(seq, _)| *seq).collect();
    let mut contacts = contacts(session, &seqs).await?;
    let last = seqs.last().copied();
    let whole = found
        .into_iter()
        .map(|(seq, row)| (row, contacts.remove(&seq)));
    Ok((whole.collect(), last))
}

async fn contacts(session: &Session, seqs: &[i64]) -> Result<BTreeMap<i64, Contact>, Problem> {
    let rows = session.rows(CONTACTS, &[&seqs]).await?;
    let contact = |row: &Row| {
        let contact = Contact::parse(row.try_get(1)?).map_err(|_| unreadable("contact"))?;
        Ok((row.try_get(0)?, contact))
    };
    rows.iter().map(contact).collect()
}

async fn with_events(
    session: &Session,
    rows: &[Row],
) -> Result<Vec<(i64, SuggestionRow)>, Problem> {
    let mut found: Vec<_> = rows.iter().map(row).collect::<Result<_, _>>()?;
    if found.is_empty() {
        return Ok(found);
    }
    let seqs: Vec<_> = found.iter().map(|(seq, _)| *seq).collect();
    let mut events: BTreeMap<i64, Vec<Event>> = BTreeMap::new();
    for row in session.rows(EVENTS, &[&seqs]).await? {
        let step = serde_json::from_str(row.try_get(2)?).map_err(|_| unreadable("step"))?;
        let event = Event {
            at: Moment(row.try_get(1)?),
            step: together(step, row.try_get(3)?),
        };
        events.entry(row.try_get(0)?).or_default().push(event);
    }
    for (seq, row) in &mut found {
        row.events.extend(events.remove(seq).unwrap_or_default());
    }
    Ok(found)
}

fn row(row: &Row) -> Result<(i64, SuggestionRow), Problem> {
    let id: &[u8] = row.try_get(1)?;
    let id = id.try_into().map_err(|_| unreadable("id"))?;
    let deadline = Day::parse(row.try_get(10)?).map_err(|_| unreadable("deadline"))?;
    let received_at = Moment(row.try_get(9)?);
    let code = TrackingCode::parse(row.try_get(2)?).map_err(|_| unreadable("code"))?;
    let receipt = SuggestionReceipt {
        id: SuggestionId::from_bytes(id),
        code,
        received_at,
        deadline,
    };
    let kind: String = row.try_get(3)?;
    let window: Option<&str> = row.try_get(5)?;
    let led_by: Option<&str> = row.try_get(7)?;
    let found = SuggestionRow {
        receipt,
        kind: Kind::try_from(kind).map_err(|_| unreadable("kind"))?,
        text: row.try_get(4)?,
        window: window.and_then(|window| WindowId::parse(window).ok()),
        unit: row.try_get(6)?,
        led_by: led_by.and_then(|name| serde_json::from_str(name).ok()),
        written_at: Moment(row.try_get(8)?),
        events: vec![Event {
            at: received_at,
            step: Step::Received { deadline },
        }],
    };
    Ok((row.try_get(0)?, found))
}

#[async_trait]
impl SuggestionStore for PostgresStore {
    async fn create_suggestion(
        &self,
        suggestion: NewSuggestion,
    ) -> Result<Written<SuggestionReceipt>, StoreError> {
        self.run(Create(suggestion)).await
    }

    async fn suggestion(&self, code: TrackingCode) -> Result<Option<SuggestionRow>, StoreError> {
        let found = by_code(self.reader().await?.get()?, code).await?;
        Ok(found.map(|(_, row)| row))
    }

    async fn add_step(&self, code: TrackingCode, step: NewStep) -> Result<Written<()>, StoreError> {
        self.run(AddStep { code, step }).await
    }

    async fn contact(&self, code: TrackingCode) -> Result<Option<Contact>, StoreError> {
        Ok(contact(self.reader().await?.get()?, code).await?)
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
        Ok(of_days(self.reader().await?.get()?, from, to).await?)
    }

    fn each_suggestion(
        &self,
        each: &mut dyn FnMut(SuggestionRow, Option<Contact>) -> std::io::Result<()>,
    ) -> Result<(), StoreError> {
        let session = Arc::new(self.own_session()?);
        let mut after = Some(0);
        while let Some(from) = after {
            let session = Arc::clone(&session);
            let page = async move { page(&session, from).await };
            let (rows, next) = wait(self.runtime()?, page)?;
            for (row, contact) in rows {
                each(row, contact).map_err(|error| StoreError::Failed(error.to_string()))?;
            }
            after = next;
        }
        Ok(())
    }
}
