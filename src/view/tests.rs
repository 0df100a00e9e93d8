use super::*;
use crate::model::{
    AmendmentId, Day, Minute, Moment, Name, RatingId, Window, WindowId, WindowPage, WindowPlace,
};

fn page() -> WindowPage {
    let place = WindowPlace {
        area: Name::new("一楼 <A>", "Floor 1"),
        matters: Name::new("退税", "Refunds"),
    };
    let window = Window {
        id: WindowId::parse("07").unwrap(),
        place,
    };
    WindowPage {
        centre: Name::new("示例", "Sample"),
        demo: true,
        unit: Name::new("税务", "Tax"),
        window,
        shifts: Vec::new(),
        later_until: Day::parse("2026-12-01").unwrap(),
    }
}

fn form(comment: &str) -> DoneForm {
    DoneForm {
        rating: RatingId::from_bytes([1; 16]),
        k: None,
        amendments: [
            AmendmentId::from_bytes([2; 16]),
            AmendmentId::from_bytes([3; 16]),
        ],
        level: None,
        aspects: Vec::new(),
        comment: comment.into(),
    }
}

const CALM: Done = Done {
    status: Status::Received,
    undo: Undo::Gone,
    more: MoreState::Open(""),
};

#[test]
fn ok_preferences_are_added_to_addresses() {
    let prefs = Prefs {
        lang: Lang::En,
        elder: true,
    };
    assert_eq!(prefs.address("/"), "/?lang=en&elder=1");
    assert_eq!(prefs.address("/w/07?k=abc"), "/w/07?k=abc&lang=en&elder=1");
    assert_eq!(Prefs::default().address("/w/07"), "/w/07");
}

#[test]
fn ok_whatever_is_put_in_is_escaped() {
    let k = Some("\"><script>".to_owned());
    let now = Moment::at(Day::parse("2026-11-24").unwrap(), Minute(600));
    let asked = rate(
        Prefs::default(),
        &page(),
        now,
        &RateForm {
            id: RatingId::from_bytes([1; 16]),
            proof: Proof { k, visit: None },
            at: None,
        },
        false,
    );
    let thanked = done(
        Prefs::default(),
        &page(),
        &form("</textarea><script>alert(1)</script>"),
        CALM,
    );
    for html in [asked.into_string(), thanked.into_string()] {
        assert!(!html.contains("<script"), "{html}");
        assert!(!html.contains("<A>"), "{html}");
    }
}

#[test]
fn ok_the_thanks_do_not_tell_which_button_it_was() {
    // Neither the page nor what changes in it knows: there is nothing to tell it from.
    let html = done(Prefs::default(), &page(), &form(""), CALM).into_string();
    assert!(!html.contains("checked"));
    assert!(!html.contains("rate__button"));
}

#[test]
fn ok_what_is_not_stored_is_not_called_received() {
    let t = Prefs::default().texts();
    for status in [
        Status::Sending,
        Status::Kept,
        Status::KeptInMemory,
        Status::Refused("x"),
    ] {
        let live = Done { status, ..CALM }.live(Prefs::default(), &page());
        assert!(
            live.iter()
                .all(|(_, html)| html.as_deref() != Some(t.received)),
            "{status:?}"
        );
        assert!(live.contains(&("close", None)), "{status:?}");
    }
}

#[test]
fn ok_a_wrong_tap_can_be_taken_back_for_ten_seconds_and_in_elder_mode_always() {
    let elder = Prefs {
        elder: true,
        ..Prefs::default()
    };
    let after = |ms| Undo::after(ms, Prefs::default());
    assert_eq!(
        [after(-50), after(0), after(1), after(9_001), after(9_999)].map(|undo| undo == Undo::Gone),
        [false; 5]
    );
    assert_eq!(after(0), Undo::Seconds(10));
    assert_eq!(after(9_999), Undo::Seconds(1));
    assert_eq!(after(10_000), Undo::Gone);
    assert_eq!(Undo::after(3_600_000, elder), Undo::Open);
}

#[test]
fn ok_a_comment_too_long_is_counted_in_characters() {
    assert_eq!(over(&"好".repeat(500)), 0);
    assert_eq!(over(&"好".repeat(503)), 3);
}
