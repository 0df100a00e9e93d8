//! 退（抵）税申请表: how much of the credit to ask for, into which account, and whom to ring.

use super::answers::Answers;
use super::{MistakeCode, Practice, PracticeKind, field, line, yuan};
use crate::model::Name;
use crate::model::mask::is_mobile;

/// The credit at the end of the period in the made-up return, in fen.
pub(super) const CREDIT: i64 = 8_642_050;
/// The made-up account on file.
pub(super) const ACCOUNT: &str = "0000 1234 5678 9012";
const PHONE: &str = "13800000000";

pub(super) fn practice() -> Practice {
    Practice {
        kind: PracticeKind::CreditRefund,
        title: Name::new("退（抵）税申请表", "Tax refund application form"),
        documents: vec![
            line("公司（编的）", "Company (made up)", "示例机械有限公司"),
            line(
                "本期申报表：期末留抵税额",
                "This period’s return: credit at period end",
                yuan(CREDIT),
            ),
            line("登记的退税账户", "Account registered for refunds", ACCOUNT),
            line("联系电话（编的）", "Telephone (made up)", PHONE),
        ],
        fields: vec![
            field(
                "credit",
                ("期末留抵税额", "Credit at period end"),
                ("照申报表填", "As in the return"),
            ),
            field(
                "refund",
                ("申请退税金额", "Refund asked for"),
                (
                    "不能是 0，不能超过留抵税额",
                    "Not 0, not more than the credit",
                ),
            ),
            field(
                "account",
                ("退税账户", "Account for the refund"),
                ("和登记的一致", "The registered one"),
            ),
            field(
                "phone",
                ("联系电话", "Telephone"),
                ("11 位手机号", "A mobile number, 11 digits"),
            ),
        ],
    }
}

pub(super) fn judge(answers: &mut Answers<'_>) {
    answers.amount_of("credit", CREDIT, MistakeCode::NotAsInPapers);
    match answers.amount("refund") {
        Some(asked) if asked <= 0 => answers.tell("refund", MistakeCode::NothingAskedFor, None),
        // The credit in the return is what counts, not the one typed above.
        Some(asked) if asked > CREDIT => {
            answers.tell("refund", MistakeCode::MoreThanCredit, Some(CREDIT));
        }
        _ => {}
    }
    answers.account("account", ACCOUNT);
    if let Some(phone) = answers.text("phone")
        && !(phone.len() == 11 && is_mobile(phone.as_bytes()))
    {
        answers.tell("phone", MistakeCode::BadPhone, None);
    }
}
