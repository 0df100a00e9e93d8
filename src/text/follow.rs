//! The sentences of `/s/{code}`. The server alone: the app fetches this page.

use super::Lang;

/// The sentences of `/s/{code}`.
pub struct FollowTexts {
    /// Heading.
    pub heading: &'static str,
    /// Heading right after it was sent.
    pub new: &'static str,
    /// Under it.
    pub note: &'static str,
    /// Prints.
    pub said: &'static str,
    /// In place of words that were deleted, here and in exports.
    pub erased: &'static str,
    /// Name of the timeline.
    pub timeline: &'static str,
    /// Steps: received.
    pub received: &'static str,
    /// With whom it is.
    pub forwarded: fn(unit: &str) -> String,
    /// Who leads the answer.
    pub led_by: fn(name: &str) -> String,
    /// In work.
    pub in_work: &'static str,
    /// Answered.
    pub answered: &'static str,
    /// What was changed.
    pub changed: fn(text: &str) -> String,
    /// Reopened.
    pub reopened: &'static str,
    /// The answer was rated.
    pub rated: [&'static str; 2],
    /// Not there yet: in work, answered.
    pub ahead: [&'static str; 2],
    /// The deadline and the working days left.
    pub left: fn(day: &str, days: i64) -> String,
    /// The deadline is today.
    pub today: &'static str,
    /// The deadline is past.
    pub late: fn(day: &str, days: i64) -> String,
    /// The holidays of that year are not known.
    pub calendar_unknown: &'static str,
    /// The question after the answer.
    pub ask: &'static str,
    /// Still not settled.
    pub not_settled: &'static str,
    /// Label of what is missing.
    pub missing: &'static str,
    /// The button.
    pub reopen: &'static str,
    /// It waits on the phone.
    pub kept: &'static str,
    /// Heading where the code is wrong.
    pub wrong: &'static str,
    /// So many letters where nine are wanted.
    pub length: fn(letters: usize) -> String,
    /// A letter that was likely misread.
    pub misread: fn(at: usize, typed: char, meant: char) -> String,
    /// A letter that no code has.
    pub strange: fn(at: usize, typed: char) -> String,
    /// A letter is wrong, which one is not clear.
    pub check: &'static str,
    /// Nobody has that code.
    pub unknown: &'static str,
}

impl FollowTexts {
    /// What a citizen said, or that it was deleted: then nothing is left of it.
    #[must_use]
    pub fn words<'a>(&self, said: &'a str) -> &'a str {
        if said.is_empty() { self.erased } else { said }
    }
}

impl Lang {
    /// The sentences of `/s/{code}` in this language.
    #[must_use]
    pub fn follow_texts(self) -> &'static FollowTexts {
        match self {
            Self::Zh => &ZH,
            Self::En => &EN,
        }
    }
}

static ZH: FollowTexts = FollowTexts {
    heading: "我的建议",
    new: "已收到，谢谢您",
    note: "凭查询码看进度，不用登录",
    said: "您写的话",
    erased: "〔应本人要求已删除〕",
    timeline: "进度",
    received: "已收到",
    forwarded: |unit| format!("已转 {unit}"),
    led_by: |name| format!("由当天坐班的 {name} 牵头"),
    in_work: "办理中",
    answered: "已答复",
    changed: |text| format!("已整改：{text}"),
    reopened: "您说还没解决，已重新办理",
    rated: ["您评了：满意", "您评了：不满意"],
    ahead: ["办理中", "答复"],
    left: |day, days| format!("最迟 {day} 答复，还有 {days} 个工作日"),
    today: "今天是答复的最后一天",
    late: |day, days| format!("应在 {day} 前答复，已超 {days} 个工作日"),
    calendar_unknown: "那一年的放假安排还没有公布，这里只扣除了周末。",
    ask: "这个答复，您满意吗？",
    not_settled: "还没解决？",
    missing: "哪里还没解决",
    reopen: "还没解决，请再办",
    kept: "记下了，联网后自动送出。",
    wrong: "查询码不对",
    length: |letters| format!("查询码一共 9 个字母和数字，您输入了 {letters} 个。"),
    misread: |at, typed, meant| format!("第 {at} 个的 {typed}，会不会是 {meant}？"),
    strange: |at, typed| format!("查询码里没有 {typed} 这个字（第 {at} 个）。"),
    check: "有一个字母或数字不对，请对照着再看一遍。",
    unknown: "没有这个查询码。请核对一下。",
};

static EN: FollowTexts = FollowTexts {
    heading: "My suggestion",
    new: "Received, thank you",
    note: "Follow it with the code, no sign-in",
    said: "Your words",
    erased: "[deleted at the citizen's request]",
    timeline: "Progress",
    received: "Received",
    forwarded: |unit| format!("With {unit}"),
    led_by: |name| format!("Led by {name}, on duty that day"),
    in_work: "In work",
    answered: "Answered",
    changed: |text| format!("Changed: {text}"),
    reopened: "You said it is not settled: reopened",
    rated: ["You were satisfied", "You were not satisfied"],
    ahead: ["In work", "Answer"],
    left: |day, days| format!("Due by {day}: {days} working days left"),
    today: "The answer is due today",
    late: |day, days| format!("Was due by {day}: {days} working days late"),
    calendar_unknown: "The holidays of that year are not published yet: only weekends are left out.",
    ask: "Are you satisfied with the answer?",
    not_settled: "Not settled?",
    missing: "What is still missing",
    reopen: "Not settled: take it up again",
    kept: "Noted: it is sent once you are online.",
    wrong: "This code is not right",
    length: |letters| format!("A code has nine letters and digits; you typed {letters}."),
    misread: |at, typed, meant| format!("Could the {typed} at place {at} be {meant}?"),
    strange: |at, typed| format!("No code has a {typed} (place {at})."),
    check: "One letter or digit is wrong. Please compare it again.",
    unknown: "There is no such code. Please check it.",
};
