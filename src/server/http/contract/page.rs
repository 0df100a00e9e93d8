//! The contract to read: made of the same document, by the server, without scripts.

use maud::{Markup, html};
use serde_json::{Map, Value};

/// The order in which an address' methods are told.
const METHODS: [&str; 4] = ["get", "post", "patch", "delete"];

/// The page of a document.
pub(super) fn markup(document: &Value) -> Markup {
    let schemas = object(document, "/components/schemas");
    html! {
        h1.title #title tabindex="-1" { (text(document, "/info/title")) " API" small { (text(document, "/info/version")) } }
        p { (words(text(document, "/info/description"))) }
        p { a href="/api/v1/openapi.json" rel="external" { "openapi.json" } " · OpenAPI " (text(document, "/openapi")) }
        @for tag in array(document, "/tags") {
            h2.ask { (text(tag, "/description")) }
            @for (path, method, operation) in operations(document, text(tag, "/name")) {
                (told(path, method, operation))
            }
        }
        h2.ask { "Types" }
        @for (name, schema) in &schemas { (kind(name, schema)) }
    }
}

/// The operations of a tag: path, method, what it is.
fn operations<'a>(document: &'a Value, tag: &str) -> Vec<(&'a str, &'static str, &'a Value)> {
    let Some(paths) = document.get("paths").and_then(Value::as_object) else {
        return Vec::new();
    };
    let of_path = |(path, methods): (&'a String, &'a Value)| {
        METHODS.into_iter().filter_map(move |method| {
            let operation = methods.get(method)?;
            Some((path.as_str(), method, operation))
        })
    };
    let is_of = |operation: &Value| array(operation, "/tags").iter().any(|known| known == tag);
    let all = paths.iter().flat_map(of_path);
    all.filter(|(_, _, operation)| is_of(operation)).collect()
}

fn told(path: &str, method: &str, operation: &Value) -> Markup {
    html! {
        section.sheet {
            h3 id=(text(operation, "/operationId")) { code { (method.to_uppercase()) " " (path) } }
            p { (text(operation, "/summary")) }
            @if let Some(more) = operation.get("description").and_then(Value::as_str) { p { (words(more)) } }
            @let parameters = array(operation, "/parameters");
            @if !parameters.is_empty() {
                ul.plain {
                    @for parameter in parameters {
                        li {
                            code { (text(parameter, "/name")) }
                            " (" (text(parameter, "/in")) ", " (shape(&parameter["schema"])) ") "
                            (words(text(parameter, "/description")))
                        }
                    }
                }
            }
            @for (media, body) in object(operation, "/requestBody/content") {
                p { "Takes " code { (media) } ": " (shape(&body["schema"])) }
            }
            ul.plain {
                @for (status, response) in object(operation, "/responses") {
                    li { b { (status) } " " (answer(&response)) }
                }
            }
        }
    }
}

/// A response: what it means and what is in it.
fn answer(response: &Value) -> Markup {
    html! {
        (words(text(response, "/description")))
        @for (media, body) in object(response, "/content") {
            @if media == "application/json" { ": " (shape(&body["schema"])) }
        }
    }
}

/// A named type with its fields.
fn kind(name: &str, schema: &Value) -> Markup {
    let required = array(schema, "/required");
    html! {
        section.sheet id=(name) {
            h3 { code { (name) } }
            p { (words(text(schema, "/description"))) }
            @let fields = object(schema, "/properties");
            @if fields.is_empty() { p { (shape(schema)) } }
            ul.plain {
                @for (field, schema) in &fields {
                    li {
                        code { (field) }
                        @if required.iter().any(|name| name == field) { b { " *" } }
                        " " (shape(schema)) " "
                        (words(text(schema, "/description")))
                    }
                }
            }
        }
    }
}

/// A sentence whose code stands between backticks.
fn words(sentence: &str) -> Markup {
    html! {
        @for (at, part) in sentence.split('`').enumerate() {
            @if at % 2 == 1 { code { (part) } } @else { (part) }
        }
    }
}

/// What a value looks like: a link where it has a name, else a few words.
fn shape(schema: &Value) -> Markup {
    if let Some(name) = schema.get("$ref").and_then(Value::as_str) {
        let name = name.rsplit('/').next().unwrap_or_default();
        return html! { a href={ "#" (name) } { (name) } };
    }
    for one_of in ["oneOf", "anyOf", "allOf"] {
        let choices = array(schema, &format!("/{one_of}"));
        if !choices.is_empty() {
            return html! { @for (at, choice) in choices.iter().enumerate() { @if at > 0 { " | " } (shape(choice)) } };
        }
    }
    if let Some(items) = schema.get("items") {
        return html! { "[" (shape(items)) "]" };
    }
    let fields = object(schema, "/properties");
    if !fields.is_empty() {
        return html! { "{ " @for (name, schema) in &fields { (name) ": " (shape(schema)) " " } "}" };
    }
    let words = [
        "enum",
        "format",
        "pattern",
        "minLength",
        "maxLength",
        "minimum",
        "maximum",
    ];
    html! {
        (plain(&schema["type"]))
        @for word in words {
            @if let Some(value) = schema.get(word) { " · " (word) " " code { (plain(value)) } }
        }
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(values) => values.iter().map(plain).collect::<Vec<_>>().join(" | "),
        other => other.to_string(),
    }
}

fn text<'a>(value: &'a Value, pointer: &str) -> &'a str {
    value
        .pointer(pointer)
        .and_then(Value::as_str)
        .unwrap_or_default()
}

fn array<'a>(value: &'a Value, pointer: &str) -> &'a [Value] {
    let found = value.pointer(pointer).and_then(Value::as_array);
    found.map_or(&[], Vec::as_slice)
}

fn object(value: &Value, pointer: &str) -> Map<String, Value> {
    let found = value.pointer(pointer).and_then(Value::as_object);
    found.cloned().unwrap_or_default()
}
