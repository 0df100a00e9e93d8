//! Every text of a guide with the path of its field, as `steps[0].picture.rows[1].label`.

use super::{Guide, GuideStep, Picture, Way};
use crate::model::Name;

/// Shows every text, in the order of the screen.
pub(super) fn each<'a>(guide: &'a Guide, show: &mut dyn FnMut(&str, &'a Name)) {
    for (field, name) in [
        ("title", &guide.title),
        ("short", &guide.short),
        ("answer", &guide.answer),
        ("who", &guide.who),
    ] {
        show(field, name);
    }
    list("facts", &guide.facts, show);
    for (at, said) in guide.conditions.iter().enumerate() {
        let path = format!("conditions[{at}]");
        show(&format!("{path}.text"), &said.text);
        maybe(&path, "unverified", said.unverified.as_ref(), show);
    }
    for (at, thing) in guide.bring.iter().enumerate() {
        let path = format!("bring[{at}]");
        show(&format!("{path}.text"), &thing.text);
        maybe(&path, "note", thing.note.as_ref(), show);
        maybe(&path, "unverified", thing.unverified.as_ref(), show);
    }
    for (at, step) in guide.steps.iter().enumerate() {
        of_step(&format!("steps[{at}]"), step, show);
    }
    for (at, place) in guide.places.iter().enumerate() {
        let path = format!("where[{at}]");
        show(&format!("{path}.name"), &place.name);
        maybe(&path, "note", place.note.as_ref(), show);
        maybe(&path, "unverified", place.unverified.as_ref(), show);
    }
    for (path, said) in [("time", &guide.time), ("fee", &guide.fee)] {
        show(&format!("{path}.text"), &said.text);
        maybe(path, "unverified", said.unverified.as_ref(), show);
    }
    for (at, basis) in guide.basis.iter().enumerate() {
        let path = format!("basis[{at}]");
        show(&format!("{path}.title"), &basis.title);
        maybe(&path, "number", basis.number.as_ref(), show);
        maybe(&path, "unverified", basis.unverified.as_ref(), show);
    }
    if let Some(why) = &guide.effective_unverified {
        show("effective_unverified", why);
    }
    if let Some(flow) = &guide.flow {
        of_way("flow.before", &flow.before, show);
        of_way("flow.after", &flow.after, show);
        maybe("flow", "note", flow.note.as_ref(), show);
        maybe("flow", "unverified", flow.unverified.as_ref(), show);
    }
    for (at, term) in guide.terms.iter().enumerate() {
        show(&format!("terms[{at}].term"), &term.term);
        show(&format!("terms[{at}].meaning"), &term.meaning);
    }
}

fn of_step<'a>(path: &str, step: &'a GuideStep, show: &mut dyn FnMut(&str, &'a Name)) {
    show(&format!("{path}.title"), &step.title);
    show(&format!("{path}.text"), &step.text);
    for (at, point) in step.points.iter().enumerate() {
        show(&format!("{path}.points[{at}].text"), &point.text);
    }
    match &step.picture {
        Some(Picture::Screen { title, rows }) => {
            show(&format!("{path}.picture.title"), title);
            for (at, row) in rows.iter().enumerate() {
                let path = format!("{path}.picture.rows[{at}]");
                show(&format!("{path}.label"), &row.label);
                maybe(&path, "value", row.value.as_ref(), show);
            }
        }
        Some(Picture::Path { nodes }) => {
            for (at, node) in nodes.iter().enumerate() {
                show(&format!("{path}.picture.nodes[{at}].label"), &node.label);
            }
        }
        Some(Picture::Svg { alt, .. }) => show(&format!("{path}.picture.alt"), alt),
        None => {}
    }
    list(&format!("{path}.tips"), &step.tips, show);
    list(&format!("{path}.mistakes"), &step.mistakes, show);
    maybe(path, "unverified", step.unverified.as_ref(), show);
}

fn of_way<'a>(path: &str, way: &'a Way, show: &mut dyn FnMut(&str, &'a Name)) {
    show(&format!("{path}.label"), &way.label);
    list(&format!("{path}.steps"), &way.steps, show);
    show(&format!("{path}.time"), &way.time);
}

fn list<'a>(path: &str, names: &'a [Name], show: &mut dyn FnMut(&str, &'a Name)) {
    for (at, name) in names.iter().enumerate() {
        show(&format!("{path}[{at}]"), name);
    }
}

fn maybe<'a>(
    path: &str,
    field: &str,
    name: Option<&'a Name>,
    show: &mut dyn FnMut(&str, &'a Name),
) {
    if let Some(name) = name {
        show(&format!("{path}.{field}"), name);
    }
}
