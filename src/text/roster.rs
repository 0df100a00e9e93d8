//! The sentences of `/duty`.

use crate::model::Minute;

/// The sentences of `/duty` in one language.
pub struct RosterTexts {
    /// Heading.
    pub heading: &'static str,
    /// Under it.
    pub note: &'static str,
    /// Label of the field for a matter.
    pub matter: &'static str,
    /// What may be typed into it.
    pub matter_example: &'static str,
    /// Label of the choice of a unit.
    pub unit: &'static str,
    /// Its first choice.
    pub all_units: &'static str,
    /// The button of the form.
    pub find: &'static str,
    /// Name of the row of days.
    pub days: &'static str,
    /// The link to all days of a week.
    pub whole_week: &'static str,
    /// The link to the week that runs.
    pub this_week: &'static str,
    /// The link to the week after.
    pub next_week: &'static str,
    /// The link that takes the filter away.
    pub clear: &'static str,
    /// Pill: on duty now.
    pub here: &'static str,
    /// Pill: comes today at.
    pub later: fn(from: Minute) -> String,
    /// Pill: on another day.
    pub coming: &'static str,
    /// Pill: over.
    pub over: &'static str,
    /// Pill: moved to a day.
    pub moved: fn(day: &str) -> String,
    /// Pill: cancelled.
    pub cancelled: &'static str,
    /// Window and time.
    pub where_when: fn(window: &str, from: Minute, to: Minute) -> String,
    /// The sitting was to be then.
    pub was_to_be: fn(window: &str, from: Minute, to: Minute) -> String,
    /// The director's own unit differs from the window's.
    pub at_window_of: fn(unit: &str) -> String,
    /// Somebody sits in another's stead.
    pub instead_of: fn(name: &str) -> String,
    /// A matter and where it is done.
    pub done_at: fn(matter: &str, unit: &str, window: &str) -> String,
    /// Nothing on that day.
    pub none_that_day: &'static str,
    /// Nothing in what is published.
    pub none_published: &'static str,
    /// Nothing fits what was typed.
    pub nothing_fits: fn(typed: &str) -> String,
    /// Add to the calendar.
    pub calendar: &'static str,
    /// Share.
    pub share: &'static str,
    /// The address was copied.
    pub copied: &'static str,
    /// The address could not be copied.
    pub not_copied: &'static str,
    /// The data is of that moment.
    pub as_of: fn(moment: &str) -> String,
}

pub(super) static ZH: RosterTexts = RosterTexts {
    heading: "谁在坐班",
    note: "调整和取消的也留在表上",
    matter: "想办什么事？",
    matter_example: "例如：工伤认定",
    unit: "单位",
    all_units: "全部单位",
    find: "查",
    days: "哪一天",
    whole_week: "看整周",
    this_week: "本周",
    next_week: "下周",
    clear: "看全部",
    here: "在岗",
    later: |from| format!("{from} 到岗"),
    coming: "已排定",
    over: "已结束",
    moved: |day| format!("改至{day}"),
    cancelled: "取消",
    where_when: |window, from, to| format!("{window} 号窗口 · {from}–{to}"),
    was_to_be: |window, from, to| format!("原定 {window} 号窗口 {from}–{to}"),
    at_window_of: |unit| format!("到{unit}窗口坐班"),
    instead_of: |name| format!("代 {name} 坐班"),
    done_at: |matter, unit, window| format!("{matter} → {unit}，{window} 号窗口"),
    none_that_day: "这一天没有安排坐班",
    none_published: "已公布的两周里没有安排坐班",
    nothing_fits: |typed| format!("没有找到「{typed}」。换个说法试试，或者选一个单位。"),
    calendar: "加入日历",
    share: "分享",
    copied: "网址已复制，可以发给别人。",
    not_copied: "这里不让复制，请从浏览器的菜单里分享。",
    as_of: |moment| format!("这是 {moment} 的坐班表，联网后更新"),
};

pub(super) static EN: RosterTexts = RosterTexts {
    heading: "Who is on duty",
    note: "Moved and cancelled sittings stay in the list",
    matter: "What do you need?",
    matter_example: "e.g. work injury",
    unit: "Unit",
    all_units: "All units",
    find: "Find",
    days: "Day",
    whole_week: "Whole week",
    this_week: "This week",
    next_week: "Next week",
    clear: "Show all",
    here: "On duty",
    later: |from| format!("From {from}"),
    coming: "Planned",
    over: "Over",
    moved: |day| format!("Moved to {day}"),
    cancelled: "Cancelled",
    where_when: |window, from, to| format!("Window {window} · {from}–{to}"),
    was_to_be: |window, from, to| format!("Was window {window}, {from}–{to}"),
    at_window_of: |unit| format!("Sits at a window of {unit}"),
    instead_of: |name| format!("In place of {name}"),
    done_at: |matter, unit, window| format!("{matter} → {unit}, window {window}"),
    none_that_day: "Nobody is on duty that day",
    none_published: "Nobody is on duty in the two weeks published",
    nothing_fits: |typed| {
        format!("Nothing found for “{typed}”. Try other words, or choose a unit.")
    },
    calendar: "Add to calendar",
    share: "Share",
    copied: "The address is copied: you can send it to others.",
    not_copied: "Copying is not allowed here. Please share from your browser’s menu.",
    as_of: |moment| format!("This list is of {moment}; it updates once you are online"),
};
