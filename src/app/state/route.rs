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
            (Some("duty"), None, _) => Self::Duty,
            (Some("suggest"), None, _) => Self::Suggest,
            (Some("s"), Some(code), None) => Self::Follow(code.to_owned()),
            (Some("near"), None, _) => Self::Near,
            (Some("results"), None, _) => Self::Results,
            (Some("privacy"), None, _) => Self::Privacy,
            _ => Self::Unknown,
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
            ("/w", Route::Unknown),
            ("/w/07/more", Route::Unknown),
            ("/nowhere", Route::Unknown),
        ] {
            assert_eq!(Route::at(path), route, "{path}");
        }
    }
}
