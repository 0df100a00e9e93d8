//! What is wrong with a file of points, in words for the clerk who wrote it.

use crate::model::near::{PointProblem, PointTrouble};
use crate::server::guides::{Unreadable, words};
use crate::text::Lang;

/// A problem: where, what, what to do.
#[must_use]
pub fn problem(lang: Lang, problem: &PointProblem) -> String {
    let (zh, en) = trouble(&problem.what);
    let at = &problem.at;
    match lang {
        Lang::Zh => format!("{at}：{zh}"),
        Lang::En => format!("{at}: {en}"),
    }
}

fn trouble(what: &PointTrouble) -> (String, String) {
    let both = |zh: &str, en: &str| (zh.to_owned(), en.to_owned());
    match what {
        PointTrouble::Blank => both(
            "没有写。请补上。",
            "Nothing is written here. Please add it.",
        ),
        PointTrouble::Empty => both(
            "是空的，至少要有一个。",
            "This is empty: at least one is needed.",
        ),
        PointTrouble::TooMany => both("太多，最多 200 个。", "There are too many: 200 at most."),
        PointTrouble::DoubleId(id) => (
            format!("代号 {id} 用了两次。请把其中一个改掉。"),
            format!("The id {id} is used twice. Please change one of them."),
        ),
        PointTrouble::UnknownTown(town) => (
            format!("towns 里没有代号是 {town} 的乡镇。请先把它加到 towns 里。"),
            format!("No town in towns has the id {town}. Add it there first."),
        ),
        PointTrouble::NoPlace => both(
            "不是坐标。纬度在 -90 到 90 之间，经度在 -180 到 180 之间，都乘一百万写成整数，例如 36685000 和 118480000；看看是不是写反了。",
            "This is no place. Latitudes are within 90, longitudes within 180 degrees, in whole millionths, such as 36685000 and 118480000. Are they the wrong way round?",
        ),
        PointTrouble::Backwards => both(
            "关门不能早于开门。过半夜的请分成两段：到 24:00，第二天从 0:00。",
            "It closes before it opens. Over midnight write two spans: to 24:00, and from 0:00 of the next day.",
        ),
        PointTrouble::Overlap => both(
            "和前面的时间重叠。午休前后请写成两段。",
            "It overlaps with hours above. Around a lunch break write two spans.",
        ),
        PointTrouble::Phone => both(
            "不是电话号码。只能有数字、加号、短横和空格。",
            "This is no telephone number: digits, +, - and spaces only.",
        ),
    }
}

/// Why there are no points in a file, and what to do.
#[must_use]
pub fn unreadable(lang: Lang, why: &Unreadable) -> String {
    let Unreadable::Shape { at, line, reason } = why else {
        return words::unreadable(lang, why);
    };
    let quoted = reason.split('`').nth(1).unwrap_or_default();
    let (zh, en) = match reason.as_str() {
        _ if reason.starts_with("missing field") => (
            format!("缺少 {quoted}。请补上。"),
            format!("{quoted} is missing. Please add it."),
        ),
        _ if reason.starts_with("unknown field") => (
            format!("不认识 {quoted}。看看是不是拼错了，或者放错了地方。"),
            format!("There is no {quoted} here. Is it misspelt, or in the wrong place?"),
        ),
        "bad_slug" => (
            "代号只能用小写字母、数字和短横，例如 east-town。".to_owned(),
            "An id has small letters, digits and single dashes only, such as east-town.".to_owned(),
        ),
        "bad_clock" => (
            "不是钟点。请写成 \"8:30\" 的样子，一天到 \"24:00\" 为止。".to_owned(),
            "This is no time of day. Write it as \"8:30\", up to \"24:00\".".to_owned(),
        ),
        "bad_weekday" => (
            "不是星期。请从 mon tue wed thu fri sat sun 里选，不要重复。".to_owned(),
            "These are no weekdays. Choose of mon tue wed thu fri sat sun, each once.".to_owned(),
        ),
        _ => (
            format!("这里的内容不对。`zuoban points write` 会写出一份样子，照着改。（{reason}）"),
            format!(
                "This does not belong here: `zuoban points write` writes an example. ({reason})"
            ),
        ),
    };
    match lang {
        Lang::Zh => format!("第 {line} 行，{at}：{zh}"),
        Lang::En => format!("Line {line}, {at}: {en}"),
    }
}
