//! The seal, the only red on the paper. Drawn, not a background: browsers leave backgrounds out when they print.

use maud::{Markup, html};

/// The seal in a square of 64.
pub(super) fn drawing() -> Markup {
    html! {
        rect x="1" y="1" width="62" height="62" rx="13" fill="none" stroke="#a4271b" stroke-width="2" {}
        rect x="4" y="4" width="56" height="56" rx="10" fill="#a4271b" {}
        g font-size="21" font-weight="700" text-anchor="middle" letter-spacing="1" {
            text style="fill:#fff" x="32.5" y="29" { "扫码" }
            text style="fill:#fff" x="32.5" y="52.5" { "评价" }
        }
    }
}
