//! Practice forms (练习): made-up papers, fields to fill, and the mistakes a real form would not let pass.
//!
//! Pure rules: nothing is stored or sent. The sentences about mistakes stand in `text`.

mod answers;
mod credit_refund;
mod income_tax;
mod invoice;
mod money;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use super::Name;
use answers::Answers;

pub use income_tax::tax_on;
pub use money::{AmountError, parse_yuan, yuan};

/// The forms there are to practise on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", try_from = "String")]
pub enum PracticeKind {
    /// 退（抵）税申请表
    CreditRefund,
    /// 综合所得年度汇算
    IncomeTax,
    /// 开一张数电票
    Invoice,
}

impl PracticeKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::CreditRefund, Self::IncomeTax, Self::Invoice];

    /// Its name in guide files and addresses.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::CreditRefund => "credit-refund",
            Self::IncomeTax => "income-tax",
            Self::Invoice => "invoice",
        }
    }
}

impl TryFrom<String> for PracticeKind {
    type Error = &'static str;
    fn try_from(code: String) -> Result<Self, Self::Error> {
        let known = Self::ALL.into_iter().find(|kind| kind.code() == code);
        known.ok_or("bad_value")
    }
}

/// A form with the papers it is filled from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Practice {
    /// Which form.
    pub kind: PracticeKind,
    /// What it is called.
    pub title: Name,
    /// What stands in the made-up papers.
    pub documents: Vec<Document>,
    /// What to fill in, in order.
    pub fields: Vec<Field>,
}

/// A line of the made-up papers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// What it is.
    pub label: Name,
    /// What stands there; the same in both languages.
    pub value: String,
}

/// A field of the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name in [`judge`].
    pub id: &'static str,
    /// What it is called.
    pub label: Name,
    /// What belongs in it.
    pub hint: Name,
}

/// A field that is not right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// The field's id.
    pub field: &'static str,
    /// What is wrong.
    pub code: MistakeCode,
    /// The amount in fen that would be right, given what the other fields hold.
    pub expected: Option<i64>,
}

/// What can be wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MistakeCode {
    /// Nothing was filled in.
    Missing,
    /// Not an amount of money.
    NotAnAmount,
    /// An amount finer than a fen.
    TooFine,
    /// Not what the papers say.
    NotAsInPapers,
    /// A refund of nothing.
    NothingAskedFor,
    /// More than the credit there is.
    MoreThanCredit,
    /// Not the account on file.
    OtherAccount,
    /// No telephone number of eleven digits.
    BadPhone,
    /// Not the sum of the incomes.
    IncomeSum,
    /// Not the 60,000 yuan everybody deducts.
    BasicDeduction,
    /// Not income less deductions.
    Taxable,
    /// Not the tax by the table.
    TaxByTable,
    /// Not prepaid tax less tax.
    Balance,
    /// A social credit code has 18 letters and digits.
    CodeLength,
    /// The code's last letter does not fit the others.
    CodeCheck,
    /// A code, but another's.
    OtherBuyer,
    /// More than the quota that is left.
    OverQuota,
    /// Not the rate in the papers.
    OtherRate,
    /// Not amount times rate.
    TaxByRate,
    /// Not amount and tax together.
    TotalSum,
}

impl MistakeCode {
    /// All of them.
    pub const ALL: [Self; 20] = [
        Self::Missing,
        Self::NotAnAmount,
        Self::TooFine,
        Self::NotAsInPapers,
        Self::NothingAskedFor,
        Self::MoreThanCredit,
        Self::OtherAccount,
        Self::BadPhone,
        Self::IncomeSum,
        Self::BasicDeduction,
        Self::Taxable,
        Self::TaxByTable,
        Self::Balance,
        Self::CodeLength,
        Self::CodeCheck,
        Self::OtherBuyer,
        Self::OverQuota,
        Self::OtherRate,
        Self::TaxByRate,
        Self::TotalSum,
    ];
}

/// A form with its papers.
#[must_use]
pub fn practice(kind: PracticeKind) -> Practice {
    match kind {
        PracticeKind::CreditRefund => credit_refund::practice(),
        PracticeKind::IncomeTax => income_tax::practice(),
        PracticeKind::Invoice => invoice::practice(),
    }
}

/// Everything wrong with a filled form, in the order of its fields, at most one mistake a field.
/// `filled` holds field ids and what was typed; what is not there was not filled in.
#[must_use]
pub fn judge(kind: PracticeKind, filled: &[(&str, &str)]) -> Vec<Mistake> {
    let mut answers = Answers::of(filled);
    match kind {
        PracticeKind::CreditRefund => credit_refund::judge(&mut answers),
        PracticeKind::IncomeTax => income_tax::judge(&mut answers),
        PracticeKind::Invoice => invoice::judge(&mut answers),
    }
    answers.mistakes
}

fn line(zh: &str, en: &str, value: impl Into<String>) -> Document {
    Document {
        label: Name::new(zh, en),
        value: value.into(),
    }
}

fn field(id: &'static str, label: (&str, &str), hint: (&str, &str)) -> Field {
    Field {
        id,
        label: Name::new(label.0, label.1),
        hint: Name::new(hint.0, hint.1),
    }
}
