//! What a citizen may have deleted, in tables of its own; `schema_1.sql` says how.

use super::session::{Problem, Session};
use crate::server::store::erasure::Words;
use crate::server::store::stored::Salted;

/// Keeps words beside the numbered row of facts.
pub(super) async fn keep(
    session: &Session,
    what: Words,
    row: i64,
    words: &Salted<'_>,
) -> Result<(), Problem> {
    let keep = match what {
        Words::Comment => {
            "insert into amendment_comment (belongs_to, salt, words) values ($1, $2, $3)"
        }
        Words::Text => "insert into suggestion_text (belongs_to, salt, words) values ($1, $2, $3)",
        Words::Contact => {
            "insert into suggestion_contact (belongs_to, salt, words) values ($1, $2, $3)"
        }
        Words::Reopening => "insert into event_words (belongs_to, salt, words) values ($1, $2, $3)",
    };
    session
        .run(keep, &[&row, &words.salt.as_slice(), &words.words])
        .await?;
    Ok(())
}

/// Empties words and salt; answers whether there was anything to empty.
pub(super) async fn blank(session: &Session, what: Words, row: i64) -> Result<bool, Problem> {
    let blank = match what {
        Words::Comment => {
            "update amendment_comment set salt = '', words = '' where belongs_to = $1 and words <> ''"
        }
        Words::Text => {
            "update suggestion_text set salt = '', words = '' where belongs_to = $1 and words <> ''"
        }
        Words::Contact => {
            "update suggestion_contact set salt = '', words = '' where belongs_to = $1 and words <> ''"
        }
        Words::Reopening => {
            "update event_words set salt = '', words = '' where belongs_to = $1 and words <> ''"
        }
    };
    Ok(session.run(blank, &[&row]).await? > 0)
}
