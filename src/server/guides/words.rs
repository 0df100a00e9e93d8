//! What is wrong with a guide file, in words for the clerk who wrote it: where, what, and what to do.

use super::Unreadable;
use crate::model::guide::{GuideProblem, Trouble};
use crate::text::Lang;

/// Fields by what a clerk calls them.
const FIELDS: [(&str, &str, &str); 47] = [
    ("id", "代号 id", "id"),
    ("title", "标题", "title"),
    ("short", "短名字", "short name"),
    ("answer", "简短回答", "short answer"),
    ("who", "谁能办", "whom it is for"),
    ("keywords", "搜索词", "search words"),
    ("sample", "示例标记", "sample mark"),
    ("facts", "小标签", "chips"),
    ("conditions", "条件", "conditions"),
    ("bring", "要带的", "what to bring"),
    ("steps", "步骤", "steps"),
    ("where", "在哪办", "where it is done"),
    ("time", "用时", "time"),
    ("fee", "费用", "fee"),
    ("basis", "依据", "legal basis"),
    ("effective", "施行日期", "effective date"),
    (
        "effective_unverified",
        "施行日期待核对的原因",
        "why the effective date is not certain",
    ),
    ("checked", "核对日期", "date of checking"),
    ("expires", "截止日期", "last day"),
    ("flow", "流程对比", "flow"),
    ("before", "原来", "before"),
    ("after", "现在", "after"),
    ("terms", "名词解释", "terms"),
    ("term", "词", "term"),
    ("meaning", "解释", "meaning"),
    ("unit", "单位", "unit"),
    ("help", "求帮办", "help"),
    ("text", "文字", "text"),
    ("note", "补充", "note"),
    ("unverified", "待核对的原因", "why it is not certain"),
    ("points", "打勾项", "points to tick"),
    ("picture", "配图", "picture"),
    ("rows", "行", "rows"),
    ("nodes", "站", "stations"),
    ("label", "名称", "label"),
    ("value", "内容", "value"),
    ("spot", "标记", "spot"),
    ("svg", "图", "drawing"),
    ("alt", "图的说明", "description of the drawing"),
    ("tips", "小提示", "tips"),
    ("mistakes", "常见错误", "mistakes"),
    ("practice", "练习", "practice"),
    ("kind", "种类", "kind"),
    ("name", "名字", "name"),
    ("windows", "窗口号", "windows"),
    ("zh", "中文", "Chinese"),
    ("en", "英文", "English"),
];

/// A field's path in words: `steps[1].title.en` is 第 2 步 › 标题 › 英文.
#[must_use]
pub fn place(lang: Lang, path: &str) -> String {
    let part = |part: &str| {
        let (name, index) = part.split_once('[').unwrap_or((part, ""));
        let known = FIELDS.iter().find(|(field, ..)| *field == name);
        let called = known.map_or(name, |(_, zh, en)| match lang {
            Lang::Zh => zh,
            Lang::En => en,
        });
        let at = index.trim_end_matches(']').parse::<usize>();
        match (lang, at) {
            (_, Err(_)) => called.to_owned(),
            (Lang::Zh, Ok(at)) if name == "steps" => format!("第 {} 步", at + 1),
            (Lang::En, Ok(at)) if name == "steps" => format!("step {}", at + 1),
            (Lang::Zh, Ok(at)) => format!("{called}第 {} 个", at + 1),
            (Lang::En, Ok(at)) => format!("{called} no. {}", at + 1),
        }
    };
    let parts: Vec<_> = path
        .split('.')
        .filter(|name| !name.is_empty())
        .map(part)
        .collect();
    parts.join(" › ")
}

/// A problem: where, what, what to do; and the path, to search the file by.
#[must_use]
pub fn problem(lang: Lang, problem: &GuideProblem) -> String {
    let (zh, en) = trouble(&problem.what);
    let place = place(lang, &problem.at);
    match lang {
        Lang::Zh => format!("{place}：{zh}（{}）", problem.at),
        Lang::En => format!("{place}: {en} ({})", problem.at),
    }
}

fn trouble(what: &Trouble) -> (String, String) {
    let both = |zh: &str, en: &str| (zh.to_owned(), en.to_owned());
    match what {
        Trouble::Blank => both(
            "没有写。请补上。",
            "Nothing is written here. Please add it.",
        ),
        Trouble::Untranslated => both(
            "英文和中文一样。请翻译成英文。",
            "The English is the Chinese. Please translate it.",
        ),
        Trouble::LabelTooLong => both(
            "太长，图里放不下。最多 12 个汉字，或 26 个英文字母。",
            "Too long for the picture: 12 Chinese characters or 26 Latin letters at most.",
        ),
        Trouble::Empty => both(
            "是空的，至少要有一个。",
            "This is empty: at least one is needed.",
        ),
        Trouble::StepCount => both(
            "步骤要有 3 到 7 步。太多就分成两份指南。",
            "A guide has 3 to 7 steps. If there are more, make two guides of it.",
        ),
        Trouble::DoubleId(id) => (
            format!("代号 {id} 用了两次。请把其中一个改掉。"),
            format!("The id {id} is used twice. Please change one of them."),
        ),
        Trouble::UnknownWindow(window) => (
            format!("中心没有 {window} 号窗口。请照墙上的号码写。"),
            format!("The centre has no window {window}. Write it as on the wall."),
        ),
        Trouble::UnknownUnit(unit) => (
            format!("中心没有代号是 {unit} 的单位。税务是 tax。"),
            format!("The centre has no unit {unit}. The tax bureau is tax."),
        ),
        Trouble::NoWindows => both(
            "写的是窗口，却没有窗口号。请加上 windows，例如 [\"07\"]。",
            "A window is meant, but none is named. Add windows, such as [\"07\"].",
        ),
        Trouble::WindowsElsewhere => both(
            "网站和手机软件没有窗口号。请删掉 windows，或把 kind 改成 window。",
            "A site or app has no windows. Take windows out, or make the kind window.",
        ),
        Trouble::CheckedBeforeEffective => both(
            "核对的日子比施行的日子还早。请核对以后改成核对的那天。",
            "It was checked before it took effect. Check it and write the day you did.",
        ),
        Trouble::CheckedInFuture => both(
            "核对的日子还没有到。请写真正核对的那天。",
            "The day of checking is yet to come. Write the day it really was checked.",
        ),
        Trouble::CheckedLongAgo => both(
            "两年多没有核对了。请对照依据看一遍，再改成今天。",
            "It was last checked over two years ago. Compare it with its basis, then write today.",
        ),
        Trouble::ExpiresBeforeEffective => both(
            "截止的日子不在施行的日子之后。请看看哪个写错了。",
            "The last day does not come after the effective date. See which of them is wrong.",
        ),
        Trouble::TermUnused => both(
            "正文里没有这个词，没人会点到。请写成和正文一样，或删掉。",
            "The text does not hold this word, so nobody can tap it. Spell it as the text does, or take it out.",
        ),
        Trouble::UnsafeDrawing(refused) => (
            format!("图里有不允许的东西：{refused}。只留图形和文字，去掉脚本、样式和链接。"),
            format!(
                "The drawing holds something that is not allowed: {refused}. Leave shapes and text only, no scripts, styles or links."
            ),
        ),
        Trouble::BadLink => both(
            "网址不对。只能用 https:// 开头的完整网址。",
            "This address will not do. Use a whole one that begins with https://.",
        ),
    }
}

/// The file's name is not the guide's id.
#[must_use]
pub fn other_name(lang: Lang, id: &str) -> String {
    match lang {
        Lang::Zh => {
            format!("文件名和代号 id 不一样。请把文件改名为 {id}.json，或把 id 改成文件名。")
        }
        Lang::En => {
            format!("The file’s name and the id differ. Call the file {id}.json, or change the id.")
        }
    }
}

/// Why there is no guide in a file, and what to do.
#[must_use]
pub fn unreadable(lang: Lang, why: &Unreadable) -> String {
    let (zh, en) = match why {
        Unreadable::File(reason) => (
            format!("文件打不开：{reason}"),
            format!("The file cannot be read: {reason}"),
        ),
        Unreadable::NotUtf8 => (
            "文件的编码不对。请用“UTF-8”编码另存一次。".to_owned(),
            "The file is not in UTF-8. Save it again with that encoding.".to_owned(),
        ),
        Unreadable::TooLarge => (
            "文件太大，超过 256 KB。请把图改小。".to_owned(),
            "The file is over 256 KB. Make its drawings smaller.".to_owned(),
        ),
        Unreadable::Syntax {
            line,
            column,
            reason,
        } => (
            format!(
                "第 {line} 行第 {column} 列附近，写法不对。看看是不是少了或多了逗号、引号、括号，或者用了中文标点。（{reason}）"
            ),
            format!(
                "Line {line}, column {column}: this is no JSON. Look there for a comma, quote or bracket that is \
                 missing, too many, or Chinese. ({reason})"
            ),
        ),
        Unreadable::Shape { at, line, reason } => shape(at, *line, reason),
    };
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

fn shape(at: &str, line: usize, reason: &str) -> (String, String) {
    let quoted = reason.split('`').nth(1).unwrap_or_default();
    let (zh, en) = match reason {
        _ if reason.starts_with("missing field") => (
            format!("缺少 {quoted}（{}）。请补上。", place(Lang::Zh, quoted)),
            format!("{quoted} is missing. Please add it."),
        ),
        _ if reason.starts_with("unknown field") => (
            format!("不认识 {quoted}。看看是不是拼错了，或者放错了地方。"),
            format!("There is no {quoted} here. Is it misspelt, or in the wrong place?"),
        ),
        _ if reason.starts_with("duplicate field") => (
            format!("{quoted} 写了两次。请删掉一个。"),
            format!("{quoted} is written twice. Take one out."),
        ),
        "bad_day" => (
            "不是日期。请写成 2026-11-24 的样子，而且要有这一天。".to_owned(),
            "This is no date. Write one that exists, as 2026-11-24.".to_owned(),
        ),
        "bad_slug" => (
            "代号只能用小写字母、数字和短横，例如 file-return。".to_owned(),
            "An id has small letters, digits and single dashes only, such as file-return."
                .to_owned(),
        ),
        "bad_window" => (
            "不是窗口号。请照墙上的号码写，例如 \"07\"。".to_owned(),
            "This is no window. Write it as on the wall, such as \"07\".".to_owned(),
        ),
        "bad_value" => (
            "没有这个选项。能用的写在 guide.schema.json 里。".to_owned(),
            "There is no such choice. See guide.schema.json for those there are.".to_owned(),
        ),
        _ => (
            format!("这里的内容不对，照 guide.schema.json 里的说明改。（{reason}）"),
            format!("This does not belong here: see guide.schema.json. ({reason})"),
        ),
    };
    let where_zh = if at.is_empty() {
        String::new()
    } else {
        format!("{}：", place(Lang::Zh, at))
    };
    let where_en = if at.is_empty() {
        String::new()
    } else {
        format!("{}: ", place(Lang::En, at))
    };
    (
        format!("第 {line} 行，{where_zh}{zh}"),
        format!("Line {line}, {where_en}{en}"),
    )
}
