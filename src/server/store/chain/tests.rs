use data_encoding::HEXLOWER;

use super::*;

fn values<'a>(bytes: &'a [u8; 16], hash: &'a [u8; 32]) -> [Vec<Value<'a>>; 3] {
    [
        vec![
            bytes.into(),
            "07".into(),
            "tax".into(),
            true.into(),
            "scan".into(),
            1_795_485_600_000_i64.into(),
            1_795_485_600_123_i64.into(),
            3_i64.into(),
            r#"{"zh":"示例甲","en":"Sample A"}"#.into(),
        ],
        vec![
            bytes.into(),
            1_i64.into(),
            Some("dissatisfied").into(),
            "speed manner".into(),
            hash.into(),
            None::<bool>.into(),
            (-5_i64).into(),
            1_795_485_601_000_i64.into(),
        ],
        vec![bytes.into(), "new-taxpayer".into(), "".into(), 0_i64.into()],
    ]
}

/// The hashes were computed by another program (Python's `struct` and `hashlib`) from the module's table alone.
#[test]
fn ok_rows_hash_to_what_the_description_says() {
    let (seven, eight, nine) = ([7; 16], [8; 16], [9; 16]);
    let words = [0xab; 32];
    let rows = [
        (Kind::Rating, 1, values(&seven, &words)[0].clone()),
        (Kind::Amendment, 1, values(&eight, &words)[1].clone()),
        (Kind::Unclear, 42, values(&nine, &words)[2].clone()),
    ];
    let mut tip = Tip::NONE;
    let expected = [
        "19c7a8903bc5b2b4f2c3adc8506c25e10f8a1ab06ade4e5524cd66c97973cbe2",
        "d0689307bb989049be92191b576654402409aba5f5e8e20a28cfea1b0af624a3",
        "e883065081b41be704088452a8a66638485eddee943876a4a58ece082d166286",
    ];
    for ((kind, row, values), expected) in rows.into_iter().zip(expected) {
        tip = tip.after(kind, row, &values);
        assert_eq!(HEXLOWER.encode(&tip.hash), expected, "{kind:?}");
    }
    assert_eq!(tip.links, 3);
}

#[test]
fn ok_whatever_differs_hashes_differently() {
    let alike: [&[Value<'_>]; 12] = [
        &[],
        &[Value::Null],
        &[Value::Null, Value::Null],
        &[Value::Number(0)],
        &[Value::Number(1)],
        &["".into()],
        &["1".into()],
        &["1".into(), "".into()],
        &["".into(), "1".into()],
        &[Value::Bytes(b"1")],
        &[Value::Bytes(b"")],
        // What the encoding of `1` and of nothing would be, as one text.
        &[Value::Text(b"\x02\0\0\0\0\0\0\0\x011")],
    ];
    let mut seen = std::collections::HashSet::new();
    for values in alike {
        for kind in Kind::ALL {
            for row in [0, 1, i64::MAX] {
                for hash in [START, [1; 32]] {
                    let tip = Tip { links: 0, hash };
                    assert!(
                        seen.insert(tip.after(kind, row, values).hash),
                        "{kind:?} {row} {values:?}"
                    );
                }
            }
        }
    }
}

#[test]
fn ok_every_kind_is_found_by_its_code() {
    for kind in Kind::ALL {
        assert_eq!(Kind::of(kind.code().into()), Some(kind));
    }
    assert_eq!(Kind::of(0), None);
    assert_eq!(Kind::of(257), None);
}
