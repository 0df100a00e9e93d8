//! The sentences of `/results`. The server alone: the app fetches this page.

use super::Lang;

/// The sentences of `/results`.
pub struct ResultsTexts {
    /// Heading.
    pub heading: &'static str,
    /// Under it.
    pub note: &'static str,
    /// Name of the choice of months.
    pub months: &'static str,
    /// The month is not over.
    pub running: &'static str,
    /// The three figures: sittings, people served, suggestions answered.
    pub figures: [&'static str; 3],
    /// The table's caption.
    pub caption: &'static str,
    /// Its columns: unit, share, interval and count.
    pub columns: [&'static str; 3],
    /// Ratings and interval, in whole percent.
    pub detail: fn(count: u32, low: u32, high: u32) -> String,
    /// Answered on time.
    pub on_time: fn(on_time: u32, total: u32) -> String,
    /// Too few to be ranked.
    pub small: &'static str,
    /// So many ratings.
    pub count: fn(count: u32) -> String,
    /// No rating at all.
    pub none: &'static str,
    /// Ratings without a code.
    pub open: fn(count: u32) -> String,
    /// Ratings that are put aside.
    pub held: fn(count: u32) -> String,
    /// Heading of what was changed.
    pub changes: &'static str,
    /// Nothing was.
    pub no_changes: &'static str,
    /// Heading of the comparison with directors.
    pub on_duty: &'static str,
    /// The two shares.
    pub on_duty_shares: fn(with: u32, without: u32) -> String,
    /// The difference is beyond chance, or not.
    pub on_duty_verdict: [&'static str; 3],
    /// The samples are too small.
    pub on_duty_small: &'static str,
    /// Heading of how it is computed.
    pub how: &'static str,
    /// Its lines.
    pub how_lines: [&'static str; 5],
    /// Name of the hash that is published each day.
    pub head: &'static str,
    /// Day and how many rows.
    pub head_of: fn(day: &str, rows: u64) -> String,
    /// What it is for.
    pub head_lines: [&'static str; 2],
    /// How it is compared.
    pub head_compare: &'static str,
}

impl Lang {
    /// The sentences of `/results` in this language.
    #[must_use]
    pub fn results_texts(self) -> &'static ResultsTexts {
        match self {
            Self::Zh => &ZH,
            Self::En => &EN,
        }
    }
}

static ZH: ResultsTexts = ResultsTexts {
    heading: "大家怎么评",
    note: "只比质量，不比数量",
    months: "月份",
    running: "本月还没有结束，数字还会变。",
    figures: ["次坐班", "人次服务", "条建议办结"],
    caption: "各单位的满意率和 95% 区间",
    columns: ["单位", "满意率", "评价数和区间"],
    detail: |count, low, high| format!("{count} 条 · 区间 {low}–{high}%"),
    on_time: |on_time, total| format!("建议按时答复 {on_time}/{total}"),
    small: "样本不足，不排名",
    count: |count| format!("{count} 条"),
    none: "还没有评价",
    open: |count| format!("另有 {count} 条不是扫码来的评价，只记录，不参加比较。"),
    held: |count| format!("还有 {count} 条来得太集中，先放在一边等核实，没有算进去。"),
    changes: "您说，我们改",
    no_changes: "这个月还没有公布的整改。",
    on_duty: "领导坐班时，大家更满意吗？",
    on_duty_shares: |with, without| format!("坐班时 {with}%，其他时间 {without}%。"),
    on_duty_verdict: [
        "坐班时更高，不像是偶然。",
        "相差不大，可能只是偶然。",
        "坐班时反而更低，不像是偶然。",
    ],
    on_duty_small: "两边都满 30 条评价才比较，现在还不够。",
    how: "怎么算的",
    how_lines: [
        "只算扫窗口码或凭办事码来的评价。撤回的不算。",
        "一个窗口一小时里的评价远多于平常，多出的先放在一边，核实后再算。只看多少，不看评的是什么。凭号票来的都算。",
        "满意率旁边的横条是 95% 区间：评价越少，横条越长，越说不准。",
        "按区间的下端排先后，不按评价多少。不到 30 条的不排名。",
        "方法：Wilson（1927）、Newcombe（1998）。",
    ],
    head: "防改指纹",
    head_of: |day, rows| format!("截至{day}，共 {rows} 条记录"),
    head_lines: [
        "每条评价、补充、建议和办理经过，都接着前一条算出指纹。改动、删去、插入任何一条，后面的指纹就全变了。",
        "把它抄下或拍下。以后谁都可以请中心拿它来核对：对不上，就是有人动过。应本人要求删除的文字不影响核对。",
    ],
    head_compare: "核对用的命令",
};

static EN: ResultsTexts = ResultsTexts {
    heading: "How people rated",
    note: "Quality is compared, never quantity",
    months: "Month",
    running: "The month is not over: the figures will change.",
    figures: ["sittings", "people served", "suggestions settled"],
    caption: "Satisfied share of each unit with its 95 % interval",
    columns: ["Unit", "Satisfied", "Ratings and interval"],
    detail: |count, low, high| format!("{count} ratings · {low}–{high}%"),
    on_time: |on_time, total| format!("{on_time} of {total} suggestions answered on time"),
    small: "Too few to be ranked",
    count: |count| {
        if count == 1 {
            "1 rating".to_owned()
        } else {
            format!("{count} ratings")
        }
    },
    none: "No ratings yet",
    open: |count| {
        format!("{count} more came without a window’s code: they are told, not compared.")
    },
    held: |count| {
        format!("{count} more came in bursts: they are put aside for review, and counted nowhere.")
    },
    changes: "You said, we changed",
    no_changes: "No change was published this month.",
    on_duty: "More satisfied while a director sits there?",
    on_duty_shares: |with, without| {
        format!("{with}% while a director is on duty, {without}% at other times.")
    },
    on_duty_verdict: [
        "Higher while on duty; hardly by chance.",
        "Close together: this may be chance.",
        "Lower while on duty; hardly by chance.",
    ],
    on_duty_small: "Both sides need 30 ratings to be compared; there are fewer now.",
    how: "How this is computed",
    how_lines: [
        "Only ratings from a window’s code or with proof of a visit count. Withdrawn ones do not.",
        "Where a window gets far more ratings in an hour than usual, those beyond are put aside and count once they are reviewed. Only their number matters, not what they say; with proof of a visit all count.",
        "The bar is the 95 % interval: the fewer the ratings, the longer it is and the less is certain.",
        "The order goes by where the interval begins, not by how many ratings there are. Under 30 there is no rank.",
        "Methods: Wilson (1927), Newcombe (1998).",
    ],
    head: "Fingerprint of the records",
    head_of: |day, rows| format!("{rows} records until {day}"),
    head_lines: [
        "Every rating, remark, suggestion and answer is hashed together with the one before. Whoever changes, removes or inserts one changes every fingerprint after it.",
        "Write it down or photograph it. Later anybody may have the centre compare it: if it is not found, something was changed. Words deleted at their author’s request do not matter.",
    ],
    head_compare: "The command that compares it",
};
