//! What is chosen after the tap: one of five levels, and what it is about.

use serde::{Deserialize, Serialize};

/// The national five levels (国办发〔2019〕51号; GB/T 39734-2020); the last two are negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(utoipa::ToSchema))]
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
#[cfg_attr(not(target_arch = "wasm32"), derive(utoipa::ToSchema))]
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

#[cfg(test)]
mod tests {
    use super::*;

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
