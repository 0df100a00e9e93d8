//! What was chosen and written after a tap and not sent yet: kept on the phone until the outbox has it.

use crate::model::{Aspect, Level};
use crate::read_struct;

/// The optional part of a rating as it stands in the form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// The level chosen.
    pub level: Option<Level>,
    /// The aspects chosen.
    pub aspects: Vec<Aspect>,
    /// The text, as typed.
    pub comment: String,
}

read_struct! {
    Draft { level, aspects, comment }
}

impl Draft {
    /// From the form's values: unknown ones are left out.
    #[must_use]
    pub fn from_values(level: Option<String>, aspects: &[String], comment: String) -> Self {
        let level =
            level.and_then(|code| Level::ALL.into_iter().find(|level| level.code() == code));
        let aspects = Aspect::ALL
            .into_iter()
            .filter(|aspect| aspects.iter().any(|a| a == aspect.code()))
            .collect();
        Self {
            level,
            aspects,
            comment,
        }
    }

    /// Whether nothing is chosen and nothing written.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.level.is_none() && self.aspects.is_empty() && self.comment.trim().is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_a_draft_is_read_from_the_forms_values() {
        let aspects = ["manner".to_owned(), "nonsense".to_owned()];
        let draft = Draft::from_values(Some("satisfied".into()), &aspects, "  ".into());
        assert_eq!(draft.level, Some(Level::Satisfied));
        assert_eq!(draft.aspects, [Aspect::Manner]);
        assert!(!draft.is_empty());
        assert!(Draft::from_values(Some("x".into()), &[], " \n".into()).is_empty());
    }
}
