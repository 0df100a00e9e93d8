//! Reading guides without serde on the phone: see [`Read`].

use super::{
    Basis, Bring, Flow, Guide, GuideStep, Node, Picture, Place, PlaceKind, Point, Row, Said, Slug,
    Term, Way,
};
use crate::model::{Json, PracticeKind, Read};
use crate::read_struct;

read_struct! {
    Said { text, unverified }
    Bring { id, text, note, unverified }
    GuideStep { id, title, text, points, picture, tips, mistakes, practice, unverified }
    Point { id, text }
    Row { label, value, spot }
    Node { label, spot }
    Place { kind, name, windows, note, unverified }
    Basis { title, number, unverified }
    Flow { before, after, note, unverified }
    Way { label, steps, time }
    Term { term, meaning }
}

impl Read for Slug {
    fn read<J: Json>(json: &J) -> Option<Self> {
        Self::parse(&json.text()?).ok()
    }
}

impl Read for PlaceKind {
    fn read<J: Json>(json: &J) -> Option<Self> {
        Self::try_from(json.text()?).ok()
    }
}

impl Read for PracticeKind {
    fn read<J: Json>(json: &J) -> Option<Self> {
        Self::try_from(json.text()?).ok()
    }
}

impl Read for Picture {
    fn read<J: Json>(json: &J) -> Option<Self> {
        Some(match json.field("kind")?.text()?.as_str() {
            "screen" => Self::Screen {
                title: Read::read_field(json, "title")?,
                rows: Read::read_field(json, "rows")?,
            },
            "path" => Self::Path {
                nodes: Read::read_field(json, "nodes")?,
            },
            "svg" => Self::Svg {
                svg: Read::read_field(json, "svg")?,
                alt: Read::read_field(json, "alt")?,
            },
            _ => return None,
        })
    }
}

impl Read for Guide {
    fn read<J: Json>(json: &J) -> Option<Self> {
        Some(Self {
            id: Read::read_field(json, "id")?,
            title: Read::read_field(json, "title")?,
            short: Read::read_field(json, "short")?,
            answer: Read::read_field(json, "answer")?,
            who: Read::read_field(json, "who")?,
            keywords: Read::read_field(json, "keywords")?,
            sample: Read::read_field(json, "sample")?,
            facts: Read::read_field(json, "facts")?,
            conditions: Read::read_field(json, "conditions")?,
            bring: Read::read_field(json, "bring")?,
            steps: Read::read_field(json, "steps")?,
            // `where` is a word of the language.
            places: Read::read_field(json, "where")?,
            time: Read::read_field(json, "time")?,
            fee: Read::read_field(json, "fee")?,
            basis: Read::read_field(json, "basis")?,
            effective: Read::read_field(json, "effective")?,
            effective_unverified: Read::read_field(json, "effective_unverified")?,
            checked: Read::read_field(json, "checked")?,
            expires: Read::read_field(json, "expires")?,
            flow: Read::read_field(json, "flow")?,
            terms: Read::read_field(json, "terms")?,
            unit: Read::read_field(json, "unit")?,
            help: Read::read_field(json, "help")?,
        })
    }
}
