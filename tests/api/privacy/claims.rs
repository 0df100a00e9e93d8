//! Every sentence of the privacy page, and what proves it.

use zuoban::text::Lang;

use super::super::support::TestApp;

/// What proves a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// `ok_each_table_holds_what_the_page_names_and_nothing_else`
    Tables,
    /// `ok_nothing_about_the_sender_is_kept_logged_or_given_a_cookie`
    NoTrace,
    /// `ok_the_contact_is_on_no_page_and_in_no_answer`, and that it goes with the case: `…_is_gone_…`
    Contact,
    /// `ok_no_page_refers_to_another_site`
    NoOtherSite,
    /// `ok_results_are_by_unit_and_a_rating_taken_back_does_not_count`
    Results,
    /// `ok_nobody_needs_a_reason`, and what `erasure.rs` proves.
    Erasure,
    /// `held.rs`: `ok_a_burst_is_put_aside_and_counts_once_it_is_released`; and the tables, above.
    Held,
    /// Another test, or one in the browser.
    Elsewhere(&'static str),
}
use Proof::{Contact, Elsewhere, Erasure, Held, NoOtherSite, NoTrace, Results, Tables};

/// Every sentence of the page's sections, in order, in both languages.
const CLAIMS: [(&str, &str, Proof); 15] = [
    (
        "窗口号、满意还是不满意、时间、当时谁在坐班、是不是扫码来的；用了号票上的码，也记下这个码用过了。",
        "The window, satisfied or not, the time, who was on duty, whether a code was scanned; and that a ticket’s code was used, if one was.",
        Tables,
    ),
    (
        "您愿意补充的：满意程度、说的是哪方面、您写的话。",
        "What you choose to add: a level, what it is about, your words.",
        Tables,
    ),
    (
        "一个窗口一小时里的评价远多于平常时，多出的记为待核实，核实后再算；为此只数每个窗口每小时有多少条。",
        "Where a window gets far more ratings in an hour than usual, those beyond are marked to be reviewed before they count; for this only the number in each hour is kept.",
        Held,
    ),
    (
        "没有姓名、手机号、身份证号、IP 地址、Cookie 和手机标识。",
        "No name, phone number, identity number, IP address, cookie or device identifier.",
        NoTrace,
    ),
    (
        "您写的话、是建议还是投诉或求帮办、窗口号、时间，以及答复的过程。",
        "Your words, the kind, the window, the time, and how it is answered.",
        Tables,
    ),
    (
        "您愿意留的联系方式。只有负责答复的单位能看到，查询页上不显示。",
        "A contact, if you leave one. Only the unit that answers can read it; the follow-up page never shows it.",
        Contact,
    ),
    (
        "发送前，手机会帮您找出文字里的身份证号、手机号和银行卡号，并替您遮住。",
        "Before sending, your phone finds identity, phone and bank-card numbers in the text and masks them for you.",
        Elsewhere("model::mask, tests/app, and without scripts suggestions.rs"),
    ),
    (
        "您点“这步没看懂”时，只记是哪份指南的哪一步和时间，用来数次数，一直保留。不记是谁点的。",
        "When you tap “I don’t understand”, the guide, the step and the time are kept, to count them. Not who you are.",
        Tables,
    ),
    (
        "评价和建议是公开监督的记录，一直保留。",
        "Ratings and suggestions are a public record and are kept.",
        Tables,
    ),
    (
        "您撤回的评价不再计入结果。",
        "A rating you took back no longer counts.",
        Results,
    ),
    (
        "告诉中心办公室您的查询码，或者评价的窗口和时间，工作人员会删去您写的话和联系方式。",
        "Tell the centre’s office your tracking code, or the window and time of a rating: your words and contact are deleted.",
        Erasure,
    ),
    ("您不用说明理由。", "You need not give a reason.", Erasure),
    (
        "每月结果按单位公布，不公布单条评价。",
        "Results are published by unit and month; no single rating is.",
        Results,
    ),
    (
        "不卖，不给别的公司，网页不连任何别的网站。",
        "It is not sold or passed on, and the pages ask no other website for anything.",
        NoOtherSite,
    ),
    (
        "您的位置不上传：附近办税点的距离在您手机上算。",
        "Your position never leaves your phone.",
        Elsewhere("no request has a field for it: bodies.rs refuses unknown ones"),
    ),
];

#[test]
fn ok_every_sentence_has_its_proof() {
    for (lang, of) in [(Lang::Zh, 0), (Lang::En, 1)] {
        let sections = lang.privacy_texts().sections.iter();
        let told: Vec<_> = sections
            .flat_map(|(_, lines)| lines.iter().copied())
            .collect();
        let proven = CLAIMS.map(|(zh, en, _)| [zh, en][of]);
        assert_eq!(told, proven);
    }
    for (zh, _, proof) in CLAIMS {
        if let Elsewhere(place) = proof {
            assert!(!place.is_empty(), "{zh}");
        }
    }
}

/// The page really says what a test is about to prove.
pub async fn told(app: &TestApp, proof: Proof) {
    let (zh, en) = (
        app.page("/privacy").await,
        app.page("/privacy?lang=en").await,
    );
    let of: Vec<_> = CLAIMS.iter().filter(|claim| claim.2 == proof).collect();
    assert!(!of.is_empty(), "{proof:?}");
    for (chinese, english, _) in of {
        assert!(zh.contains(chinese) && en.contains(english), "{english}");
    }
}
