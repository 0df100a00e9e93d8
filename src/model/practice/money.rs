//! Amounts of money in fen, as people type them and as forms print them.

/// No form here holds more: a trillion yuan.
const MOST_YUAN: i64 = 1_000_000_000_000;

/// Why a text is no amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AmountError {
    /// Something else, or too large.
    NotAnAmount,
    /// More than two decimals.
    TooFine,
}

/// The fen of an amount: full-width digits, commas between thousands, blanks, ¥ in front and 元 behind are fine.
/// A minus in front makes it negative.
///
/// # Errors
/// Where it is no amount, or finer than a fen.
pub fn parse_yuan(text: &str) -> Result<i64, AmountError> {
    let text = plain(text);
    let text = text.strip_suffix('元').unwrap_or(&text);
    let (minus, text) = text
        .strip_prefix('-')
        .map_or((false, text), |text| (true, text));
    let text = text.strip_prefix(['¥', '￥']).unwrap_or(text);
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let is_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !is_digits(decimals) || text.ends_with('.') {
        return Err(AmountError::NotAnAmount);
    }
    let yuan = digits(whole)
        .filter(|yuan| *yuan <= MOST_YUAN)
        .ok_or(AmountError::NotAnAmount)?;
    let decimals = decimals.trim_end_matches('0');
    let fen = match decimals.len() {
        0 => 0,
        1 => decimals.parse::<i64>().unwrap_or(0) * 10,
        2 => decimals.parse().unwrap_or(0),
        _ => return Err(AmountError::TooFine),
    };
    let amount = yuan * 100 + fen;
    Ok(if minus { -amount } else { amount })
}

/// Whole yuan, whose commas stand before groups of three where there are some: `12,5` is a slip, not 125.
fn digits(text: &str) -> Option<i64> {
    let mut groups = text.split(',');
    let first = groups.next()?;
    let mut bare = first.to_owned();
    let mut grouped = false;
    for group in groups {
        grouped = true;
        if group.len() != 3 {
            return None;
        }
        bare.push_str(group);
    }
    let first_fits = !first.is_empty() && (!grouped || first.len() <= 3);
    let fits = first_fits && bare.bytes().all(|b| b.is_ascii_digit());
    if fits { bare.parse().ok() } else { None }
}

/// An amount as forms print it: `86,420.50`.
#[must_use]
pub fn yuan(fen: i64) -> String {
    let size = fen.unsigned_abs();
    let whole = (size / 100).to_string();
    let mut text = String::new();
    if fen < 0 {
        text.push('-');
    }
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text.push_str(&format!(".{:02}", size % 100));
    text
}

/// Full-width letters, digits and signs as ASCII, blanks gone, Latin letters large.
pub(super) fn plain(text: &str) -> String {
    super::super::find::plain(text)
        .chars()
        .map(|c| c.to_ascii_uppercase())
        .collect()
}

/// A share of an amount, in hundredths of a percent, to the nearest fen, halves up.
pub(super) fn share_of(fen: i64, share: i64) -> i64 {
    (fen * share + 5_000).div_euclid(10_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_amounts_as_people_type_them() {
        for (text, fen) in [
            ("86420.5", 8_642_050),
            ("86,420.50", 8_642_050),
            (" ８６，４２０．５０ 元 ", 8_642_050),
            ("¥86,420.50", 8_642_050),
            ("￥ 1", 100),
            ("0", 0),
            ("0.01", 1),
            ("0.10", 10),
            ("1.500", 150),
            ("-600", -60_000),
            ("1,000,000,000,000", 100_000_000_000_000),
        ] {
            assert_eq!(parse_yuan(text), Ok(fen), "{text}");
        }
    }

    #[test]
    fn err_what_is_no_amount() {
        for text in [
            "",
            "元",
            "十",
            "1.",
            ".5",
            "1.2.3",
            "12,5",
            "1234,567",
            ",123",
            "1,,000",
            "--1",
            "1e5",
            "+1",
            "8万",
            "1000000000001",
            "99999999999999999999",
            "1.-5",
            "0x1",
        ] {
            assert_eq!(parse_yuan(text), Err(AmountError::NotAnAmount), "{text}");
        }
        assert_eq!(parse_yuan("1.005"), Err(AmountError::TooFine));
    }

    #[test]
    fn ok_amounts_as_forms_print_them() {
        for (fen, text) in [
            (0, "0.00"),
            (5, "0.05"),
            (99_999, "999.99"),
            (100_000, "1,000.00"),
            (8_642_050, "86,420.50"),
            (12_345_678_900, "123,456,789.00"),
            (-60_000, "-600.00"),
        ] {
            assert_eq!(yuan(fen), text);
            assert_eq!(parse_yuan(text), Ok(fen));
        }
    }
}
