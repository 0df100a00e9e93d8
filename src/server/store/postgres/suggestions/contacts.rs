//! Contacts: read with their suggestions, and deleted some days after a case is closed.

use std::collections::BTreeMap;

use async_trait::async_trait;
use tokio_postgres::Row;

use super::rows::{BY_CODE, PAGE, row, suggestions, with_events};
use crate::model::{Contact, Moment, TrackingCode};
use crate::server::store::erasure::Words;
use crate::server::store::postgres::group::Group;
use crate::server::store::postgres::session::{Problem, Session, unreadable};
use crate::server::store::postgres::words;
use crate::server::store::postgres::work::Work;
use crate::server::store::suggestions::SuggestionRow;

/// By `suggestion_contact`'s primary key.
const CONTACTS: &str = "
    select belongs_to, words from suggestion_contact where belongs_to = any($1) and words <> ''";

/// Once a day, through all that ever had a contact; each closed case has lost its own.
const WITH_CONTACT: &str = suggestions!(
    "
    join suggestion_contact as contact on contact.belongs_to = seq where contact.words <> '' order by seq"
);

/// Deletes contacts of closed cases.
pub(super) struct Forget(pub(super) Moment);

#[async_trait]
impl Work for Forget {
    type Done = usize;

    async fn write(&self, group: &Group<'_>) -> Result<usize, Problem> {
        let rows = group.session.rows(WITH_CONTACT, &[]).await?;
        let mut forgotten = 0;
        for (seq, row) in with_events(group.session, &rows).await? {
            if row.closed_before(self.0) {
                let gone = words::blank(group.session, Words::Contact, seq).await?;
                forgotten += usize::from(gone);
            }
        }
        Ok(forgotten)
    }

    fn lane(&self) -> Vec<u8> {
        b"forget".to_vec()
    }

    fn spares_ratings(&self) -> bool {
        true
    }
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
