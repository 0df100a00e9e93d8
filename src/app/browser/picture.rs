//! A tracking code as a picture to keep: on a phone a picture is what people know how to find again.

use leptos::prelude::document;
use leptos::web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};
use wasm_bindgen::JsCast;

const WIDTH: u32 = 1280;
const HEIGHT: u32 = 640;
const SOFT: &str = "#e3efea";

/// Three lines as a PNG, the second large, in an address of its own; `None` where the browser does not draw.
#[must_use]
pub fn picture(lines: &str) -> Option<String> {
    let canvas: HtmlCanvasElement = document().create_element("canvas").ok()?.dyn_into().ok()?;
    canvas.set_width(WIDTH);
    canvas.set_height(HEIGHT);
    let pen: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    pen.set_fill_style_str("#f6f4ee");
    pen.fill_rect(0.0, 0.0, f64::from(WIDTH), f64::from(HEIGHT));
    pen.set_fill_style_str(SOFT);
    pen.fill_rect(64.0, 220.0, 1152.0, 220.0);
    pen.set_text_align("center");
    let looks = [
        ("56px sans-serif", "#16241f", 136.0),
        ("bold 116px monospace", "#0b5d4b", 370.0),
        ("48px sans-serif", "#4a5a54", 546.0),
    ];
    for (line, (font, ink, y)) in lines.split('|').zip(looks) {
        pen.set_font(font);
        pen.set_fill_style_str(ink);
        pen.fill_text_with_max_width(line, 640.0, y, 1120.0).ok()?;
    }
    canvas.to_data_url().ok()
}
