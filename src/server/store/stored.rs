//! What both stores do alike with what they keep: words and their hashes, steps without words, repetitions.

use super::chain::salted;
use super::{Amended, StoreError};
use crate::model::{Amendment, Aspect, Source, Step};

/// Random bytes before the words, so that nobody finds short words by trying them against their hash.
pub(super) const SALT: usize = 16;

/// Words on their way into the store.
pub(super) struct Salted<'a> {
    pub(super) words: &'a str,
    pub(super) salt: [u8; SALT],
}

impl<'a> Salted<'a> {
    /// # Errors
    /// `Failed` where the system has no random bytes.
    pub(super) fn new(words: &'a str) -> Result<Self, StoreError> {
        let mut salt = [0; SALT];
        getrandom::fill(&mut salt).map_err(|error| StoreError::Failed(error.to_string()))?;
        Ok(Self { words, salt })
    }

    /// What the row of facts keeps for ever.
    pub(super) fn hash(&self) -> [u8; 32] {
        salted(&self.salt, self.words.as_bytes())
    }
}

/// Whether an amendment was this one; of a deleted comment it is only known that there was one.
pub(super) fn same_amendment(first: &Amended, change: &Amendment) -> bool {
    if !first.erased {
        return first.change == *change;
    }
    let wordless = Amendment {
        comment: None,
        ..change.clone()
    };
    change.comment.is_some() && first.change == wordless
}

/// Aspects as one text.
pub(super) fn aspects(chosen: &[Aspect]) -> String {
    let codes: Vec<_> = chosen.iter().map(|aspect| aspect.code()).collect();
    codes.join(" ")
}

/// Aspects from what [`aspects`] made.
pub(super) fn aspects_of(codes: &str) -> Vec<Aspect> {
    let aspect = |code: &str| Aspect::ALL.into_iter().find(|aspect| aspect.code() == code);
    codes.split_whitespace().filter_map(aspect).collect()
}

/// A source by its code.
pub(super) fn source_of(code: &str) -> Source {
    let source = Source::ALL.into_iter().find(|of| of.code() == code);
    source.unwrap_or(Source::Open)
}

/// A step without the citizen's words, and these.
pub(super) fn apart(step: &Step) -> (Step, Option<&str>) {
    match step {
        Step::Reopened { text, deadline } => {
            let (wordless, deadline) = (String::new(), *deadline);
            let step = Step::Reopened {
                text: wordless,
                deadline,
            };
            (step, Some(text))
        }
        step => (step.clone(), None),
    }
}

/// A step as it was said; empty words were deleted.
pub(super) fn together(step: Step, words: String) -> Step {
    match step {
        Step::Reopened { deadline, .. } => Step::Reopened {
            text: words,
            deadline,
        },
        step => step,
    }
}

/// Whether a stored step is this one. The deadline of a reopening is the server's, not the client's;
/// deleted words cannot be compared.
pub(super) fn same_step(before: &str, words: &str, step: &Step) -> bool {
    match (serde_json::from_str(before), step) {
        (Ok(Step::Reopened { .. }), Step::Reopened { text, .. }) => {
            words.is_empty() || words == text
        }
        (Ok(before), step) => before == *step,
        (Err(_), _) => false,
    }
}

/// As JSON.
pub(super) fn json<T: serde::Serialize>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::Failed(error.to_string()))
}
