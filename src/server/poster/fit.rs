//! How large text can be set in a given width. Fonts differ from printer to printer, so it is estimated with room to spare.

/// The width of `text` in ems: Chinese letters and full-width signs one, others after their kind.
pub(super) fn ems(text: &str) -> f32 {
    text.chars()
        .map(|c| match c {
            'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | '\'' | '/' | ' ' | '-' => 0.34,
            'm' | 'w' | 'M' | 'W' => 0.92,
            'A'..='Z' => 0.72,
            c if c.is_ascii() || c == '·' => 0.6,
            _ => 1.0,
        })
        .sum()
}

/// `largest`, or as much less as `text` needs to fit into `width`, in the same measure.
pub(super) fn size(text: &str, width: f32, largest: f32) -> f32 {
    largest.min(width / ems(text).max(0.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_short_text_keeps_its_size_and_long_text_gets_smaller() {
        assert!((size("税务局", 80.0, 8.0) - 8.0).abs() < 0.01);
        let long = "示例市人力资源和社会保障局".repeat(2);
        let fitted = size(&long, 80.0, 8.0);
        assert!(fitted < 8.0 && fitted * ems(&long) <= 80.01);
    }
}
