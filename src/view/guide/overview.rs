//! A guide's first page, and the page that is printed.

use maud::{Markup, html};

use super::{GuidePage, HANDOUT, date, terms, tick, unverified};
use crate::model::guide::{Said, Way};

/// The overview: the answer first, then everything that leads to the first step.
pub(super) fn overview(page: GuidePage<'_>) -> Markup {
    let GuidePage { prefs, guide, .. } = page;
    let (t, lang) = (prefs.lang.guide_texts(), prefs.lang);
    let first = guide
        .steps
        .first()
        .map(|step| page.address(step.id.as_str()));
    let all_terms: Vec<_> = guide.terms.iter().collect();
    let [print, share, _] = t.acts;
    html! {
        div.guide.guide--present[page.present].guide--ended[page.is_expired()] {
            (super::step::rail(page, None))
            div.guide__stage {
                h1.title #title tabindex="-1" { (lang.of(&guide.title)) }
                (page.warnings())
                p.guide__answer { (lang.of(&guide.answer)) }
                (facts(page))
                @if let Some(flow) = &guide.flow {
                    section.flow {
                        (way(page, &flow.before, false))
                        (way(page, &flow.after, true))
                        @if let Some(note) = &flow.note { p.note { (lang.of(note)) } }
                        (unverified(lang, flow.unverified.as_ref()))
                    }
                }
                @if let Some(first) = first { p.guide__go { a.button.button--main #next href=(first) { (t.begin) } } }
                section.sheet {
                    h2.ask { (t.who) }
                    p { (lang.of(&guide.who)) }
                    @if !guide.conditions.is_empty() {
                        h2.ask { (t.conditions) }
                        ul.plain { @for said in &guide.conditions { li { (sentence(page, said)) } } }
                    }
                }
                @if !guide.bring.is_empty() { (bring(page)) }
                section.sheet.guide__more {
                    h2.ask { (t.steps) }
                    ol.plain { @for step in &guide.steps { li { a.link href=(page.address(step.id.as_str())) { (lang.of(&step.title)) } } } }
                    h2.ask { (t.places) }
                    (places(page))
                    h2.ask { (t.time) }
                    p { (sentence(page, &guide.time)) }
                    h2.ask { (t.fee) }
                    p { (sentence(page, &guide.fee)) }
                }
                @if !all_terms.is_empty() { section.guide__more { h2.ask { (t.terms) } (terms(lang, &all_terms)) } }
                (basis(page))
                p.acts.guide__more {
                    a.button href=(page.address(HANDOUT)) { (print) }
                    button.button #share type="button" data-live="share" hidden { (share) }
                }
                p.say role="status" data-live="told" hidden {}
            }
        }
    }
}

/// What a printer puts on one page of A4.
pub(super) fn handout(page: GuidePage<'_>) -> Markup {
    let GuidePage { prefs, guide, .. } = page;
    let (t, lang) = (prefs.lang.guide_texts(), prefs.lang);
    html! {
        div.guide.handout {
            h1.title #title tabindex="-1" { (lang.of(&guide.title)) }
            (page.warnings())
            p { (lang.of(&guide.answer)) }
            div.handout__columns {
                div {
                    h2.ask { (t.steps) }
                    ol.handout__steps {
                        @for step in &guide.steps {
                            li { b { (lang.of(&step.title)) } " " (lang.of(&step.text)) (unverified(lang, step.unverified.as_ref())) }
                        }
                    }
                }
                div {
                    @if !guide.bring.is_empty() {
                        h2.ask { (t.bring) }
                        ul.handout__boxes { @for thing in &guide.bring { li { (lang.of(&thing.text)) (unverified(lang, thing.unverified.as_ref())) } } }
                    }
                    h2.ask { (t.places) }
                    (places(page))
                    p { b { (t.time) } " " (sentence(page, &guide.time)) }
                    p { b { (t.fee) } " " (sentence(page, &guide.fee)) }
                }
            }
            (page.code("", t.handout))
            (basis(page))
            p.acts { button.button.button--main #print type="button" data-live="print" hidden { (t.acts[0]) } }
        }
    }
}

/// The chips above a guide.
pub(super) fn facts(page: GuidePage<'_>) -> Markup {
    html! {
        @if !page.guide.facts.is_empty() {
            ul.facts { @for fact in &page.guide.facts { li { (page.of(fact)) } } }
        }
    }
}

fn way(page: GuidePage<'_>, way: &Way, now: bool) -> Markup {
    html! {
        div.way.way--now[now] {
            p.way__name { b { (page.of(&way.label)) } span { (page.of(&way.time)) } }
            (super::picture::stations(way.steps.iter().map(|step| page.of(step)), now))
        }
    }
}

fn bring(page: GuidePage<'_>) -> Markup {
    let (t, lang) = (page.prefs.lang.guide_texts(), page.prefs.lang);
    html! {
        section.sheet.bring {
            h2.ask { (t.bring) }
            p.note data-live="ticks" hidden { (t.bring_note) }
            ul.ticks {
                @for thing in &page.guide.bring {
                    li {
                        (tick(thing.id.as_str(), lang.of(&thing.text)))
                        @if let Some(note) = &thing.note { p.note { (lang.of(note)) } }
                        (unverified(lang, thing.unverified.as_ref()))
                    }
                }
            }
        }
    }
}

fn places(page: GuidePage<'_>) -> Markup {
    let (t, lang) = (page.prefs.lang.guide_texts(), page.prefs.lang);
    html! {
        ul.plain {
            @for place in &page.guide.places {
                li {
                    b { ((t.place)(place.kind)) } " " (lang.of(&place.name))
                    @for window in &place.windows {
                        " " a.link href=(page.prefs.address(&format!("/w/{window}"))) { ((page.prefs.texts().window_number)(window.as_str())) }
                    }
                    @if let Some(note) = &place.note { span.note { " " (lang.of(note)) } }
                    (unverified(lang, place.unverified.as_ref()))
                }
            }
        }
    }
}

fn basis(page: GuidePage<'_>) -> Markup {
    let (t, lang, guide) = (page.prefs.lang.guide_texts(), page.prefs.lang, page.guide);
    html! {
        section.note.basis {
            h2.hidden { (t.basis) }
            ul.plain {
                @for basis in &guide.basis {
                    li {
                        (lang.of(&basis.title))
                        @if let Some(number) = &basis.number { " · " (lang.of(number)) }
                        (unverified(lang, basis.unverified.as_ref()))
                    }
                }
            }
            p {
                ((t.dates)(&date(lang, guide.effective), &date(lang, guide.checked)))
                @if let Some(day) = guide.expires { " · " ((t.until)(&date(lang, day))) }
                (unverified(lang, guide.effective_unverified.as_ref()))
            }
            p { (t.official) }
        }
    }
}

fn sentence(page: GuidePage<'_>, said: &Said) -> Markup {
    html! { (page.of(&said.text)) (unverified(page.prefs.lang, said.unverified.as_ref())) }
}
