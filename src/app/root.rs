//! The app as a whole: how it takes over the server's page, and what its pages share.

use std::time::Duration;

use leptos::mount::mount_to;
use leptos::prelude::*;

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
    /// What the server's page said.
    pub shell: StoredValue<Option<Shell>>,
}

/// Mounts the app beside the server's page, which stays until the app's first page is complete.
pub fn start() {
    let Some(root) = browser::detached() else {
        return;
    };
    let shell: Option<Shell> = browser::shell_data().and_then(|data| browser::read_json(&data));
    let parent = root.clone();
    let handle = mount_to(parent, move || {
        let session = Session::new(shell.as_ref(), root);
        let hall = Hall::new(session);
        // Whatever page is first: the next visit finds the hall on the phone.
        browser::after(CALM, move || {
            hall.want_centre();
            hall.want_shifts();
        });
        provide_context(App {
            session,
            sender: Sender::start(session),
            hall,
            shell: StoredValue::new(shell),
        });
        set_interval(
            move || session.now.set(session.moment()),
            Duration::from_secs(20),
        );
        view! { <Placed/> }
    });
    handle.forget();
}
