//! Private numbers in what somebody writes: found by their own check digits, and masked.
//!
//! Identity numbers (GB 11643, ISO 7064 MOD 11-2), mobile numbers (11 digits from 13 to 19), bank cards
//! (Luhn, ISO/IEC 7812) and unified social credit codes (GB 32100).

use core::ops::Range;

/// The letters of a unified social credit code, by value.
const CREDIT: &[u8] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// Where private numbers stand, in bytes, in order.
#[must_use]
pub fn private_numbers(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if !part_of_number(bytes, at) {
            at += 1;
            continue;
        }
        let (digits, end) = run(bytes, at);
        if is_private(&digits) {
            found.push(at..end);
        }
        at = end;
    }
    found
}

/// The text with its private numbers masked: the first three and the last two letters stay.
#[must_use]
pub fn masked(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut done = 0;
    for number in private_numbers(text) {
        masked.push_str(text.get(done..number.start).unwrap_or_default());
        done = number.end;
        let number = text.get(number).unwrap_or_default();
        let count = number.chars().count();
        masked.extend(number.chars().enumerate().map(|(at, letter)| {
            let stays = at < 3 || at + 2 >= count || letter == ' ' || letter == '-';
            if stays { letter } else { '*' }
        }));
    }
    masked.push_str(text.get(done..).unwrap_or_default());
    masked
}

fn part_of_number(bytes: &[u8], at: usize) -> bool {
    bytes.get(at).is_some_and(u8::is_ascii_alphanumeric)
}

/// Letters and digits from `at` on, through single blanks and dashes between digits; and where they end.
fn run(bytes: &[u8], at: usize) -> (Vec<u8>, usize) {
    let (mut letters, mut end) = (Vec::new(), at);
    loop {
        match bytes.get(end) {
            Some(letter) if letter.is_ascii_alphanumeric() => {
                letters.push(letter.to_ascii_uppercase());
                end += 1;
            }
            Some(b' ' | b'-')
                if letters.last().is_some_and(u8::is_ascii_digit)
                    && bytes.get(end + 1).is_some_and(u8::is_ascii_digit) =>
            {
                end += 1;
            }
            _ => return (letters, end),
        }
    }
}

fn is_private(letters: &[u8]) -> bool {
    match letters.len() {
        11 => is_mobile(letters),
        13 => letters.starts_with(b"86") && letters.get(2..).is_some_and(is_mobile),
        18 => is_identity(letters) || is_credit_code(letters) || is_card(letters),
        12..=19 => is_card(letters),
        _ => false,
    }
}

/// Of eleven letters, whether they are a mobile number.
pub(super) fn is_mobile(letters: &[u8]) -> bool {
    letters.iter().all(u8::is_ascii_digit) && matches!(letters, [b'1', b'3'..=b'9', ..])
}

fn is_identity(letters: &[u8]) -> bool {
    let Some((last, digits)) = letters.split_last() else {
        return false;
    };
    if !digits.iter().all(u8::is_ascii_digit) {
        return false;
    }
    // ISO 7064 MOD 11-2: weights are the powers of 2, from the right.
    let sum = digits
        .iter()
        .fold(0u32, |sum, digit| (sum + u32::from(digit - b'0')) * 2 % 11);
    let check = (12 - sum) % 11;
    let expected = if check == 10 {
        b'X'
    } else {
        b'0' + u8::try_from(check).unwrap_or(0)
    };
    *last == expected
}

/// Of eighteen letters, whether they are a unified social credit code by its check character.
pub(super) fn is_credit_code(letters: &[u8]) -> bool {
    let value = |letter: &u8| CREDIT.iter().position(|known| known == letter);
    let values: Option<Vec<usize>> = letters.iter().map(value).collect();
    let Some(values) = values else { return false };
    // GB 32100: weights are the powers of 3 modulo 31.
    let weighted = values.iter().take(17).fold((0, 1), |(sum, weight), value| {
        (sum + value * weight, weight * 3 % 31)
    });
    let mixed = letters.iter().any(u8::is_ascii_alphabetic);
    mixed && values.last() == Some(&((31 - weighted.0 % 31) % 31))
}

fn is_card(letters: &[u8]) -> bool {
    let digits = letters.iter().all(u8::is_ascii_digit);
    let doubled = |(at, letter): (usize, &u8)| {
        let digit = u32::from(letter.saturating_sub(b'0'));
        let twice = digit * (1 + u32::try_from(at % 2).unwrap_or(0));
        if twice > 9 { twice - 9 } else { twice }
    };
    let luhn: u32 = letters.iter().rev().enumerate().map(doubled).sum();
    digits && (13..=19).contains(&letters.len()) && luhn.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_private_numbers_are_masked_and_the_rest_stays() {
        for (text, expected) in [
            // GB 11643's own example.
            (
                "身份证11010519491231002X，请查",
                "身份证110*************2X，请查",
            ),
            ("号码 440524188001010014。", "号码 440*************14。"),
            ("电话13812345678。", "电话138******78。"),
            ("电话 138-1234-5678 找我", "电话 138-****-**78 找我"),
            ("+8613812345678", "+861********78"),
            (
                "卡号 6222 0212 3456 7895 是我的",
                "卡号 6222 0212 3456 7895 是我的",
            ),
            ("卡 4539 1488 0343 6467", "卡 453* **** **** **67"),
            ("公司 91350100M000100Y43", "公司 913*************43"),
        ] {
            assert_eq!(masked(text), expected);
        }
    }

    #[test]
    fn ok_what_only_looks_like_one_stays() {
        for text in [
            "第 07 号窗口排了 40 分钟",
            "受理号 20261124000123",
            "11010519491231002 1",
            "110105194912310021",
            "12345678901",
            "查询码 K7M4-9TQX-R",
            "91350100M000100Y44",
            "",
        ] {
            assert_eq!(masked(text), text);
        }
    }

    #[test]
    fn ok_several_in_one_text_are_found_where_they_stand() {
        let text = "13812345678 和 13912345678";
        let found = private_numbers(text);
        assert_eq!(found.len(), 2);
        assert!(
            found
                .iter()
                .all(|number| text[number.clone()].starts_with('1'))
        );
    }
}
