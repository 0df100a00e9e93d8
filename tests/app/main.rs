//! What the app does in a real browser and no native test can show: storage, markup, focus.
#![cfg(target_arch = "wasm32")]
#![expect(clippy::unwrap_used, reason = "a test may stop where it is wrong")]

use leptos::prelude::document;
use leptos::web_sys::{HtmlElement, HtmlTextAreaElement};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use zuoban::app::browser;
use zuoban::app::session::Session;
use zuoban::app::state::draft::Draft;
use zuoban::app::state::outbox::{Item, PREFIX};
use zuoban::model::{
    AmendmentId, Aspect, Day, Level, Name, RatingId, Window, WindowId, WindowPage, WindowPlace,
};
use zuoban::view::{Done, DoneForm, MoreState, Prefs, Status, Undo, done};

wasm_bindgen_test_configure!(run_in_browser);

fn stage() -> HtmlElement {
    let stage = browser::detached().unwrap();
    document().body().unwrap().append_child(&stage).unwrap();
    stage
}

fn thanks(comment: &str) -> String {
    let place = WindowPlace {
        area: Name::new("一楼", "Floor 1"),
        matters: Name::new("退税", "Refunds"),
    };
    let page = WindowPage {
        centre: Name::new("示例", "Sample"),
        demo: true,
        unit: Name::new("税务", "Tax"),
        window: Window {
            id: WindowId::parse("07").unwrap(),
            place,
        },
        shifts: Vec::new(),
        later_until: Day::parse("2026-12-01").unwrap(),
    };
    let form = DoneForm {
        rating: RatingId::from_random(browser::random_bytes()),
        k: None,
        amendments: [
            AmendmentId::from_bytes([1; 16]),
            AmendmentId::from_bytes([2; 16]),
        ],
        level: Some(Level::FairlySatisfied),
        aspects: vec![Aspect::Manner],
        comment: comment.to_owned(),
    };
    let state = Done {
        status: Status::Received,
        undo: Undo::Gone,
        more: MoreState::Open(""),
    };
    done(Prefs::default(), &page, &form, state).into_string()
}

#[wasm_bindgen_test]
fn ok_what_is_kept_is_there_for_the_next_session_until_it_is_forgotten() {
    let item = Item {
        method: "POST".into(),
        path: "/api/v1/ratings".into(),
        rating: "r1".into(),
        window: "07".into(),
        body: "{\"a\":\"“好”\"}".into(),
        refused: None,
    };
    let first = Session::new(None, browser::detached().unwrap());
    first.keep("r1", item.clone());
    let second = Session::new(None, browser::detached().unwrap());
    let kept: Vec<_> = leptos::prelude::GetUntracked::get_untracked(&second.kept);
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].item, item);
    assert!(kept[0].key.starts_with(PREFIX));
    second.forget(&kept[0].key);
    assert!(browser::keys(PREFIX).is_empty());
}

#[wasm_bindgen_test]
fn ok_a_draft_survives_word_for_word() {
    let session = Session::new(None, browser::detached().unwrap());
    let draft = Draft {
        level: Some(Level::Satisfied),
        aspects: vec![Aspect::Speed],
        comment: "第一行\n\"二\"".into(),
    };
    session.keep_draft("r2", Some(&draft));
    assert_eq!(session.draft("r2"), draft);
    session.keep_draft("r2", None);
    assert_eq!(session.draft("r2"), Draft::default());
}

#[wasm_bindgen_test]
fn ok_the_form_is_read_as_it_was_filled() {
    let stage = stage();
    browser::place(&stage, &thanks("已经写的 <b>&"), || ());
    let draft = browser::draft().unwrap();
    assert_eq!(draft.level, Some(Level::FairlySatisfied));
    assert_eq!(draft.aspects, [Aspect::Manner]);
    assert_eq!(draft.comment, "已经写的 <b>&");
    stage.remove();
}

#[wasm_bindgen_test]
fn ok_what_lives_changes_without_touching_what_is_typed() {
    let stage = stage();
    browser::place(&stage, &thanks(""), || ());
    let field: HtmlTextAreaElement = stage
        .query_selector("#comment")
        .unwrap()
        .unwrap()
        .dyn_into()
        .unwrap();
    field.set_value("正在写");
    field.focus().unwrap();
    let live = vec![
        ("undoable", None),
        ("asks", Some(String::new())),
        ("said", Some("在路上".to_owned())),
    ];
    browser::bring_to_life(&stage, live);
    assert_eq!(field.value(), "正在写");
    assert_eq!(document().active_element().unwrap().id(), "comment");
    assert!(
        stage
            .query_selector("[data-live=undoable]")
            .unwrap()
            .unwrap()
            .has_attribute("hidden")
    );
    assert_eq!(
        stage
            .query_selector("[data-live=said]")
            .unwrap()
            .unwrap()
            .inner_html(),
        "在路上"
    );
    stage.remove();
}

#[wasm_bindgen_test]
fn ok_the_focus_stays_when_the_page_is_made_anew() {
    let stage = stage();
    browser::place(&stage, &thanks(""), || ());
    let field: HtmlElement = stage
        .query_selector("#comment")
        .unwrap()
        .unwrap()
        .dyn_into()
        .unwrap();
    field.focus().unwrap();
    browser::place(&stage, &thanks("neu"), || ());
    assert_eq!(document().active_element().unwrap().id(), "comment");
    stage.remove();
}

#[wasm_bindgen_test]
fn ok_ids_are_random_and_times_are_iso() {
    assert_ne!(browser::random_bytes(), browser::random_bytes());
    assert_eq!(browser::iso(1_795_536_000_000), "2026-11-24T16:00:00.000Z");
    assert_eq!(
        browser::read_json::<Name>("{\"zh\":\"名\",\"en\":\"Name\"}"),
        Some(Name::new("名", "Name"))
    );
    assert_eq!(browser::read_json::<Name>("{\"zh\":1}"), None);
    assert_eq!(browser::read_json::<Name>("<html>"), None);
}
