//! The app's second module: what few visits need, fetched when it is needed. Texts in, texts out.

#[cfg(target_arch = "wasm32")]
mod exports {
    use wasm_bindgen::prelude::wasm_bindgen;
    use zuoban::app::extra;

    /// A QR code as SVG; blank where the text is too long.
    #[wasm_bindgen]
    pub fn code(text: &str) -> String {
        extra::code(text)
    }

    /// A practice form, filled, and judged where it is `checked`.
    #[wasm_bindgen]
    pub fn practice(kind: &str, lang: &str, checked: bool, filled: &str) -> String {
        extra::practice(kind, lang, checked, filled)
    }

    /// Keys, swipes and the rest of the tablet, for as long as a guide is presented.
    #[wasm_bindgen]
    pub fn present() {
        extra::present();
    }
}

fn main() {}
