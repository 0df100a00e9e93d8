//! Who sits at this window now, or comes next, and what became of today's other sittings.

use maud::{Markup, html};

use crate::model::{Day, DutyNow, Moment, Shift, ShiftState, WindowPage, duty_at};
use crate::text::{Lang, day_with_weekday};

/// The card with the seal.
#[must_use]
pub fn duty(page: &WindowPage, now: Moment, lang: Lang) -> Markup {
    let t = lang.texts();
    let today = now.day();
    let (state, seal, shift, when) = match duty_at(&page.shifts, now) {
        DutyNow::Here(shift) => {
            let when = (t.duty_here)(shift.from, shift.to, shift.window.as_str());
            ("here", t.seal_here, Some(shift), when)
        }
        DutyNow::Next(shift) => {
            let day = day_with_weekday(lang, shift.day, today);
            let when = (t.duty_next)(&day, shift.from, shift.to);
            ("next", t.seal_next, Some(shift), when)
        }
        DutyNow::Nobody => ("nobody", t.seal_next, None, t.duty_nobody.to_owned()),
    };
    let instead = shift.as_ref().and_then(|shift| instead(shift, lang));
    let changes = page
        .shifts
        .iter()
        .filter(|shift| shift.day == today)
        .filter_map(|shift| changed(shift, lang, today));
    html! {
        section.duty data-duty=(state) {
            @if shift.is_some() {
                p.seal { (seal[0]) br; (seal[1]) }
            }
            div.duty__text {
                @if let Some(shift) = &shift {
                    p.duty__who { ((t.person)(lang.of(&shift.director), lang.of(&shift.office))) }
                }
                p.duty__when { (when) }
                @for line in instead.into_iter().chain(changes) {
                    p.duty__when { (line) }
                }
            }
        }
    }
}

fn instead(shift: &Shift, lang: Lang) -> Option<String> {
    match &shift.state {
        ShiftState::Substituted { instead_of } => {
            Some((lang.texts().duty_instead_of)(lang.of(instead_of)))
        }
        _ => None,
    }
}

/// Moved and cancelled sittings stay visible: somebody may have come for them.
fn changed(shift: &Shift, lang: Lang, today: Day) -> Option<String> {
    let t = lang.texts();
    let name = lang.of(&shift.director);
    match &shift.state {
        ShiftState::Moved { to } => Some((t.duty_moved)(name, &day_with_weekday(lang, *to, today))),
        ShiftState::Cancelled { reason } => Some((t.duty_cancelled)(name, lang.of(reason))),
        ShiftState::Planned | ShiftState::Substituted { .. } => None,
    }
}
