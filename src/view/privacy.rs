//! What is stored, how long, and how to have it deleted: in plain words.

use maud::{Markup, html};

use super::Prefs;

/// The page of `/privacy`; `contact_days` is how long a contact outlives its case.
#[must_use]
pub fn privacy(prefs: Prefs, contact_days: i64) -> Markup {
    let t = prefs.lang.privacy_texts();
    html! {
        h1.title #title tabindex="-1" { (t.heading) small { (t.note) } }
        @for (at, (heading, lines)) in t.sections.iter().enumerate() {
            section.sheet {
                h2.ask { (heading) }
                ul.plain {
                    @for line in *lines { li { (line) } }
                    @if at == 3 { li { ((t.contact_days)(contact_days)) } }
                }
            }
        }
        section.sheet {
            h2.ask { (t.phone) }
            ul.plain { @for line in t.phone_lines { li { (line) } } }
            noscript { p { (t.no_scripts) } }
            // Shown by the app, which keeps these things.
            div data-live="wipe" hidden { button.button #wipe type="button" { (t.wipe) } }
            p.say data-say data-live="wiped" hidden { (t.wiped) }
        }
    }
}
