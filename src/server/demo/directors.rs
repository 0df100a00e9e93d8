//! The demo's directors: counted by the old cycle of stems and branches, so that nobody can be taken for a person.

use crate::model::{Name, Unit};

const STEMS: [char; 10] = ['甲', '乙', '丙', '丁', '戊', '己', '庚', '辛', '壬', '癸'];
const BRANCHES: [char; 12] = [
    '子', '丑', '寅', '卯', '辰', '巳', '午', '未', '申', '酉', '戌', '亥',
];
const LETTERS: &[u8; 26] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// What the head of such a unit is called, by the end of the unit's name; a bureau's (局长) where none fits.
const HEADS: [(&str, &str, &str); 5] = [
    ("中心", "主任", "Director"),
    ("办公室", "主任", "Director"),
    ("公司", "经理", "Manager"),
    ("联合会", "理事长", "President"),
    ("大队", "大队长", "Chief"),
];

/// One who sits: the name and the office.
#[derive(Clone)]
pub(super) struct Director {
    pub(super) name: Name,
    pub(super) office: Name,
}

/// The two of a unit who take turns. Of every third unit, the tax bureau first, the deputy comes first.
pub(super) fn of(unit: &Unit, place: usize, units: usize) -> [Director; 2] {
    let (zh, en) = HEADS
        .iter()
        .find(|(end, ..)| unit.name.zh.ends_with(end))
        .map_or(("局长", "Director"), |(_, zh, en)| (zh, en));
    let head = Name::new(zh, en);
    let deputy = Name::new(&format!("副{zh}"), &format!("Deputy {en}"));
    let offices = if place.is_multiple_of(3) {
        [deputy, head]
    } else {
        [head, deputy]
    };
    let mut numbers = [place, units + place].into_iter();
    offices.map(|office| Director {
        name: name(numbers.next().unwrap_or(place)),
        office,
    })
}

/// 示例甲, 示例乙, … the twelve branches, then the pairs of both: 示例甲子, 示例乙丑. Twice the same after 82.
fn name(number: usize) -> Name {
    let (stems, singles) = (STEMS.len(), STEMS.len() + BRANCHES.len());
    let zh = if number < stems {
        format!("示例{}", STEMS[number])
    } else if number < singles {
        format!("示例{}", BRANCHES[number - stems])
    } else {
        let pair = number - singles;
        format!(
            "示例{}{}",
            STEMS[pair % stems],
            BRANCHES[pair % BRANCHES.len()]
        )
    };
    let letter = |index: usize| char::from(LETTERS[index % LETTERS.len()]);
    let en = match number.checked_sub(LETTERS.len()) {
        None => format!("Sample {}", letter(number)),
        Some(rest) => format!("Sample {}{}", letter(rest / LETTERS.len()), letter(rest)),
    };
    Name { zh, en }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::server::demo::centre;

    #[test]
    fn ok_seventy_directors_with_seventy_names_that_say_they_are_samples() {
        let names: Vec<_> = (0..70).map(name).collect();
        assert_eq!(
            names
                .iter()
                .map(|name| &name.zh)
                .collect::<BTreeSet<_>>()
                .len(),
            70
        );
        assert_eq!(
            names
                .iter()
                .map(|name| &name.en)
                .collect::<BTreeSet<_>>()
                .len(),
            70
        );
        assert!(
            names
                .iter()
                .all(|name| name.zh.starts_with("示例") && name.en.starts_with("Sample "))
        );
        let some =
            [0, 9, 10, 22, 26].map(|number| (names[number].zh.as_str(), names[number].en.as_str()));
        let wanted = [
            "示例甲 A",
            "示例癸 J",
            "示例子 K",
            "示例甲子 W",
            "示例戊辰 AA",
        ];
        assert_eq!(some.map(|(zh, en)| format!("{zh} {}", &en[7..])), wanted);
    }

    #[test]
    fn ok_offices_fit_the_unit() {
        let units = centre().units;
        let first = |id: &str| {
            let place = units.iter().position(|unit| unit.id == id).unwrap();
            let [first, _] = of(&units[place], place, units.len());
            format!("{} {}", first.name.zh, first.office.zh)
        };
        assert_eq!(first("tax"), "示例甲 副局长");
        assert_eq!(first("hr"), "示例乙 局长");
        assert_eq!(first("medical"), "示例丙 局长");
        assert_eq!(first("housing"), "示例丁 副局长");
        assert_eq!(first("fund"), "示例戊 主任");
    }
}
