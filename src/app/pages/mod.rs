//! One file a page: what is loaded, what a tap does. How it looks is `view`'s.

mod duty;
mod fetched;
mod finder;
mod follow;
mod guide;
mod guides;
mod home;
mod near;
mod placed;
mod privacy;
mod suggest;
mod window;

use std::rc::Rc;

use maud::Markup;

use super::browser::Act;
use super::root::App;
use super::state::route::Route;
use crate::view::{FinderNotice, Live, Prefs, Tab, loading};

pub use placed::Placed;

/// A page without its frame.
pub struct Page {
    /// What the document is called, without the app's name.
    pub title: String,
    /// The centre's name in the language read; empty while unknown.
    pub centre: String,
    /// Whether the centre is the invented demo.
    pub demo: bool,
    /// Where it stands in the bar at the foot.
    pub tab: Option<Tab>,
    /// Path and query without preferences.
    pub here: String,
    /// What is in it.
    pub markup: Markup,
    /// Whether it is worth replacing the server's page, which says more than "opening…".
    pub complete: bool,
    /// Whether it says that nothing came: worth more than the empty page for visits without a network.
    pub failed: bool,
}

impl Page {
    /// A page whose data is on its way, or did not come.
    fn opening(prefs: Prefs, failed: bool, tab: impl Into<Option<Tab>>) -> Self {
        Self {
            title: prefs.texts().app_name.to_owned(),
            centre: String::new(),
            demo: false,
            tab: tab.into(),
            here: "/".to_owned(),
            markup: loading(prefs, failed),
            complete: false,
            failed,
        }
    }
}

/// What each page does. Its signals end with it.
pub trait Shows {
    /// What it shows; made anew when a signal that this reads changes.
    fn page(&self, prefs: Prefs) -> Page;

    /// What changes in it without making it anew.
    fn live(&self, _prefs: Prefs) -> Live {
        Live::new()
    }

    /// What a tap, a form sent or a change does; `true` where that was all.
    fn act(&self, _act: &Act) -> bool {
        false
    }

    /// It stands in the document, made anew: now it can be measured.
    fn drawn(&self) {}

    /// The thing it is about, which is not in the banner.
    fn about(&self) -> String {
        String::new()
    }

    /// The address' query changed, or the page is about to be shown for the first time.
    fn arrive(&self) {}
}

/// The page at an address.
fn open(route: &Route, app: App) -> Rc<dyn Shows> {
    let fetched = |path: &str, tab| -> Rc<dyn Shows> {
        Rc::new(fetched::FetchedPage::new(app, path.to_owned(), tab))
    };
    match route {
        Route::Home => Rc::new(home::HomePage::new(app)),
        Route::Duty => Rc::new(duty::DutyPage::new(app)),
        Route::Results => fetched("/results", None),
        Route::Guides => Rc::new(guides::GuidesPage::new(app)),
        Route::Staff => fetched("/guides/present", Some(Tab::Guides)),
        Route::Guide(guide, part) => Rc::new(guide::GuidePage::new(app, guide, part)),
        Route::Near => Rc::new(near::NearPage::new(app)),
        Route::Privacy => Rc::new(privacy::PrivacyPage::new(app)),
        Route::Suggest => Rc::new(suggest::SuggestPage::new(app)),
        Route::Follow(code) => Rc::new(follow::FollowPage::new(app, code)),
        Route::Window(window) => Rc::new(window::WindowPage::new(app, window)),
        Route::Unknown => Rc::new(finder::FinderPage::new(app, FinderNotice::NotFound)),
    }
}
