//! Writing JSON without serde's writers, which cost the app what a page costs.
//!
//! What is written here is read by the endpoint with serde: a test holds both against each other.

use crate::model::{AmendRating, CreateRating, CreateSuggestion, RateAnswer, ReopenSuggestion};

use super::draft::Draft;
use super::outbox::Item;

/// A JSON object that is being written.
struct Object(String);

impl Object {
    fn new() -> Self {
        Self(String::from("{"))
    }

    fn name(&mut self, name: &str) {
        if self.0.len() > 1 {
            self.0.push(',');
        }
        string(&mut self.0, name);
        self.0.push(':');
    }

    fn text(&mut self, name: &str, value: &str) {
        self.name(name);
        string(&mut self.0, value);
    }

    fn text_if(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.text(name, value);
        }
    }

    fn truth(&mut self, name: &str, value: bool) {
        self.name(name);
        self.0.push_str(if value { "true" } else { "false" });
    }

    fn texts<'a>(&mut self, name: &str, values: impl Iterator<Item = &'a str>) {
        self.name(name);
        self.0.push('[');
        for (at, value) in values.enumerate() {
            if at > 0 {
                self.0.push(',');
            }
            string(&mut self.0, value);
        }
        self.0.push(']');
    }

    fn end(mut self) -> String {
        self.0.push('}');
        self.0
    }
}

/// RFC 8259, 7.
fn string(json: &mut String, text: &str) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    json.push('"');
    for letter in text.chars() {
        match letter {
            '"' | '\\' => {
                json.push('\\');
                json.push(letter);
            }
            '\0'..='\x1f' => {
                let code = letter as usize;
                json.push_str("\\u00");
                json.push(char::from(HEX[code >> 4]));
                json.push(char::from(HEX[code & 15]));
            }
            _ => json.push(letter),
        }
    }
    json.push('"');
}

/// What can be written.
pub trait Write {
    /// Its JSON.
    fn json(&self) -> String;
}

impl Write for Item {
    fn json(&self) -> String {
        let mut object = Object::new();
        object.text("method", &self.method);
        object.text("path", &self.path);
        object.text("rating", &self.rating);
        object.text("window", &self.window);
        object.text("body", &self.body);
        object.text_if("refused", self.refused.as_deref());
        object.end()
    }
}

impl Write for Draft {
    fn json(&self) -> String {
        let mut object = Object::new();
        object.text_if("level", self.level.map(|level| level.code()));
        object.texts("aspects", self.aspects.iter().map(|aspect| aspect.code()));
        object.text("comment", &self.comment);
        object.end()
    }
}

impl Write for CreateRating {
    fn json(&self) -> String {
        let mut object = Object::new();
        object.text("id", &self.id.to_string());
        object.text("window", self.window.as_str());
        object.truth("satisfied", self.satisfied);
        object.text_if("k", self.k.as_deref());
        object.text_if("visit", self.visit.as_deref());
        object.text_if("rated_at", self.rated_at.as_deref());
        object.end()
    }
}

impl Write for AmendRating {
    fn json(&self) -> String {
        let mut object = Object::new();
        object.text("id", &self.id.to_string());
        object.text_if("level", self.level.map(|level| level.code()));
        if let Some(aspects) = &self.aspects {
            object.texts("aspects", aspects.iter().map(|aspect| aspect.code()));
        }
        object.text_if(
            "comment",
            self.comment.as_ref().map(|comment| comment.as_str()),
        );
        if let Some(withdrawn) = self.withdrawn {
            object.truth("withdrawn", withdrawn);
        }
        object.text_if("amended_at", self.amended_at.as_deref());
        object.end()
    }
}

impl Write for CreateSuggestion {
    fn json(&self) -> String {
        let mut object = Object::new();
        object.text("id", &self.id.to_string());
        object.text("kind", self.kind.code());
        object.text("text", self.text.as_str());
        object.text_if(
            "contact",
            self.contact.as_ref().map(|contact| contact.as_str()),
        );
        object.text_if("window", self.window.as_ref().map(|window| window.as_str()));
        object.text_if("written_at", self.written_at.as_deref());
        object.end()
    }
}

impl Write for ReopenSuggestion {
    fn json(&self) -> String {
        let mut object = Object::new();
        object.text("id", &self.id.to_string());
        object.text("text", self.text.as_str());
        object.end()
    }
}

impl Write for RateAnswer {
    fn json(&self) -> String {
        let mut object = Object::new();
        object.text("id", &self.id.to_string());
        object.truth("satisfied", self.satisfied);
        object.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{
        AmendmentId, Aspect, Comment, Contact, Kind, Level, RatingId, Read, SuggestionId,
        SuggestionText, WindowId,
    };

    const ODD: &str = "引\"号 \\ 换\n行\t \u{1f600} \u{7f} </script>";

    fn there_and_back<T: Write + serde::de::DeserializeOwned + PartialEq + std::fmt::Debug>(
        value: &T,
    ) {
        assert_eq!(
            serde_json::from_str::<T>(&value.json()).as_ref().unwrap(),
            value
        );
    }

    #[test]
    fn ok_the_endpoint_reads_what_the_app_writes() {
        let window = WindowId::parse("07").unwrap();
        for some in [false, true] {
            there_and_back(&CreateRating {
                id: RatingId::from_random([1; 16]),
                window: window.clone(),
                satisfied: some,
                k: some.then(|| "abc".to_owned()),
                visit: some.then(|| "K7M4-9TQX-2RWC".to_owned()),
                rated_at: some.then(|| "2026-11-24T10:00:00Z".to_owned()),
            });
            there_and_back(&AmendRating {
                id: AmendmentId::from_random([2; 16]),
                level: some.then_some(Level::Satisfied),
                aspects: some.then(|| Aspect::ALL.to_vec()),
                comment: some.then(|| Comment::parse("说\n\"好\"").unwrap().unwrap()),
                withdrawn: some.then_some(false),
                amended_at: some.then(|| "2026-11-24T10:00:00Z".to_owned()),
            });
            there_and_back(&CreateSuggestion {
                id: SuggestionId::from_random([3; 16]),
                kind: Kind::Help,
                text: SuggestionText::parse("字\t小 \\ 😀").unwrap(),
                contact: some.then(|| Contact::parse("微信 \"a\"").unwrap()),
                window: some.then(|| window.clone()),
                written_at: some.then(|| "2026-11-24T10:00:00Z".to_owned()),
            });
        }
        let id = SuggestionId::from_random([4; 16]);
        there_and_back(&RateAnswer {
            id,
            satisfied: true,
        });
        let text = SuggestionText::parse("还没好").unwrap();
        there_and_back(&ReopenSuggestion { id, text });
    }

    #[test]
    fn ok_the_app_reads_what_it_kept() {
        let draft = Draft {
            level: Some(Level::Dissatisfied),
            aspects: vec![Aspect::Speed, Aspect::Manner],
            comment: ODD.to_owned(),
        };
        for draft in [draft, Draft::default()] {
            let json: serde_json::Value = serde_json::from_str(&draft.json()).unwrap();
            assert_eq!(Draft::read(&json), Some(draft));
        }
        for refused in [None, Some("unknown_window".to_owned())] {
            let item = Item {
                method: "POST".into(),
                path: "/api/v1/ratings".into(),
                rating: "x".into(),
                window: "07".into(),
                body: ODD.to_owned(),
                refused,
            };
            let json: serde_json::Value = serde_json::from_str(&item.json()).unwrap();
            assert_eq!(Item::read(&json), Some(item));
        }
    }
}
