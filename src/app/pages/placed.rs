//! Places the markup of the page that the address names, and keeps it alive: the one component there is.

use std::rc::Rc;

use leptos::html::Div;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::location::LocationProvider;
use send_wrapper::SendWrapper;

use super::{Page, Shows, open};
use crate::app::browser::{self, Act};
use crate::app::root::App;
use crate::app::session::Session;
use crate::app::state::route::Route;
use crate::view::{Around, Live, Prefs, Waiting, banner, frame, picture, remind};

/// The page shown. Leptos wants to send signals' values to other threads; there are none.
type Current = RwSignal<SendWrapper<Rc<dyn Shows>>>;

/// A page as text.
#[derive(Clone, PartialEq)]
struct Made {
    html: String,
    title: String,
    here: String,
    complete: bool,
}

/// Shows the page at the address.
#[component]
pub fn Placed(
    /// What its pages share.
    app: App,
) -> impl IntoView {
    let session = app.session;
    let root = NodeRef::<Div>::new();
    // Beside the frame, which is made anew: screen readers pass over a live region that is new itself.
    let said = RwSignal::new(String::new());
    let location = app.location;
    if let Some(location) = location {
        // Not before: whoever goes elsewhere until then goes to the server's page.
        location.init(None);
    }
    // Not the effect's below, which ends all that is its own when it runs again.
    let parent = StoredValue::new(Owner::current().unwrap_or_default());
    let owner = StoredValue::new(Owner::new());
    let opened = move |route: &Route| {
        // The signals of the page before end here.
        owner.with_value(Owner::cleanup);
        owner.set_value(parent.with_value(|parent| parent.with(Owner::new)));
        let page = owner.with_value(|owner| owner.with(|| untrack(|| open(route, app))));
        SendWrapper::new(page)
    };
    let current: Current = RwSignal::new(opened(&Route::at(&session.path())));
    Effect::new(move |before: Option<Route>| {
        let here = location.map(|location| location.as_url().get());
        let (path, search) = here.map_or_else(
            || (browser::path(), browser::search()),
            |url| (url.path().to_owned(), url.search().to_owned()),
        );
        let route = Route::at(&path);
        if let Some(before) = before {
            session.arrive(path, search);
            if before.is_same_page(&route) {
                current.with_untracked(|page| page.arrive());
            } else {
                current.set(opened(&route));
            }
            // Only with the page does the address bar change: a page is never at another's address.
            if let Some(location) = location {
                browser::after_paint(|| location.ready_to_complete());
            }
        }
        route
    });
    let made = Memo::new(move |_| make(session, &***current.read()));
    // A slow phone takes longer over a page than a finger waits to see that its tap was felt: that is
    // painted first, and before the first page whatever else the browser has to do. Until then nothing else is
    // followed here, and the page is made once for all of it.
    let due = RwSignal::new(false);
    Effect::new(move |before: Option<Option<Made>>| {
        let before = before.flatten();
        if !due.get() {
            browser::after_paint(move || due.set(true));
            return before;
        }
        due.update_untracked(|due| *due = false);
        let made = made.get();
        let node = root.get()?;
        if !made.complete && session.replaces_a_page() {
            // Nobody sees it.
            return before;
        }
        if before
            .as_ref()
            .is_none_or(|before| before.html != made.html)
        {
            let prefs = session.prefs.get_untracked();
            // A new language costs a layout of all there is: the page before must be gone.
            let mark = || browser::mark_page(prefs.lang.tag(), prefs.elder);
            browser::place(&node, &made.html, mark);
        }
        browser::bring_to_life(&node, live(session, &***current.read()));
        let saying = browser::said(&node);
        if said.with_untracked(|before| *before != saying) {
            said.set(saying);
        }
        if made.complete && before.as_ref() != Some(&made) {
            browser::stop_reading();
            session.page_is_ready(&made.title, &made.here, move || {
                // The boot script may have taken a tap since, which is in the address.
                session.arrive(browser::path(), browser::search());
                current.with_untracked(|page| page.arrive());
                browser::after_paint(move || current.with_untracked(|page| page.drawn()));
            });
            current.with_untracked(|page| page.drawn());
        }
        Some(made)
    });
    let act = move |act: &Act| acted(session, act) || current.with_untracked(|page| page.act(act));
    view! {
        <div
            class="frame"
            node_ref=root
            on:click=move |event| browser::on_click(&event, &act)
            on:submit=move |event| browser::on_submit(&event, &act)
            on:input=move |event| browser::on_input(&event, &act)
        ></div>
        <p class="hidden" role="status">{move || said.get()}</p>
    }
}

fn make(session: Session, page: &dyn Shows) -> Made {
    let prefs = session.prefs.get();
    let Page {
        title,
        centre,
        demo,
        tab,
        here,
        markup,
        complete,
        failed,
    } = page.page(prefs);
    let around = Around {
        prefs,
        centre: &centre,
        demo,
        here: &here,
        tab,
    };
    Made {
        html: frame(around, &markup).into_string(),
        title: format!("{title} · {}", prefs.texts().app_name),
        here,
        complete: complete || (failed && !session.replaces_a_page()),
    }
}

fn live(session: Session, page: &dyn Shows) -> Live {
    let prefs = session.prefs.get_untracked();
    let mut live = page.live(prefs);
    let others = others(session, &page.about());
    live.push(("banner", banner(prefs, &others)));
    let mut put_off = session.put_off.get();
    // Not on the page that rates it.
    put_off.retain(|one| !session.path().ends_with(&format!("/w/{}", one.window)));
    live.push(("remind", remind(prefs, &put_off)));
    let told = session.told.get();
    live.push(("told", (!told.is_empty()).then_some(told)));
    let drawn = session.picture.get();
    live.push((
        "picture",
        (!drawn.is_empty()).then(|| picture(prefs, &drawn)),
    ));
    let follows = session.path().starts_with("/s/");
    let reads = (prefs.elder || follows) && browser::can_speak();
    live.push(("read", reads.then(String::new)));
    live
}

/// What can be done on every page.
fn acted(session: Session, act: &Act) -> bool {
    let toggle = |change: fn(&mut Prefs)| session.toggle(change);
    match act {
        Act::Tap(id) if id == "elder" => toggle(|prefs| prefs.elder = !prefs.elder),
        Act::Tap(id) if id == "language" => toggle(|prefs| prefs.lang = prefs.lang.other()),
        Act::Tap(id) if id == "read" || id == "read-step" => {
            browser::read_aloud(session.prefs.get_untracked().lang.tag());
        }
        Act::Tap(id) if id == "copy" => hand_on(session, Some(browser::attribute(id, "value"))),
        Act::Tap(id) if id == "share" => hand_on(session, None),
        Act::Tap(id) if id == "picture" => {
            match browser::picture(&browser::attribute(id, "data-lines")) {
                Some(address) => session.picture.set(address),
                // Then the link goes its own way.
                None => return false,
            }
        }
        Act::Dismiss(key) => match key.strip_prefix("later.") {
            Some(window) => session.rated_or_not(window),
            None => session.forget(key),
        },
        _ => return false,
    }
    true
}

/// Copies a code, or hands the page's address on where there is none; says what came of it.
fn hand_on(session: Session, code: Option<String>) {
    let t = session.prefs.get_untracked().texts();
    let (copied, not_copied) = match code {
        Some(_) => (t.suggest.copied, t.suggest.not_copied),
        None => (t.roster.copied, t.roster.not_copied),
    };
    spawn_local(async move {
        let told = match browser::share(code).await {
            None => "",
            Some(true) => copied,
            Some(false) => not_copied,
        };
        session.told.set(told.to_owned());
    });
}

fn others(session: Session, about: &str) -> Vec<Waiting> {
    let kept = session.kept.get();
    let others = kept
        .into_iter()
        .filter(|kept| kept.item.rating != about && !kept.item.is_about_guide());
    others
        .map(|kept| Waiting {
            key: kept.key,
            suggestion: kept.item.is_about_suggestion(),
            window: kept.item.window,
            refused: kept.item.refused,
        })
        .collect()
}
