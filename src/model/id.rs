//! Ids made by whoever sends, or with the page it sends from: they are the idempotency keys of everything that is sent.

use serde::{Deserialize, Serialize};

use super::Moment;

/// Sixteen bytes, random ones or after a moment, written as a UUID (RFC 9562, version 4 or 7).
///
/// Not the `uuid` crate: in the app it costs 1.6 KB for what these lines do.
macro_rules! client_made_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[cfg_attr(not(target_arch = "wasm32"), derive(utoipa::ToSchema))]
        #[cfg_attr(not(target_arch = "wasm32"), schema(value_type = String, format = "uuid"))]
        #[serde(try_from = "String", into = "String")]
        pub struct $name([u8; 16]);

        impl $name {
            /// Makes an id of random bytes, which the caller fetches from the system.
            #[must_use]
            pub fn from_random(bytes: [u8; 16]) -> Self {
                Self(version(4, bytes))
            }

            /// Makes an id that begins with a moment, in ms since 1970, and goes on with bytes of chance: what was made
            /// at about the same time lies side by side in a store's index. For the server alone: how a phone's clock
            /// is off would tell it from others.
            #[must_use]
            pub fn at(moment: Moment, bytes: [u8; 16]) -> Self {
                Self(version(7, begun_at(moment, bytes)))
            }

            /// Takes bytes that once came from [`Self::bytes`].
            #[must_use]
            pub fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(bytes)
            }

            /// The sixteen bytes, as the store keeps them.
            #[must_use]
            pub fn bytes(&self) -> [u8; 16] {
                self.0
            }

            /// Reads the form `xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx`, in either case.
            ///
            /// # Errors
            /// `bad_id` for anything else.
            pub fn parse(text: &str) -> Result<Self, &'static str> {
                parse_uuid(text).map(Self).ok_or("bad_id")
            }
        }

        impl core::fmt::Display for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(&write_uuid(&self.0))
            }
        }

        impl TryFrom<String> for $name {
            type Error = &'static str;
            fn try_from(text: String) -> Result<Self, Self::Error> {
                Self::parse(&text)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                write_uuid(&id.0)
            }
        }
    };
}

client_made_id! {
    /// Names one rating, from before it is first sent.
    RatingId
}
client_made_id! {
    /// Names one amendment of a rating, so that it too is stored once however often it is sent.
    AmendmentId
}
client_made_id! {
    /// Names one suggestion, or one thing said to it later.
    SuggestionId
}

client_made_id! {
    /// Names one time that a step of a guide was not understood.
    UnclearId
}

fn version(version: u8, mut bytes: [u8; 16]) -> [u8; 16] {
    bytes[6] = (bytes[6] & 0x0f) | (version << 4);
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    bytes
}

fn begun_at(moment: Moment, mut bytes: [u8; 16]) -> [u8; 16] {
    let [_, _, ms @ ..] = moment.0.to_be_bytes();
    bytes[..6].copy_from_slice(&ms);
    bytes
}

fn write_uuid(bytes: &[u8; 16]) -> String {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    let mut text = String::with_capacity(36);
    for (index, byte) in bytes.iter().enumerate() {
        if matches!(index, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        text.push(char::from(HEX[usize::from(byte >> 4)]));
        text.push(char::from(HEX[usize::from(byte & 15)]));
    }
    text
}

fn parse_uuid(text: &str) -> Option<[u8; 16]> {
    let text = text.as_bytes();
    if text.len() != 36 {
        return None;
    }
    let mut bytes = [0; 16];
    let mut digits = 0;
    for (index, &letter) in text.iter().enumerate() {
        if matches!(index, 8 | 13 | 18 | 23) {
            if letter != b'-' {
                return None;
            }
            continue;
        }
        let digit = char::from(letter).to_digit(16)?;
        bytes[digits / 2] = (bytes[digits / 2] << 4) | u8::try_from(digit).ok()?;
        digits += 1;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_an_id_is_read_as_it_was_written() {
        let id = RatingId::from_random([0xab; 16]);
        assert_eq!(id.to_string(), "abababab-abab-4bab-abab-abababababab");
        assert_eq!(RatingId::parse(&id.to_string()), Ok(id));
        assert_eq!(
            RatingId::parse(&id.to_string().to_ascii_uppercase()),
            Ok(id)
        );
    }

    /// RFC 9562, appendix A.6: an example of version 7.
    #[test]
    fn ok_an_id_begins_with_its_moment() {
        let moment = Moment(0x017f_22e2_79b0);
        let random = 0xcc3_18c4_dc0c_0c07_398f_u128.to_be_bytes();
        let id = RatingId::at(moment, random);
        assert_eq!(id.to_string(), "017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
    }

    #[test]
    fn err_anything_but_a_uuid() {
        for text in [
            "",
            "abababab-abab-4bab-abab-ababababab",
            "ababababxabab-4bab-abab-abababababab",
            "gbababab-abab-4bab-abab-abababababab",
            "坐班坐班坐班坐班坐班坐班",
        ] {
            assert_eq!(RatingId::parse(text), Err("bad_id"), "{text}");
        }
    }
}
