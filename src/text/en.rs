//! English.

use crate::model::{Aspect, Code, Level};

use super::{Lang, Texts, home, roster, suggest};

pub(super) static TEXTS: Texts = Texts {
    lang: Lang::En,
    home: &home::EN,
    roster: &roster::EN,
    suggest: &suggest::EN,

    elder_mode: "Large",
    other_language: "中文",
    to_main: "Skip to content",
    demo_note: "Sample data: units, people and duty times are invented.",
    app_name: "Zuoban",

    window_title: |unit, number| format!("{unit} · Window {number}"),
    window_number: |number| format!("Window {number}"),
    person: |name, office| format!("{name}, {office}"),
    seal_here: ["ON", "DUTY"],
    seal_next: ["ON DUTY", "SOON"],
    duty_here: |from, to, number| {
        format!("At window {number} today, {from}–{to}. You can talk to them in person.")
    },
    duty_next: |day, from, to| format!("Next on duty: {day}, {from}–{to}"),
    duty_nobody: "No director is due at this window in the next two weeks",
    duty_instead_of: |name| format!("in place of {name}"),
    duty_moved: |name, day| format!("{name}: today’s sitting was moved to {day}"),
    duty_cancelled: |name, reason| format!("{name}: today’s sitting is cancelled ({reason})"),

    ask: "Were you served well?",
    satisfied: "Satisfied",
    dissatisfied: "Not satisfied",
    anonymous_note: "Anonymous: the staff cannot see who rated.",
    other_window: "Not this window? Find yours",

    sending: "Thank you",
    received: "Received, thank you",
    kept: "Noted, waiting to be sent",
    refused: "This rating could not be sent",
    sending_note: "Sending…",
    received_note: "Sent anonymously",
    kept_note: "The network does not answer. Your rating is kept on this phone and goes out by itself, once.",
    kept_in_memory_note: "The network does not answer, and this phone does not let us keep it. Please leave the page open: it goes out by itself.",
    withdrawn_note: "Taken back. Please choose again.",

    wrong_tap: "Wrong tap?",
    undo: |seconds| match seconds {
        Some(seconds) => format!("Undo ({seconds} s)"),
        None => "Undo".to_owned(),
    },
    more: "Anything to add?",
    optional: "all optional",
    level_label: "How satisfied",
    level: |level| match level {
        Level::VerySatisfied => "Very satisfied",
        Level::Satisfied => "Satisfied",
        Level::FairlySatisfied => "Fairly satisfied",
        Level::Dissatisfied => "Dissatisfied",
        Level::VeryDissatisfied => "Very dissatisfied",
    },
    aspects_label: "What is it about?",
    aspect: |aspect| match aspect {
        Aspect::Speed => "Speed",
        Aspect::Explanation => "Explanation",
        Aspect::Manner => "Manner",
        Aspect::OneVisit => "Done in one visit",
        Aspect::Guidance => "Guidance",
    },
    comment: "Your words (up to 500 characters)",
    comment_over: |over| format!("{over} characters too many. Please shorten it a little."),
    send_more: "Send this too",
    nothing_chosen: "Nothing chosen and nothing written yet. You may simply close the page.",
    more_sending: "Sending what you added…",
    more_kept: "What you added is kept on this phone, waiting to be sent.",
    more_received: "What you added was received. Thank you.",
    may_close: "You may simply close the page: your rating already counts.",
    rate_again: "Something else done? Rate again",

    find_heading: "Which window were you at?",
    find_note: "Look at the number above the window, or type what you came for",
    find_hint: "Window number, unit or matter",
    find_example: "07, tax, refund",
    find_button: "Find",
    find_nothing: |typed| {
        format!(
            "Nothing found for “{typed}”. Try other words, or look at the number above the window."
        )
    },
    find_count: |count| {
        if count == 1 {
            "1 window".to_owned()
        } else {
            format!("{count} windows")
        }
    },

    unknown_window: |number| format!("There is no window {number}"),
    unknown_window_note: "The number may be mistyped. Find the window you were at below.",
    wrong_code: "This code is not right",
    wrong_code_note: "It was not printed by this centre, or not completely. Please check the address; you can also find your window below and rate it directly.",
    wrong_code_go: |number| format!("I am at window {number}: rate it"),
    not_found: "There is no such page",
    not_found_note: "The address may be incomplete. You can find your window below.",

    loading: "Opening…",
    load_failed: "This could not be opened",
    load_failed_note: "The network seems to be gone. What you wrote and rated is still on your phone.",
    as_of: |moment| format!("No network: this is what was there on {moment}"),
    try_again: "Try again",
    waiting: |count| {
        if count == 1 {
            "1 rating is waiting to be sent. It goes out by itself.".to_owned()
        } else {
            format!("{count} ratings are waiting to be sent. They go out by themselves.")
        }
    },
    dismiss: "I see",
    crashed: "Something went wrong. Please reload the page: nothing you rated is lost.",
    problem: |code| match code {
        Code::UnknownWindow => {
            "There is no such window; its number may have changed. Please find the window and rate again."
        }
        Code::UnknownRating => "The rating this belongs to was not found. Please rate again.",
        Code::Empty => "Nothing is written yet. Please write a few words first.",
        Code::UnknownCode => {
            "No suggestion has this code. Please check it: it has nine letters and digits."
        }
        Code::UnknownStep => {
            "There is no such step; the guide may have changed. Please find it again under Tax guides."
        }
        Code::NotAnswered => {
            "There is no answer yet to rate or reopen. Please come back once there is one."
        }
        Code::Unauthorized => "This needs a key: it is for queue machines.",
        Code::SlowDown => "That was too fast. Please try again in a few seconds.",
        Code::IdReused => {
            "This rating was already handed in, and the first one counts. To change it, open the window’s page and rate again."
        }
        Code::TooLong | Code::TooLarge => "That is too long. Please shorten it and send again.",
        Code::BadCharacters => {
            "There are unreadable characters in the text. Please remove them and send again."
        }
        Code::CrossSite => {
            "This came from another website and was not taken. Please scan the code at the window."
        }
        Code::NotFound => "There is no such page; the address may be incomplete.",
        Code::MethodNotAllowed => {
            "This address cannot be opened that way. Please go back to the window’s page."
        }
        Code::Busy | Code::TooSlow => "There is a lot going on. Please try again in a moment.",
        Code::StoreFailed | Code::StoreFull | Code::Internal => {
            "Something went wrong on our side and it was not stored. Please try again later, or tell the hall staff."
        }
        Code::BadBody
        | Code::UnknownField
        | Code::DuplicateField
        | Code::MissingField
        | Code::WrongType
        | Code::BadValue
        | Code::BadAddress
        | Code::WrongContentType => {
            "This was incomplete and not taken. Please open the window’s page and rate again."
        }
    },
    problem_heading: "That did not work",
    problem_back: "Back to the window’s page",
};
