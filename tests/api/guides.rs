//! `zuoban guides`: what a clerk is told about an edited guide. What the server makes of guides is beside it.

mod pages;
mod unclear;

use std::fs;
use std::path::Path;

use super::command::done;
use super::database::Database;

fn written(folder: &Path) -> String {
    let dir = folder.join("guides");
    let path = dir.to_str().unwrap().to_owned();
    assert_eq!(done(&["guides", "write", &path]).0, Some(0));
    path
}

fn check(dir: &str, more: &[&str]) -> (Option<i32>, String, String) {
    let empty = tempfile::tempdir().unwrap();
    let data = empty.path().join("none");
    let mut args = vec!["guides", "check", dir, "--data", data.to_str().unwrap()];
    args.extend(more);
    let told = done(&args);
    // To look is not to make.
    assert!(!data.exists());
    told
}

#[test]
fn ok_the_built_in_guides_are_written_once_and_fine() {
    let folder = tempfile::tempdir().unwrap();
    let dir = written(folder.path());
    let (code, out, error) = check(&dir, &[]);
    assert_eq!((code, error.as_str()), (Some(0), ""), "{out}");
    assert_eq!(out.matches("没有问题").count(), 7, "{out}");
    let own = folder.path().join("guides/self-service.json");
    fs::write(&own, "mine").unwrap();
    let (code, _, error) = done(&["guides", "write", &dir]);
    assert_eq!(code, Some(0));
    assert!(error.contains("self-service.json"), "{error}");
    assert_eq!(fs::read_to_string(own).unwrap(), "mine");
}

/// Changes a text in a written guide and answers what is said of it, in both languages.
fn told(name: &str, from: &str, to: &str) -> (String, String) {
    let folder = tempfile::tempdir().unwrap();
    let dir = written(folder.path());
    let path = folder.path().join("guides").join(name);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{from}");
    fs::write(&path, text.replacen(from, to, 1)).unwrap();
    let (code, zh, error) = check(&dir, &[]);
    assert_eq!(code, Some(1), "{zh}");
    assert!(
        error.contains("处要改") && zh.contains(name),
        "{error} {zh}"
    );
    let (code, en, error) = check(&dir, &["--lang", "en"]);
    assert_eq!(code, Some(1));
    assert!(
        error.contains("to mend") && en.contains(name),
        "{error} {en}"
    );
    (zh, en)
}

#[test]
fn err_each_mistake_is_told_in_plain_words() {
    let name = "vat-credit-refund.json";
    for (from, to, zh, en) in [
        ("\"07\"", "\"99\"", "没有 99 号窗口", "no window 99"),
        (
            "\"2026-11-24\"",
            "\"2020-01-01\"",
            "核对日期：核对的日子比施行的日子还早",
            "before it took effect",
        ),
        (
            "\"2026-11-24\"",
            "\"2999-01-01\"",
            "还没有到",
            "yet to come",
        ),
        ("\"2026-11-24\"", "\"2026-02-30\"", "不是日期", "no date"),
        (
            "\"en\": \"VAT credit refund\"",
            "\"en\": \"\"",
            "短名字 › 英文：没有写",
            "short name › English: Nothing",
        ),
        (
            "\"id\": \"vat-credit-refund\"",
            "\"id\": \"other\"",
            "other.json",
            "other.json",
        ),
        (
            "\"id\": \"review\"",
            "\"id\": \"application\"",
            "第 3 步 › 代号 id：代号 application 用了两次",
            "twice",
        ),
        ("\"who\":", "\"whom\":", "不认识 whom", "no whom here"),
        (
            "\"practice\": \"credit-refund\"",
            "\"practice\": \"x\"",
            "第 2 步 › 练习：没有这个选项",
            "no such choice",
        ),
        ("\"keywords\": [", "\"keywords\": [,", "行第", "Line "),
        ("\"answer\": {", "\"answer\"： {", "中文标点", "Chinese"),
        (
            "\"unit\": \"tax\"",
            "\"unit\": \"moon\"",
            "moon",
            "no unit moon",
        ),
    ] {
        let (in_chinese, in_english) = told(name, from, to);
        assert!(in_chinese.contains(zh), "{zh}: {in_chinese}");
        assert!(in_english.contains(en), "{en}: {in_english}");
    }
}

#[test]
fn err_a_missing_part_is_named() {
    let (zh, en) = told("self-service.json", "\"unit\": \"tax\"", "\"help\": false");
    assert!(
        zh.contains("缺少 unit（单位）") && en.contains("unit is missing"),
        "{zh} {en}"
    );
}

#[test]
fn err_a_file_in_another_encoding() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("gbk.json"), [0x7b, 0xc1, 0xf4]).unwrap();
    let (code, out, _) = check(folder.path().to_str().unwrap(), &[]);
    assert_eq!(code, Some(1));
    assert!(out.contains("UTF-8"), "{out}");
}

#[test]
fn ok_windows_are_those_of_the_centre_in_the_data_folder() {
    let folder = tempfile::tempdir().unwrap();
    let dir = written(folder.path());
    let data = folder.path().to_str().unwrap();
    assert_eq!(done(&["demo", "history", "--data", data]).0, Some(0));
    assert_eq!(done(&["guides", "check", &dir, "--data", data]).0, Some(0));
    let database = Database::of(folder.path());
    let centre = database.sql("select document from centre").unwrap();
    assert!(centre.contains("\"07\""));
    let rename = "update centre set document = replace(document, '\"07\"', '\"077\"')";
    database.sql(rename).unwrap();
    let (code, out, _) = done(&["guides", "check", &dir, "--data", data]);
    assert_eq!(code, Some(1));
    assert!(out.contains("没有 07 号窗口"), "{out}");
}

#[test]
fn err_nothing_to_check_or_typed_wrong() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().to_str().unwrap();
    assert_eq!(check(dir, &[]).0, Some(1));
    assert_eq!(check(&format!("{dir}/nowhere"), &[]).0, Some(1));
    assert_eq!(check(dir, &["--lang", "fr"]).0, Some(2));
    assert_eq!(done(&["guides"]).0, Some(2));
    assert_eq!(done(&["guides", "check"]).0, Some(2));
}
