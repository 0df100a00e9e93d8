//! One step: on the phone a page, on the tablet a screen.

use maud::{Markup, html};

use super::{GuidePage, picture, terms, tick, unverified, with};
use crate::model::guide::GuideStep;

/// A step of a guide; `at` counts from 0.
pub(super) fn step(page: GuidePage<'_>, at: usize, step: &GuideStep) -> Markup {
    let GuidePage { prefs, guide, .. } = page;
    let (t, lang) = (prefs.lang.guide_texts(), prefs.lang);
    let neighbour = |at: usize| {
        guide
            .steps
            .get(at)
            .map(|step| page.address(step.id.as_str()))
    };
    let before = at
        .checked_sub(1)
        .and_then(neighbour)
        .unwrap_or_else(|| page.address(""));
    let explained = page.terms_in(&[lang.of(&step.text), lang.of(&step.title)]);
    html! {
        div.guide.guide--step.guide--present[page.present].guide--ended[page.is_expired()] {
            (rail(page, Some(at)))
            div.guide__stage {
                (super::overview::facts(page))
                div.guide__read data-read {
                p.guide__at { ((t.of)(at + 1, guide.steps.len())) }
                h1.title #title tabindex="-1" { ((t.step)(at + 1, lang.of(&step.title))) }
                (page.warnings())
                div.guide__columns {
                    div.guide__words {
                        p.guide__text { (lang.of(&step.text)) }
                        (unverified(lang, step.unverified.as_ref()))
                        (terms(lang, &explained))
                        @if !step.points.is_empty() {
                            ul.sheet.ticks {
                                @for point in &step.points { li { (tick(&format!("{}.{}", step.id, point.id), lang.of(&point.text))) } }
                            }
                        }
                    }
                    @if let Some(picture) = &step.picture { (picture::picture(page, picture)) }
                }
                (hints(page, step))
                }
                @if let Some(kind) = step.practice {
                    p { button.button.guide__practise #practise type="button" value=(kind.code()) data-live="practise" data-wait=(t.practise_waits[0]) data-failed=(t.practise_waits[1]) hidden { (t.practise) } }
                    p.say data-say data-live="told" hidden {}
                    div.live data-live="practice" hidden {}
                }
                div.guide__unclear data-live="unclear" hidden[!page.said] { p.say data-say { (t.unclear_done) } }
                nav.steps aria-label=(t.steps) {
                    a.button #previous href=(before) { (t.previous) }
                    @if let Some(next) = neighbour(at + 1) { a.button.button--main #next href=(next) { (t.next) } }
                    @else { a.button.button--main #next href=(page.address("")) { (t.overview) } }
                    button.button.steps__read #read-step type="button" data-live="read-step" hidden { (t.acts[2]) }
                    @if let Some(id) = page.ids.get(at) {
                        form.steps__ask #unclear method="post" action=(unclear(page, step)) data-live="ask" data-step=(format!("{}/{}", guide.id, step.id)) hidden[page.said] {
                            input type="hidden" name="id" value=(id.to_string());
                            button.button { (t.unclear) }
                        }
                    }
                }
                @if at + 1 == guide.steps.len() { (end(page)) }
            }
        }
    }
}

/// Where the form goes.
fn unclear(page: GuidePage<'_>, step: &GuideStep) -> String {
    let action = format!("/api/v1/guides/{}/{}/unclear", page.guide.id, step.id);
    let action = if page.present {
        with(action, "present=1")
    } else {
        action
    };
    page.prefs.address(&action)
}

fn hints(page: GuidePage<'_>, step: &GuideStep) -> Markup {
    let (t, lang) = (page.prefs.lang.guide_texts(), page.prefs.lang);
    html! {
        div.hints {
            @for tip in &step.tips { p.hint { b { (t.tips) } " " (lang.of(tip)) } }
            @if !step.mistakes.is_empty() {
                details.term {
                    summary { (t.mistakes) }
                    ul.plain { @for mistake in &step.mistakes { li { (lang.of(mistake)) } } }
                }
            }
        }
    }
}

/// After the last step.
fn end(page: GuidePage<'_>) -> Markup {
    let (t, prefs) = (page.prefs.lang.guide_texts(), page.prefs);
    let duty = format!("/duty?unit={}", page.guide.unit);
    html! {
        section.guide__end {
            h2.ask { (t.end) }
            p.acts {
                @if page.guide.help { a.button.button--main href=(prefs.address("/suggest?kind=help")) { (t.ask_help) } }
                a.button href=(prefs.address("/")) { (t.end_rate) }
                @if !page.guide.help { a.button href=(prefs.address("/suggest")) { (t.end_suggest) } }
                a.button href=(prefs.address(&duty)) { (t.end_duty) }
            }
        }
    }
}

/// The steps at the side: on the tablet with the code that hands over, on the phone as a line of dots.
pub(super) fn rail(page: GuidePage<'_>, at: Option<usize>) -> Markup {
    let GuidePage { prefs, guide, .. } = page;
    let (t, lang) = (prefs.lang.guide_texts(), prefs.lang);
    let [another, whole, leave] = t.tablet;
    let [asked, go_on, wipe] = t.idle;
    html! {
        aside.rail {
            p.rail__title { (lang.of(&guide.title)) }
            ol.rail__steps {
                @for (number, step) in guide.steps.iter().enumerate() {
                    @let done = at.is_some_and(|at| number < at);
                    li {
                        a.rail__step.rail__step--done[done] href=(page.address(step.id.as_str()))
                            aria-current=[(at == Some(number)).then_some("step")] {
                            i aria-hidden="true" { @if done { "✓" } @else { (number + 1) } }
                            span { (lang.of(&step.title)) }
                        }
                    }
                }
            }
            @if page.present {
                p.rail__acts {
                    button.chip #another type="button" { (another) }
                    button.chip #fullscreen type="button" data-live="fullscreen" hidden { (whole) }
                    a.chip href=(prefs.address("/guides/present")) { (leave) }
                }
                p.rail__insecure data-live="insecure" hidden { (t.insecure) }
                (page.code(&(t.scan)(at.map(|at| at + 1))))
                div.idle role="alertdialog" aria-labelledby="idle-asked" data-live="idle" hidden {
                    p #idle-asked { (asked) }
                    p.acts {
                        button.button.button--main #stay type="button" { (go_on) }
                        button.button #wipe-guide type="button" { (wipe) }
                    }
                }
            }
        }
    }
}
