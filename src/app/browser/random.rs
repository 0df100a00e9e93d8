//! Random bytes for ids. (`crypto.randomUUID` is missing on plain http.)

use leptos::prelude::window;

/// Sixteen random bytes; from the clock and `Math.random` where there is no `crypto`.
#[must_use]
pub fn random_bytes() -> [u8; 16] {
    let mut bytes = [0; 16];
    let filled = window()
        .crypto()
        .is_ok_and(|crypto| crypto.get_random_values_with_u8_array(&mut bytes).is_ok());
    if !filled {
        bytes.fill_with(random_byte);
    }
    bytes
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "between 0 and 255 by construction"
)]
fn random_byte() -> u8 {
    (js_sys::Math::random() * 256.0) as u8
}
