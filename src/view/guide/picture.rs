//! The pictures of a guide as inline SVG: drawn from data, so that they speak both languages and know the dark.

use maud::{Markup, PreEscaped, html};

use super::GuidePage;
use crate::model::guide::Picture;

const WIDTH: usize = 320;
const ROW: usize = 64;
const STATION: usize = 52;

/// The picture of a step.
pub(super) fn picture(page: GuidePage<'_>, picture: &Picture) -> Markup {
    let lang = page.prefs.lang;
    match picture {
        Picture::Screen { title, rows } => {
            let rows: Vec<_> = rows
                .iter()
                .map(|row| {
                    (
                        lang.of(&row.label),
                        row.value.as_ref().map(|value| lang.of(value)),
                        row.spot,
                    )
                })
                .collect();
            screen(page, lang.of(title), &rows)
        }
        Picture::Path { nodes } => {
            let spot = nodes.iter().position(|node| node.spot);
            let labels: Vec<_> = nodes.iter().map(|node| lang.of(&node.label)).collect();
            html! { figure.drawing { (path(&labels, spot, (lang.guide_texts().picture)(&labels.join(" → ")))) } }
        }
        // What has passed the check can do no more than be looked at.
        Picture::Svg { svg, alt } => {
            html! { figure.drawing role="img" aria-label=(lang.of(alt)) { (PreEscaped(svg)) } }
        }
    }
}

/// A screen: its title, and lines of which one is the spot.
fn screen(page: GuidePage<'_>, title: &str, rows: &[(&str, Option<&str>, bool)]) -> Markup {
    let height = 56 + rows.len() * ROW + 8;
    let told = rows
        .iter()
        .fold(title.to_owned(), |told, (label, value, _)| match value {
            Some(value) => format!("{told}; {label}: {value}"),
            None => format!("{told}; {label}"),
        });
    html! {
        figure.drawing {
            svg.screen viewBox=(format!("0 0 {WIDTH} {height}")) role="img" aria-label=((page.prefs.lang.guide_texts().picture)(&told)) {
                rect.screen__edge x="1" y="1" width=(WIDTH - 2) height=(height - 2) rx="14" {}
                path.screen__bar d="M1 48V15a14 14 0 0114-14h290a14 14 0 0114 14v33z" {}
                text.screen__title x="18" y="32" { (title) }
                @for (at, (label, value, spot)) in rows.iter().enumerate() {
                    @let top = 56 + at * ROW;
                    g.screen__row.screen__row--spot[*spot] {
                        rect x="9" y=(top) width=(WIDTH - 18) height=(ROW - 6) rx="10" {}
                        @if let Some(value) = value {
                            text.screen__label x="22" y=(top + 23) { (label) }
                            text.screen__value x="22" y=(top + 46) { (value) }
                        } @else {
                            text.screen__value x="22" y=(top + 35) { (label) }
                        }
                        @if *spot { path.screen__hand d=(format!("M{} {}l-26 12 9 5-2 12 7 1 4-12 8 4z", WIDTH - 16, top + 10)) {} }
                    }
                }
            }
        }
    }
}

/// Stations one under the other, with arrows.
fn path(labels: &[&str], spot: Option<usize>, told: String) -> Markup {
    let height = labels.len() * (STATION + 22) - 22 + 4;
    html! {
        svg.path viewBox=(format!("0 0 {WIDTH} {height}")) role="img" aria-label=(told) {
            @for (at, label) in labels.iter().enumerate() {
                @let top = 2 + at * (STATION + 22);
                g.path__node.path__node--spot[spot == Some(at)] {
                    rect x="2" y=(top) width=(WIDTH - 4) height=(STATION) rx="12" {}
                    text x=(WIDTH / 2) y=(top + 33) text-anchor="middle" { (label) }
                }
                @if at + 1 < labels.len() { path.path__arrow d=(format!("M{} {}v14m-6 -6l6 6 6 -6", WIDTH / 2, top + STATION + 3)) {} }
            }
        }
    }
}

/// The stations of a way, drawn as dots on a line with their names beside them.
pub(super) fn stations<'a>(names: impl Iterator<Item = &'a str>, now: bool) -> Markup {
    let names: Vec<_> = names.collect();
    let step = 30;
    let height = names.len() * step;
    html! {
        div.stations {
            svg.stations__line viewBox=(format!("0 0 24 {height}")) width="24" height=(height) aria-hidden="true" preserveAspectRatio="none" {
                line x1="12" x2="12" y1="15" y2=(height.saturating_sub(15)) {}
                @for at in 0..names.len() { circle.stations__dot.stations__dot--now[now] cx="12" cy=(at * step + 15) r="7" {} }
            }
            ol { @for name in &names { li { (name) } } }
        }
    }
}
