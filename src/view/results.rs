//! What the centre publishes of a month: shares with their intervals, and what came of what people said.

use maud::{Markup, html};

use super::Prefs;
use crate::model::{ChainHead, OnDuty, Results, UnitResult};
use crate::text::{Lang, day_short, month_name};

/// The page of `/results`.
#[must_use]
pub fn results(prefs: Prefs, results: &Results) -> Markup {
    let (t, lang) = (prefs.lang.results_texts(), prefs.lang);
    let figures = [results.sittings, results.served, results.settled];
    html! {
        h1.title #title tabindex="-1" {
            (t.heading) small { (month_name(lang, results.month)) " · " (t.note) }
        }
        nav.acts aria-label=(t.months) {
            @for month in &results.months {
                a.chip.chip--on[*month == results.month] href=(prefs.address(&format!("/results?month={month}")))
                    aria-current=[(*month == results.month).then_some("page")] {
                    (month_name(lang, *month))
                }
            }
        }
        @if results.running { p.wait { (t.running) } }
        ul.figures {
            @for (figure, name) in figures.into_iter().zip(t.figures) {
                li.figure { b { (figure) } " " span { (name) } }
            }
        }
        table.shares {
            caption.hidden { (t.caption) }
            thead.hidden { tr { @for column in t.columns { th scope="col" { (column) } } } }
            tbody { @for row in &results.rows { (unit(prefs, row)) } }
        }
        @if results.open_count > 0 { p.note { ((t.open)(results.open_count)) } }
        @if results.held_count > 0 { p.note { ((t.held)(results.held_count)) } }
        section.sheet {
            h2.ask { (t.changes) }
            @if results.changes.is_empty() { p.note { (t.no_changes) } }
            ul.plain {
                @for change in &results.changes {
                    li { (change.text) " " span.note { (lang.of(&change.unit)) " · " (day_short(lang, change.day)) } }
                }
            }
        }
        section.sheet {
            h2.ask { (t.on_duty) }
            p { (on_duty(prefs, results.on_duty)) }
        }
        details.all {
            summary { (t.how) }
            ul.plain { @for line in t.how_lines { li { (line) } } }
        }
        @if let Some(head) = &results.head { (fingerprint(prefs, head)) }
    }
}

/// The day's hash: short where it is only seen, whole for whoever keeps it.
fn fingerprint(prefs: Prefs, head: &ChainHead) -> Markup {
    let (t, lang) = (prefs.lang.results_texts(), prefs.lang);
    html! {
        details.all {
            summary { (t.head) " " code { (grouped(head.short(), 4)) } }
            ul.plain {
                li { ((t.head_of)(&day_short(lang, head.day), head.rows)) br; code { (grouped(&head.hash, 8)) } }
                @for line in t.head_lines { li { (line) } }
                li { (t.head_compare) br; code { "zuoban verify --head " (head.short()) } }
            }
        }
    }
}

/// Digits in groups: to be read aloud, and to be broken into lines.
fn grouped(digits: &str, by: usize) -> String {
    let mut text = String::with_capacity(digits.len() + digits.len() / by);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && at % by == 0 {
            text.push(' ');
        }
        text.push(digit);
    }
    text
}

/// One unit: for a screen reader a row of a table, for the eye a bar.
fn unit(prefs: Prefs, row: &UnitResult) -> Markup {
    let (t, name) = (prefs.lang.results_texts(), prefs.lang.of(&row.name));
    let detail = if row.small {
        (t.count)(row.count)
    } else {
        (t.detail)(row.count, percent(row.low), percent(row.high))
    };
    let follow_up = row.follow_up.map(|f| (t.on_time)(f.on_time, f.total));
    html! {
        tr.share {
            th.share__unit scope="row" { (name) }
            @if row.small {
                td.share__small { (if row.count == 0 { t.none } else { t.small }) }
            } @else {
                td.share__bar {
                    // 60 % to 100 %: where the units differ. The numbers beside it are what counts.
                    svg viewBox="0 0 200 26" preserveAspectRatio="none" aria-hidden="true" {
                        line.share__axis x1="0" x2="200" y1="13" y2="13" {}
                        rect.share__interval x=(along(row.low)) y="7" height="12" rx="6"
                            width=(along(row.high).saturating_sub(along(row.low)).max(4)) {}
                        rect.share__point x=(along(row.share).clamp(5, 195) - 5) y="8" width="10" height="10" rx="5" {}
                    }
                    b { (percent(row.share)) "%" }
                }
            }
            td.share__detail { (detail) @if let Some(follow_up) = follow_up { br; (follow_up) } }
        }
    }
}

fn on_duty(prefs: Prefs, told: Option<OnDuty>) -> String {
    let t = prefs.lang.results_texts();
    let Some(told) = told else {
        return t.on_duty_small.to_owned();
    };
    let verdict = match (told.low, told.high) {
        (1.., _) => t.on_duty_verdict[0],
        (_, ..0) => t.on_duty_verdict[2],
        _ => t.on_duty_verdict[1],
    };
    let shares = (t.on_duty_shares)(percent(told.with), percent(told.without));
    // Chinese sentences follow each other without a blank.
    let blank = if prefs.lang == Lang::En { " " } else { "" };
    format!("{shares}{blank}{verdict}")
}

/// Thousandths in whole percent.
fn percent(thousandths: u32) -> u32 {
    (thousandths + 5) / 10
}

/// Where a share stands on an axis of 200 from 60 % to 100 %.
fn along(thousandths: u32) -> u32 {
    thousandths.clamp(600, 1000).saturating_sub(600) / 2
}
