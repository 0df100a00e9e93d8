//! The ways to a point: maps and the telephone. Other sites are asked on a tap alone, and told where the point is, never who asks.

use maud::{Markup, html};

use crate::model::near::{ServicePoint, to_gcj02};
use crate::text::Lang;
use crate::view::{Prefs, encoded};

/// The ways there: the phone's own map, the sites of others, the telephone.
pub(super) fn ways(prefs: Prefs, point: &ServicePoint) -> Markup {
    let t = prefs.lang.near_texts();
    html! {
        p.acts {
            @for (name, address) in t.maps.into_iter().zip(maps(prefs.lang, point)) {
                a.chip href=(address) rel="external noreferrer" { (name) }
            }
            @if let Some(phone) = &point.phone {
                a.chip href={ "tel:" (phone) } rel="external noreferrer" { (t.call) " " (phone) }
            }
        }
    }
}

/// The addresses of the maps: `geo:` (RFC 5870, WGS-84), and 高德, 百度, 腾讯 in GCJ-02, which only 百度 must be told.
fn maps(lang: Lang, point: &ServicePoint) -> [String; 4] {
    let name = encoded(lang.of(&point.name));
    let place = encoded(lang.of(&point.address));
    let wgs = pair(point.lat_e6, point.lon_e6);
    let (lat, lon) = to_gcj02(point.position()).e6();
    let (gcj, turned) = (pair(lat, lon), pair(lon, lat));
    [
        ["geo:", &wgs, "?q=", &wgs, "(", &name, ")", ""],
        [
            "https://uri.amap.com/marker?position=",
            &turned,
            "&name=",
            &name,
            "&coordinate=gaode&src=zuoban",
            "",
            "",
            "",
        ],
        [
            "https://api.map.baidu.com/marker?location=",
            &gcj,
            "&title=",
            &name,
            "&content=",
            &place,
            "&coord_type=gcj02&output=html",
            "&src=webapp.zuoban",
        ],
        [
            "https://apis.map.qq.com/uri/v1/marker?marker=coord:",
            &gcj,
            ";title:",
            &name,
            ";addr:",
            &place,
            "&referer=zuoban",
            "",
        ],
    ]
    .map(|parts| parts.concat())
}

/// Two numbers in millionths, with a comma: `36.685000,118.480000`.
fn pair(first: i32, second: i32) -> String {
    let mut text = String::new();
    for (at, number) in [first, second].into_iter().enumerate() {
        if at > 0 {
            text.push(',');
        }
        if number < 0 {
            text.push('-');
        }
        let size = number.unsigned_abs();
        text.push_str(&(size / 1_000_000).to_string());
        text.push('.');
        // Six digits, the noughts in front as well.
        text.push_str(&(1_000_000 + size % 1_000_000).to_string()[1..]);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_coordinates_keep_their_noughts() {
        assert_eq!(pair(36_685_000, 118_000_070), "36.685000,118.000070");
        assert_eq!(pair(-1, -61_520_000), "-0.000001,-61.520000");
    }
}
