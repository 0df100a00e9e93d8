//! The sentences around guides. The server alone: the app fetches these pages.

use super::Lang;
use crate::model::guide::PlaceKind;

/// The sentences around guides in one language.
pub struct GuideTexts {
    /// Heading of the list.
    pub heading: &'static str,
    /// Under it.
    pub note: &'static str,
    /// What to type.
    pub hint: &'static str,
    /// In the field.
    pub example: &'static str,
    /// The button beside it.
    pub find: &'static str,
    /// Nothing fits what was typed.
    pub nothing: &'static str,
    /// The way to ask for help.
    pub ask_help: &'static str,
    /// The whole guide is a sample.
    pub sample: &'static str,
    /// Its last day is past.
    pub expired: fn(day: &str) -> String,
    /// A part is not certain; the reason follows.
    pub unverified: &'static str,
    /// The precedence of the official system.
    pub official: &'static str,
    /// Begins with the first step.
    pub begin: &'static str,
    /// Whom it is for.
    pub who: &'static str,
    /// What must be true.
    pub conditions: &'static str,
    /// What to bring.
    pub bring: &'static str,
    /// Where the ticks are kept.
    pub bring_note: &'static str,
    /// Where it is done.
    pub places: &'static str,
    /// A kind of place.
    pub place: fn(PlaceKind) -> &'static str,
    /// How long it takes.
    pub time: &'static str,
    /// What it costs.
    pub fee: &'static str,
    /// The rules.
    pub basis: &'static str,
    /// From when it holds, and when it was checked.
    pub dates: fn(effective: &str, checked: &str) -> String,
    /// Until when it holds.
    pub until: fn(day: &str) -> String,
    /// The steps.
    pub steps: &'static str,
    /// Words that need explaining.
    pub terms: &'static str,
    /// Which step of how many.
    pub of: fn(step: usize, steps: usize) -> String,
    /// Heading of a step.
    pub step: fn(step: usize, title: &str) -> String,
    /// What helps.
    pub tips: &'static str,
    /// What often goes wrong.
    pub mistakes: &'static str,
    /// Opens the practice form.
    pub practise: &'static str,
    /// While the form is fetched, and where it cannot be.
    pub practise_waits: [&'static str; 2],
    /// What the picture shows.
    pub picture: fn(title: &str) -> String,
    /// The step before.
    pub previous: &'static str,
    /// The next step.
    pub next: &'static str,
    /// Back to the overview.
    pub overview: &'static str,
    /// The step was not understood.
    pub unclear: &'static str,
    /// That is counted.
    pub unclear_done: &'static str,
    /// Heading after the last step.
    pub end: &'static str,
    /// Rate.
    pub end_rate: &'static str,
    /// Suggest.
    pub end_suggest: &'static str,
    /// Who is on duty for this.
    pub end_duty: &'static str,
    /// Print, share, read aloud.
    pub acts: [&'static str; 3],
    /// Under the code on the tablet.
    pub scan: fn(step: Option<usize>) -> String,
    /// Staff: heading, and what it is for.
    pub present: [&'static str; 2],
    /// Staff: present, print.
    pub present_acts: [&'static str; 2],
    /// Tablet: another citizen, full screen, leave.
    pub tablet: [&'static str; 3],
    /// Tablet: nobody touched it: question, go on, wipe.
    pub idle: [&'static str; 3],
    /// Tablet: the connection is not safe.
    pub insecure: &'static str,
    /// Tablet: a tap on the code makes it large, another small again.
    pub enlarge: &'static str,
    /// Handout: under the code.
    pub handout: &'static str,
}

impl Lang {
    /// The sentences around guides in this language.
    #[must_use]
    pub fn guide_texts(self) -> &'static GuideTexts {
        match self {
            Self::Zh => &ZH,
            Self::En => &EN,
        }
    }
}

static ZH: GuideTexts = GuideTexts {
    heading: "办税指南",
    note: "一步一步教您，手机上照着做",
    hint: "想办什么？",
    example: "例如：退税",
    find: "找一找",
    nothing: "没有找到。换个说法试试，或者请我们帮您办。",
    ask_help: "请人帮我办",
    sample: "这份指南是示例，中心核对后才能照着办。",
    expired: |day| format!("这份指南 {day} 已到期，先别照着办。请看电子税务局或拨打 12366。"),
    unverified: "未核实",
    official: "与电子税务局或 12366 说的不一样时，以它们为准。",
    begin: "开始，第 1 步",
    who: "适合谁",
    conditions: "要满足",
    bring: "带什么",
    bring_note: "准备好一样，勾一样。只记在这部手机上。",
    places: "在哪儿办",
    place: |kind| match kind {
        PlaceKind::Window => "窗口",
        PlaceKind::SelfService => "自助机",
        PlaceKind::App => "手机应用",
        PlaceKind::Web => "网上",
    },
    time: "要多久",
    fee: "费用",
    basis: "依据",
    dates: |effective, checked| format!("{effective} 起施行 · {checked} 核对"),
    until: |day| format!("有效到 {day}"),
    steps: "怎么办",
    terms: "这个词什么意思",
    of: |step, steps| format!("第 {step} 步，共 {steps} 步"),
    step: |step, title| format!("第 {step} 步 · {title}"),
    tips: "小提示",
    mistakes: "常见错误",
    practise: "练一练",
    practise_waits: ["正在打开练习……", "没有网络，练习打不开。连上网再点一次。"],
    picture: |title| format!("示意图：{title}"),
    previous: "上一步",
    next: "下一步",
    overview: "回到开头",
    unclear: "这步没看懂",
    unclear_done: "知道了，我们会把这一步写得更清楚。",
    end: "办完了？",
    end_rate: "评价窗口",
    end_suggest: "提建议",
    end_duty: "看谁在坐班",
    acts: ["打印", "分享", "朗读"],
    scan: |step| match step {
        Some(step) => format!("扫一扫，在自己手机上从第 {step} 步接着做"),
        None => "扫一扫，在自己手机上看".to_owned(),
    },
    present: [
        "给群众讲指南",
        "点一份开始讲，讲到哪一步，扫码就从哪一步接着看。",
    ],
    present_acts: ["开始讲", "打印一页"],
    tablet: ["换下一位", "全屏", "退出讲解"],
    idle: ["还在看吗？", "还在看", "清空，换下一位"],
    insecure: "这里不是加密连接：屏幕会自己变暗，断网后也打不开。请管理员开通 https。",
    enlarge: "放大或缩小二维码",
    handout: "扫一扫，手机上一步一步看",
};

static EN: GuideTexts = GuideTexts {
    heading: "Tax guides",
    note: "Step by step, to follow on your phone",
    hint: "What do you need?",
    example: "e.g. refund",
    find: "Find",
    nothing: "Nothing found. Try other words, or ask us to help you.",
    ask_help: "Ask for help",
    sample: "This guide is a sample: the centre must check it before anybody follows it.",
    expired: |day| {
        format!(
            "This guide ended on {day}: do not follow it. See the electronic tax bureau or ring 12366."
        )
    },
    unverified: "Not verified",
    official: "Where the electronic tax bureau or hotline 12366 say otherwise, follow them.",
    begin: "Begin with step 1",
    who: "Whom it is for",
    conditions: "What must be true",
    bring: "What to bring",
    bring_note: "Tick what is ready. It is kept on this phone alone.",
    places: "Where",
    place: |kind| match kind {
        PlaceKind::Window => "Window",
        PlaceKind::SelfService => "Machine",
        PlaceKind::App => "App",
        PlaceKind::Web => "Online",
    },
    time: "How long",
    fee: "Fee",
    basis: "Legal basis",
    dates: |effective, checked| format!("In force from {effective} · checked on {checked}"),
    until: |day| format!("Valid until {day}"),
    steps: "Steps",
    terms: "What these words mean",
    of: |step, steps| format!("Step {step} of {steps}"),
    step: |step, title| format!("Step {step} · {title}"),
    tips: "Good to know",
    mistakes: "Common mistakes",
    practise: "Practise",
    practise_waits: [
        "Opening the practice form…",
        "There is no network to open the practice form with. Tap again once there is.",
    ],
    picture: |title| format!("Drawing: {title}"),
    previous: "Back",
    next: "Next",
    overview: "To the beginning",
    unclear: "I don’t understand",
    unclear_done: "Thank you: we will explain this step better.",
    end: "All done?",
    end_rate: "Rate the window",
    end_suggest: "Suggest",
    end_duty: "Who is on duty",
    acts: ["Print", "Share", "Read aloud"],
    scan: |step| match step {
        Some(step) => format!("Scan to go on from step {step} on your own phone"),
        None => "Scan to read it on your own phone".to_owned(),
    },
    present: [
        "Present a guide",
        "Choose one and begin. The code on each step opens that very step on the citizen’s phone.",
    ],
    present_acts: ["Present", "Print a page"],
    tablet: ["Next citizen", "Full screen", "Leave"],
    idle: [
        "Are you still reading?",
        "Still reading",
        "Clear for the next citizen",
    ],
    insecure: "This connection is not encrypted: the screen may go dark, and nothing opens without the network. Ask for https.",
    enlarge: "Enlarge or shrink the code",
    handout: "Scan to read it step by step on your phone",
};
