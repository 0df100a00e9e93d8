//! Content lines of RFC 5545: escaped, at most 75 octets, never cut within a letter, ended by CRLF.

/// The most octets of a line, without its end (RFC 5545, 3.1).
const MOST: usize = 75;

/// Lines that are being written.
#[derive(Default)]
pub(super) struct Lines(String);

impl Lines {
    /// A property whose value is no text and needs no escaping.
    pub(super) fn put(&mut self, property: &str, value: &str) {
        self.fold(&format!("{property}:{value}"));
    }

    /// A property whose value is text (RFC 5545, 3.3.11). Control characters are no part of one.
    pub(super) fn text(&mut self, property: &str, value: &str) {
        let mut escaped = String::with_capacity(value.len());
        for letter in value.chars() {
            match letter {
                '\\' | ';' | ',' => escaped.extend(['\\', letter]),
                '\n' => escaped.push_str("\\n"),
                _ if letter.is_control() => {}
                _ => escaped.push(letter),
            }
        }
        self.put(property, &escaped);
    }

    /// Everything written.
    pub(super) fn done(self) -> String {
        self.0
    }

    fn fold(&mut self, line: &str) {
        let mut room = MOST;
        for letter in line.chars() {
            if letter.len_utf8() > room {
                self.0.push_str("\r\n ");
                // The blank that begins a continued line counts.
                room = MOST - 1;
            }
            self.0.push(letter);
            room -= letter.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(value: &str) -> String {
        let mut lines = Lines::default();
        lines.text("SUMMARY", value);
        lines.done()
    }

    #[test]
    fn ok_text_is_escaped() {
        assert_eq!(
            text("a,b;c\\d\r\ne\u{7}：“f”"),
            "SUMMARY:a\\,b\\;c\\\\d\\ne：“f”\r\n"
        );
        assert_eq!(text("x\r\nATTENDEE:y"), "SUMMARY:x\\nATTENDEE:y\r\n");
    }

    #[test]
    fn ok_long_lines_are_folded_between_letters() {
        for length in 0..120 {
            let value = format!("{}{}", "a".repeat(length), "坐班𠮷".repeat(40));
            let folded = text(&value);
            for line in folded.split("\r\n") {
                assert!(line.len() <= 75, "{} octets: {line}", line.len());
            }
            let unfolded = folded.replace("\r\n ", "");
            assert_eq!(unfolded, format!("SUMMARY:{value}\r\n"));
        }
        assert_eq!(text(&"a".repeat(67)).lines().count(), 1);
        assert_eq!(text(&"a".repeat(68)).lines().count(), 2);
    }
}
