//! What becomes of a suggestion: its timeline, its answer, and what can be said to it.

use maud::{Markup, html};

use super::Prefs;
use super::suggest::{as_picture, lookup, picture_place};
use crate::model::{Centre, CodeError, Event, Follow, Step, SuggestionId};
use crate::text::{Lang, day_with_date, moment_short};

/// The page of `/s/{code}`; `ids` are for the two forms.
#[must_use]
pub fn follow(
    prefs: Prefs,
    centre: &Centre,
    follow: &Follow,
    ids: [SuggestionId; 2],
    new: bool,
) -> Markup {
    let (t, s, lang) = (prefs.lang.follow_texts(), prefs.texts().suggest, prefs.lang);
    html! {
        h1.title #title tabindex="-1" { (if new { t.new } else { t.heading }) small { (t.note) } }
        p.code { (follow.code) }
        p.acts {
            button.button #copy type="button" value=(follow.code) data-live="copy" hidden { (s.copy) }
            (as_picture(prefs, &follow.code, &above(prefs, centre), &below(prefs, follow)))
        }
        (picture_place())
        p.say data-say data-live="told" hidden {}
        (due(prefs, follow))
        ol.line aria-label=(t.timeline) {
            @for event in &follow.events { li.line__step.line__step--done { (step(lang, centre, follow, event)) } }
            @if !follow.is_answered() {
                @if !follow.events.iter().any(|event| event.step == Step::InWork) {
                    li.line__step { b { (t.ahead[0]) } }
                }
                li.line__step { b { (t.ahead[1]) } }
            }
        }
        @if follow.is_answered() { (after(prefs, follow, ids)) }
        section.sheet {
            h2.ask { (t.said) " " span.ask__optional { ((s.kind)(follow.kind)) } }
            p.words { (t.words(&follow.text)) }
        }
        (lookup(prefs, ""))
    }
}

/// The deadline that holds, in working days.
fn due(prefs: Prefs, follow: &Follow) -> Markup {
    let t = prefs.lang.follow_texts();
    let deadline = follow.deadline().map(|day| day_with_date(prefs.lang, day));
    let told = follow
        .days_left
        .zip(deadline)
        .map(|(days, day)| match days {
            0 => t.today.to_owned(),
            1.. => (t.left)(&day, days),
            _ => (t.late)(&day, -days),
        });
    html! {
        @if let Some(told) = told { p.wait { (told) @if !follow.calendar_known { br; (t.calendar_unknown) } } }
    }
}

fn step(lang: Lang, centre: &Centre, follow: &Follow, event: &Event) -> Markup {
    let t = lang.follow_texts();
    let when = moment_short(lang, event.at);
    let heading = match &event.step {
        Step::Received { .. } => t.received.to_owned(),
        Step::Forwarded { unit } => {
            let unit = centre.units.iter().find(|known| known.id == *unit);
            (t.forwarded)(unit.map_or("", |unit| lang.of(&unit.name)))
        }
        Step::InWork => t.in_work.to_owned(),
        Step::Answered { .. } => t.answered.to_owned(),
        Step::Reopened { .. } => t.reopened.to_owned(),
        Step::Rated { satisfied } => t.rated[usize::from(!satisfied)].to_owned(),
    };
    html! {
        b { (heading) }
        span.note { (when) }
        @match &event.step {
            Step::Forwarded { .. } => {
                // Who sat at the window leads it, until somebody else is asked.
                @if let (Some(name), true) = (&follow.led_by, follow.events.get(1) == Some(event)) { p.note { ((t.led_by)(lang.of(name))) } }
            }
            Step::Answered { text, changed } => {
                p.words { (text) }
                @if let Some(changed) = changed { p.note { ((t.changed)(changed)) } }
            }
            Step::Reopened { text, .. } => { p.words { (t.words(text)) } }
            _ => {}
        }
    }
}

/// What can be said to the answer: a rating once, and that it is not settled.
fn after(prefs: Prefs, follow: &Follow, [rate_id, reopen_id]: [SuggestionId; 2]) -> Markup {
    let (t, texts) = (prefs.lang.follow_texts(), prefs.texts());
    let action = |what: &str| prefs.address(&format!("/api/v1/suggestions/{}/{what}", follow.code));
    html! {
        @if !follow.is_rated() {
            form.answer #rate method="post" action=(action("rate")) {
                h2.ask { (t.ask) }
                input type="hidden" name="id" value=(rate_id.to_string());
                button.button #rate-good name="satisfied" value="true" { (texts.satisfied) }
                button.button #rate-bad name="satisfied" value="false" { (texts.dissatisfied) }
            }
        }
        details.all {
            summary { (t.not_settled) }
            form.more #reopen method="post" action=(action("reopen")) {
                input type="hidden" name="id" value=(reopen_id.to_string());
                label.field { (t.missing) textarea.find #missing data-live="missing" name="text" rows="3" required maxlength="1000" {} }
                button.button { (t.reopen) }
            }
        }
        p.wait data-say data-live="kept" hidden { (t.kept) }
    }
}

/// Where a code is wrong: what is likely meant, and the field again.
#[must_use]
pub fn wrong_code(prefs: Prefs, typed: &str, why: Option<&CodeError>) -> Markup {
    let t = prefs.lang.follow_texts();
    let lines = match why {
        Some(CodeError::Length(letters)) => vec![(t.length)(*letters)],
        Some(CodeError::Misread(letters)) if letters.is_empty() => vec![t.check.to_owned()],
        Some(CodeError::Misread(letters)) => letters
            .iter()
            .take(3)
            .map(|letter| match letter.meant {
                Some(meant) => (t.misread)(letter.at, letter.typed, meant),
                None => (t.strange)(letter.at, letter.typed),
            })
            .collect(),
        None => vec![t.unknown.to_owned()],
    };
    html! {
        h1.title #title tabindex="-1" { (t.wrong) }
        div.wait role="alert" { @for line in lines { p { (line) } } }
        (lookup(prefs, typed))
    }
}

/// The code as a picture to keep, for phones that do not draw it themselves.
#[must_use]
pub fn card(prefs: Prefs, centre: &Centre, follow: &Follow) -> Markup {
    html! {
        svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 320" width="640" height="320" font-family="sans-serif" {
            rect width="640" height="320" fill="#f6f4ee" {}
            rect x="32" y="110" width="576" height="110" rx="18" fill="#e3efea" {}
            text x="320" y="68" font-size="28" text-anchor="middle" fill="#16241f" { (above(prefs, centre)) }
            text x="320" y="184" font-size="58" font-weight="700" text-anchor="middle" fill="#0b5d4b"
                font-family="monospace" { (follow.code) }
            text x="320" y="272" font-size="24" text-anchor="middle" fill="#4a5a54" { (below(prefs, follow)) }
        }
    }
}

/// The picture's first line.
fn above(prefs: Prefs, centre: &Centre) -> String {
    let centre = prefs.lang.of(&centre.name);
    format!("{centre} · {}", prefs.lang.follow_texts().heading)
}

/// The picture's last line.
fn below(prefs: Prefs, follow: &Follow) -> String {
    let deadline = follow.deadline().map(|day| day_with_date(prefs.lang, day));
    let note = prefs.lang.follow_texts().note;
    format!("{note} · {}", deadline.unwrap_or_default())
}
