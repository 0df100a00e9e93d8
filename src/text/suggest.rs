//! The sentences of `/suggest`.

use crate::model::Kind;

/// The sentences of `/suggest` in one language.
pub struct SuggestTexts {
    /// Heading.
    pub heading: &'static str,
    /// Under it.
    pub note: &'static str,
    /// Name of the choice of kinds.
    pub kind_label: &'static str,
    /// One of the kinds.
    pub kind: fn(Kind) -> &'static str,
    /// Label of the text.
    pub text: &'static str,
    /// How many characters of how many.
    pub count: fn(count: usize) -> String,
    /// Private numbers will be masked.
    pub masks: &'static str,
    /// What was found, as it will be sent.
    pub found: fn(numbers: &str) -> String,
    /// The choice to leave them.
    pub keep: &'static str,
    /// Label of the contact.
    pub contact: &'static str,
    /// What it is for.
    pub contact_note: &'static str,
    /// Label of the window.
    pub window: &'static str,
    /// The button.
    pub send: &'static str,
    /// Heading of the field for a tracking code.
    pub follow: &'static str,
    /// Label of the field.
    pub code: &'static str,
    /// Its button.
    pub look: &'static str,
    /// Heading while it is on its way.
    pub sending: &'static str,
    /// Heading while it waits on the phone.
    pub kept: &'static str,
    /// What happens then.
    pub kept_note: &'static str,
    /// The same where the phone keeps nothing.
    pub kept_in_memory_note: &'static str,
    /// Heading once it is stored.
    pub received: &'static str,
    /// Under it.
    pub received_note: &'static str,
    /// When it is answered at the latest.
    pub until: fn(day: &str) -> String,
    /// Copies the code.
    pub copy: &'static str,
    /// It was copied.
    pub copied: &'static str,
    /// It could not be copied.
    pub not_copied: &'static str,
    /// Makes a picture of the code.
    pub picture: &'static str,
    /// What the picture shows, for who does not see it.
    pub picture_alt: &'static str,
    /// How it is kept in WeChat and on phones.
    pub picture_note: &'static str,
    /// Saves it elsewhere.
    pub picture_save: &'static str,
    /// The way to its page.
    pub progress: &'static str,
    /// Another one.
    pub another: &'static str,
    /// So many wait.
    pub waiting: fn(count: usize) -> String,
    /// What a refused one is called.
    pub name: &'static str,
}

pub(super) static ZH: SuggestTexts = SuggestTexts {
    heading: "提建议",
    note: "不用登录，不用写名字。有专人答复，凭查询码看进度。",
    kind_label: "类别",
    kind: |kind| match kind {
        Kind::Suggestion => "建议",
        Kind::Complaint => "投诉",
        Kind::Help => "求帮办",
    },
    text: "想说的话",
    count: |count| format!("{count}/1000 字"),
    masks: "文字里的身份证号、手机号、银行卡号，发送时会自动遮住。",
    found: |numbers| format!("文字里好像有个人号码，发送时会遮成：{numbers}"),
    keep: "不要遮住，原样发送",
    contact: "联系方式（可不填）",
    contact_note: "只给负责答复的单位看，方便找您。事情办结后自动删除。",
    window: "窗口号（可不填）",
    send: "提交",
    follow: "查建议进度",
    code: "查询码，例如 K7M4-9TQX-R",
    look: "查",
    sending: "正在发送…",
    kept: "记下了，待发送",
    kept_note: "网络不通。您写的话已存在这部手机上，联网后自动送出，只送一次。",
    kept_in_memory_note: "网络不通，这部手机又不让保存。请先别关页面，联网后会自动送出。",
    received: "已收到，谢谢您",
    received_note: "凭查询码看进度，不用登录",
    until: |day| format!("最迟 {day} 答复。"),
    copy: "复制查询码",
    copied: "已复制",
    not_copied: "这里不让复制，请抄下来或截屏。",
    picture: "存成图片",
    picture_alt: "写着查询码的图片",
    picture_note: "长按图片，选「保存图片」。",
    picture_save: "或者点这里下载",
    progress: "看进度",
    another: "再提一条",
    waiting: |count| format!("有 {count} 条建议待发送，联网后自动送出"),
    name: "建议",
};

pub(super) static EN: SuggestTexts = SuggestTexts {
    heading: "Suggest",
    note: "No sign-in, no name. Somebody answers; you follow it with a code.",
    kind_label: "Kind",
    kind: |kind| match kind {
        Kind::Suggestion => "Suggestion",
        Kind::Complaint => "Complaint",
        Kind::Help => "Ask for help",
    },
    text: "Your words",
    count: |count| format!("{count}/1000 characters"),
    masks: "Identity, mobile and bank-card numbers in the text are masked before it is sent.",
    found: |numbers| format!("There seem to be private numbers; they are sent as: {numbers}"),
    keep: "Do not mask them",
    contact: "Contact (optional)",
    contact_note: "Only the unit that answers sees it, to reach you. It is deleted once the case is closed.",
    window: "Window number (optional)",
    send: "Send",
    follow: "Follow a suggestion",
    code: "Tracking code, e.g. K7M4-9TQX-R",
    look: "Look",
    sending: "Sending…",
    kept: "Noted, waiting to be sent",
    kept_note: "There is no network. Your words are kept on this phone and sent by themselves, once.",
    kept_in_memory_note: "There is no network, and this phone keeps nothing. Please leave the page open: it is sent by itself.",
    received: "Received, thank you",
    received_note: "Follow it with the code, no sign-in",
    until: |day| format!("An answer is due by {day}."),
    copy: "Copy the code",
    copied: "Copied",
    not_copied: "Copying is not allowed here: please write it down.",
    picture: "Save as a picture",
    picture_alt: "A picture with the tracking code",
    picture_note: "Press and hold the picture to save it,",
    picture_save: "or download it here",
    progress: "Follow it",
    another: "Another one",
    waiting: |count| format!("Suggestions waiting to be sent: {count}. They go out by themselves."),
    name: "Suggestion",
};
