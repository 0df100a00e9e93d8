//! The letters of codes that people write down and type in again, and the last one, which checks the others.
//!
//! The check is the sum of the letters' values, weighted by their places, modulo 31. The weights are below 31,
//! which is prime: every single wrong letter and every two exchanged ones are noticed.

use core::fmt::{Formatter, Result, Write};

/// No 0 O 1 I L: they are misread.
pub(super) const ALPHABET: &[u8; 31] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";

/// Letters of random bytes, of which each below 248 makes one without favour, and their check; `None` where too
/// few are.
pub(super) fn from_random<const N: usize>(bytes: &[u8]) -> Option<[u8; N]> {
    let mut letters = bytes.iter().filter(|byte| **byte < 248);
    let mut values = [0; N];
    for value in values.iter_mut().take(N.saturating_sub(1)) {
        *value = letters.next()? % 31;
    }
    let check = check(&values);
    *values.last_mut()? = check;
    Some(values)
}

/// Whether the last letter is that of the others.
pub(super) fn fit(values: &[u8]) -> bool {
    values.last() == Some(&check(values))
}

/// The value that the last letter must have.
fn check(values: &[u8]) -> u8 {
    let others = values.len().saturating_sub(1);
    let weighted = values.iter().take(others).zip(1u16..);
    let sum: u16 = weighted
        .map(|(value, weight)| u16::from(*value) * weight)
        .sum();
    u8::try_from(sum % 31).unwrap_or(0)
}

pub(super) fn value(letter: char) -> Option<u8> {
    let at = ALPHABET
        .iter()
        .position(|known| char::from(*known) == letter)?;
    u8::try_from(at).ok()
}

/// A letter as codes are written; `None` for what stands between letters.
pub(super) fn plain(letter: char) -> Option<char> {
    let ascii = match letter {
        // Full-width forms stand in the order of ASCII.
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter) - 0xfee0)?,
        other => other,
    };
    let between =
        ascii.is_whitespace() || matches!(ascii, '-' | '_' | '.' | '·' | '‐'..='―' | '－' | '一');
    (!between).then(|| ascii.to_ascii_uppercase())
}

/// Writes the letters with a dash after the fourth and the eighth.
pub(super) fn write(values: &[u8], f: &mut Formatter<'_>) -> Result {
    for (at, value) in values.iter().enumerate() {
        if at == 4 || at == 8 {
            f.write_str("-")?;
        }
        let letter = ALPHABET.get(usize::from(*value)).copied().unwrap_or(b'?');
        f.write_char(char::from(letter))?;
    }
    Ok(())
}
