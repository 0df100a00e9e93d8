//! `/duty`: who sits where and when; the address says what is asked for.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_query_map;

use super::finder::opening;
use super::placed::{Page, Placed};
use crate::app::browser::{self, Act, Shared};
use crate::app::hall::Hall;
use crate::app::session::Session;
use crate::model::Centre;
use crate::view::{Asked, Live, Prefs, RosterPage, Tab, acts, roster, rows};

/// `/duty`
#[component]
pub fn DutyPage() -> impl IntoView {
    let (session, hall) = (expect_context::<Session>(), expect_context::<Hall>());
    let query = use_query_map();
    let asked = RwSignal::new(Asked::default());
    let said = RwSignal::new(None::<Shared>);
    // Links change the address; what is typed changes it without a navigation.
    Effect::new(move |_| {
        let query = query.read();
        asked.set(Asked::read(
            query.get_str("day"),
            query.get("unit"),
            query.get("matter"),
        ));
    });
    hall.want_centre();
    hall.keep_shifts();
    let with_roster = move |show: &dyn Fn(RosterPage<'_>, &Centre) -> String| {
        let (centre, shifts) = (hall.centre.get()?.value, hall.shifts.get()?);
        let page = RosterPage {
            centre: &centre,
            shifts: &shifts.value,
            now: session.now.get(),
            as_of: shifts.at,
        };
        Some(show(page, &centre))
    };
    let known =
        Memo::new(move |_| hall.centre.with(Option::is_some) && hall.shifts.with(Option::is_some));
    let page = move |(prefs,): (Prefs,)| {
        if !known.get() {
            return opening(prefs, hall.failed.get(), Some(Tab::Duty));
        }
        let asked = asked.get_untracked();
        let made = untrack(move || {
            let (centre, shifts) = (hall.centre.get()?.value, hall.shifts.get()?);
            let (now, as_of) = (session.now.get(), shifts.at);
            let page = RosterPage {
                centre: &centre,
                shifts: &shifts.value,
                now,
                as_of,
            };
            let markup = roster(prefs, page, &asked);
            Some(Page {
                title: prefs.texts().roster.heading.to_owned(),
                centre: prefs.lang.of(&centre.name).to_owned(),
                demo: centre.demo,
                tab: Some(Tab::Duty),
                here: asked.address(asked.span),
                markup,
                complete: true,
            })
        });
        made.unwrap_or_else(|| opening(prefs, false, Some(Tab::Duty)))
    };
    let live = move |(prefs,): (Prefs,)| -> Live {
        let (t, asked) = (prefs.texts().roster, asked.get());
        let said = said.get().and_then(|said| match said {
            Shared::Sheet => None,
            Shared::Copied => Some(t.copied.to_owned()),
            Shared::Refused => Some(t.not_copied.to_owned()),
        });
        vec![
            (
                "rows",
                with_roster(&|page, _| rows(prefs, page, &asked).into_string()),
            ),
            ("acts", Some(acts(prefs, &asked, true).into_string())),
            ("said", said),
        ]
    };
    let change = move |change: &dyn Fn(&mut Asked)| {
        asked.update(|asked| {
            change(asked);
            // Somebody who asks for a matter wants every day of it.
            asked.span = None;
        });
        let asked = asked.get_untracked();
        let of = |value: &str| (!value.is_empty()).then(|| value.to_owned());
        let (unit, matter) = (of(&asked.unit), of(asked.matter.trim()));
        browser::replace_query(&[
            ("day", None),
            ("unit", unit.as_deref()),
            ("matter", matter.as_deref()),
        ]);
        true
    };
    let on_act = move |(act,): (Act,)| match act {
        Act::Input(id, text) if id == "matter" => change(&|asked| asked.matter.clone_from(&text)),
        Act::Input(id, unit) if id == "unit" => change(&|asked| asked.unit.clone_from(&unit)),
        Act::Submit(id) => id == "asked",
        Act::Tap(id) if id == "clear" => {
            browser::clear_fields("asked");
            change(&|asked| *asked = Asked::default())
        }
        Act::Tap(id) if id == "share" => {
            spawn_local(async move {
                said.try_set(Some(browser::share().await));
            });
            true
        }
        Act::Tap(id) if id == "retry" => {
            hall.want_centre();
            hall.want_shifts();
            true
        }
        _ => false,
    };
    let (page, live, on_act) = (
        Callback::new(page),
        Callback::new(live),
        Callback::new(on_act),
    );
    view! { <Placed page live about=String::new() on_act on_shown=|()| ()/> }
}
