//! The A4 sheet: one HTML file that prints to one page a window, and asks nobody for anything.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::{Poster, fit, seal};

/// Addresses are not set smaller, in mm: a very long one takes a second line.
const SMALLEST: f32 = 4.2;

/// The sheets of these windows, a page each.
#[must_use]
pub fn sheets(posters: &[Poster<'_>]) -> String {
    let title = match posters {
        [poster] => format!("{} {} 号窗口", poster.unit.name.zh, poster.window.id),
        _ => format!("窗口二维码（{} 页）", posters.len()),
    };
    let page = html! {
        (DOCTYPE)
        html lang="zh-CN" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width,initial-scale=1";
                meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'";
                title { (title) }
                style { (PreEscaped(include_str!("sheet.css"))) }
            }
            body {
                @for poster in posters {
                    (sheet(poster))
                }
            }
        }
    };
    page.into_string()
}

fn sheet(poster: &Poster<'_>) -> Markup {
    html! {
        section.sheet {
            header.top {
                div {
                    b { (poster.centre.zh) @if poster.demo { "（示例数据）" } }
                    small lang="en" { (poster.centre.en) }
                }
                svg.seal viewBox="0 0 64 64" aria-hidden="true" { (seal::drawing()) }
            }
            (window(poster))
            (code(poster))
            div.ask {
                b { "扫码评价 · " span lang="en" { "Scan to rate" } }
                p { "匿名 · 只要一秒 · 评价自愿" small lang="en" { "Anonymous · takes a second · voluntary" } }
            }
            (foot(poster))
        }
    }
}

fn window(poster: &Poster<'_>) -> Markup {
    let number = poster.window.id.as_str();
    let digits = fit::size(number, 70.0, 54.0);
    let room = 178.0 - 9.0 - digits * fit::ems(number);
    let (unit, place) = (&poster.unit.name, &poster.window.place);
    html! {
        div.window {
            div.number style=(format!("font-size:{digits}mm")) { (number) }
            div.what {
                span.of { "号窗口 · " span lang="en" { "Window" } }
                b style=(format!("font-size:{}mm", fit::size(&unit.zh, room, 12.0))) { (unit.zh) }
                span.en lang="en" { (unit.en) }
                span { (place.area.zh) " · " (place.matters.zh) }
                span.en lang="en" { (place.area.en) " · " (place.matters.en) }
            }
        }
    }
}

fn code(poster: &Poster<'_>) -> Markup {
    let side = poster.code.side();
    let view = format!("0 0 {side} {side}");
    html! {
        div.code {
            svg viewBox=(view) shape-rendering="crispEdges" role="img" aria-label="二维码 QR code" {
                rect width=(side) height=(side) fill="#fff" {}
                path d=(poster.code.path()) fill="#000" {}
            }
        }
    }
}

fn foot(poster: &Poster<'_>) -> Markup {
    let (typed, host, beginning) = (poster.typed(), poster.base.host(), poster.beginning());
    let column = 84.0;
    html! {
        footer.foot {
            div {
                h2 { "不方便扫码，请在浏览器输入" }
                b style=(format!("font-size:{}mm", fit::size(&typed, column, 6.4).max(SMALLEST))) { (typed) }
                small lang="en" { "Cannot scan? Type this address into a browser." }
            }
            div {
                h2 { "核对网址：" }
                b style=(format!("font-size:{}mm", fit::size(host, column, 6.4).max(SMALLEST))) { (host) }
                p { "扫码后请看网址是不是以 " strong { (beginning) } " 开头；不是就不要填写，请告诉工作人员。" }
                small lang="en" { "After scanning, check that the address begins with " (beginning) }
            }
        }
    }
}
