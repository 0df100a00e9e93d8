//! 综合所得年度汇算: income, deductions, tax by the table, and what comes back.

use super::answers::Answers;
use super::money::share_of;
use super::{Document, MistakeCode, Practice, PracticeKind, field, line, yuan};
use crate::model::Name;

/// The made-up wages of two employers, in fen.
const WAGES: [i64; 2] = [9_600_000, 4_800_000];
/// What everybody deducts in a year (个人所得税法 第六条), in fen.
const BASIC: i64 = 6_000_000;
/// Made up: the person's own social insurance and housing fund (专项扣除).
const SPECIAL: i64 = 1_440_000;
/// Made up: 专项附加扣除.
const ADDITIONAL: i64 = 1_200_000;
/// Made up: what the employers withheld over the year.
const PREPAID: i64 = 384_000;
const CARD: &str = "0000 4321 8765 2109";

/// 个人所得税法, table 1 (comprehensive income, a year): up to so many yuan, percent, quick deduction in yuan.
const RATES: [(i64, i64, i64); 7] = [
    (36_000, 3, 0),
    (144_000, 10, 2_520),
    (300_000, 20, 16_920),
    (420_000, 25, 31_920),
    (660_000, 30, 52_920),
    (960_000, 35, 85_920),
    (i64::MAX, 45, 181_920),
];

/// The year's tax on taxable comprehensive income, both in fen.
#[must_use]
pub fn tax_on(taxable: i64) -> i64 {
    let taxable = taxable.max(0);
    let row = RATES
        .iter()
        .find(|(most, ..)| taxable <= most.saturating_mul(100));
    row.map_or(0, |(_, percent, quick)| {
        share_of(taxable, percent * 100) - quick * 100
    })
}

pub(super) fn practice() -> Practice {
    let mut documents = vec![
        line(
            "甲公司（编的）：全年工资",
            "Company A (made up): wages of the year",
            yuan(WAGES[0]),
        ),
        line(
            "乙公司（编的）：全年工资",
            "Company B (made up): wages of the year",
            yuan(WAGES[1]),
        ),
        line(
            "自己交的社保和公积金",
            "Own social insurance and housing fund",
            yuan(SPECIAL),
        ),
        line(
            "专项附加扣除合计",
            "Special additional deductions, total",
            yuan(ADDITIONAL),
        ),
        line("全年已预缴税款", "Tax prepaid over the year", yuan(PREPAID)),
        line("本人银行卡（编的）", "Own bank card (made up)", CARD),
    ];
    documents.extend(table());
    Practice {
        kind: PracticeKind::IncomeTax,
        title: Name::new(
            "综合所得年度汇算",
            "Annual settlement of comprehensive income",
        ),
        documents,
        fields: vec![
            field(
                "income",
                ("收入合计", "Total income"),
                ("两处工资相加", "Both wages together"),
            ),
            field(
                "basic",
                ("基本减除费用", "Basic deduction"),
                (
                    "每人每年一样：60,000 元",
                    "The same for everybody: 60,000 yuan a year",
                ),
            ),
            field(
                "special",
                ("专项扣除", "Special deductions"),
                (
                    "自己交的社保和公积金",
                    "Own social insurance and housing fund",
                ),
            ),
            field(
                "additional",
                ("专项附加扣除", "Special additional deductions"),
                ("照资料填", "As in the papers"),
            ),
            field(
                "taxable",
                ("应纳税所得额", "Taxable income"),
                ("收入减去上面三项", "Income less the three above"),
            ),
            field(
                "tax",
                ("全年应纳税额", "Tax for the year"),
                (
                    "查税率表：乘税率，再减速算扣除数",
                    "By the table: times the rate, less the quick deduction",
                ),
            ),
            field(
                "refund",
                ("应退税额", "Refund"),
                ("已预缴的减去应纳的", "What was prepaid less the tax"),
            ),
            field(
                "card",
                ("收款银行卡", "Card for the refund"),
                ("必须是本人的", "Your own"),
            ),
        ],
    }
}

fn table() -> impl Iterator<Item = Document> {
    let from = core::iter::once(0).chain(RATES.iter().map(|(most, ..)| *most));
    let whole = |amount: i64| yuan(amount * 100).trim_end_matches(".00").to_owned();
    from.zip(RATES).map(move |(from, (most, percent, quick))| {
        let (zh, en) = if from == 0 {
            (
                format!("税率表：不超过 {} 元", whole(most)),
                format!("Table: up to {} yuan", whole(most)),
            )
        } else if most == i64::MAX {
            (
                format!("超过 {} 元", whole(from)),
                format!("Over {} yuan", whole(from)),
            )
        } else {
            let to = whole(most);
            (
                format!("超过 {} 到 {to} 元", whole(from)),
                format!("Over {} to {to} yuan", whole(from)),
            )
        };
        line(&zh, &en, format!("{percent}% − {}", whole(quick)))
    })
}

pub(super) fn judge(answers: &mut Answers<'_>) {
    let income = answers.amount_of("income", WAGES.iter().sum(), MistakeCode::IncomeSum);
    let basic = answers.amount_of("basic", BASIC, MistakeCode::BasicDeduction);
    let special = answers.amount_of("special", SPECIAL, MistakeCode::NotAsInPapers);
    let additional = answers.amount_of("additional", ADDITIONAL, MistakeCode::NotAsInPapers);
    let taxable = (income - basic - special - additional).max(0);
    let taxable = answers.amount_of("taxable", taxable, MistakeCode::Taxable);
    let tax = answers.amount_of("tax", tax_on(taxable), MistakeCode::TaxByTable);
    balance(answers, PREPAID - tax);
    answers.account("card", CARD);
}

/// The real form prints a refund as a negative amount to pay: both ways of writing it are right.
fn balance(answers: &mut Answers<'_>, right: i64) {
    if let Some(typed) = answers.amount("refund")
        && typed != right
        && typed != -right
    {
        answers.tell("refund", MistakeCode::Balance, Some(right));
    }
}
