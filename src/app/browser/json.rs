//! JSON, parsed by the browser.

use js_sys::{Array, JSON, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use crate::model::{Json, Read};

/// Reads a text as JSON of the given type; `None` where it is not that.
#[must_use]
pub fn read_json<T: Read>(text: &str) -> Option<T> {
    T::read(&Parsed(JSON::parse(text).ok()?))
}

struct Parsed(JsValue);

impl Json for Parsed {
    fn field(&self, name: &str) -> Option<Self> {
        let value = Reflect::get(&self.0, &JsValue::from_str(name)).ok()?;
        (!value.is_undefined() && !value.is_null()).then_some(Self(value))
    }

    fn text(&self) -> Option<String> {
        self.0.as_string()
    }

    #[expect(
        clippy::cast_possible_truncation,
        reason = "only numbers that are whole and below 2^53"
    )]
    fn whole(&self) -> Option<i64> {
        let number = self.0.as_f64()?;
        js_sys::Number::is_safe_integer(&self.0).then_some(number as i64)
    }

    fn truth(&self) -> Option<bool> {
        self.0.as_bool()
    }

    fn items(&self) -> Option<Vec<Self>> {
        let array: &Array = self.0.dyn_ref()?;
        Some(array.iter().map(Self).collect())
    }
}
