//! The QR code (ISO/IEC 18004): error correction Q in print, L on screens, square modules, a quiet zone of four.

use std::fmt::Write;

use maud::{Markup, html};
use qrcodegen::{Mask, QrCode, QrCodeEcc, QrSegment, Version};

/// Modules left white around the code.
const QUIET: i32 = 4;

/// A code ready to be drawn, one unit a module.
pub struct Code(QrCode);

/// The text is longer than a code holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLong;

impl std::fmt::Display for TooLong {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the address is too long for a code that a phone reads")
    }
}

impl std::error::Error for TooLong {}

impl Code {
    /// Exactly level Q (a quarter may be dirty), never raised: the modules stay as large as they can be.
    ///
    /// # Errors
    /// Past version 15 (77 modules): on a sticker a module would be under 0.9 mm.
    pub fn new(text: &str) -> Result<Self, TooLong> {
        Self::of(text, QrCodeEcc::Quartile)
    }

    /// Level L: nothing stains a screen, and larger modules are read from further away.
    ///
    /// # Errors
    /// As for [`Code::new`], with more text.
    pub fn on_screen(text: &str) -> Result<Self, TooLong> {
        Self::of(text, QrCodeEcc::Low)
    }

    fn of(text: &str, level: QrCodeEcc) -> Result<Self, TooLong> {
        let segments = QrSegment::make_segments(text);
        let (smallest, largest) = (Version::MIN, Version::new(15));
        let mask: Option<Mask> = None;
        QrCode::encode_segments_advanced(&segments, level, smallest, largest, mask, false)
            .map(Self)
            .map_err(|_| TooLong)
    }

    /// The whole code as SVG.
    #[must_use]
    pub fn svg(&self) -> Markup {
        let side = self.side();
        html! {
            svg viewBox=(format!("0 0 {side} {side}")) shape-rendering="crispEdges" aria-hidden="true" {
                path d=(self.path()) {}
            }
        }
    }

    /// Modules along an edge, without the quiet zone.
    #[must_use]
    pub fn modules(&self) -> i32 {
        self.0.size()
    }

    /// Modules along an edge, with the quiet zone: the side of the drawing's square.
    #[must_use]
    pub fn side(&self) -> i32 {
        self.modules() + 2 * QUIET
    }

    /// The dark modules as one SVG path, a rectangle for each run of a row.
    #[must_use]
    pub fn path(&self) -> String {
        let mut path = String::new();
        for y in 0..self.modules() {
            let mut x = 0;
            while x < self.modules() {
                let run = (x..self.modules())
                    .take_while(|&x| self.0.get_module(x, y))
                    .count();
                let run = i32::try_from(run).unwrap_or(0);
                if run > 0 {
                    // Writing to a string cannot fail.
                    let _ = write!(path, "M{} {}h{run}v1h-{run}z", x + QUIET, y + QUIET);
                }
                x += run.max(1);
            }
        }
        path
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "https://pj.example.gov.cn/w/07?k=0123456789ab";

    /// Draws a path's runs back into modules.
    fn drawn(code: &Code) -> Vec<(i32, i32)> {
        let mut dark = Vec::new();
        for run in code.path().split('M').skip(1) {
            let (at, rest) = run.split_once('h').unwrap();
            let (x, y) = at.split_once(' ').unwrap();
            let (length, back) = rest.split_once("v1h-").unwrap();
            assert_eq!(format!("{length}z"), back);
            let x: i32 = x.parse().unwrap();
            dark.extend((x..x + length.parse::<i32>().unwrap()).map(|x| (x, y.parse().unwrap())));
        }
        dark
    }

    #[test]
    fn ok_the_level_is_q_even_where_a_higher_one_would_fit() {
        for text in ["https://a.cn", TEXT, &TEXT.repeat(3)] {
            assert!(
                Code::new(text).unwrap().0.error_correction_level() == QrCodeEcc::Quartile,
                "{text}"
            );
        }
    }

    #[test]
    fn ok_every_dark_module_is_drawn_once_and_four_around_stay_white() {
        let code = Code::new(TEXT).unwrap();
        let all = (0..code.modules()).flat_map(|y| (0..code.modules()).map(move |x| (x, y)));
        let dark: Vec<_> = all
            .filter(|&(x, y)| code.0.get_module(x, y))
            .map(|(x, y)| (x + 4, y + 4))
            .collect();
        assert_eq!(drawn(&code), dark);
        assert_eq!(code.side(), code.modules() + 8);
        let inside = 4..code.side() - 4;
        assert!(
            drawn(&code)
                .iter()
                .all(|(x, y)| inside.contains(x) && inside.contains(y))
        );
        assert!(
            drawn(&code).contains(&(4, 4)),
            "the finder pattern begins right after the quiet zone"
        );
    }

    #[test]
    fn ok_a_screen_shows_larger_modules() {
        let (printed, shown) = (Code::new(TEXT).unwrap(), Code::on_screen(TEXT).unwrap());
        assert!(shown.0.error_correction_level() == QrCodeEcc::Low);
        assert!(shown.modules() < printed.modules());
    }

    #[test]
    fn err_a_text_that_makes_modules_too_small() {
        assert!(Code::new(&"a".repeat(292)).is_ok());
        assert_eq!(Code::new(&"a".repeat(293)).err(), Some(TooLong));
    }
}
