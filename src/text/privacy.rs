//! The sentences of `/privacy`. The server alone: the app fetches this page.

use super::Lang;

/// A heading and what is under it.
pub type Section = (&'static str, &'static [&'static str]);

/// The sentences of `/privacy`.
pub struct PrivacyTexts {
    /// Heading.
    pub heading: &'static str,
    /// Under it.
    pub note: &'static str,
    /// The sections.
    pub sections: &'static [Section],
    /// How long a contact is kept after the case is closed.
    pub contact_days: fn(days: i64) -> String,
    /// Heading of what is on the phone.
    pub phone: &'static str,
    /// What is on the phone.
    pub phone_lines: &'static [&'static str],
    /// The button that deletes it.
    pub wipe: &'static str,
    /// Said once it is deleted.
    pub wiped: &'static str,
    /// Without scripts nothing is kept on the phone.
    pub no_scripts: &'static str,
}

impl Lang {
    /// The sentences of `/privacy` in this language.
    #[must_use]
    pub fn privacy_texts(self) -> &'static PrivacyTexts {
        match self {
            Self::Zh => &ZH,
            Self::En => &EN,
        }
    }
}

static ZH: PrivacyTexts = PrivacyTexts {
    heading: "您的信息怎么用",
    note: "不用登录，不用注册，不知道您是谁",
    sections: &[
        (
            "评价存了什么",
            &[
                "窗口号、满意还是不满意、时间、当时谁在坐班、是不是扫码来的；用了号票上的码，也记下这个码用过了。",
                "您愿意补充的：满意程度、说的是哪方面、您写的话。",
                "一个窗口一小时里的评价远多于平常时，多出的记为待核实，核实后再算；为此只数每个窗口每小时有多少条。",
                "没有姓名、手机号、身份证号、IP 地址、Cookie 和手机标识。",
            ],
        ),
        (
            "建议存了什么",
            &[
                "您写的话、是建议还是投诉或求帮办、窗口号、时间，以及答复的过程。",
                "您愿意留的联系方式。只有负责答复的单位能看到，查询页上不显示。",
                "发送前，手机会帮您找出文字里的身份证号、手机号和银行卡号，并替您遮住。",
            ],
        ),
        (
            "看指南存了什么",
            &[
                "您点“这步没看懂”时，只记是哪份指南的哪一步和时间，用来数次数，一直保留。不记是谁点的。",
            ],
        ),
        (
            "存多久",
            &[
                "评价和建议是公开监督的记录，一直保留。",
                "您撤回的评价不再计入结果。",
            ],
        ),
        (
            "想删除怎么办",
            &[
                "告诉中心办公室您的查询码，或者评价的窗口和时间，工作人员会删去您写的话和联系方式。",
                "您不用说明理由。",
            ],
        ),
        (
            "给谁看",
            &[
                "每月结果按单位公布，不公布单条评价。",
                "不卖，不给别的公司，网页不连任何别的网站。",
                "您的位置不上传：附近办税点的距离在您手机上算。",
            ],
        ),
    ],
    contact_days: |days| format!("事情办结 {days} 天后，联系方式自动删除。"),
    phone: "这部手机上记了什么",
    phone_lines: &[
        "语言和长辈版的选择、最近去过的窗口、还没写完的草稿、待发送的评价和建议、您的查询码、指南里勾过的和没看懂的。",
        "这些只在您的手机上。",
    ],
    wipe: "清除这部手机上的记录",
    wiped: "已清除。还没送出的评价和建议会先送出。",
    no_scripts: "您的浏览器没有运行脚本，手机上什么也没记。",
};

static EN: PrivacyTexts = PrivacyTexts {
    heading: "How your data is used",
    note: "No account, no sign-in: nobody knows who you are",
    sections: &[
        (
            "What a rating stores",
            &[
                "The window, satisfied or not, the time, who was on duty, whether a code was scanned; and that a ticket’s code was used, if one was.",
                "What you choose to add: a level, what it is about, your words.",
                "Where a window gets far more ratings in an hour than usual, those beyond are marked to be reviewed before they count; for this only the number in each hour is kept.",
                "No name, phone number, identity number, IP address, cookie or device identifier.",
            ],
        ),
        (
            "What a suggestion stores",
            &[
                "Your words, the kind, the window, the time, and how it is answered.",
                "A contact, if you leave one. Only the unit that answers can read it; the follow-up page never shows it.",
                "Before sending, your phone finds identity, phone and bank-card numbers in the text and masks them for you.",
            ],
        ),
        (
            "What a guide stores",
            &[
                "When you tap “I don’t understand”, the guide, the step and the time are kept, to count them. Not who you are.",
            ],
        ),
        (
            "For how long",
            &[
                "Ratings and suggestions are a public record and are kept.",
                "A rating you took back no longer counts.",
            ],
        ),
        (
            "To have it deleted",
            &[
                "Tell the centre’s office your tracking code, or the window and time of a rating: your words and contact are deleted.",
                "You need not give a reason.",
            ],
        ),
        (
            "Who sees it",
            &[
                "Results are published by unit and month; no single rating is.",
                "It is not sold or passed on, and the pages ask no other website for anything.",
                "Your position never leaves your phone.",
            ],
        ),
    ],
    contact_days: |days| {
        format!("A contact is deleted by itself {days} days after the case is closed.")
    },
    phone: "What is kept on this phone",
    phone_lines: &[
        "Your choice of language and large print, the windows visited last, drafts, what waits to be sent, your tracking codes, what you ticked or did not understand in guides.",
        "It is on your phone alone.",
    ],
    wipe: "Delete what this phone keeps",
    wiped: "Deleted. What was not sent yet is sent first.",
    no_scripts: "Your browser runs no scripts: nothing is kept on the phone.",
};
