//! Suggestions, with a contact only where it is asked for.

use super::*;

#[test]
fn ok_suggestions_for_excel_with_a_contact_only_where_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let store = serving(folder.path());
    on(suggested(store.as_ref())).unwrap();
    let plain = export(store.as_ref(), "suggestions --format csv");
    let rows: Vec<_> = plain
        .strip_prefix('\u{feff}')
        .unwrap()
        .split("\r\n")
        .collect();
    assert_eq!(
        rows[0],
        "code,kind,window,unit,director,text,written_at,received_at,deadline,status,answered_by,answer,changed,\
         answered_at,satisfied,reopened,reopenings"
    );
    let first = format!(
        "{},complaint,07,tax,示例甲,\"'=1+1，太慢\",2026-11-24T10:00:00.000+08:00,2026-11-24T10:00:01.500+08:00,\
         2026-12-08,reopened,tax,已加开窗口,「太慢」→ 加开窗口,2026-11-24T10:04:00.000+08:00,false,1,'@还是慢",
        code(1)
    );
    assert_eq!(rows[1].replace('"', ""), first.replace('"', ""));
    let second = format!(
        "{},help,,,,想请人帮办,2026-11-24T10:00:00.000+08:00,2026-11-24T10:00:01.500+08:00,2026-12-01,received,,,,,,0,",
        code(2)
    );
    assert_eq!(rows[2..], [second.as_str(), ""]);
    assert!(!plain.contains("13800000000"));
    let with = export(store.as_ref(), "suggestions --format csv --with-contact");
    assert!(with.contains(",text,contact,written_at,") && with.contains(",'+8613800000000,"));
}

#[test]
fn ok_suggestions_for_programs_carry_all_that_happened() {
    let folder = tempfile::tempdir().unwrap();
    let store = serving(folder.path());
    on(suggested(store.as_ref())).unwrap();
    let lines = |args: &str| -> Vec<serde_json::Value> {
        let text = export(store.as_ref(), args);
        text.lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    };
    let plain = lines("suggestions --format jsonl");
    assert_eq!(plain.len(), 2);
    assert_eq!(plain[0]["text"], "=1+1，太慢");
    assert_eq!(plain[0]["status"], "reopened");
    assert_eq!(plain[0]["director"]["en"], "Sample A");
    assert!(plain[0].get("contact").is_none());
    let steps: Vec<_> = plain[0]["events"]
        .as_array()
        .unwrap()
        .iter()
        .map(|event| event["step"].as_str().unwrap())
        .collect();
    assert_eq!(
        steps,
        ["received", "in_work", "answered", "rated", "reopened"]
    );
    assert_eq!(
        plain[0]["events"][4],
        serde_json::json!({
            "at": "2026-11-24T10:06:00.000+08:00", "step": "reopened", "text": "@还是慢", "deadline": "2026-12-08"
        })
    );
    let with = lines("suggestions --format jsonl --with-contact");
    assert_eq!(with[0]["contact"], "+8613800000000");
    assert_eq!(with[1].get("contact"), Some(&serde_json::Value::Null));
}
