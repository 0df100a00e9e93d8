//! What hangs at a window: a sticker and an A4 sheet with its code. Makes text, writes no file.
//!
//! They print what the rules of rating allow (国办发〔2019〕51号): that it is free, anonymous and short,
//! and nothing that leans towards an answer.

mod address;
mod fit;
mod seal;
mod sheet;
mod sticker;

use crate::model::{Centre, Name, Unit, Window, WindowId};

pub use crate::view::code::{Code, TooLong};
pub use address::{BadBaseUrl, BaseUrl};
pub use sheet::sheets;
pub use sticker::sticker;

/// Everything that is printed for one window.
pub struct Poster<'a> {
    /// The centre's name.
    centre: &'a Name,
    /// Whether it is the invented demo centre, which the paper says too.
    demo: bool,
    unit: &'a Unit,
    window: &'a Window,
    base: &'a BaseUrl,
    code: Code,
}

impl<'a> Poster<'a> {
    /// The poster of a window whose code carries `signature`.
    ///
    /// # Errors
    /// Where the address does not fit into a code.
    pub fn new(
        centre: &'a Centre,
        unit: &'a Unit,
        window: &'a Window,
        base: &'a BaseUrl,
        signature: &str,
    ) -> Result<Self, TooLong> {
        let code = Code::new(&base.signed(&window.id, signature))?;
        Ok(Self {
            centre: &centre.name,
            demo: centre.demo,
            unit,
            window,
            base,
            code,
        })
    }

    /// The window it is for.
    #[must_use]
    pub fn window(&self) -> &WindowId {
        &self.window.id
    }

    /// What is printed for typing by hand.
    fn typed(&self) -> String {
        self.base.typed(&self.window.id)
    }

    /// What every page of the centre begins with.
    fn beginning(&self) -> String {
        format!("{}/", self.base.printed())
    }
}

#[cfg(test)]
mod tests;
