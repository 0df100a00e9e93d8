//! What in an address proves a visit: handed on from page to page, and with the rating.

use core::fmt::{Display, Formatter, Result};

/// The window's signature and the queue ticket's code, as they came; whether they fit is the endpoint's to say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proof {
    /// The window's signature: `?k=`.
    pub k: Option<String>,
    /// The queue ticket's code: `?v=`.
    pub visit: Option<String>,
}

impl Proof {
    /// From the address' query; what could not stand in one as it is proves nothing.
    #[must_use]
    pub fn of(value: impl Fn(&str) -> Option<String>) -> Self {
        let plain = |letter: u8| letter.is_ascii_alphanumeric() || letter == b'-';
        let plain = |text: &String| !text.is_empty() && text.bytes().all(plain);
        let [k, visit] = ["k", "v"].map(|name| value(name).filter(plain));
        Self { k, visit }
    }
}

/// The beginning of a query: `k=…&v=…&`.
impl Display for Proof {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        for (name, value) in [("k=", &self.k), ("v=", &self.visit)] {
            if let Some(value) = value {
                f.write_str(name)?;
                f.write_str(value)?;
                f.write_str("&")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_it_stands_in_the_next_address_as_it_came() {
        let of = |k: &'static str, v: &'static str| {
            let proof = Proof::of(|name| Some(if name == "k" { k } else { v }.to_owned()));
            proof.to_string()
        };
        assert_eq!(
            of("0123456789ab", "K7M4-9TQX-2RWC"),
            "k=0123456789ab&v=K7M4-9TQX-2RWC&"
        );
        assert_eq!(of("", "K7M4-9TQX-2RWC"), "v=K7M4-9TQX-2RWC&");
        assert_eq!(of("a&r=1", "a|b"), "");
    }
}
