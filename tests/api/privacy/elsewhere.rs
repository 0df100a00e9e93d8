//! No page and no file sends anybody to another site.

use std::path::Path;

use super::super::support::{TODAY, at, between, header, new_id, spawn_app};
use super::claims::{Proof, told};
use super::somebody::{answer, everything, pages};

#[tokio::test]
async fn ok_no_page_refers_to_another_site() {
    let app = spawn_app().await;
    told(&app, Proof::NoOtherSite).await;
    let store = &app.store;
    let code = everything(&app.address, async |code| {
        answer(store.as_ref(), code, at(TODAY, 10, 0)).await
    })
    .await;
    for page in pages(code, &new_id()) {
        for lang in ["zh", "en"] {
            let joint = if page.contains('?') { '&' } else { '?' };
            let path = format!("{page}{joint}lang={lang}");
            let response = app.get(&path).await;
            let policy = header(&response, "content-security-policy").to_owned();
            assert!(policy.starts_with("default-src 'none'"), "{path}: {policy}");
            for source in ["http:", "https:", "ws:", "wss:", "*"] {
                assert!(!policy.contains(source), "{path}: {policy}");
            }
            // A link is a request once it is touched, so these too.
            let text = nameless(&response.text().await.unwrap());
            for start in ["://", "=\"//", "=//", "url(//", "@import"] {
                assert!(
                    !text.contains(start),
                    "{path}: {:?}",
                    between(&text, start, ">")
                );
            }
        }
    }
    for folder in ["public", "style"] {
        nothing_but(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder));
    }
}

/// Without the namespaces that look like addresses: nobody asks there.
fn nameless(text: &str) -> String {
    let names = [
        "http://www.w3.org/2000/svg",
        "https://json-schema.org/draft/2020-12/schema",
    ];
    names
        .iter()
        .fold(text.to_owned(), |text, name| text.replace(name, ""))
}

/// No file of a folder names another site.
fn nothing_but(folder: &Path) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            nothing_but(&path);
            continue;
        }
        let bytes = std::fs::read(&path).unwrap();
        let text = nameless(&String::from_utf8_lossy(&bytes));
        assert!(!text.contains("://"), "{}", path.display());
    }
}
