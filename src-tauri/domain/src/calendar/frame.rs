//! One frame of working time on a date, written `HH:MM-HH:MM` in local time.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::{Date, time};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Span;
use super::format::CalendarError;

const DAY_MINUTES: u16 = 24 * 60;

/// A half-open stretch of local time that begins on its date and ends at most 48 hours after the
/// date begins: `18:00-26:00` is the evening shift that ends at two in the morning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(try_from = "String", into = "String")]
#[ts(type = "string")]
pub struct Frame {
    open: u16,
    close: u16,
}

impl Frame {
    /// A whole local date, `00:00-24:00`.
    pub const DAY: Self = Self { open: 0, close: DAY_MINUTES };

    /// A frame from minutes after the local midnight of its date.
    pub fn new(open: u16, close: u16) -> Result<Self, CalendarError> {
        let frame = Self { open, close };
        let refuse = |reason| Err(CalendarError::Frame { text: frame.to_string(), reason });
        if open >= DAY_MINUTES {
            refuse("it must open before 24:00")
        } else if close > 2 * DAY_MINUTES {
            refuse("it must close by 48:00")
        } else if close <= open {
            refuse("it must close after it opens; two at night is written 26:00")
        } else {
            Ok(frame)
        }
    }

    /// The instants of this frame on a date. An edge inside a skipped hour moves later by the skip;
    /// inside a repeated hour it means the first. A frame whose edges meet or cross in a skip is
    /// empty.
    pub fn on(self, date: Date, zone: &TimeZone) -> Span {
        Span { from: instant(date, self.open, zone), until: instant(date, self.close, zone) }
    }
}

/// The instant at which the local clock shows the given minute of a date. Beyond the years that can
/// be represented (-9999 to 9999) it is the first or last representable instant.
fn instant(date: Date, minute: u16, zone: &TimeZone) -> Timestamp {
    let edge = if date.year() < 0 { Timestamp::MIN } else { Timestamp::MAX };
    let mut date = date;
    for _ in 0..minute / DAY_MINUTES {
        let Ok(next) = date.tomorrow() else { return edge };
        date = next;
    }
    let minute = minute % DAY_MINUTES;
    let [hour, minute] =
        [minute / 60, minute % 60].map(|part| i8::try_from(part).unwrap_or_default());
    let local = date.to_datetime(time(hour, minute, 0, 0));
    zone.to_ambiguous_timestamp(local).compatible().unwrap_or(edge)
}

impl FromStr for Frame {
    type Err = CalendarError;

    fn from_str(text: &str) -> Result<Self, CalendarError> {
        let minutes =
            text.split_once('-').and_then(|(open, close)| Some((minute(open)?, minute(close)?)));
        let Some((open, close)) = minutes else {
            return Err(CalendarError::Frame {
                text: text.to_owned(),
                reason: "expected HH:MM-HH:MM",
            });
        };
        Self::new(open, close)
    }
}

/// `HH:MM` as minutes; the hour may be anything up to 99, its limits are the frame's affair.
fn minute(text: &str) -> Option<u16> {
    let &[h1, h2, b':', m1, m2] = text.as_bytes() else { return None };
    let two = |tens: u8, ones: u8| {
        (tens.is_ascii_digit() && ones.is_ascii_digit())
            .then(|| u16::from(tens - b'0') * 10 + u16::from(ones - b'0'))
    };
    let minute = two(m1, m2).filter(|minute| *minute < 60)?;
    Some(two(h1, h2)? * 60 + minute)
}

impl fmt::Display for Frame {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { open, close } = self;
        write!(f, "{:02}:{:02}-{:02}:{:02}", open / 60, open % 60, close / 60, close % 60)
    }
}

impl TryFrom<String> for Frame {
    type Error = CalendarError;

    fn try_from(text: String) -> Result<Self, CalendarError> {
        text.parse()
    }
}

impl From<Frame> for String {
    fn from(frame: Frame) -> Self {
        frame.to_string()
    }
}
