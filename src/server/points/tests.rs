use std::fs;

use super::*;

fn ids(points: &ServicePoints) -> Vec<String> {
    let all = points.all();
    all.points
        .iter()
        .map(|point| point.id.to_string())
        .collect()
}

#[test]
fn ok_the_centres_own_points_come_and_go_without_a_restart() {
    let data = tempfile::tempdir().unwrap();
    let file = data.path().join(FILE);
    let points = ServicePoints::looking_every(data.path(), Duration::ZERO);
    assert_eq!(*points.all(), built_in());
    assert!(Arc::ptr_eq(&points.all(), &points.all()));
    let mut own = built_in();
    own.sample = false;
    own.points.truncate(2);
    // As Windows' editor saves it.
    let text = serde_json::to_string(&own).unwrap();
    fs::write(&file, format!("\u{feff}{text}")).unwrap();
    assert_eq!(ids(&points), ["hall", "street-machines"]);
    // Broken afterwards, it changes nothing.
    fs::write(&file, "{").unwrap();
    assert_eq!(ids(&points), ["hall", "street-machines"]);
    fs::remove_file(&file).unwrap();
    assert_eq!(*points.all(), built_in());
}

#[test]
fn err_a_broken_file_is_not_shown() {
    let no_town = BUILT_IN.replacen("\"town\": \"city\"", "\"town\": \"moon\"", 1);
    let no_time = BUILT_IN.replacen("\"9:00\"", "\"9点\"", 1);
    for broken in ["", "{}", "[]", &no_town, &no_time] {
        let data = tempfile::tempdir().unwrap();
        fs::write(data.path().join(FILE), broken).unwrap();
        assert_eq!(
            *ServicePoints::of(data.path()).all(),
            built_in(),
            "{broken}"
        );
    }
}
