//! The centre's own guides beside those built in.

use std::fs;
use std::time::Duration;

use serde_json::json;

use super::super::*;
use super::file;

fn ids(guides: &Guides) -> Vec<String> {
    guides
        .all()
        .iter()
        .map(|guide| guide.id.to_string())
        .collect()
}

#[test]
fn ok_the_centres_own_guides_come_and_go_without_a_restart() {
    let data = tempfile::tempdir().unwrap();
    let guides = Guides::looking_every(data.path(), Duration::ZERO);
    assert_eq!(ids(&guides), BUILT_IN);
    // The folder itself is made while the server runs.
    let folder = data.path().join("guides");
    fs::create_dir(&folder).unwrap();
    let mut own = file(BUILT_IN[3]);
    own["id"] = json!("parking");
    own["title"] = json!({ "zh": "停车怎么办", "en": "Where to park" });
    fs::write(folder.join("parking.json"), own.to_string()).unwrap();
    let mut changed = file(BUILT_IN[1]);
    changed["short"] = json!({ "zh": "本地的个税指南", "en": "Our own" });
    // As Windows' editor saves it.
    fs::write(
        folder.join(format!("{}.json", BUILT_IN[1])),
        format!("\u{feff}{changed}"),
    )
    .unwrap();
    let mut expected = BUILT_IN.map(str::to_owned).to_vec();
    expected.push("parking".to_owned());
    assert_eq!(ids(&guides), expected);
    assert_eq!(guides.all()[1].short.zh, "本地的个税指南");
    assert!(Arc::ptr_eq(&guides.all(), &guides.all()));
    fs::remove_file(folder.join("parking.json")).unwrap();
    assert_eq!(ids(&guides), BUILT_IN);
}

#[test]
fn err_a_broken_guide_is_left_out_and_the_built_in_one_stays() {
    let data = tempfile::tempdir().unwrap();
    let folder = data.path().join("guides");
    fs::create_dir(&folder).unwrap();
    let guides = Guides::looking_every(data.path(), Duration::ZERO);
    let path = folder.join(format!("{}.json", BUILT_IN[0]));
    let mut unsafe_guide = file(BUILT_IN[0]);
    unsafe_guide["steps"][0]["picture"] = json!({
        "kind": "svg", "svg": "<svg viewBox=\"0 0 1 1\"><script>1</script></svg>", "alt": { "zh": "图", "en": "x" },
    });
    let mut renamed = file(BUILT_IN[0]);
    renamed["id"] = json!("other");
    for broken in [
        "{".to_owned(),
        "{}".to_owned(),
        unsafe_guide.to_string(),
        renamed.to_string(),
    ] {
        fs::write(&path, &broken).unwrap();
        assert_eq!(*guides.all(), built_in(), "{broken}");
    }
    // GBK, as an old editor saves it.
    fs::write(&path, [0x7b, 0xc1, 0xf4]).unwrap();
    assert_eq!(*guides.all(), built_in());
    // An unknown window or an old date is told by `guides check`, and no reason to hide a guide.
    let mut odd = file(BUILT_IN[0]);
    odd["where"][1]["windows"] = json!(["99"]);
    fs::write(&path, odd.to_string()).unwrap();
    assert_ne!(*guides.all(), built_in());
}
