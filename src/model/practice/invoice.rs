//! 数电票: an invoice whose amounts add up, for the right buyer, within the quota.

use super::answers::Answers;
use super::money::share_of;
use super::{MistakeCode, Practice, PracticeKind, field, line, yuan};
use crate::model::Name;
use crate::model::mask::is_credit_code;

/// The made-up buyer's code. Its organisation code within has a wrong check digit (GB 11714): nobody bears it.
pub(super) const BUYER: &str = "91370700MA0000001Y";
/// Amount without tax, in fen.
const AMOUNT: i64 = 1_200_000;
/// What is left of the quota, in fen.
const QUOTA: i64 = 2_000_000;
const PERCENT: i64 = 13;

pub(super) fn practice() -> Practice {
    Practice {
        kind: PracticeKind::Invoice,
        title: Name::new("开一张数电票", "Issuing a digital invoice"),
        documents: vec![
            line("购买方（编的）", "Buyer (made up)", "示例商贸有限公司"),
            line(
                "购买方统一社会信用代码（编的）",
                "Buyer’s social credit code (made up)",
                BUYER,
            ),
            line(
                "合同金额（不含税）",
                "Contract amount (before tax)",
                yuan(AMOUNT),
            ),
            line(
                "本次练习用的税率",
                "Tax rate for this practice",
                format!("{PERCENT}%"),
            ),
            line(
                "还能开的额度（编的）",
                "Quota still left (made up)",
                yuan(QUOTA),
            ),
        ],
        fields: vec![
            field(
                "buyer",
                ("购买方统一社会信用代码", "Buyer’s social credit code"),
                ("18 位，照资料填", "18 letters and digits, as in the papers"),
            ),
            field(
                "amount",
                ("金额（不含税）", "Amount (before tax)"),
                (
                    "照合同填，不能超过额度",
                    "As in the contract, within the quota",
                ),
            ),
            field(
                "rate",
                ("税率", "Tax rate"),
                ("照资料填", "As in the papers"),
            ),
            field("tax", ("税额", "Tax"), ("金额 × 税率", "Amount × rate")),
            field(
                "total",
                ("价税合计", "Total with tax"),
                ("金额 + 税额", "Amount + tax"),
            ),
        ],
    }
}

pub(super) fn judge(answers: &mut Answers<'_>) {
    buyer(answers);
    let amount = match answers.amount("amount") {
        Some(typed) => {
            if typed > QUOTA {
                answers.tell("amount", MistakeCode::OverQuota, Some(AMOUNT));
            } else if typed != AMOUNT {
                answers.tell("amount", MistakeCode::NotAsInPapers, Some(AMOUNT));
            }
            typed
        }
        None => AMOUNT,
    };
    let rate = rate(answers);
    let tax = answers.amount_of("tax", share_of(amount, rate), MistakeCode::TaxByRate);
    answers.amount_of("total", amount + tax, MistakeCode::TotalSum);
}

fn buyer(answers: &mut Answers<'_>) {
    let Some(code) = answers.text("buyer") else {
        return;
    };
    if code.chars().count() != BUYER.len() {
        answers.tell("buyer", MistakeCode::CodeLength, None);
    } else if !is_credit_code(code.as_bytes()) {
        answers.tell("buyer", MistakeCode::CodeCheck, None);
    } else if code != BUYER {
        answers.tell("buyer", MistakeCode::OtherBuyer, None);
    }
}

/// In hundredths of a percent, of `13%`, `13` or `0.13`; where it is none, that in the papers.
fn rate(answers: &mut Answers<'_>) -> i64 {
    let right = PERCENT * 100;
    let Some(typed) = answers.text("rate") else {
        return right;
    };
    let bare = typed.strip_suffix('%');
    // An amount is read in hundredths: 13 is 1300, 0.13 is 13.
    let read = super::parse_yuan(bare.unwrap_or(&typed)).ok();
    let rate = read.map(|n| {
        if bare.is_none() && n < 100 {
            n * 100
        } else {
            n
        }
    });
    if rate != Some(right) {
        answers.tell("rate", MistakeCode::OtherRate, None);
    }
    rate.filter(|rate| (0..=10_000).contains(rate))
        .unwrap_or(right)
}
