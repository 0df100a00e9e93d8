//! A contact is for whoever answers, and gone some days after the case is closed.

use zuoban::model::{Contact, Kind, Moment, SuggestionId, SuggestionText, TrackingCode};
use zuoban::server::command::DataFolder;
use zuoban::server::http::system_time;
use zuoban::server::rules::Rules;
use zuoban::server::store::suggestions::{NewSuggestion, SuggestionStore};
use zuoban::text::Lang;

use super::super::database::{Database, data};
use super::super::server::Server;
use super::super::support::{TODAY, at, new_id, spawn_app};
use super::claims::{Proof, told};
use super::somebody::{answer, everything, pages};

#[tokio::test]
async fn ok_the_contact_is_on_no_page_and_in_no_answer() {
    let app = spawn_app().await;
    told(&app, Proof::Contact).await;
    let store = &app.store;
    let code = everything(&app.address, async |code| {
        answer(store.as_ref(), code, at(TODAY, 10, 0)).await
    })
    .await;
    assert!(app.store.contact(code).await.unwrap().is_some());
    for page in pages(code, &new_id()) {
        assert!(!app.page(&page).await.contains("spokencontact"), "{page}");
    }
}

/// A case of so many days ago, with a contact, put into the store before the server starts.
async fn closed(store: &dyn SuggestionStore, number: u8, days: i64, contact: &str) -> TrackingCode {
    let now = system_time();
    let code = TrackingCode::from_random(&[number; 8]).unwrap();
    let new = NewSuggestion {
        id: SuggestionId::from_bytes([number; 16]),
        code,
        kind: Kind::Help,
        text: SuggestionText::parse("字太小").unwrap(),
        contact: Some(Contact::parse(contact).unwrap()),
        window: None,
        written_at: now,
        received_at: now,
        deadline: now.day(),
    };
    store.create_suggestion(new).await.unwrap();
    // A minute over the day, or short of it: no test takes that long.
    answer(store, code, Moment(now.0 - days * 86_400_000 - 60_000)).await;
    code
}

#[tokio::test]
async fn ok_a_contact_is_gone_so_many_days_after_its_case_is_closed_as_the_page_says() {
    let app = spawn_app().await;
    let days = Rules::usual().unwrap().contact_days;
    for lang in [Lang::Zh, Lang::En] {
        let page = app.page(&format!("/privacy?lang={}", lang.code())).await;
        assert!(page.contains(&(lang.privacy_texts().contact_days)(days)));
    }
    let folder = tempfile::tempdir().unwrap();
    let store = DataFolder::open(data(folder.path()))
        .unwrap()
        .store()
        .unwrap();
    let due = closed(store.as_ref(), 1, days, "UnmistakableOld").await;
    let not_yet = closed(store.as_ref(), 2, days - 1, "UnmistakableNew").await;
    let _server = Server::start(folder.path());
    let database = Database::of(folder.path());
    for _ in 0..200 {
        if store.contact(due).await.unwrap().is_none() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    assert!(store.contact(due).await.unwrap().is_none());
    assert!(store.contact(not_yet).await.unwrap().is_some());
    assert_eq!(store.suggestion(due).await.unwrap().unwrap().text, "字太小");
    for _ in 0..200 {
        // Overwritten in the log first, then the log is emptied.
        if !database.holds("UnmistakableOld") {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    assert!(!database.holds("UnmistakableOld"));
    assert!(database.holds("UnmistakableNew"));
}
