//! The frame with its two switches alive.

use leptos::prelude::*;

use super::banner::Banner;
use crate::app::session::Session;
use crate::text::Lang;
use crate::view::{Frame, Prefs};

/// A page in its frame, as it is read now.
#[component]
pub fn Framed(
    /// The centre's name in the language read.
    #[prop(into)]
    centre: String,
    /// Whether the centre is the invented demo.
    demo: bool,
    /// Path and query of this page without preferences.
    #[prop(into)]
    here: String,
    /// The rating this page is about: it is not in the banner.
    #[prop(into, optional)]
    about: String,
    /// The page.
    children: Children,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let prefs = session.prefs.get_untracked();
    let on_elder = move |()| session.read_as(Prefs { elder: !prefs.elder, ..prefs });
    let on_language = move |()| session.read_as(Prefs { lang: other(prefs.lang), ..prefs });
    let banner = view! { <Banner about/> }.into_any();
    view! { <Frame prefs centre demo here on_elder on_language banner children/> }
}

fn other(lang: Lang) -> Lang {
    lang.other()
}
