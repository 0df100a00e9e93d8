//! What stands around every page: the centre's name, the two switches, what waits, the demo's mark.

use maud::{Markup, html};

use super::dock::{Tab, dock};
use super::{Prefs, with};
use crate::text::Lang;

/// What is around a page.
#[derive(Clone, Copy, Debug)]
pub struct Around<'a> {
    /// How it is read.
    pub prefs: Prefs,
    /// The centre's name in the language read; empty while unknown.
    pub centre: &'a str,
    /// Whether the centre is the invented demo.
    pub demo: bool,
    /// Path and query of this page without preferences.
    pub here: &'a str,
    /// Where it stands in the bar at the foot.
    pub tab: Option<Tab>,
}

/// A page in its frame.
#[must_use]
pub fn frame(around: Around<'_>, page: &Markup) -> Markup {
    let Around {
        prefs,
        centre,
        demo,
        here,
        tab,
    } = around;
    let t = prefs.texts();
    let elder = Prefs {
        elder: !prefs.elder,
        ..prefs
    };
    let language = Prefs {
        lang: prefs.lang.other(),
        ..prefs
    };
    // Chinese needs no mark in an address, unless the phone prefers English.
    let language_address = match language.lang {
        Lang::Zh => with(language.address(here), "lang=zh"),
        Lang::En => language.address(here),
    };
    html! {
        a.skip href="#title" rel="external" { (t.to_main) }
        header.bar {
            span.bar__centre { (centre) }
            // There from the start in elder mode, so that nothing jumps; the app hides it where the phone cannot.
            button.chip #read type="button" data-live="read" hidden[!prefs.elder] { (t.home.read_aloud) }
            a.chip.chip--on[prefs.elder] #elder href=(elder.address(here)) aria-current=[prefs.elder.then_some("true")] {
                (t.elder_mode)
            }
            a.chip #language href=(language_address) lang=(language.lang.tag()) hreflang=(language.lang.tag()) {
                (t.other_language)
            }
        }
        p.wait #crashed role="alert" hidden { (t.crashed) }
        aside.banner data-live="banner" hidden {}
        div.banner data-live="remind" hidden {}
        p.wait data-say data-live="age" hidden {}
        main.page { (page) }
        @if demo {
            footer.foot { p { (t.demo_note) } }
        }
        (dock(prefs, tab))
    }
}
