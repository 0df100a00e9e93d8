//! The app as a whole: its routes, and how it takes over the server's page.

use std::time::Duration;

use leptos::mount::mount_to;
use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::path;

use super::browser;
use super::hall::Hall;
use super::pages::{DutyPage, HomePage, NotFoundPage, WindowPage};
use super::sender::Sender;
use super::session::Session;
use crate::model::Shell;

/// What the server's page said, for the first page alone.
#[derive(Clone)]
pub struct FirstShell(pub Option<Shell>);

/// Mounts the app beside the server's page, which stays until the app's first page is complete.
pub fn start() {
    let Some(root) = browser::detached() else {
        return;
    };
    let shell: Option<Shell> = browser::shell_data().and_then(|data| browser::read_json(&data));
    let parent = root.clone();
    let handle = mount_to(parent, move || {
        let session = Session::new(shell.as_ref(), root);
        provide_context(session);
        provide_context(Sender::start(session));
        provide_context(FirstShell(shell));
        provide_context(Hall::new(session));
        set_interval(
            move || session.now.set(session.moment()),
            Duration::from_secs(20),
        );
        Effect::new(move |_| {
            let prefs = session.prefs.get();
            browser::mark_page(prefs.lang.tag(), prefs.elder);
        });
        view! {
            <Router>
                <FlatRoutes fallback=NotFoundPage>
                    <Route path=path!("/") view=HomePage/>
                    <Route path=path!("/duty") view=DutyPage/>
                    <Route path=path!("/w/:window") view=WindowPage/>
                </FlatRoutes>
            </Router>
        }
    });
    handle.forget();
}
