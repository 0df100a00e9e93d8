//! A panic ends the app: the citizen is told, and that nothing is lost.

use leptos::prelude::document;

/// From now on a panic shows `sentence`. The forms of the page still go their own way.
pub fn report_crashes(sentence: &'static str) {
    std::panic::set_hook(Box::new(move |info| {
        leptos::logging::error!("{info}");
        let document = document();
        let Ok(said) = document.create_element("p") else { return };
        said.set_class_name("wait");
        let _ = said.set_attribute("role", "alert");
        said.set_text_content(Some(sentence));
        if let Some(app) = document.get_element_by_id("app") {
            let _ = app.insert_before(&said, app.first_child().as_ref());
        }
    }));
}
