//! The sticker: one SVG of 90 × 160 mm, its code at least 60 mm wide.

use maud::{Markup, PreEscaped, html};

use super::{Poster, fit, seal};

const WIDTH: f32 = 90.0;
const MARGIN: f32 = 7.0;
const INNER: f32 = WIDTH - 2.0 * MARGIN;
/// The square of the code with its quiet zone. A signed address has 29 modules or more: 61 mm of them.
const SQUARE: f32 = 78.0;

const STYLE: &str = "text{font-family:\"PingFang SC\",\"HarmonyOS Sans SC\",\"MiSans\",\"Noto Sans CJK SC\",\
\"Microsoft YaHei\",system-ui,sans-serif;fill:#16241f}\
.jade{fill:#0b5d4b}.pale{fill:#4a5a54}.bold{font-weight:700}.middle{text-anchor:middle}.end{text-anchor:end}\
.dots{word-spacing:-.16em}";

/// The window's sticker.
#[must_use]
pub fn sticker(poster: &Poster<'_>) -> String {
    let number = poster.window.id.as_str();
    let title = format!("{} {number} 号窗口 · Window {number}", poster.unit.name.zh);
    let markup = html! {
        svg xmlns="http://www.w3.org/2000/svg" width="90mm" height="160mm" viewBox="0 0 90 160" lang="zh-CN" role="img" {
            title { (title) }
            style { (PreEscaped(STYLE)) }
            rect x="0.25" y="0.25" width="89.5" height="159.5" rx="5" fill="#fff" stroke="#0b5d4b" stroke-width="0.5" {}
            (head(poster, number))
            (code(poster))
            (ask())
            (foot(poster))
        }
    };
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{}\n",
        markup.into_string()
    )
}

fn head(poster: &Poster<'_>, number: &str) -> Markup {
    let digits = fit::size(number, 34.0, 26.0);
    let beside = MARGIN + fit::ems(number) * digits + 2.5;
    let unit = &poster.unit.name;
    html! {
        text.jade.bold x=(MARGIN - 0.8) y="26.5" font-size=(digits) letter-spacing="-0.6" { (number) }
        text x=(beside) y="20.6" font-size="5.4" { "号窗口" }
        text.pale x=(beside) y="26" font-size="3.8" { "Window" }
        svg x="67.5" y="8.5" width="15.5" height="15.5" viewBox="0 0 64 64" { (seal::drawing()) }
        text.bold x=(MARGIN) y="36.6" font-size=(fit::size(&unit.zh, INNER, 6.6)) { (unit.zh) }
        text.pale x=(MARGIN) y="41.2" font-size=(fit::size(&unit.en, INNER, 3.0)) { (unit.en) }
    }
}

fn code(poster: &Poster<'_>) -> Markup {
    let side = poster.code.side();
    let view = format!("0 0 {side} {side}");
    let left = (WIDTH - SQUARE) / 2.0;
    html! {
        svg x=(left) y="41.5" width=(SQUARE) height=(SQUARE) viewBox=(view) shape-rendering="crispEdges" {
            rect width=(side) height=(side) fill="#fff" {}
            path d=(poster.code.path()) fill="#000" {}
        }
    }
}

fn ask() -> Markup {
    html! {
        text.jade.bold.middle x="45" y="122.8" font-size="7" { tspan.dots { "扫码评价 · " } tspan lang="en" { "Scan to rate" } }
        text.middle.dots x="45" y="129.2" font-size="3.7" { "匿名 · 只要一秒 · 评价自愿" }
        text.pale.middle x="45" y="133.6" font-size="2.8" lang="en" { "Anonymous · takes a second · voluntary" }
    }
}

fn foot(poster: &Poster<'_>) -> Markup {
    let (typed, host) = (poster.typed(), poster.base.host());
    let check = format!("扫码后请看网址是不是以 {} 开头", poster.beginning());
    let whose = if poster.demo {
        format!("{} · 示例数据", poster.centre.zh)
    } else {
        poster.centre.zh.clone()
    };
    let right = WIDTH - MARGIN;
    html! {
        path d="M7 137.4h76" stroke="#d9d6cb" stroke-width="0.35" fill="none" {}
        text.pale x=(MARGIN) y="143.2" font-size="2.9" { "手动输入：" }
        text.bold.end x=(right) y="143.2" font-size=(fit::size(&typed, INNER - 16.0, 3.8)) { (typed) }
        text.pale x=(MARGIN) y="148.4" font-size="2.9" { "核对网址：" }
        text.bold.end x=(right) y="148.4" font-size=(fit::size(host, INNER - 16.0, 3.8)) { (host) }
        text.pale x=(MARGIN) y="152.6" font-size=(fit::size(&check, INNER, 2.6)) { (check) }
        text.pale.dots x=(MARGIN) y="156.4" font-size=(fit::size(&whose, INNER, 2.4)) { (whose) }
    }
}
