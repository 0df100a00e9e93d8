//! A rating, its amendments, and what they come to together.

use serde::{Deserialize, Serialize};

use super::{AmendmentId, Name, RatingId, ShiftId, WindowId};

/// The national five levels (国办发〔2019〕51号; GB/T 39734-2020); the last two are negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", try_from = "String")]
pub enum Level {
    /// 非常满意
    VerySatisfied,
    /// 满意
    Satisfied,
    /// 基本满意
    FairlySatisfied,
    /// 不满意
    Dissatisfied,
    /// 非常不满意
    VeryDissatisfied,
}

impl Level {
    /// All five, best first.
    pub const ALL: [Self; 5] = [
        Self::VerySatisfied,
        Self::Satisfied,
        Self::FairlySatisfied,
        Self::Dissatisfied,
        Self::VeryDissatisfied,
    ];

    /// Whether the level counts as satisfied.
    #[must_use]
    pub fn satisfied(self) -> bool {
        !matches!(self, Self::Dissatisfied | Self::VeryDissatisfied)
    }

    /// Its name on the wire and in exports.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::VerySatisfied => "very_satisfied",
            Self::Satisfied => "satisfied",
            Self::FairlySatisfied => "fairly_satisfied",
            Self::Dissatisfied => "dissatisfied",
            Self::VeryDissatisfied => "very_dissatisfied",
        }
    }
}

/// What a rating speaks of: the same neutral list whichever button was tapped, so that the
/// screen never tells an onlooker which it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", try_from = "String")]
pub enum Aspect {
    /// 办事快慢
    Speed,
    /// 讲解
    Explanation,
    /// 态度
    Manner,
    /// 一次办成
    OneVisit,
    /// 现场指引
    Guidance,
}

impl Aspect {
    /// All of them, in the order of the screen.
    pub const ALL: [Self; 5] = [
        Self::Speed,
        Self::Explanation,
        Self::Manner,
        Self::OneVisit,
        Self::Guidance,
    ];

    /// Its name on the wire and in exports.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Speed => "speed",
            Self::Explanation => "explanation",
            Self::Manner => "manner",
            Self::OneVisit => "one_visit",
            Self::Guidance => "guidance",
        }
    }
}

/// Choices are read from their code as a string: serde's own way takes objects too.
macro_rules! read_from_code {
    ($($name:ident),*) => {$(
        impl TryFrom<String> for $name {
            type Error = &'static str;
            fn try_from(code: String) -> Result<Self, Self::Error> {
                Self::ALL.into_iter().find(|choice| choice.code() == code).ok_or("bad_value")
            }
        }
    )*};
}
read_from_code!(Level, Aspect);

/// What a citizen wrote: 1 to 500 characters (Unicode scalar values) without control characters
/// but line breaks and tabs, blanks around it taken off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Comment(String);

impl Comment {
    /// The most characters a comment may have.
    pub const MAX: usize = 500;

    /// `None` for blank text: saying nothing is no mistake.
    ///
    /// # Errors
    /// `too_long` past [`Self::MAX`] characters, `bad_characters` for control characters.
    pub fn parse(text: &str) -> Result<Option<Self>, &'static str> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(None);
        }
        if text.chars().count() > Self::MAX {
            return Err("too_long");
        }
        if text
            .chars()
            .any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
        {
            return Err("bad_characters");
        }
        Ok(Some(Self(text.to_owned())))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Comment {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)?.ok_or("empty")
    }
}

impl From<Comment> for String {
    fn from(comment: Comment) -> Self {
        comment.0
    }
}

/// How sure it is that a rating comes from somebody who was at the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// With the signature of the printed code.
    Scan,
    /// Without: accepted, shown apart, kept out of the comparison.
    Open,
}

impl Source {
    /// Its name on the wire, in the store and in exports.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Scan => "scan",
            Self::Open => "open",
        }
    }
}

/// `POST /api/v1/ratings`: the tap.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateRating {
    /// Made by the client before the first sending.
    pub id: RatingId,
    /// The window rated.
    pub window: WindowId,
    /// Which button.
    pub satisfied: bool,
    /// The signature of the printed code, from its address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub k: Option<String>,
    /// When the tap was, RFC 3339, where it was earlier than the sending.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rated_at: Option<String>,
}

/// `PATCH /api/v1/ratings/{id}`: what is absent stays as it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AmendRating {
    /// Made by the client before the first sending.
    pub id: AmendmentId,
    /// The refinement to five levels; it outweighs the button.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<Level>,
    /// What it speaks of; replaces what was chosen before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aspects: Option<Vec<Aspect>>,
    /// A comment; replaces the one before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<Comment>,
    /// `true` takes the rating back (a wrong tap).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<bool>,
    /// When the citizen amended it, RFC 3339, where that was earlier than the sending.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amended_at: Option<String>,
}

/// One amendment, without its id and time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Amendment {
    /// See [`AmendRating::level`].
    pub level: Option<Level>,
    /// See [`AmendRating::aspects`].
    pub aspects: Option<Vec<Aspect>>,
    /// See [`AmendRating::comment`].
    pub comment: Option<Comment>,
    /// See [`AmendRating::withdrawn`].
    pub withdrawn: Option<bool>,
}

/// What a rating comes to after its amendments.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RatingState {
    /// The rating.
    pub id: RatingId,
    /// The button, or what the level says where one was given.
    pub satisfied: bool,
    /// The refinement.
    pub level: Option<Level>,
    /// What it speaks of.
    pub aspects: Vec<Aspect>,
    /// The comment.
    pub comment: Option<Comment>,
    /// Taken back by the citizen: kept, counted as withdrawn.
    pub withdrawn: bool,
}

impl RatingState {
    /// A rating just tapped.
    #[must_use]
    pub fn new(id: RatingId, satisfied: bool) -> Self {
        Self {
            id,
            satisfied,
            level: None,
            aspects: Vec::new(),
            comment: None,
            withdrawn: false,
        }
    }

    /// The state after one more amendment.
    #[must_use]
    pub fn amended(mut self, with: &Amendment) -> Self {
        if let Some(level) = with.level {
            self.level = Some(level);
            self.satisfied = level.satisfied();
        }
        if let Some(aspects) = &with.aspects {
            self.aspects.clone_from(aspects);
            self.aspects.sort_unstable();
            self.aspects.dedup();
        }
        if let Some(comment) = &with.comment {
            self.comment = Some(comment.clone());
        }
        if let Some(withdrawn) = with.withdrawn {
            self.withdrawn = withdrawn;
        }
        self
    }
}

/// The answer to [`CreateRating`]: what was stored, word for word the same however often it is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RatingReceipt {
    /// The rating.
    pub id: RatingId,
    /// The window rated.
    pub window: WindowId,
    /// Which button.
    pub satisfied: bool,
    /// How it counts.
    pub source: Source,
    /// When the tap was, RFC 3339.
    pub rated_at: String,
    /// Who was on duty at that window and moment, found by the server.
    pub shift: Option<ReceiptShift>,
}

/// The shift a rating carries.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptShift {
    /// Its number.
    pub id: ShiftId,
    /// Who sat.
    pub director: Name,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_a_comment_of_500_chinese_characters() {
        let text = "好".repeat(500);
        assert_eq!(
            Comment::parse(&format!(" {text}\n"))
                .unwrap()
                .unwrap()
                .as_str(),
            text
        );
        assert_eq!(Comment::parse(" \n ").unwrap(), None);
        assert!(Comment::parse("第一行\n第二行\t。").unwrap().is_some());
    }

    #[test]
    fn err_a_comment_too_long_or_with_control_characters() {
        assert_eq!(Comment::parse(&"好".repeat(501)), Err("too_long"));
        assert_eq!(Comment::parse("a\0b"), Err("bad_characters"));
        assert_eq!(Comment::parse("a\u{1b}[2Jb"), Err("bad_characters"));
    }

    #[test]
    fn ok_the_level_outweighs_the_button() {
        let tapped = RatingState::new(RatingId::from_bytes([1; 16]), true);
        let refined = tapped.amended(&Amendment {
            level: Some(Level::Dissatisfied),
            ..Amendment::default()
        });
        assert!(!refined.satisfied);
        let again = refined.amended(&Amendment {
            level: Some(Level::FairlySatisfied),
            ..Amendment::default()
        });
        assert!(again.satisfied);
    }

    #[test]
    fn ok_an_amendment_changes_only_what_it_names() {
        let tapped = RatingState::new(RatingId::from_bytes([1; 16]), false);
        let comment = Comment::parse("等了很久").unwrap();
        let first = tapped.amended(&Amendment {
            aspects: Some(vec![Aspect::Manner, Aspect::Speed, Aspect::Speed]),
            comment: comment.clone(),
            ..Amendment::default()
        });
        assert_eq!(first.aspects, [Aspect::Speed, Aspect::Manner]);
        let second = first.amended(&Amendment {
            withdrawn: Some(true),
            ..Amendment::default()
        });
        assert!(second.withdrawn);
        assert!(!second.satisfied);
        assert_eq!(second.comment, comment);
    }

    #[test]
    fn ok_names_on_the_wire_are_the_codes() {
        for level in Level::ALL {
            assert_eq!(
                serde_json::to_string(&level).unwrap(),
                format!("\"{}\"", level.code())
            );
        }
        for aspect in Aspect::ALL {
            assert_eq!(
                serde_json::to_string(&aspect).unwrap(),
                format!("\"{}\"", aspect.code())
            );
        }
    }
}
