use super::*;
use crate::server::guides::built_in;

fn page(guide: &Guide, lang: Lang, present: bool) -> GuidePage<'_> {
    let prefs = Prefs { lang, elder: false };
    let today = Day::parse("2026-11-24").unwrap();
    GuidePage {
        prefs,
        guide,
        today,
        present,
        ids: &[],
        said: false,
    }
}

#[test]
fn ok_every_guide_has_its_parts_in_both_languages() {
    for guide in built_in() {
        for lang in Lang::ALL {
            let sections = sections(page(&guide, lang, false));
            assert_eq!(sections.len(), guide.steps.len() + 2, "{}", guide.id);
            for section in &sections {
                let html = section.markup.clone().into_string();
                assert_eq!(
                    html.matches("id=\"title\"").count(),
                    1,
                    "{}/{}",
                    guide.id,
                    section.id
                );
                assert!(!section.title.is_empty());
            }
        }
    }
}

#[test]
fn ok_what_is_not_certain_says_so_at_its_place() {
    for guide in built_in().iter().filter(|guide| guide.has_unverified()) {
        let html: String = sections(page(guide, Lang::Zh, false))
            .iter()
            .map(|section| section.markup.clone().into_string())
            .collect();
        assert!(html.contains("未核实"), "{}", guide.id);
    }
}

#[test]
fn ok_an_ended_guide_is_greyed_and_says_so() {
    let guide = built_in()
        .into_iter()
        .find(|guide| guide.expires.is_some())
        .unwrap();
    let html = sections(page(&guide, Lang::Zh, false))[0]
        .markup
        .clone()
        .into_string();
    assert!(
        html.contains("guide--ended") && html.contains("已到期"),
        "{html}"
    );
}

#[test]
fn ok_the_tablet_stays_on_the_tablet() {
    let guide = &built_in()[0];
    let html = sections(page(guide, Lang::En, true))[1]
        .markup
        .clone()
        .into_string();
    assert!(
        html.contains("/guides/vat-credit-refund/application?present=1&amp;lang=en"),
        "{html}"
    );
}

#[test]
fn ok_a_step_is_said_to_be_unclear_without_scripts_too() {
    let guide = &built_in()[0];
    let ids = [1, 2].map(|n| UnclearId::from_bytes([n; 16]));
    let html = |said| {
        let page = GuidePage {
            ids: &ids,
            said,
            ..page(guide, Lang::En, true)
        };
        sections(page)[2].markup.clone().into_string()
    };
    let asks = html(false);
    let action =
        "action=\"/api/v1/guides/vat-credit-refund/application/unclear?present=1&amp;lang=en\"";
    assert!(
        asks.contains(action) && asks.contains(&format!("value=\"{}\"", ids[1])),
        "{asks}"
    );
    let form = |html: &str| {
        let form = html.split("<form ").nth(1).unwrap();
        form.split('>').next().unwrap().ends_with(" hidden")
    };
    let thanks = |html: &str| html.contains("data-live=\"unclear\"><p");
    assert!(!form(&asks) && !thanks(&asks));
    let told = html(true);
    assert!(form(&told) && thanks(&told), "{told}");
}
