use std::collections::BTreeMap;

use super::*;

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

/// A small generator of its own (xorshift): the schedules must be the same on every machine.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }
}

/// The endpoint, as far as the outbox sees it: an amendment needs its rating, an id is stored once.
#[derive(Default)]
struct Endpoint {
    ratings: BTreeMap<String, u32>,
    amendments: BTreeMap<String, u32>,
}

impl Endpoint {
    fn take(&mut self, sent: &Item) -> Answer {
        if sent.method == "POST" {
            self.ratings.entry(sent.rating.clone()).or_insert(1);
        } else if self.ratings.contains_key(&sent.rating) {
            self.amendments.entry(sent.body.clone()).or_insert(1);
        } else {
            return heard(404, None, Some("unknown_rating"));
        }
        heard(200, Some(&sent.rating), None)
    }
}

/// One tab in the middle of sending, or idle.
#[derive(Default)]
struct Tab {
    sending: Option<Kept>,
    answer: Option<Answer>,
}

/// Two tabs without locks on one phone: taps, deliveries, lost and doubled requests, lost answers,
/// 5xx, a portal that says 200, and tabs killed at any step, in any order.
fn run(seed: u64) {
    let mut chance = Chance(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let mut phone: BTreeMap<String, Item> = BTreeMap::new();
    let mut endpoint = Endpoint::default();
    let mut tabs = [Tab::default(), Tab::default()];
    let (mut tapped, mut clock) = (Vec::new(), 1_000_i64);
    let kept = |phone: &BTreeMap<String, Item>| -> Vec<Kept> {
        phone
            .iter()
            .map(|(key, item)| Kept {
                key: key.clone(),
                item: item.clone(),
            })
            .collect()
    };
    for step in 0..120 {
        clock += i64::try_from(chance.below(3)).unwrap() - 1;
        let calm = step >= 80; // at last the network is back
        let tab = usize::try_from(chance.below(2)).unwrap();
        match chance.below(if calm { 4 } else { 10 }) {
            0 | 1 if tabs[tab].sending.is_none() => {
                tabs[tab].sending = next(&kept(&phone)).cloned()
            }
            2 => {
                if let Some(sent) = &tabs[tab].sending {
                    tabs[tab].answer = Some(endpoint.take(&sent.item));
                }
            }
            3 => {
                if let (Some(sent), Some(answer)) =
                    (tabs[tab].sending.take(), tabs[tab].answer.take())
                {
                    match judge(&sent.item, &answer) {
                        Verdict::Stored => drop(phone.remove(&sent.key)),
                        Verdict::Refused(code) => panic!("seed {seed}: refused with {code}"),
                        Verdict::Later => {}
                    }
                }
            }
            4 if tapped.len() < 6 => {
                let rating = format!("r{}", tapped.len());
                phone.insert(key(clock, &rating, &kept(&phone)), item(&rating, "POST"));
                tapped.push(rating);
            }
            5 if !tapped.is_empty() => {
                let rating = tapped[tapped.len() - 1].clone();
                let amendment = Item {
                    body: format!("a{step}"),
                    ..item(&rating, "PATCH")
                };
                phone.insert(key(clock, &amendment.body, &kept(&phone)), amendment);
            }
            6 => tabs[tab].answer = tabs[tab].sending.as_ref().map(|_| Answer::Lost),
            7 => {
                tabs[tab].answer = tabs[tab]
                    .sending
                    .as_ref()
                    .map(|_| heard(503, None, Some("busy")))
            }
            8 => tabs[tab].answer = tabs[tab].sending.as_ref().map(|_| heard(200, None, None)),
            9 => tabs[tab] = Tab::default(), // killed
            _ => {}
        }
        // Told "sent" (gone from the phone) means stored; everything else is still on the phone.
        for rating in &tapped {
            let waits = phone
                .values()
                .any(|item| &item.rating == rating && item.method == "POST");
            assert!(
                waits || endpoint.ratings.get(rating) == Some(&1),
                "seed {seed}: {rating} is lost"
            );
        }
    }
    while let Some(sent) = next(&kept(&phone)).cloned() {
        let answer = endpoint.take(&sent.item);
        assert_eq!(judge(&sent.item, &answer), Verdict::Stored, "seed {seed}");
        phone.remove(&sent.key);
    }
    assert_eq!(endpoint.ratings.len(), tapped.len(), "seed {seed}");
    assert!(
        endpoint
            .ratings
            .values()
            .chain(endpoint.amendments.values())
            .all(|times| *times == 1)
    );
}

#[test]
fn ok_ten_thousand_schedules_lose_nothing_and_double_nothing() {
    (1..=10_000).for_each(run);
}
