//! The app as a whole: how it takes over the server's page, and what its pages share.

use std::time::Duration;

use leptos::mount::mount_to;
use leptos::prelude::*;
use leptos::web_sys::HtmlElement;
use leptos_router::location::{BrowserUrl, LocationProvider as _};

use super::browser;
use super::hall::Hall;
use super::pages::Placed;
use super::sender::Sender;
use super::session::Session;
use crate::model::Shell;

/// Milliseconds after which what the first page did not need is asked for.
const CALM: u32 = 3_000;

/// What every page is given; all of it lives as long as the app.
#[derive(Clone, Copy)]
pub struct App {
    /// How it is read, the time, what is kept on the phone.
    pub session: Session,
    /// Sends what is kept.
    pub sender: Sender,
    /// What is known of the centre.
    pub hall: Hall,
    /// Where the browser is, and goes. The router's own component and its routes cost 18 KB on the wire, for pages
    /// that `state::route` tells apart.
    pub location: Option<&'static BrowserUrl>,
    /// What the server's page said.
    pub shell: StoredValue<Option<Shell>>,
}

/// Mounts the app beside the server's page, which stays until the app's first page is complete. In steps, between
/// which the browser sees to whoever taps meanwhile: a browser compiles what runs for the first time, and on a
/// slow phone all at once kept a finger waiting for a third of a second.
pub fn start() {
    let Some(root) = browser::detached() else {
        return;
    };
    browser::after(0, move || {
        let shell: Option<Shell> = browser::shell_data().and_then(|data| browser::read_json(&data));
        browser::after(0, move || begin(root, shell));
    });
}

fn begin(root: HtmlElement, shell: Option<Shell>) {
    let parent = root.clone();
    // Nothing is seen of it yet; all that the app has lives as long as this.
    let all = mount_to(parent.clone(), move || {
        let session = Session::new(shell.as_ref(), root);
        set_interval(
            move || session.now.set(session.moment()),
            Duration::from_secs(20),
        );
        let owner = Owner::current().unwrap_or_default();
        browser::after(0, move || {
            let app = owner.with(|| share(session, shell));
            browser::after(0, move || {
                owner.with(|| mount_to(parent, move || view! { <Placed app/> }).forget());
            });
        });
    });
    all.forget();
}

fn share(session: Session, shell: Option<Shell>) -> App {
    let hall = Hall::new(session);
    // Whatever page is first: the next visit finds the hall on the phone.
    browser::after(CALM, move || {
        hall.want_centre();
        hall.want_shifts();
    });
    let sender = Sender::start(session);
    let location = BrowserUrl::new().ok();
    let location = location.map(|location| &*Box::leak(Box::new(location)));
    App {
        session,
        sender,
        hall,
        location,
        shell: StoredValue::new(shell),
    }
}
