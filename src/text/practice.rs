//! What is wrong in a practice form, and how to mend it.

use super::Lang;
use crate::model::practice::{Mistake, MistakeCode, yuan};

impl Lang {
    /// What a mistake means and how to mend it, with the right amount where there is one.
    #[must_use]
    pub fn mistake(self, mistake: &Mistake) -> String {
        let explained = self.explained(mistake.code);
        match (self, mistake.expected.map(yuan)) {
            (_, None) => explained.to_owned(),
            (Self::Zh, Some(amount)) => format!("{explained}应为 {amount} 元。"),
            (Self::En, Some(amount)) => format!("{explained} It should be {amount} yuan."),
        }
    }

    fn explained(self, code: MistakeCode) -> &'static str {
        let (zh, en) = match code {
            MistakeCode::Missing => (
                "这一项没有填。真的表也会在这里停下来。",
                "Nothing is filled in here. The real form stops here too.",
            ),
            MistakeCode::NotAnAmount => (
                "这里要填金额。请只用数字，例如 1,200.50。",
                "This must be an amount. Use digits only, such as 1,200.50.",
            ),
            MistakeCode::TooFine => (
                "金额最多到分，小数点后只有两位。",
                "An amount goes no finer than a fen: two digits after the point.",
            ),
            MistakeCode::NotAsInPapers => (
                "和资料上的数字不一样。请对着资料再抄一遍。",
                "This is not what the papers say. Copy it from them once more.",
            ),
            MistakeCode::NothingAskedFor => (
                "申请退税金额不能是 0，也不能是负数。请填想退的金额。",
                "The refund cannot be 0 or less. Fill in what you ask to be refunded.",
            ),
            MistakeCode::MoreThanCredit => (
                "退的不能比留抵的多。请改小一些。",
                "No more can be refunded than the credit there is. Ask for the credit at most.",
            ),
            MistakeCode::OtherAccount => (
                "和登记的账户不一致，钱会退不进去。请一位一位核对。",
                "This is not the registered account, and the money would not arrive. Check it digit by digit.",
            ),
            MistakeCode::BadPhone => (
                "手机号是 11 位，以 1 开头。请数一数有没有多打、少打。",
                "A mobile number has 11 digits and begins with 1. Count whether one is missing or too many.",
            ),
            MistakeCode::IncomeSum => (
                "收入合计要把两处工资加在一起，不能漏掉一处。",
                "Total income is both wages together. Leave none out.",
            ),
            MistakeCode::BasicDeduction => (
                "基本减除费用是全年的数，不是一个月的。",
                "The basic deduction is for the whole year, not a month.",
            ),
            MistakeCode::Taxable => (
                "应纳税所得额 = 收入 − 基本减除费用 − 专项扣除 − 专项附加扣除。照您上面填的数，",
                "Taxable income is income less the three deductions. Going by what you filled in above:",
            ),
            MistakeCode::TaxByTable => (
                "先在税率表里找到所得额在哪一级，乘这一级的税率，再减速算扣除数。照您上面填的数，",
                "Find the band of the taxable income in the table, multiply by its rate, then take away its quick \
                 deduction. Going by what you filled in above:",
            ),
            MistakeCode::Balance => (
                "应退税额 = 已预缴税款 − 全年应纳税额。照您上面填的数，",
                "The refund is what was prepaid less the tax for the year. Going by what you filled in above:",
            ),
            MistakeCode::CodeLength => (
                "统一社会信用代码是 18 位。请数一数有没有多打、少打。",
                "A social credit code has 18 letters and digits. Count whether one is missing or too many.",
            ),
            MistakeCode::CodeCheck => (
                "这个代码的最后一位对不上，说明前面打错了一位。请对着资料核对；代码里没有字母 I 和 O，那是 1 和 0。",
                "The last character does not fit the others, so one of them is mistyped. Check it against the papers; \
                 the letters I and O do not occur, they are 1 and 0.",
            ),
            MistakeCode::OtherBuyer => (
                "代码本身没错，但不是这个购买方的。开给别人的发票，对方用不了。",
                "This is a valid code, but not this buyer’s. The buyer could not use the invoice.",
            ),
            MistakeCode::OverQuota => (
                "超过了还能开的额度，系统不会让您开。请按合同金额填。",
                "This is more than the quota that is left, and the system would not issue it. \
                 Fill in the contract amount.",
            ),
            MistakeCode::OtherRate => (
                "税率和资料上的不一样。",
                "This is not the rate in the papers.",
            ),
            MistakeCode::TaxByRate => (
                "税额 = 金额 × 税率，算到分。照您上面填的数，",
                "Tax is the amount times the rate, to the fen. Going by what you filled in above:",
            ),
            MistakeCode::TotalSum => (
                "价税合计 = 金额 + 税额。照您上面填的数，",
                "The total is the amount and the tax together. Going by what you filled in above:",
            ),
        };
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_every_mistake_is_explained_in_both_languages() {
        for code in MistakeCode::ALL {
            for expected in [None, Some(1)] {
                let mistake = Mistake {
                    field: "tax",
                    code,
                    expected,
                };
                let (zh, en) = (Lang::Zh.mistake(&mistake), Lang::En.mistake(&mistake));
                assert!(zh.chars().count() > 8 && !zh.is_ascii(), "{zh}");
                assert!(
                    en.len() > 30 && en.chars().all(|c| c.is_ascii() || c == '’'),
                    "{en}"
                );
            }
        }
    }

    #[test]
    fn ok_the_right_amount_is_told() {
        let mistake = Mistake {
            field: "tax",
            code: MistakeCode::TotalSum,
            expected: Some(1_356_000),
        };
        assert!(Lang::Zh.mistake(&mistake).ends_with("应为 13,560.00 元。"));
        assert!(
            Lang::En
                .mistake(&mistake)
                .ends_with("It should be 13,560.00 yuan.")
        );
    }
}
