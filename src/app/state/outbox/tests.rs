use super::*;

mod schedules;

fn item(rating: &str, method: &str) -> Item {
    Item {
        method: method.into(),
        path: String::new(),
        rating: rating.into(),
        window: "07".into(),
        body: String::new(),
        refused: None,
    }
}

fn heard(status: u16, id: Option<&str>, code: Option<&str>) -> Answer {
    Answer::Heard {
        status,
        id: id.map(Into::into),
        code: code.map(Into::into),
    }
}

#[test]
fn ok_stored_only_when_the_endpoint_names_the_rating() {
    let sent = item("a", "POST");
    assert_eq!(judge(&sent, &heard(201, Some("a"), None)), Verdict::Stored);
    assert_eq!(judge(&sent, &heard(200, Some("a"), None)), Verdict::Stored);
}

#[test]
fn ok_a_captive_portal_is_not_the_endpoint() {
    let sent = item("a", "POST");
    for (status, id) in [
        (200, None),
        (200, Some("b")),
        (302, None),
        (403, None),
        (404, None),
        (511, None),
    ] {
        assert_eq!(
            judge(&sent, &heard(status, id, None)),
            Verdict::Later,
            "{status}"
        );
    }
}

#[test]
fn ok_what_may_pass_is_tried_again_and_what_cannot_is_shown() {
    let sent = item("a", "POST");
    for status in [408, 425, 429, 500, 502, 503, 507] {
        assert_eq!(
            judge(&sent, &heard(status, None, Some("busy"))),
            Verdict::Later,
            "{status}"
        );
    }
    assert_eq!(judge(&sent, &Answer::Lost), Verdict::Later);
    let refused = judge(&sent, &heard(404, None, Some("unknown_window")));
    assert_eq!(refused, Verdict::Refused("unknown_window".into()));
}

#[test]
fn ok_keys_keep_the_order_even_when_the_clock_goes_back() {
    let first = Kept {
        key: key(5_000, "z", &[]),
        item: item("a", "POST"),
    };
    let second = key(4_000, "a", std::slice::from_ref(&first));
    assert!(second > first.key);
    assert_eq!(made_at(&second), Some(5_001));
}

#[test]
fn ok_waits_longer_each_time_up_to_a_minute() {
    assert_eq!([1, 2, 3, 9].map(delay), [2_000, 4_000, 8_000, 60_000]);
}

#[test]
fn ok_a_turn_begins_once_and_another_follows_for_what_came_meanwhile() {
    let kept = [Kept {
        key: key(1, "a", &[]),
        item: item("a", "POST"),
    }];
    let mut sending = Sending::default();
    assert!(!sending.begin(&[]));
    assert!(sending.begin(&kept));
    assert!(!sending.begin(&kept));
    assert!(sending.end(&kept));
    assert!(sending.begin(&kept));
    let (orders, then) = sending.heard(&kept[0], &Answer::Lost, String::new());
    assert_eq!((orders, then), (vec![], Then::Wait(2_000)));
    // After a failure it waits for its time or for whoever wakes it.
    assert!(!sending.end(&kept));
}

#[test]
fn ok_the_tracking_code_is_kept_before_the_suggestion_is_forgotten() {
    let mut sent = item("s", "POST");
    sent.path = SUGGESTIONS.into();
    let kept = Kept {
        key: key(1, "s", &[]),
        item: sent,
    };
    let answer = heard(201, Some("s"), None);
    let (orders, then) = Sending::default().heard(&kept, &answer, "code".into());
    let receipt = Order::KeepReceipt {
        id: "s".into(),
        text: "code".into(),
    };
    assert_eq!(orders, [receipt, Order::Forget(kept.key)]);
    assert_eq!(then, Then::Next);
}
