//! A rating, its amendments, and what they come to together.

use serde::{Deserialize, Serialize};

use super::{AmendmentId, Aspect, Comment, Level, Name, RatingId, ShiftId, VisitProof, WindowId};

/// How sure it is that a rating comes from somebody who was at the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// With a one-time code from a queue ticket: somebody was served there.
    Visit,
    /// With the signature of the printed code.
    Scan,
    /// Without: accepted, shown apart, kept out of the comparison.
    Open,
}

impl Source {
    /// All of them, the surest first.
    pub const ALL: [Self; 3] = [Self::Visit, Self::Scan, Self::Open];

    /// Its name on the wire, in the store and in exports.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Visit => "visit",
            Self::Scan => "scan",
            Self::Open => "open",
        }
    }
}

/// `POST /api/v1/ratings`: the tap.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(utoipa::ToSchema))]
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
    /// The one-time code of a queue ticket. One that does not fit is no reason to refuse the rating: see
    /// [`VisitProof`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visit: Option<String>,
    /// When the tap was, RFC 3339, where it was earlier than the sending.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(not(target_arch = "wasm32"), schema(format = DateTime))]
    pub rated_at: Option<String>,
}

/// `PATCH /api/v1/ratings/{id}`: what is absent stays as it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(utoipa::ToSchema))]
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
    #[cfg_attr(not(target_arch = "wasm32"), schema(format = DateTime))]
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
#[cfg_attr(not(target_arch = "wasm32"), derive(utoipa::ToSchema))]
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
#[cfg_attr(not(target_arch = "wasm32"), derive(utoipa::ToSchema))]
pub struct RatingReceipt {
    /// The rating.
    pub id: RatingId,
    /// The window rated.
    pub window: WindowId,
    /// Which button.
    pub satisfied: bool,
    /// How it counts.
    pub source: Source,
    /// What became of the visit's code, where one came with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visit: Option<VisitProof>,
    /// When the tap was, RFC 3339.
    pub rated_at: String,
    /// Who was on duty at that window and moment, found by the server.
    pub shift: Option<ReceiptShift>,
}

/// The shift a rating carries.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(utoipa::ToSchema))]
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
}
