//! A practice form (练习): made-up papers, fields, and every mistake explained at its field.

use maud::{Markup, html};

use super::Prefs;
use crate::model::PracticeKind;
use crate::model::practice::{Mistake, practice};

/// The form with what is filled in; `None` where it was not judged yet.
#[must_use]
pub fn practice_form(
    prefs: Prefs,
    kind: PracticeKind,
    filled: &[(&str, &str)],
    mistakes: Option<&[Mistake]>,
) -> Markup {
    let (t, lang) = (prefs.lang.practice_texts(), prefs.lang);
    let form = practice(kind);
    let value = |id: &str| {
        let mut known = filled.iter().filter(|(field, _)| *field == id);
        known.next().map_or("", |(_, value)| value)
    };
    html! {
        form.sheet.practice #practice data-kind=(kind.code()) novalidate="" autocomplete="off" {
            p.practice__mark { b { (t.mark) } " " (t.note) }
            h2.ask { (lang.of(&form.title)) }
            table.practice__papers {
                caption { (t.papers) }
                @for paper in &form.documents { tr { th scope="row" { (lang.of(&paper.label)) } td { (paper.value) } } }
            }
            @if let Some(mistakes) = mistakes {
                p.say data-say { @if mistakes.is_empty() { (t.right) } @else { ((t.wrong)(mistakes.len())) } }
            }
            @for field in &form.fields {
                @let wrong = mistakes.and_then(|all| all.iter().find(|mistake| mistake.field == field.id));
                label.field for=(format!("practice-{}", field.id)) {
                    (lang.of(&field.label))
                    span.note { (lang.of(&field.hint)) }
                }
                input.find #{"practice-" (field.id)} name=(field.id) value=(value(field.id)) autocomplete="off"
                    aria-invalid=[wrong.map(|_| "true")] aria-describedby=[wrong.map(|_| format!("wrong-{}", field.id))];
                @if let Some(mistake) = wrong { p.problem #{"wrong-" (field.id)} { (lang.mistake(mistake)) } }
            }
            p.acts {
                button.button.button--main #practice-check { (t.check) }
                button.button #practice-again type="button" { (t.again) }
                button.button #practice-close type="button" { (t.close) }
            }
        }
    }
}
