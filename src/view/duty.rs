//! Who sits at this window now, or comes next, and what became of today's other sittings.

use leptos::prelude::*;

use crate::model::{DutyNow, Moment, Shift, ShiftState, WindowPage, duty_at};
use crate::text::{Lang, day_with_weekday};

/// The card with the seal.
#[component]
pub fn DutyCard<'a>(
    /// The window's page.
    page: &'a WindowPage,
    /// Now, in the centre.
    now: Moment,
    /// The language read.
    lang: Lang,
) -> impl IntoView + use<> {
    let t = lang.texts();
    let today = now.day();
    let person = |shift: &Shift| format!("{} {}", lang.of(&shift.director), lang.of(&shift.office));
    let (state, seal, who, mut lines) = match duty_at(&page.shifts, now) {
        DutyNow::Here(shift) => {
            let when = (t.duty_here)(shift.from, shift.to, shift.window.as_str());
            ("here", Some(t.seal_here), Some(person(&shift)), vec![Some(when), instead(&shift, lang)])
        }
        DutyNow::Next(shift) => {
            let day = day_with_weekday(lang, shift.day, today);
            let when = (t.duty_next)(&day, shift.from, shift.to);
            ("next", Some(t.seal_next), Some(person(&shift)), vec![Some(when), instead(&shift, lang)])
        }
        DutyNow::Nobody => ("nobody", None, None, vec![Some(t.duty_nobody.to_owned())]),
    };
    lines.extend(page.shifts.iter().filter(|shift| shift.day == today).map(|shift| changed(shift, lang, today)));
    let lines: Vec<_> = lines.into_iter().flatten().map(|line| view! { <p class="duty__when">{line}</p> }).collect();
    view! {
        <section class="duty" data-duty=state>
            {seal.map(|[first, second]| view! { <p class="seal">{first}<br/>{second}</p> })}
            <div class="duty__text">
                {who.map(|who| view! { <p class="duty__who">{who}</p> })}
                {lines}
            </div>
        </section>
    }
}

fn instead(shift: &Shift, lang: Lang) -> Option<String> {
    match &shift.state {
        ShiftState::Substituted { instead_of } => Some((lang.texts().duty_instead_of)(lang.of(instead_of))),
        _ => None,
    }
}

/// Moved and cancelled sittings stay visible: somebody may have come for them.
fn changed(shift: &Shift, lang: Lang, today: crate::model::Day) -> Option<String> {
    let t = lang.texts();
    let name = lang.of(&shift.director);
    match &shift.state {
        ShiftState::Moved { to } => Some((t.duty_moved)(name, &day_with_weekday(lang, *to, today))),
        ShiftState::Cancelled { reason } => Some((t.duty_cancelled)(name, lang.of(reason))),
        ShiftState::Planned | ShiftState::Substituted { .. } => None,
    }
}
