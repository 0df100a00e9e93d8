//! The bar at the foot of every page: where the thumb is.

use maud::{Markup, PreEscaped, html};

use super::Prefs;

/// A page that the bar leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    /// `/` and the windows.
    Rate,
    /// `/duty`
    Duty,
    /// `/suggest` and what follows.
    Suggest,
    /// `/guides`
    Guides,
}

const STAR: &str = "M12 3l2.6 5.8 6.4.6-4.8 4.2 1.4 6.2L12 16.6 6.4 19.8l1.4-6.2L3 9.4l6.4-.6z";
const CALENDAR: &str =
    "M7 5h10a3 3 0 013 3v10a3 3 0 01-3 3H7a3 3 0 01-3-3V8a3 3 0 013-3zM4 10h16M9 3v4M15 3v4";
const BUBBLE: &str = "M4 5h16v11H9l-5 4z";
const PAPER: &str = "M5 4h11l3 3v13H5zM9 11h7M9 15h7";

/// The bar; `tab` is the page it stands on.
#[must_use]
pub fn dock(prefs: Prefs, tab: Option<Tab>) -> Markup {
    let t = prefs.texts().home;
    let [rate, duty, suggest, guides, more] = t.dock_links;
    let all = [
        (Tab::Rate, "/", STAR, rate),
        (Tab::Duty, "/duty", CALENDAR, duty),
        (Tab::Suggest, "/suggest", BUBBLE, suggest),
        (Tab::Guides, "/guides", PAPER, guides),
    ];
    html! {
        nav.dock aria-label=(t.dock) {
            // Elder mode: two large links; the first page leads to everything.
            @if prefs.elder {
                a.dock__link href=(prefs.address("/suggest")) aria-current=[(tab == Some(Tab::Suggest)).then_some("page")] {
                    (suggest)
                }
                a.dock__link href=(prefs.address("/")) { (more) }
            } @else {
                @for (to, address, icon, name) in all {
                    a.dock__link href=(prefs.address(address)) aria-current=[(tab == Some(to)).then_some("page")] {
                        svg.icon viewBox="0 0 24 24" aria-hidden="true" { path d=(PreEscaped(icon)) {} }
                        (name)
                    }
                }
            }
        }
    }
}
