//! 简体中文。

use crate::model::{Aspect, Code, Level};

use super::{Lang, Texts, home, roster, suggest};

pub(super) static TEXTS: Texts = Texts {
    lang: Lang::Zh,
    home: &home::ZH,
    roster: &roster::ZH,
    suggest: &suggest::ZH,

    elder_mode: "长辈版",
    other_language: "EN",
    to_main: "跳到正文",
    demo_note: "示例数据：单位、人名和坐班安排都是虚构的。",
    app_name: "坐班",

    window_title: |unit, number| format!("{unit} {number} 号窗口"),
    window_number: |number| format!("{number} 号窗口"),
    person: |name, office| format!("{name} {office}"),
    seal_here: ["坐班", "在岗"],
    seal_next: ["坐班", "预告"],
    duty_here: |from, to, number| format!("今天 {from}–{to} 在 {number} 号窗口，可当面反映"),
    duty_next: |day, from, to| format!("下次坐班：{day} {from}–{to}"),
    duty_nobody: "近两周这个窗口没有安排坐班",
    duty_instead_of: |name| format!("代 {name} 坐班"),
    duty_moved: |name, day| format!("{name}今天的坐班改到 {day}"),
    duty_cancelled: |name, reason| format!("{name}今天的坐班取消：{reason}"),

    ask: "这次办事，您满意吗？",
    satisfied: "满意",
    dissatisfied: "不满意",
    anonymous_note: "匿名提交，窗口人员看不到是谁评的。",
    other_window: "不是这个窗口？找窗口",

    sending: "谢谢您",
    received: "收到了，谢谢您",
    kept: "记下了，待发送",
    refused: "这条评价没能送出",
    sending_note: "正在发送…",
    received_note: "已匿名提交",
    kept_note: "网络不通。评价已存在这部手机上，联网后自动送出，只送一次。",
    kept_in_memory_note: "网络不通，这部手机又不让保存。请先别关页面，联网后会自动送出。",
    withdrawn_note: "已撤回，请重新选择。",

    wrong_tap: "点错了？",
    undo: |seconds| match seconds {
        Some(seconds) => format!("撤回（{seconds} 秒）"),
        None => "撤回".to_owned(),
    },
    more: "愿意再说一句吗？",
    optional: "都可以不填",
    level_label: "满意程度",
    level: |level| match level {
        Level::VerySatisfied => "非常满意",
        Level::Satisfied => "满意",
        Level::FairlySatisfied => "基本满意",
        Level::Dissatisfied => "不满意",
        Level::VeryDissatisfied => "非常不满意",
    },
    aspects_label: "说的是哪方面",
    aspect: |aspect| match aspect {
        Aspect::Speed => "办事快慢",
        Aspect::Explanation => "讲解",
        Aspect::Manner => "态度",
        Aspect::OneVisit => "一次办成",
        Aspect::Guidance => "现场指引",
    },
    comment: "想说的话（最多 500 字）",
    comment_over: |over| format!("多了 {over} 个字，请删短一点再提交。"),
    send_more: "补充提交",
    nothing_chosen: "还没有选，也没有写。不想补充的话，直接关掉页面就行。",
    more_sending: "补充正在发送…",
    more_kept: "补充已存在这部手机上，待发送。",
    more_received: "补充已收到，谢谢您。",
    may_close: "直接关掉页面也可以，您的评价已经算数。",
    rate_again: "又办了一件事？再评一次",

    find_heading: "您要评价哪个窗口？",
    find_note: "看看窗口上方的号码，或者写您办的事",
    find_hint: "窗口号、单位或事项",
    find_example: "07、税务、退税",
    find_button: "找窗口",
    find_nothing: |typed| format!("没有找到「{typed}」。换个说法试试，或者看窗口上方的号码。"),
    find_count: |count| format!("{count} 个窗口"),

    unknown_window: |number| format!("没有 {number} 号窗口"),
    unknown_window_note: "可能是号码写错了。请在下面找您办事的窗口。",
    wrong_code: "这个二维码不对",
    wrong_code_note: "它不是本中心印的，或者印得不完整。请核对网址；也可以在下面找到窗口直接评价。",
    wrong_code_go: |number| format!("我就在 {number} 号窗口，直接评价"),
    not_found: "没有这个页面",
    not_found_note: "地址可能不完整。您可以在下面找窗口。",

    loading: "正在打开…",
    load_failed: "没能打开",
    load_failed_note: "网络好像断了。您写的和评的都还在手机上。",
    as_of: |moment| format!("没连上网络，先看 {moment} 的内容"),
    try_again: "再试一次",
    waiting: |count| format!("有 {count} 条评价待发送，联网后自动送出"),
    dismiss: "知道了",
    crashed: "页面出了点问题，请刷新。已经评的不会丢。",
    problem: |code| match code {
        Code::UnknownWindow => "没有这个窗口，可能已经换了号码。请重新找到窗口再评一次。",
        Code::UnknownRating => "没有找到前面那条评价，所以补充不上。请重新评一次。",
        Code::Empty => "还没有写内容。写几个字再提交。",
        Code::UnknownCode => "没有找到这个查询码。请核对一下，一共 9 个字母和数字。",
        Code::UnknownStep => "没有这一步，指南可能改过了。请回到办税指南重新找。",
        Code::NotAnswered => "还没有答复，所以现在不能评，也不能说没解决。请等答复后再来。",
        Code::Unauthorized => "这里要出示密钥，只供取号机使用。",
        Code::SlowDown => "刚才查得太快了。请过几秒钟再试。",
        Code::IdReused => "这条评价刚才已经交过了，以第一次为准。要改，请打开窗口页面重新评一次。",
        Code::TooLong | Code::TooLarge => "写得太长了，请删短一点再提交。",
        Code::BadCharacters => "文字里有不能识别的字符，请删掉再提交。",
        Code::CrossSite => "这次提交来自别的网站，没有接收。请扫窗口上的二维码再评。",
        Code::NotFound => "没有这个页面，地址可能不完整。",
        Code::MethodNotAllowed => "这个地址不能这样打开。请回到窗口页面。",
        Code::Busy | Code::TooSlow => "现在有点忙，请过一会儿再试。",
        Code::StoreFailed | Code::StoreFull | Code::Internal => {
            "系统出了点问题，没有存上。请稍后再试，或告诉导办人员。"
        }
        Code::BadBody
        | Code::UnknownField
        | Code::DuplicateField
        | Code::MissingField
        | Code::WrongType
        | Code::BadValue
        | Code::BadAddress
        | Code::WrongContentType => "这次提交不完整，没有接收。请打开窗口页面再评一次。",
    },
    problem_heading: "这次没有成功",
    problem_back: "回到窗口页面",
};
