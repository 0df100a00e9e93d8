//! Whether a drawing is one to look at and nothing else: what is not known to be harmless is refused.

const ELEMENTS: [&str; 18] = [
    "svg",
    "g",
    "defs",
    "title",
    "desc",
    "path",
    "rect",
    "circle",
    "ellipse",
    "line",
    "polyline",
    "polygon",
    "text",
    "tspan",
    "marker",
    "linearGradient",
    "radialGradient",
    "stop",
];

/// The most a drawing may weigh, in bytes: it travels with the guide.
const MOST: usize = 40_000;

/// # Errors
/// The thing in the drawing that is refused.
pub(super) fn check(svg: &str) -> Result<(), String> {
    let svg = svg.trim();
    if svg.len() > MOST {
        return Err(format!("{} > {MOST} bytes", svg.len()));
    }
    // Backslashes and unusual character references could hide a word from the tests below.
    if svg.contains('\\') || hides_letters(svg) {
        return Err("\\ &…;".to_owned());
    }
    if !svg.starts_with("<svg ") || !svg.contains("viewBox=") {
        return Err("<svg viewBox=…> ?".to_owned());
    }
    let mut open: Vec<&str> = Vec::new();
    let mut rest = svg;
    while let Some(begin) = rest.find('<') {
        if open.is_empty() && rest.len() != svg.len() {
            return Err("</svg> …".to_owned());
        }
        let tag = rest.get(begin + 1..).unwrap_or_default();
        let end = end_of(tag).ok_or_else(|| "< … ?".to_owned())?;
        let (inside, after) = (
            tag.get(..end).unwrap_or_default(),
            tag.get(end + 1..).unwrap_or_default(),
        );
        if let Some(name) = inside.strip_prefix('/') {
            if open.pop() != Some(name.trim()) {
                return Err(format!("</{name}>"));
            }
        } else {
            let (inside, closed) = inside
                .strip_suffix('/')
                .map_or((inside, false), |i| (i, true));
            let name = element(inside)?;
            if !closed {
                open.push(name);
            }
        }
        rest = after;
    }
    if open.is_empty() && rest.is_empty() {
        Ok(())
    } else {
        Err("</svg> ?".to_owned())
    }
}

/// Whether a character is written as anything but itself, other than the five that must be.
fn hides_letters(svg: &str) -> bool {
    const USUAL: [&str; 5] = ["amp;", "lt;", "gt;", "quot;", "apos;"];
    let mut after = svg.split('&').skip(1);
    after.any(|after| !USUAL.iter().any(|name| after.starts_with(name)))
}

/// Where a tag ends: at the first `>` outside quotes.
fn end_of(tag: &str) -> Option<usize> {
    let mut quote = None;
    for (at, letter) in tag.char_indices() {
        match (quote, letter) {
            (None, '>') => return Some(at),
            (None, '"' | '\'') => quote = Some(letter),
            (Some(open), _) if open == letter => quote = None,
            _ => {}
        }
    }
    None
}

/// The name of an opening tag, all of whose attributes are harmless.
fn element(inside: &str) -> Result<&str, String> {
    let (name, attributes) = inside
        .split_once(|c: char| c.is_ascii_whitespace())
        .unwrap_or((inside, ""));
    if !ELEMENTS.contains(&name) {
        return Err(format!("<{name}>"));
    }
    let mut rest = attributes.trim();
    while !rest.is_empty() {
        let (attribute, value) = rest.split_once('=').ok_or_else(|| rest.to_owned())?;
        let attribute = attribute.trim();
        let value = value.trim_start();
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
        let quote = quote.ok_or_else(|| attribute.to_owned())?;
        let value = value.get(1..).unwrap_or_default();
        let (value, after) = value
            .split_once(quote)
            .ok_or_else(|| attribute.to_owned())?;
        if !harmless(attribute, value) {
            return Err(format!("{attribute}=\"{value}\""));
        }
        rest = after.trim_start();
    }
    Ok(name)
}

fn harmless(attribute: &str, value: &str) -> bool {
    let known = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b':');
    let attribute = attribute.to_ascii_lowercase();
    if attribute.is_empty() || !attribute.bytes().all(known) {
        return false;
    }
    if attribute == "xmlns" {
        return value == "http://www.w3.org/2000/svg";
    }
    // Styles would need a reader of their own: fill, stroke and the like are attributes as well.
    if attribute.starts_with("on")
        || attribute == "style"
        || attribute.ends_with("href")
        || attribute == "src"
    {
        return false;
    }
    // A page reads what is in <title> by other rules: a tag in a value could come alive there.
    if value.contains(['<', '>']) {
        return false;
    }
    let value = value.to_ascii_lowercase();
    let elsewhere = value.match_indices("url(").any(|(at, _)| {
        let target = value.get(at + 4..).unwrap_or_default().trim_start();
        !target.starts_with('#')
    });
    !elsewhere && !value.contains("://") && !value.contains("script:")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(inside: &str) -> Result<(), String> {
        check(&format!("<svg viewBox=\"0 0 9 9\">{inside}</svg>"))
    }

    #[test]
    fn ok_a_drawing() {
        for inside in [
            "",
            "<title>一张图</title><g fill='none'><path d=\"M0 0h9\"/></g>",
            "<defs><linearGradient id=\"a\"><stop offset=\"0\"/></linearGradient></defs><rect fill=\"url(#a)\" width=\"9\"/>",
            "<text x=\"1\" y=\"2\">1 &lt; 2</text>",
        ] {
            assert_eq!(drawn(inside), Ok(()), "{inside}");
        }
        let with_namespace = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"/>";
        assert_eq!(check(with_namespace), Ok(()));
    }

    #[test]
    fn err_what_does_more_than_be_looked_at() {
        for inside in [
            "<script>alert(1)</script>",
            "<SCRIPT/>",
            "<foreignObject><p/></foreignObject>",
            "<rect onclick=\"x\"/>",
            "<rect ONLOAD='x'/>",
            "<rect/onload=\"x\"/>",
            "<rect onload=x />",
            "<a href=\"https://example.com\"><rect/></a>",
            "<image href=\"x.png\"/>",
            "<use xlink:href=\"other.svg#a\"/>",
            "<rect fill=\"url(https://example.com/a)\"/>",
            "<rect fill=\"URL( //example.com)\"/>",
            "<rect fill=\"u\\72l(x)\"/>",
            "<rect fill=\"&#117;rl(x)\"/>",
            "<rect fill=\"url&lpar;//example.com)\"/>",
            "<desc><title><g id=\"</title><img onerror=x>\"/></title></desc>",
            "<rect style=\"background:url(x)\"/>",
            "<style>@import 'x'</style>",
            "<set attributeName=\"href\"/>",
            "<!-- <rect/> -->",
            "<?xml-stylesheet href='x'?>",
            "<rect fill=\"a",
            "<g>",
            "</g>",
            "</svg><p>",
            "</svg>text<svg>",
        ] {
            assert!(drawn(inside).is_err(), "{inside}");
        }
        for whole in [
            "",
            "<p>",
            "<svg></svg>",
            "text",
            "<svg viewBox=\"0 0 1 1\"></svg><svg viewBox=\"0 0 1 1\"></svg>",
        ] {
            assert!(check(whole).is_err(), "{whole}");
        }
        let heavy = "<g/>".repeat(MOST);
        assert!(drawn(&heavy).is_err());
    }
}
