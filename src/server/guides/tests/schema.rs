//! The schema and the types take and refuse the same files.

use serde_json::{Value, json};

use super::super::*;
use super::file;

fn schema() -> jsonschema::Validator {
    let schema: Value = serde_json::from_str(&built_in_text(SCHEMA).unwrap()).unwrap();
    jsonschema::draft202012::meta::validate(&schema).unwrap();
    jsonschema::options()
        .should_validate_formats(true)
        .build(&schema)
        .unwrap()
}

#[test]
fn ok_the_schema_takes_what_the_types_take() {
    let schema = schema();
    for id in BUILT_IN {
        let guide = file(id);
        let wrong: Vec<_> = schema
            .iter_errors(&guide)
            .map(|error| error.to_string())
            .collect();
        assert_eq!(wrong, Vec::<String>::new(), "{id}");
        // As the server writes it, too.
        let guide: Guide = serde_json::from_value(guide).unwrap();
        assert!(
            schema.is_valid(&serde_json::to_value(guide).unwrap()),
            "{id}"
        );
    }
}

#[test]
fn err_the_schema_refuses_what_the_types_refuse() {
    let schema = schema();
    let text = || json!({ "zh": "字", "en": "word" });
    for (at, value) in [
        ("/id", json!("Vat_Refund")),
        ("/id", json!("a".repeat(41))),
        ("/title", json!("标题")),
        ("/title", json!({ "zh": "标题" })),
        ("/title/fr", json!("Titre")),
        ("/keywords", json!([1])),
        ("/sample", json!("yes")),
        ("/conditions/0", text()),
        ("/bring/0/id", json!("银行卡")),
        ("/bring/0/note", Value::Null),
        ("/steps/0/text", Value::Null),
        ("/steps/0/tip", json!([])),
        ("/steps/0/practice", json!("dance")),
        ("/steps/0/practice", json!(["invoice"])),
        ("/steps/0/picture", json!({ "kind": "photo" })),
        ("/steps/0/picture", json!({ "kind": "path" })),
        (
            "/steps/0/picture",
            json!({ "kind": "path", "nodes": [], "title": text() }),
        ),
        (
            "/steps/0/picture",
            json!({ "kind": "svg", "svg": "<svg/>" }),
        ),
        ("/steps/0/picture/rows/0/spot", json!(1)),
        ("/where/0/kind", json!("moon")),
        ("/where/0/windows", json!(["07号"])),
        ("/where/0/windows", json!("07")),
        ("/time", text()),
        ("/basis/0/number", json!("第7号")),
        ("/effective", json!("2026-02-30")),
        ("/checked", json!("24.11.2026")),
        ("/expires", Value::Null),
        ("/flow/before/steps", json!("很多")),
        ("/flow/after/time", Value::Null),
        ("/terms/0/word", text()),
        ("/unit", json!(7)),
        ("/place", json!([])),
    ] {
        let mut guide = file(BUILT_IN[0]);
        let (parent, field) = at.rsplit_once('/').unwrap();
        match guide.pointer_mut(parent).unwrap() {
            Value::Array(items) => items[field.parse::<usize>().unwrap()] = value,
            parent => parent[field] = value,
        }
        let refused = parse(&guide.to_string()).unwrap_err();
        assert!(!schema.is_valid(&guide), "the schema takes {at}");
        for lang in Lang::ALL {
            let told = words::unreadable(lang, &refused);
            assert!(told.chars().count() > 12, "{told}");
        }
    }
    for field in [
        "id",
        "title",
        "steps",
        "where",
        "time",
        "fee",
        "basis",
        "effective",
        "checked",
        "unit",
    ] {
        let mut guide = file(BUILT_IN[0]);
        guide.as_object_mut().unwrap().remove(field);
        assert!(
            !schema.is_valid(&guide) && parse(&guide.to_string()).is_err(),
            "{field}"
        );
    }
}

#[test]
fn ok_what_may_be_left_out_may_be_left_out() {
    let schema = schema();
    for field in [
        "sample",
        "facts",
        "conditions",
        "bring",
        "expires",
        "flow",
        "terms",
        "help",
        "effective_unverified",
    ] {
        let mut guide = file(BUILT_IN[0]);
        guide.as_object_mut().unwrap().remove(field);
        assert!(schema.is_valid(&guide), "{field}");
        parse(&guide.to_string()).unwrap();
    }
}
