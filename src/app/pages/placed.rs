//! Places a page's markup in its frame and keeps it alive: the one component that shows something.

use leptos::html::Div;
use leptos::prelude::*;
use maud::Markup;

use crate::app::browser::{self, Act};
use crate::app::session::Session;
use crate::view::{Around, Live, Prefs, Tab, Waiting, banner, frame, remind};

/// A page without its frame.
pub struct Page {
    /// What the document is called, without the app's name.
    pub title: String,
    /// The centre's name in the language read; empty while unknown.
    pub centre: String,
    /// Whether the centre is the invented demo.
    pub demo: bool,
    /// Where it stands in the bar at the foot.
    pub tab: Option<Tab>,
    /// Path and query without preferences.
    pub here: String,
    /// What is in it.
    pub markup: Markup,
    /// Whether it is worth replacing the server's page, which says more than "opening…".
    pub complete: bool,
}

/// Shows `page`, as it is read now.
#[component]
pub fn Placed(
    /// The page; made anew when what it reads changes.
    #[prop(into)]
    page: Callback<(Prefs,), Page>,
    /// What changes in it without making it anew.
    #[prop(into)]
    live: Callback<(Prefs,), Live>,
    /// The rating the page is about: it is not in the banner.
    #[prop(into)]
    about: Signal<String>,
    /// What a tap, a form sent or a change does; `true` where that was all.
    #[prop(into)]
    on_act: Callback<(Act,), bool>,
    /// Called right before the page replaces the server's.
    #[prop(into)]
    on_shown: Callback<()>,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let root = NodeRef::<Div>::new();
    let made = Memo::new_with_compare(
        move |_| {
            let prefs = session.prefs.get();
            let Page {
                title,
                centre,
                demo,
                tab,
                here,
                markup,
                complete,
            } = page.run((prefs,));
            let around = Around {
                prefs,
                centre: &centre,
                demo,
                here: &here,
                tab,
            };
            let title = format!("{title} · {}", prefs.texts().app_name);
            (frame(around, &markup).into_string(), title, complete)
        },
        |old, new| old != new,
    );
    let shown = move |prefs| {
        let others = others(session, &about.get());
        let mut live = live.run((prefs,));
        live.push(("banner", banner(prefs, &others)));
        let mut put_off = session.put_off.get();
        // Not on the page that rates it.
        put_off.retain(|one| !browser::path().ends_with(&format!("/w/{}", one.window)));
        live.push(("remind", remind(prefs, &put_off)));
        live.push((
            "read",
            (prefs.elder && browser::can_speak()).then(String::new),
        ));
        live
    };
    Effect::new(move |before: Option<Option<String>>| {
        let (html, title, complete) = made.get();
        let node = root.get()?;
        let is_new = before.flatten().as_ref() != Some(&html);
        if is_new {
            browser::place(&node, &html);
        }
        browser::bring_to_life(&node, shown(session.prefs.get_untracked()));
        if is_new && complete {
            browser::stop_reading();
            session.page_is_ready(&title, move || on_shown.run(()));
        }
        Some(html)
    });
    let act = move |act: Act| match act {
        Act::Tap(id) if id == "elder" => session.toggle(|prefs| Prefs {
            elder: !prefs.elder,
            ..prefs
        }),
        Act::Tap(id) if id == "language" => session.toggle(|prefs| Prefs {
            lang: prefs.lang.other(),
            ..prefs
        }),
        Act::Tap(id) if id == "read" => {
            browser::read_aloud(session.prefs.get_untracked().lang.tag());
            true
        }
        Act::Dismiss(key) => {
            match key.strip_prefix("later.") {
                Some(window) => session.rated_or_not(window),
                None => session.forget(&key),
            }
            true
        }
        other => on_act.run((other,)),
    };
    view! {
        <div
            class="frame"
            node_ref=root
            on:click=move |event| browser::on_click(&event, act)
            on:submit=move |event| browser::on_submit(&event, act)
            on:input=move |event| browser::on_input(&event, act)
        ></div>
    }
}

fn others(session: Session, about: &str) -> Vec<Waiting> {
    let kept = session.kept.get();
    let others = kept.into_iter().filter(|kept| kept.item.rating != about);
    others
        .map(|kept| Waiting {
            key: kept.key,
            window: kept.item.window,
            refused: kept.item.refused,
        })
        .collect()
}
