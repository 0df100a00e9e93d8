//! What was typed into a form, and the mistakes found in it so far.

use super::money::{AmountError, parse_yuan, plain};
use super::{Mistake, MistakeCode};

/// What was typed, by field, and what is wrong with it.
pub(super) struct Answers<'a> {
    filled: &'a [(&'a str, &'a str)],
    pub(super) mistakes: Vec<Mistake>,
}

impl<'a> Answers<'a> {
    pub(super) fn of(filled: &'a [(&'a str, &'a str)]) -> Self {
        Self {
            filled,
            mistakes: Vec::new(),
        }
    }

    pub(super) fn tell(&mut self, field: &'static str, code: MistakeCode, expected: Option<i64>) {
        self.mistakes.push(Mistake {
            field,
            code,
            expected,
        });
    }

    /// What was typed, half-width and without blanks; `None`, and told, where there is nothing.
    pub(super) fn text(&mut self, field: &'static str) -> Option<String> {
        let typed = self.filled.iter().find(|(id, _)| *id == field);
        let typed = plain(typed.map_or("", |(_, typed)| typed));
        if typed.is_empty() {
            self.tell(field, MistakeCode::Missing, None);
            return None;
        }
        Some(typed)
    }

    /// The amount that was typed, in fen; `None`, and told, where there is none.
    pub(super) fn amount(&mut self, field: &'static str) -> Option<i64> {
        let text = self.text(field)?;
        match parse_yuan(&text) {
            Ok(fen) => Some(fen),
            Err(AmountError::NotAnAmount) => {
                self.tell(field, MistakeCode::NotAnAmount, None);
                None
            }
            Err(AmountError::TooFine) => {
                self.tell(field, MistakeCode::TooFine, None);
                None
            }
        }
    }

    /// An amount that must be `right`. Answers what the fields after it reckon with: what was typed where it is
    /// an amount, or one slip would be held against every line below it; else what would be right.
    pub(super) fn amount_of(&mut self, field: &'static str, right: i64, code: MistakeCode) -> i64 {
        let Some(typed) = self.amount(field) else {
            return right;
        };
        if typed != right {
            self.tell(field, code, Some(right));
        }
        typed
    }

    /// An account or card that must be the one on file, however it is spaced.
    pub(super) fn account(&mut self, field: &'static str, on_file: &str) {
        let bare = |text: &str| {
            text.chars()
                .filter(|c| !matches!(c, ' ' | '-'))
                .collect::<String>()
        };
        if let Some(typed) = self.text(field)
            && bare(&typed) != bare(on_file)
        {
            self.tell(field, MistakeCode::OtherAccount, None);
        }
    }
}
