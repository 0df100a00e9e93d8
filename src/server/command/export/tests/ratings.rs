//! Ratings, for Excel and for programs, also while the store is in use.

use std::sync::mpsc;

use super::*;

fn exported(format: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let open = serving(folder.path());
    let out = folder.path().join("out");
    run(
        &typed(&format!(
            "ratings --format {format} --out {}",
            out.display()
        ))
        .unwrap(),
        &folder.path().into(),
    )
    .unwrap();
    drop(open);
    assert!(!folder.path().join("out.part").exists());
    fs::read_to_string(out).unwrap()
}

#[test]
fn ok_csv_for_excel_while_the_store_is_in_use() {
    let text = exported("csv");
    let lines = text.strip_prefix('\u{feff}').unwrap();
    let shift = lines
        .split("+08:00,")
        .nth(2)
        .unwrap()
        .split(',')
        .next()
        .unwrap()
        .to_owned();
    assert!(shift.parse::<i64>().is_ok(), "{shift}");
    let wanted = format!(
        "id,window,unit,satisfied,tapped,level,aspects,comment,withdrawn,source,rated_at,received_at,shift,director,\
         amended_at,amendments,held\r\n\
         01010101-0101-0101-0101-010101010101,07,tax,false,true,very_dissatisfied,speed;manner,\
         \"'=HYPERLINK(\"\"http://evil\"\")，很慢\n第二行\",false,scan,2026-11-24T10:00:00.000+08:00,\
         2026-11-24T10:00:01.500+08:00,{shift},示例甲,2026-11-24T10:00:40.000+08:00,2,false\r\n\
         02020202-0202-0202-0202-020202020202,01,tax,false,false,,,,true,open,2026-11-24T10:00:00.000+08:00,\
         2026-11-24T10:00:01.500+08:00,,,2026-11-24T10:00:05.000+08:00,1,false\r\n"
    );
    assert_eq!(lines, wanted);
}

#[test]
fn ok_json_lines_with_every_amendment_and_texts_as_they_came() {
    let text = exported("jsonl");
    let lines: Vec<serde_json::Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 2);
    let first = &lines[0];
    assert_eq!(
        (&first["satisfied"], &first["tapped"]),
        (&false.into(), &true.into())
    );
    assert_eq!(first["comment"], COMMENT);
    assert_eq!(first["shift"]["director"]["en"], "Sample A");
    assert_eq!(
        first["amendments"],
        serde_json::json!([
            {"amended_at": "2026-11-24T10:00:20.000+08:00", "level": "very_dissatisfied", "aspects": ["manner", "speed"]},
            {"amended_at": "2026-11-24T10:00:40.000+08:00", "comment": COMMENT},
        ])
    );
    assert_eq!(lines[1]["amendments"][0]["withdrawn"], true);
    assert_eq!(lines[1]["shift"], serde_json::Value::Null);
}

#[test]
fn ok_an_empty_store_gives_a_header_or_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let store = DataFolder::open(folder.path()).unwrap().store().unwrap();
    let mut table = Vec::new();
    write(store.as_ref(), &all("csv"), &mut table).unwrap();
    assert_eq!(String::from_utf8(table).unwrap().lines().count(), 1);
    let mut lines = Vec::new();
    write(store.as_ref(), &all("jsonl"), &mut lines).unwrap();
    assert!(lines.is_empty());
}

/// A reader that goes away.
struct Gone(mpsc::Sender<()>);

impl Write for Gone {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        let _ = self.0.send(());
        Err(ErrorKind::BrokenPipe.into())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn err_a_reader_that_goes_away_is_told_apart_from_other_errors() {
    let folder = tempfile::tempdir().unwrap();
    let store = serving(folder.path());
    let (sender, written) = mpsc::channel();
    let error = write(store.as_ref(), &all("jsonl"), Gone(sender)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::BrokenPipe);
    assert!(written.try_recv().is_ok());
}

#[test]
fn err_no_folder_no_format_or_nowhere_to_write() {
    let folder = tempfile::tempdir().unwrap();
    assert!(typed("ratings").is_err());
    assert!(typed("ratings --format xlsx").is_err());
    let nowhere = folder.path().join("no/folder/all.csv");
    let nowhere = nowhere.to_str().unwrap();
    let what = typed(&format!("ratings --format csv --out {nowhere}")).unwrap();
    assert!(
        run(&what, &folder.path().join("none").as_path().into())
            .unwrap_err()
            .to_string()
            .contains("--data")
    );
    let _open = serving(folder.path());
    assert!(
        run(&what, &folder.path().into())
            .unwrap_err()
            .to_string()
            .contains(nowhere)
    );
}
