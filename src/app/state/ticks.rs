//! What is ticked in a guide: kept on the phone, handed over in an address' fragment.

/// The ids ticked, in the order of ticking.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ticks(Vec<String>);

impl Ticks {
    /// From the text kept or handed over; what cannot be an id is left out.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let mut ticks = Self::default();
        ticks.add(text);
        ticks
    }

    /// Adds those of another text.
    pub fn add(&mut self, text: &str) {
        for id in text.split(',') {
            let safe = |letter: u8| letter.is_ascii_lowercase() || letter.is_ascii_digit();
            let safe = |letter: u8| safe(letter) || letter == b'-' || letter == b'.';
            if !id.is_empty() && id.len() <= 100 && id.bytes().all(safe) {
                self.set(id, true);
            }
        }
    }

    /// Ticks or unticks.
    pub fn set(&mut self, id: &str, ticked: bool) {
        self.0.retain(|known| known != id);
        if ticked {
            self.0.push(id.to_owned());
        }
    }

    /// As it is kept and handed over.
    #[must_use]
    pub fn text(&self) -> String {
        self.0.join(",")
    }

    /// The same markup with the boxes of what is ticked checked.
    #[must_use]
    pub fn ticked(&self, html: &str) -> String {
        self.0.iter().fold(html.to_owned(), |html, id| {
            let mark = format!("id=\"tick-{id}\"");
            html.replace(&mark, &format!("{mark} checked"))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_ticks_are_kept_and_handed_over() {
        let mut ticks = Ticks::read("return,step.phone");
        ticks.set("return", false);
        ticks.set("seal", true);
        assert_eq!(ticks.text(), "step.phone,seal");
        assert_eq!(Ticks::read(&ticks.text()), ticks);
    }

    #[test]
    fn ok_a_strange_fragment_ticks_nothing() {
        for text in ["", "\"><script>", "A", "%2e", &"a".repeat(101)] {
            assert_eq!(Ticks::read(text), Ticks::default(), "{text}");
        }
    }

    #[test]
    fn ok_the_boxes_of_what_is_ticked_are_checked() {
        let html = "<input value=\"a\" id=\"tick-a\"><input id=\"tick-ab\">";
        let ticked = Ticks::read("a").ticked(html);
        assert_eq!(
            ticked,
            "<input value=\"a\" id=\"tick-a\" checked><input id=\"tick-ab\">"
        );
    }
}
