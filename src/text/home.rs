//! The sentences of `/`, of the bar at the foot of every page, and of rating later.

/// The sentences of `/` in one language.
pub struct HomeTexts {
    /// Heading.
    pub heading: &'static str,
    /// Example in the search field.
    pub example: &'static str,
    /// Heading of who is on duty.
    pub now: &'static str,
    /// So many.
    pub now_count: fn(count: usize) -> String,
    /// Nobody at this hour.
    pub nobody_now: &'static str,
    /// On duty until.
    pub until: fn(window: &str, to: crate::model::Minute) -> String,
    /// The link to the whole list.
    pub all_on_duty: &'static str,
    /// Heading of the windows visited.
    pub visited: &'static str,
    /// Heading of the suggestions followed.
    pub followed: &'static str,
    /// The list of all windows.
    pub all_windows: fn(count: usize) -> String,
    /// Tile and its line: guides.
    pub tile_guides: [&'static str; 2],
    /// Tile: follow a suggestion.
    pub tile_follow: [&'static str; 2],
    /// Tile: service points near by.
    pub tile_near: [&'static str; 2],
    /// Tile: results.
    pub tile_results: [&'static str; 2],
    /// The link to what is kept about you.
    pub privacy: &'static str,

    /// Name of the bar at the foot.
    pub dock: &'static str,
    /// Its links: rate, duty, suggest, results, more (elder mode).
    pub dock_links: [&'static str; 5],
    /// Reads the page aloud.
    pub read_aloud: &'static str,
    /// Stops reading.
    pub stop_reading: &'static str,

    /// The link that puts a rating off.
    pub rate_later: &'static str,
    /// Before it.
    pub not_now: &'static str,
    /// Heading once it is put off.
    pub later_heading: &'static str,
    /// What happens then, with the last day; kept on the phone.
    pub later_kept: fn(until: &str) -> String,
    /// The same where nothing could be kept.
    pub later_not_kept: fn(until: &str) -> String,
    /// Rate now after all.
    pub rate_now: &'static str,
    /// Reminder: the window, and when it was.
    pub remind: fn(window: &str, when: &str) -> String,
    /// Answers to the reminder: rate, never.
    pub remind_answers: [&'static str; 2],
    /// Over the buttons: the visit that is rated.
    pub visit_of: fn(when: &str) -> String,
}

pub(super) static ZH: HomeTexts = HomeTexts {
    heading: "您好，想办什么事？",
    example: "例如：07、退税",
    now: "现在坐班",
    now_count: |count| format!("{count} 位"),
    nobody_now: "现在没有人坐班",
    until: |window, to| format!("{window} 号窗口 · 到 {to}"),
    all_on_duty: "看全部坐班安排",
    visited: "最近去过",
    followed: "我的建议",
    all_windows: |count| format!("全部 {count} 个窗口"),
    tile_guides: ["办税指南", "一步一步教您"],
    tile_follow: ["查建议进度", "凭查询码"],
    tile_near: ["附近办税点", "五公里内有哪些"],
    tile_results: ["公示", "每月评价结果"],
    privacy: "您的信息怎么用",
    dock: "主要页面",
    dock_links: ["评价", "坐班表", "提建议", "办税指南", "更多"],
    read_aloud: "朗读",
    stop_reading: "停止",
    rate_later: "离开后再评",
    not_now: "现在不方便？",
    later_heading: "记下了，回头再评",
    later_kept: |until| {
        format!("这个窗口已记在这部手机上。{until}前再打开「坐班」会提醒您，评的还是这次办事。")
    },
    later_not_kept: |until| {
        format!("请收藏这个页面，或者拍下窗口上的码。{until}前打开都可以评，评的还是这次办事。")
    },
    rate_now: "还是现在评",
    remind: |window, when| format!("{window}（{when}）还没评"),
    remind_answers: ["现在评", "不评了"],
    visit_of: |when| format!("您评的是 {when} 的那次办事"),
};

pub(super) static EN: HomeTexts = HomeTexts {
    heading: "Hello, what do you need?",
    example: "e.g. 07, refund",
    now: "On duty now",
    now_count: |count| count.to_string(),
    nobody_now: "Nobody is on duty at this hour",
    until: |window, to| format!("Window {window} · until {to}"),
    all_on_duty: "The whole roster",
    visited: "Visited lately",
    followed: "My suggestions",
    all_windows: |count| format!("All {count} windows"),
    tile_guides: ["Tax guides", "Step by step"],
    tile_follow: ["Follow up", "With your tracking code"],
    tile_near: ["Near you", "Tax points within 5 km"],
    tile_results: ["Results", "Ratings, month by month"],
    privacy: "How your data is used",
    dock: "Main pages",
    dock_links: ["Rate", "Roster", "Suggest", "Guides", "More"],
    read_aloud: "Read aloud",
    stop_reading: "Stop",
    rate_later: "Rate later",
    not_now: "Not now?",
    later_heading: "Noted: you can rate later",
    later_kept: |until| {
        format!(
            "This window is kept on this phone. Open Zuoban again by {until} and you will be reminded; you rate this same visit."
        )
    },
    later_not_kept: |until| {
        format!(
            "Please bookmark this page, or take a picture of the code. Open it by {until} and you rate this same visit."
        )
    },
    rate_now: "Rate now after all",
    remind: |window, when| format!("{window} ({when}) is not rated yet"),
    remind_answers: ["Rate now", "No, thanks"],
    visit_of: |when| format!("You are rating your visit of {when}"),
};
