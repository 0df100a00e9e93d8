//! What one page is made of: written into the server's page for the app, and answered to the app by the endpoint.

use serde::{Deserialize, Serialize};

use super::{Day, Moment, Name, RatingId, Shift, Window};

/// Everything `/w/{window}` shows, but the form's id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(utoipa::ToSchema))]
pub struct WindowPage {
    /// The centre's name.
    pub centre: Name,
    /// Whether the centre is the invented demo.
    pub demo: bool,
    /// As people call the unit: 税务.
    pub unit: Name,
    /// The window.
    pub window: Window,
    /// Its shifts from today on, two weeks ahead, by day and time.
    pub shifts: Vec<Shift>,
    /// The last day on which today's visit may be rated: five working days on (鲁政办发〔2020〕10号).
    pub later_until: Day,
}

/// What the server's page of a window tells the app that takes it over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shell {
    /// The page, where it is a window's.
    pub page: Option<WindowPage>,
    /// The server's time when it made the page: the phone's clock may be wrong.
    pub now: Moment,
    /// The id in the form, or the rating that the page is about.
    pub id: RatingId,
    /// When the rating the page is about was tapped, if it is stored; else the page asks.
    pub rated_at: Option<Moment>,
}

/// A page that the server makes whole and the app fetches.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// What the document is called, without the app's name.
    pub title: String,
    /// The centre's name in the language asked for.
    pub centre: String,
    /// Whether the centre is the invented demo.
    pub demo: bool,
    /// Path and query without preferences.
    pub here: String,
    /// What is in it: HTML.
    pub html: String,
}

/// The mark before a part of a page that the app shows by itself: its name and what the document is called then.
#[must_use]
pub fn part_mark(id: &str, title: &str) -> String {
    // A comment ends at "--"; neither names nor titles need two hyphens.
    let title = title.replace("--", "–");
    format!("{MARK}{id}|{title}-->")
}

/// The title and the HTML of the part called `id`.
#[must_use]
pub fn part_of<'a>(html: &'a str, id: &str) -> Option<(&'a str, &'a str)> {
    html.split(MARK).skip(1).find_map(|part| {
        let (head, html) = part.split_once("-->")?;
        let (name, title) = head.split_once('|')?;
        (name == id).then_some((title, html))
    })
}

const MARK: &str = "<!--part:";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_parts_are_found_by_their_marks() {
        let html = format!(
            "{}<p>one</p>{}<p>two</p>",
            part_mark("", "Whole -- all"),
            part_mark("first", "Step 1")
        );
        assert_eq!(part_of(&html, ""), Some(("Whole – all", "<p>one</p>")));
        assert_eq!(part_of(&html, "first"), Some(("Step 1", "<p>two</p>")));
        assert_eq!(part_of(&html, "second"), None);
    }
}
