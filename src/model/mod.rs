//! The words of the product as types, their parsing and their rules: no I/O, no clock, no HTML, no SQL.
//!
//! [`burst`], [`guide`], [`near`] and [`practice`] keep their own names, which are common words; the rest is flat.
//! What can only be made by parsing ([`WindowId`], [`RatingId`], [`Comment`]) is trusted everywhere after.

pub mod burst;
mod calendar;
mod centre;
mod choice;
mod comment;
mod find;
pub mod guide;
mod id;
mod interval;
mod letters;
mod mask;
mod matter;
mod month;
pub mod near;
mod page;
pub mod practice;
mod problem;
mod rating;
mod read;
mod results;
mod roster;
mod shift;
mod suggestion;
mod tally;
mod tracking;
mod visit;

pub use calendar::{Day, Minute, Moment, Weekday};
pub use centre::{Centre, Matter, Name, Unit, UnitId, Window, WindowId, WindowPlace};
pub use choice::{Aspect, Level};
pub use comment::Comment;
pub use find::{Found, find};
pub use guide::{Guide, find_guides};
pub use id::{AmendmentId, RatingId, SuggestionId, UnclearId};
pub use interval::{Sample, newcombe};
pub use mask::{masked, private_numbers};
pub use matter::Doing;
pub use month::Month;
pub use near::{Points, ServicePoint};
pub use page::{Part, Shell, WindowPage, part_mark, part_of};
pub use practice::PracticeKind;
pub use problem::{Code, Problem};
pub use rating::{
    AmendRating, Amendment, CreateRating, RatingReceipt, RatingState, ReceiptShift, Source,
};
pub use read::{Json, Read};
pub use results::{ChainHead, Change, FollowUp, OnDuty, Results, UnitResult, rank};
pub use roster::{Marker, on_duty, sittings, units_meant};
pub use shift::{DutyNow, Shift, ShiftId, ShiftState, duty_at, here_at};
pub use suggestion::{
    Contact, CreateSuggestion, Event, Follow, Kind, RateAnswer, ReopenSuggestion, Step, StepError,
    SuggestionReceipt, SuggestionText, is_answered, may_step,
};
pub use tally::Tally;
pub use tracking::{CodeError, Misread, TrackingCode};
pub use visit::{CreateVisit, Visit, VisitCode, VisitProof};
