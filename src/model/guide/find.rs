//! Finding a guide by what people say: 退税, 开公司, `ldts`, "refund".

use core::cmp::Reverse;

use super::Guide;
use crate::model::find::plain;

/// The guides that fit what was typed, best first; all of them for blank text.
#[must_use]
pub fn find_guides<'a>(guides: &'a [Guide], typed: &str) -> Vec<&'a Guide> {
    let wanted = plain(typed);
    if wanted.is_empty() {
        return guides.iter().collect();
    }
    let mut found: Vec<_> = guides
        .iter()
        .filter_map(|guide| Some((rank(guide, &wanted)?, guide)))
        .collect();
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().map(|(_, guide)| guide).collect()
}

impl Guide {
    /// What it is found by, in plain letters: names first, then what people say.
    #[must_use]
    pub fn words(&self) -> Vec<String> {
        let names = [&self.short, &self.title].map(|name| [plain(&name.zh), plain(&name.en)]);
        let said = self.keywords.iter().map(|word| plain(word));
        names.into_iter().flatten().chain(said).collect()
    }
}

/// Whether one of these words (plain, with `|` between them) is meant by what was typed; blank text means all.
#[must_use]
pub fn words_fit(words: &str, typed: &str) -> bool {
    let wanted = plain(typed);
    let fits = |word: &str| {
        has(word, &wanted) || (word.chars().count() >= least(word) && wanted.contains(word))
    };
    wanted.is_empty() || words.split('|').any(fits)
}

/// How well a guide fits, the least the best; `None` where it does not. In a sentence the longer word says more:
/// an income tax refund is not any refund.
fn rank(guide: &Guide, wanted: &str) -> Option<(u8, Reverse<usize>)> {
    let names = [&guide.short, &guide.title].map(|name| [plain(&name.zh), plain(&name.en)]);
    let [short, title] = &names;
    let words: Vec<String> = guide.keywords.iter().map(|word| plain(word)).collect();
    if short.iter().chain(&words).any(|word| word == wanted) {
        return Some((0, Reverse(0)));
    }
    if short.iter().chain(title).any(|name| has(name, wanted)) {
        return Some((1, Reverse(0)));
    }
    if words.iter().any(|word| has(word, wanted)) {
        return Some((2, Reverse(0)));
    }
    // A whole sentence is typed: 我想办留抵退税.
    let said = short.iter().chain(&words).filter_map(|word| {
        let letters = word.chars().count();
        (letters >= least(word) && wanted.contains(word.as_str())).then_some(letters)
    });
    if let Some(longest) = said.max() {
        return Some((3, Reverse(longest)));
    }
    let texts = [&guide.answer, &guide.who].map(|name| [plain(&name.zh), plain(&name.en)]);
    let asked = wanted.chars().count() >= least(wanted);
    (asked && texts.iter().flatten().any(|text| text.contains(wanted))).then_some((4, Reverse(0)))
}

/// Chinese is found anywhere in a word; one or two Latin letters only where it begins, or `s` would find everything.
fn has(word: &str, wanted: &str) -> bool {
    if wanted.is_ascii() && wanted.len() < 3 {
        word.starts_with(wanted)
    } else {
        word.contains(wanted)
    }
}

/// From how many letters on a word means something by itself.
fn least(word: &str) -> usize {
    if word.is_ascii() { 4 } else { 2 }
}

#[cfg(test)]
mod tests {
    use super::super::Slug;
    use super::super::tests::sound;
    use super::*;
    use crate::model::Name;

    #[test]
    fn ok_a_row_fits_by_its_words() {
        let words = "留抵退税|vat credit refund|退税|ldts";
        for typed in ["", "退税", "LD", "我要办留抵退税", "credit"] {
            assert!(words_fit(words, typed), "{typed}");
        }
        for typed in ["火星", "s", "edit r s"] {
            assert!(!words_fit(words, typed), "{typed}");
        }
    }

    #[test]
    fn ok_guides_are_found_by_what_people_say() {
        let guide = |id: &str, zh: &str, keywords: &[&str]| {
            let mut guide: Guide = serde_json::from_value(sound()).unwrap();
            guide.id = Slug::parse(id).unwrap();
            guide.short = Name::new(zh, "Guide");
            guide.title = Name::new(zh, "Guide");
            guide.keywords = keywords.iter().map(|word| (*word).to_owned()).collect();
            guide
        };
        let guides = [
            guide(
                "refund",
                "留抵退税",
                &["退税", "ldts", "VAT refund", "refund"],
            ),
            guide(
                "income",
                "个税年度汇算",
                &["退税金", "gsndhs", "income tax", "income tax refund"],
            ),
            guide("new", "新办纳税人", &["开公司", "xbnsr"]),
        ];
        let found = |typed: &str| {
            let found = find_guides(&guides, typed);
            found
                .iter()
                .map(|guide| guide.id.to_string())
                .collect::<Vec<_>>()
        };
        assert_eq!(found("  ").len(), 3);
        assert_eq!(found("退税"), ["refund", "income"]);
        assert_eq!(found("LDTS"), ["refund"]);
        assert_eq!(found("ｌｄ"), ["refund"]);
        assert_eq!(found("vat re"), ["refund"]);
        assert_eq!(found("我想开公司怎么办"), ["new"]);
        assert_eq!(
            found("how do I get my income tax refund"),
            ["income", "refund"]
        );
        assert_eq!(found("s"), Vec::<String>::new());
        assert_eq!(found("火星"), Vec::<String>::new());
    }
}
