use super::*;
use PracticeKind::{CreditRefund, IncomeTax, Invoice};

/// Fields filled as the papers say.
fn right(kind: PracticeKind) -> Vec<(&'static str, &'static str)> {
    match kind {
        CreditRefund => vec![
            ("credit", "86,420.50"),
            ("refund", "86420.50 元"),
            ("account", "0000123456789012"),
            ("phone", "13800000000"),
        ],
        // 96,000 + 48,000 = 144,000; less 60,000, 14,400 and 12,000 = 57,600.
        // 57,600 lies between 36,000 and 144,000: 10 % = 5,760, less 2,520 = 3,240.
        // 3,840 were prepaid: 3,840 − 3,240 = 600 come back.
        IncomeTax => vec![
            ("income", "144,000"),
            ("basic", "60000"),
            ("special", "14400.00"),
            ("additional", "１２，０００"),
            ("taxable", "57,600.00"),
            ("tax", "3240"),
            ("refund", "600"),
            ("card", "0000-4321-8765-2109"),
        ],
        // 12,000 × 13 % = 1,560; 12,000 + 1,560 = 13,560.
        Invoice => vec![
            ("buyer", "91370700ma0000001y"),
            ("amount", "12,000"),
            ("rate", "13%"),
            ("tax", "1,560"),
            ("total", "¥13,560.00"),
        ],
    }
}

/// The mistakes when one field is filled otherwise.
fn otherwise(kind: PracticeKind, field: &str, typed: &str) -> Vec<(&'static str, MistakeCode)> {
    let mut filled = right(kind);
    for (id, value) in &mut filled {
        if *id == field {
            *value = Box::leak(typed.to_owned().into_boxed_str());
        }
    }
    let mistakes = judge(kind, &filled);
    mistakes
        .iter()
        .map(|mistake| (mistake.field, mistake.code))
        .collect()
}

#[test]
fn ok_what_the_papers_say_is_right() {
    for kind in PracticeKind::ALL {
        assert_eq!(judge(kind, &right(kind)), [], "{kind:?}");
        let named: Vec<_> = practice(kind).fields.iter().map(|field| field.id).collect();
        let filled: Vec<_> = right(kind).iter().map(|(id, _)| *id).collect();
        assert_eq!(named, filled);
    }
}

#[test]
fn ok_every_form_is_named_and_in_both_languages() {
    for kind in PracticeKind::ALL {
        assert_eq!(PracticeKind::try_from(kind.code().to_owned()), Ok(kind));
        assert_eq!(serde_json::to_value(kind).unwrap(), kind.code());
        let practice = practice(kind);
        let mut names = vec![practice.title];
        names.extend(practice.documents.into_iter().map(|line| line.label));
        names.extend(
            practice
                .fields
                .into_iter()
                .flat_map(|field| [field.label, field.hint]),
        );
        for name in names {
            assert!(!name.zh.is_empty() && !name.zh.is_ascii(), "{name:?}");
            let is_latin = |c: char| c.is_ascii() || matches!(c, '’' | '×');
            assert!(
                !name.en.is_empty() && name.en.chars().all(is_latin),
                "{name:?}"
            );
        }
    }
    assert_eq!(PracticeKind::try_from("dance".to_owned()), Err("bad_value"));
}

#[test]
fn err_every_field_left_empty_is_missing() {
    for kind in PracticeKind::ALL {
        let mistakes = judge(kind, &[]);
        let fields: Vec<_> = mistakes.iter().map(|mistake| mistake.field).collect();
        let named: Vec<_> = practice(kind).fields.iter().map(|field| field.id).collect();
        assert_eq!(fields, named);
        assert!(
            mistakes
                .iter()
                .all(|mistake| mistake.code == MistakeCode::Missing)
        );
    }
    assert_eq!(
        otherwise(CreditRefund, "phone", " \u{3000} "),
        [("phone", MistakeCode::Missing)]
    );
}

#[test]
fn err_a_refund_that_is_nothing_or_more_than_the_credit() {
    for (typed, code) in [
        ("0", MistakeCode::NothingAskedFor),
        ("0.00 元", MistakeCode::NothingAskedFor),
        ("-1", MistakeCode::NothingAskedFor),
        ("86,420.51", MistakeCode::MoreThanCredit),
        ("八万", MistakeCode::NotAnAmount),
        ("1.001", MistakeCode::TooFine),
    ] {
        assert_eq!(
            otherwise(CreditRefund, "refund", typed),
            [("refund", code)],
            "{typed}"
        );
    }
    assert_eq!(otherwise(CreditRefund, "refund", "0.01"), []);
    // Typing a larger credit does not make a larger refund right.
    let filled = [
        ("credit", "90,000"),
        ("refund", "90,000"),
        ("account", "0000 1234 5678 9012"),
        ("phone", "13800000000"),
    ];
    let codes: Vec<_> = judge(CreditRefund, &filled)
        .iter()
        .map(|mistake| mistake.code)
        .collect();
    assert_eq!(
        codes,
        [MistakeCode::NotAsInPapers, MistakeCode::MoreThanCredit]
    );
}

#[test]
fn err_another_account_or_a_telephone_that_rings_nowhere() {
    for typed in ["0000 1234 5678 9013", "000012345678901", "账户"] {
        assert_eq!(
            otherwise(CreditRefund, "account", typed),
            [("account", MistakeCode::OtherAccount)]
        );
        assert_eq!(
            otherwise(IncomeTax, "card", typed),
            [("card", MistakeCode::OtherAccount)]
        );
    }
    for typed in [
        "1380000000",
        "138000000000",
        "12800000000",
        "1380000000a",
        "电话",
    ] {
        assert_eq!(
            otherwise(CreditRefund, "phone", typed),
            [("phone", MistakeCode::BadPhone)],
            "{typed}"
        );
    }
}

#[test]
fn ok_tax_by_the_published_table() {
    // Both sides of every limit, in yuan and fen of tax; rates and quick deductions as published, by hand:
    for (taxable, fen) in [
        (0, 0),
        (1, 3),                  // 0.03
        (36_000, 108_000),       // 36,000 × 3 %
        (36_001, 108_010),       // 3,600.10 − 2,520
        (57_600, 324_000),       // 5,760 − 2,520
        (144_000, 1_188_000),    // 14,400 − 2,520
        (144_001, 1_188_020),    // 28,800.20 − 16,920
        (300_000, 4_308_000),    // 60,000 − 16,920
        (420_000, 7_308_000),    // 105,000 − 31,920
        (660_000, 14_508_000),   // 198,000 − 52,920
        (960_000, 25_008_000),   // 336,000 − 85,920
        (960_001, 25_008_045),   // 432,000.45 − 181,920
        (1_000_000, 26_808_000), // 450,000 − 181,920
    ] {
        assert_eq!(tax_on(taxable * 100), fen, "{taxable}");
    }
    // 100.50 yuan × 3 % = 3.015: halves go up.
    assert_eq!(tax_on(10_050), 302);
    assert_eq!(tax_on(-1), 0);
}

#[test]
fn err_one_slip_in_the_settlement_is_one_mistake() {
    // With 143,000 of income 56,600 would be taxable: that the line below says 57,600 is the one slip's fault,
    // so it is told where the sum no longer fits, and nothing below it.
    assert_eq!(
        otherwise(IncomeTax, "income", "143,000"),
        [
            ("income", MistakeCode::IncomeSum),
            ("taxable", MistakeCode::Taxable)
        ]
    );
    // Carried through without another slip: 56,600 × 10 % − 2,520 = 3,140; 3,840 − 3,140 = 700.
    let carried = [
        ("income", "143000"),
        ("basic", "60000"),
        ("special", "14400"),
        ("additional", "12000"),
        ("taxable", "56600"),
        ("tax", "3140"),
        ("refund", "700"),
        ("card", "0000432187652109"),
    ];
    let mistakes = judge(IncomeTax, &carried);
    assert_eq!(mistakes.len(), 1);
    assert_eq!(
        (mistakes[0].code, mistakes[0].expected),
        (MistakeCode::IncomeSum, Some(14_400_000))
    );
    for (field, typed, code) in [
        ("basic", "5000", MistakeCode::BasicDeduction),
        ("special", "14000", MistakeCode::NotAsInPapers),
        ("additional", "0", MistakeCode::NotAsInPapers),
        ("taxable", "144000", MistakeCode::Taxable),
        ("tax", "5760", MistakeCode::TaxByTable), // without the quick deduction
        ("tax", "1728", MistakeCode::TaxByTable), // at 3 %
        ("refund", "3240", MistakeCode::Balance),
    ] {
        let mistakes = otherwise(IncomeTax, field, typed);
        assert_eq!(mistakes[0], (field, code), "{field} {typed}");
    }
    // As the real form prints it: −600 to pay.
    assert_eq!(otherwise(IncomeTax, "refund", "-600.00"), []);
}

#[test]
fn err_a_buyers_code_that_is_short_mistyped_or_anothers() {
    for (typed, code) in [
        ("91370700MA000000", MistakeCode::CodeLength),
        ("91370700MA0000001YY", MistakeCode::CodeLength),
        ("91370700MA0000007Y", MistakeCode::CodeCheck),
        ("91370700MA000000IY", MistakeCode::CodeCheck),
        (
            "示例市示例区示例街示例路示例号一二三",
            MistakeCode::CodeCheck,
        ),
        // The example of GB 32100-2015.
        ("91350100M000100Y43", MistakeCode::OtherBuyer),
    ] {
        assert_eq!(
            otherwise(Invoice, "buyer", typed),
            [("buyer", code)],
            "{typed}"
        );
    }
}

#[test]
fn err_an_invoice_that_does_not_add_up() {
    for (field, typed, mistakes) in [
        (
            "tax",
            "1650",
            vec![
                ("tax", MistakeCode::TaxByRate),
                ("total", MistakeCode::TotalSum),
            ],
        ),
        ("total", "10,440", vec![("total", MistakeCode::TotalSum)]),
        (
            "rate",
            "3%",
            vec![
                ("rate", MistakeCode::OtherRate),
                ("tax", MistakeCode::TaxByRate),
            ],
        ),
        (
            "rate",
            "13.05",
            vec![
                ("rate", MistakeCode::OtherRate),
                ("tax", MistakeCode::TaxByRate),
            ],
        ),
        ("rate", "很多", vec![("rate", MistakeCode::OtherRate)]),
    ] {
        assert_eq!(
            otherwise(Invoice, field, typed),
            mistakes,
            "{field} {typed}"
        );
    }
    for typed in ["13", "０．１３", "13.0%"] {
        assert_eq!(otherwise(Invoice, "rate", typed), [], "{typed}");
    }
}

#[test]
fn err_more_than_the_quota_is_not_issued() {
    // 20,000 are left: one fen more is refused, and 20,000 is merely not what the contract says.
    let first = |typed| otherwise(Invoice, "amount", typed)[0];
    assert_eq!(first("20,000.01"), ("amount", MistakeCode::OverQuota));
    assert_eq!(first("20,000"), ("amount", MistakeCode::NotAsInPapers));
}
