//! The app's second module: what few visits need, fetched when it is needed. Texts in, texts out.

#[cfg(target_arch = "wasm32")]
mod exports {
    use wasm_bindgen::prelude::wasm_bindgen;
    use zuoban::app::extra;

    /// The QR code of a page as SVG: as it is read here and with what is ticked, but where it is printed.
    #[wasm_bindgen]
    pub fn code(path: &str, lang: &str, elder: bool, ticks: &str, printed: bool) -> String {
        extra::code(path, lang, elder, ticks, printed)
    }

    /// A practice form, filled, and judged where it is `checked`.
    #[wasm_bindgen]
    pub fn practice(kind: &str, lang: &str, checked: bool, filled: &str) -> String {
        extra::practice(kind, lang, checked, filled)
    }

    /// The parts of `/near` that change.
    #[wasm_bindgen]
    pub fn near(
        points: &str,
        lang: &str,
        elder: bool,
        now: &str,
        town: &str,
        here: &str,
        within_5km: bool,
    ) -> String {
        extra::near(points, lang, elder, now, town, here, within_5km)
    }

    /// Where the phone is; asked only when somebody taps.
    #[wasm_bindgen]
    pub async fn locate() -> String {
        extra::locate().await
    }

    /// Keys, swipes and the rest of the tablet, for as long as a guide is presented.
    #[wasm_bindgen]
    pub fn present() {
        extra::present();
    }
}

fn main() {}
