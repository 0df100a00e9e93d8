//! The pages there are and their addresses: the only place where the app reads a path.

/// A page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// `/`
    Home,
    /// `/w/{window}`
    Window(String),
    /// `/duty`
    Duty,
    /// `/suggest`
    Suggest,
    /// `/s/{code}`
    Follow(String),
    /// `/near`
    Near,
    /// `/results`
    Results,
    /// `/guides`
    Guides,
    /// `/guides/present`
    Staff,
    /// `/guides/{guide}` and `/guides/{guide}/{part}`; the part is blank for the overview.
    Guide(String, String),
    /// `/privacy`
    Privacy,
    /// Any other address.
    Unknown,
}

impl Route {
    /// The page at a path.
    #[must_use]
    pub fn at(path: &str) -> Self {
        let mut parts = path.split('/').filter(|part| !part.is_empty());
        match (parts.next(), parts.next(), parts.next()) {
            (None, ..) => Self::Home,
            (Some("w"), Some(window), None) => Self::Window(window.to_owned()),
            (Some("guides"), None, _) => Self::Guides,
            (Some("guides"), Some("present"), None) => Self::Staff,
            (Some("guides"), Some(guide), part) if parts.next().is_none() => {
                Self::Guide(guide.to_owned(), part.unwrap_or_default().to_owned())
            }
            (Some("duty"), None, _) => Self::Duty,
            (Some("suggest"), None, _) => Self::Suggest,
            (Some("s"), Some(code), None) => Self::Follow(code.to_owned()),
            (Some("near"), None, _) => Self::Near,
            (Some("results"), None, _) => Self::Results,
            (Some("privacy"), None, _) => Self::Privacy,
            _ => Self::Unknown,
        }
    }

    /// Whether another address is shown by the same page: of a guide, every part is there already.
    #[must_use]
    pub fn is_same_page(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Guide(guide, _), Self::Guide(other, _)) => guide == other,
            _ => self == other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_every_page_has_its_address() {
        let window = |id: &str| Route::Window(id.to_owned());
        for (path, route) in [
            ("/", Route::Home),
            ("", Route::Home),
            ("/w/07", window("07")),
            ("/w/07/", window("07")),
            ("/duty", Route::Duty),
            ("/suggest", Route::Suggest),
            ("/s/K7M4-9TQX-R", Route::Follow("K7M4-9TQX-R".to_owned())),
            ("/near", Route::Near),
            ("/results", Route::Results),
            ("/privacy", Route::Privacy),
            ("/guides", Route::Guides),
            ("/guides/present", Route::Staff),
            ("/guides/a", Route::Guide("a".to_owned(), String::new())),
            ("/guides/a/b", Route::Guide("a".to_owned(), "b".to_owned())),
            ("/guides/a/b/c", Route::Unknown),
            ("/w", Route::Unknown),
            ("/w/07/more", Route::Unknown),
            ("/nowhere", Route::Unknown),
        ] {
            assert_eq!(Route::at(path), route, "{path}");
        }
    }
}
