//! What a citizen writes.

use serde::{Deserialize, Serialize};

/// What a citizen wrote: 1 to 500 characters (Unicode scalar values) without control characters
/// but line breaks and tabs, blanks around it taken off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(utoipa::ToSchema))]
#[cfg_attr(not(target_arch = "wasm32"), schema(value_type = String, min_length = 1, max_length = 500, pattern = "^[^\\u0000-\\u0008\\u000B\\u000C\\u000E-\\u001F\\u007F-\\u009F]*[^\\s\\u0000-\\u001F\\u007F-\\u009F][^\\u0000-\\u0008\\u000B\\u000C\\u000E-\\u001F\\u007F-\\u009F]*$"))]
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
}
