//! The working time of a team: which instants count towards a promise.
//!
//! A calendar is a union of half-open frames `[open, close)` in local time. It is turned into UTC
//! instants date by date, and all arithmetic afterwards is done on those instants only: a day of
//! 23 or 25 hours needs no special case anywhere else.

mod format;
mod frame;
mod weekly;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde::Serialize;
use ts_rs::TS;

pub use self::format::CalendarError;
pub use self::frame::Frame;
pub use self::weekly::{Weekdays, Weekly};

/// The name of the zone that [`Calendar::always`] carries.
const HOME_ZONE: &str = "Asia/Shanghai";

/// How many local dates before an instant may still have a frame that covers it: a frame ends with
/// the next date at the latest, and a skipped date (Apia, 2011) can move its end one date further.
const REACH_BACK_DAYS: i32 = 2;

/// A half-open stretch of time on the UTC line: `from` belongs to it, `until` does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// The first instant inside.
    pub from: Timestamp,
    /// The first instant after it; at or before `from` the span is empty.
    pub until: Timestamp,
}

impl Span {
    /// Whether no instant lies inside.
    pub fn is_empty(&self) -> bool {
        self.until <= self.from
    }

    /// Length in nanoseconds, zero for an empty span.
    pub fn nanoseconds(&self) -> i128 {
        (self.until.as_nanosecond() - self.from.as_nanosecond()).max(0)
    }

    /// The part of this span inside `other`; possibly empty.
    #[must_use]
    pub fn within(&self, other: Self) -> Self {
        Self { from: self.from.max(other.from), until: self.until.min(other.until) }
    }

    /// Sorts spans and joins those that overlap or touch; empty ones vanish.
    pub fn union(mut spans: Vec<Self>) -> Vec<Self> {
        spans.retain(|span| !span.is_empty());
        spans.sort_unstable();
        let mut joined: Vec<Self> = Vec::with_capacity(spans.len());
        for span in spans {
            match joined.last_mut() {
                Some(last) if span.from <= last.until => last.until = last.until.max(span.until),
                _ => joined.push(span),
            }
        }
        joined
    }
}

/// When a team works: weekly frames, days off and special days in one time zone.
///
/// Serialised exactly as the explain command reads it: `time_zone` (an IANA name), `weekly`
/// (`"24x7"`, or `mon`…`sun` with lists of `"HH:MM-HH:MM"`), `holidays` (dates) and `overrides`
/// (date → frames). Unknown fields are refused, because a misspelt `holiday` would silently move
/// deadlines.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct Calendar {
    /// The zone in which every frame and date below is read.
    #[serde(with = "jiff::fmt::serde::tz::required")]
    #[ts(type = "string")]
    pub time_zone: TimeZone,
    /// The frames of an ordinary week.
    pub weekly: Weekly,
    /// Dates without work, unless an override says otherwise.
    #[ts(type = "Array<string>")]
    pub holidays: BTreeSet<Date>,
    /// Dates with frames of their own: make-up working days, special hours, or an empty list for
    /// closed.
    #[ts(type = "{ [date: string]: Array<string> }")]
    pub overrides: BTreeMap<Date, Vec<Frame>>,
}

impl Calendar {
    /// Every instant counts. The zone (Asia/Shanghai) is for display only.
    ///
    /// # Panics
    /// Never in practice: the zone is in the database compiled into the program.
    pub fn always() -> Self {
        Self {
            time_zone: format::zone(HOME_ZONE)
                .expect("Asia/Shanghai is in the bundled time-zone database"),
            weekly: Weekly::Always,
            holidays: BTreeSet::new(),
            overrides: BTreeMap::new(),
        }
    }

    /// Whether no instant is ever outside working time, so that working time is simply time.
    pub fn is_always(&self) -> bool {
        self.weekly == Weekly::Always && self.holidays.is_empty() && self.overrides.is_empty()
    }

    /// The frames of one local date: its override, else none on a holiday, else those of its
    /// weekday.
    pub fn frames_on(&self, date: Date) -> &[Frame] {
        if let Some(frames) = self.overrides.get(&date) {
            frames
        } else if self.holidays.contains(&date) {
            &[]
        } else {
            self.weekly.frames_on(date.weekday())
        }
    }

    /// The working time inside `[from, until)`, as ordered, disjoint, non-empty spans of UTC
    /// instants.
    pub fn working(&self, from: Timestamp, until: Timestamp) -> Vec<Span> {
        let window = Span { from, until };
        if window.is_empty() {
            return Vec::new();
        }
        if self.is_always() {
            return vec![window];
        }
        let mut spans = Vec::new();
        for date in self.dates_touching(window) {
            let frames = self.frames_on(date).iter();
            spans.extend(frames.map(|frame| frame.on(date, &self.time_zone).within(window)));
        }
        Span::union(spans)
    }

    /// Every local date that may have a frame inside the window. One date more than the window's
    /// last is looked at, because a clock set back over midnight shows a date, then the date before
    /// it again.
    fn dates_touching(&self, window: Span) -> impl Iterator<Item = Date> {
        let first =
            self.time_zone.to_datetime(window.from).date().saturating_sub(REACH_BACK_DAYS.days());
        let last = self.time_zone.to_datetime(window.until).date().saturating_add(1.day());
        std::iter::successors(Some(first), |date| date.tomorrow().ok())
            .take_while(move |date| *date <= last)
    }
}
