//! Promises with a deadline: how much of one is used up at an instant, and when it runs out.
//!
//! A clock is a pure function of what is stored: the policy bound to the ticket, the calendar of
//! that policy and the ticket's own history. Nothing counts down in a column.
//!
//! Instants may have fractions of a second. Inside, time is counted in nanoseconds; a deadline
//! keeps the fraction of its start; an elapsed time is given in whole seconds, and a second counts
//! once it is over. So `elapsed(start, due)` is exactly the target, and one nanosecond earlier it
//! is one second less.

mod bound;
mod explain;
mod policy;
mod standard;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use self::bound::{BoundClock, Reading, ReadingState, ReminderInstant};
pub use self::explain::explain_line;
pub use self::policy::{Audience, ClockKind, Policy, Reminder, ReminderTime, Target};
pub use self::standard::standard_policy;
use crate::calendar::{Calendar, Span};

/// A promise that cannot be met within this many days of wall-clock time has no deadline.
pub const HORIZON_DAYS: i64 = 400;

/// The first stretch of calendar that is looked at, in hours; each further one is twice as long.
const FIRST_STRETCH_HOURS: i64 = 4 * 24;

/// The longest stretch of calendar that is looked at in one go, in hours.
const LONGEST_STRETCH_HOURS: i64 = 64 * 24;

const NANOSECONDS: i128 = 1_000_000_000;

/// A stretch during which a clock stands still, half-open like everything else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Pause {
    /// The first instant that does not count.
    #[ts(type = "string")]
    pub from: Timestamp,
    /// The first instant that counts again; `None` while nobody knows when that will be.
    /// A pause that ends at or before its start pauses nothing.
    #[ts(type = "string | null")]
    pub until: Option<Timestamp>,
}

impl Pause {
    /// Whether the clock stands still at `at`.
    pub fn covers(&self, at: Timestamp) -> bool {
        self.from <= at && self.until.is_none_or(|until| at < until)
    }
}

/// The seconds of working time, pauses left out, in `[start, until)`: whole seconds, rounded down.
///
/// Pauses may come in any order, overlap, contain each other or be open. An end at or before the
/// start gives 0: time never runs backwards, whatever a wrong desk clock has written into the
/// history.
pub fn elapsed(calendar: &Calendar, start: Timestamp, until: Timestamp, pauses: &[Pause]) -> i64 {
    let mut total = 0;
    visit_open_time(calendar, Span { from: start, until }, pauses, |span| -> Option<()> {
        total += span.nanoseconds();
        None
    });
    whole_seconds(total)
}

/// The earliest instant at which [`elapsed`] reaches the target: a target that runs out exactly at
/// closing is due at closing. A target of zero is due at the start itself, in or out of working
/// time.
///
/// `None` when there is no such instant within [`HORIZON_DAYS`] of the start, which includes a
/// pause without an end that begins before the target is used up, and a negative target.
pub fn due(
    calendar: &Calendar,
    start: Timestamp,
    target_seconds: i64,
    pauses: &[Pause],
) -> Option<Timestamp> {
    if target_seconds <= 0 {
        return (target_seconds == 0).then_some(start);
    }
    let mut left = i128::from(target_seconds) * NANOSECONDS;
    let window = Span { from: start, until: later(start, HORIZON_DAYS * 24) };
    visit_open_time(calendar, window, pauses, |span| {
        let length = span.nanoseconds();
        if length < left {
            left -= length;
            return None;
        }
        Timestamp::from_nanosecond(span.from.as_nanosecond() + left).ok()
    })
}

fn whole_seconds(nanoseconds: i128) -> i64 {
    i64::try_from(nanoseconds / NANOSECONDS).unwrap_or(i64::MAX)
}

/// Shows the visitor the working time in the window without the pauses, in order, until it answers.
///
/// The window is taken in stretches, so that a deadline next week does not pay for a calendar of
/// 400 days.
fn visit_open_time<T>(
    calendar: &Calendar,
    window: Span,
    pauses: &[Pause],
    mut visit: impl FnMut(Span) -> Option<T>,
) -> Option<T> {
    let pauses = standing_still(pauses, window);
    let mut hours = if calendar.is_always() { None } else { Some(FIRST_STRETCH_HOURS) };
    let mut from = window.from;
    while from < window.until {
        let until = hours.map_or(window.until, |hours| later(from, hours).min(window.until));
        for span in calendar.working(from, until) {
            if let Some(answer) = visit_around(span, &pauses, &mut visit) {
                return Some(answer);
            }
        }
        from = until;
        hours = hours.map(|hours| (hours * 2).min(LONGEST_STRETCH_HOURS));
    }
    None
}

/// So many hours later, or the last representable instant.
fn later(from: Timestamp, hours: i64) -> Timestamp {
    from.saturating_add(SignedDuration::from_hours(hours)).unwrap_or(Timestamp::MAX)
}

/// The pauses as ordered, disjoint spans, only as far as they reach into the window.
fn standing_still(pauses: &[Pause], window: Span) -> Vec<Span> {
    let spans = pauses.iter().map(|pause| {
        let until = pause.until.unwrap_or(Timestamp::MAX);
        Span { from: pause.from, until }.within(window)
    });
    Span::union(spans.collect())
}

/// Shows the visitor the parts of `span` that lie outside every pause.
fn visit_around<T>(
    span: Span,
    pauses: &[Span],
    visit: &mut impl FnMut(Span) -> Option<T>,
) -> Option<T> {
    let mut from = span.from;
    let first = pauses.partition_point(|pause| pause.until <= span.from);
    for pause in pauses[first..].iter().take_while(|pause| pause.from < span.until) {
        let before = Span { from, until: pause.from };
        if !before.is_empty()
            && let Some(answer) = visit(before)
        {
            return Some(answer);
        }
        from = pause.until;
    }
    let rest = Span { from, until: span.until };
    if rest.is_empty() { None } else { visit(rest) }
}
