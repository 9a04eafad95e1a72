//! The ordinary week of a calendar: round the clock, or frames for each weekday.

use std::fmt;

use jiff::civil::Weekday;
use serde::de::{Error, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use ts_rs::TS;

use super::frame::Frame;

/// How round-the-clock service is written in JSON.
const ROUND_THE_CLOCK: &str = "24x7";

/// The names of the weekdays in JSON, in the order in which [`Weekdays`] keeps them.
const NAMES: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// Frames for each weekday, Monday first. A weekday that is left out has none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Weekdays(pub [Vec<Frame>; 7]);

/// What an ordinary week looks like.
#[derive(Clone, Debug, PartialEq, Eq, TS)]
#[ts(
    type = "\"24x7\" | { [day in \"mon\" | \"tue\" | \"wed\" | \"thu\" | \"fri\" | \"sat\" | \"sun\"]?: Array<string> }"
)]
pub enum Weekly {
    /// Every hour of every date: `"24x7"`. Holidays and overrides still apply.
    Always,
    /// The listed frames only.
    Days(Weekdays),
}

impl Weekly {
    /// The frames of a weekday, in the order in which they were written.
    pub fn frames_on(&self, weekday: Weekday) -> &[Frame] {
        match self {
            Self::Always => &[Frame::DAY],
            Self::Days(Weekdays(days)) => {
                &days[usize::from(weekday.to_monday_zero_offset().unsigned_abs())]
            }
        }
    }
}

impl Serialize for Weekly {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Always => serializer.serialize_str(ROUND_THE_CLOCK),
            Self::Days(Weekdays(days)) => {
                let mut map = serializer.serialize_map(None)?;
                for (name, frames) in
                    NAMES.iter().zip(days).filter(|(_, frames)| !frames.is_empty())
                {
                    map.serialize_entry(name, frames)?;
                }
                map.end()
            }
        }
    }
}

impl<'de> Deserialize<'de> for Weekly {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(WeeklyVisitor)
    }
}

/// Written by hand so that an error names the weekday and the value at fault.
struct WeeklyVisitor;

impl<'de> Visitor<'de> for WeeklyVisitor {
    type Value = Weekly;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("\"24x7\" or an object from mon..sun to lists of frames")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Weekly, E> {
        if text == ROUND_THE_CLOCK {
            Ok(Weekly::Always)
        } else {
            Err(E::custom(format_args!(
                "{text:?} is neither \"24x7\" nor an object from mon..sun to lists of frames"
            )))
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Weekly, A::Error> {
        let mut days: [Option<Vec<Frame>>; 7] = Default::default();
        while let Some(name) = map.next_key::<String>()? {
            let Some(index) = NAMES.iter().position(|known| *known == name) else {
                return Err(A::Error::custom(format_args!(
                    "{name:?} is not a weekday; expected one of mon, tue, wed, thu, fri, sat, sun"
                )));
            };
            let frames = map
                .next_value()
                .map_err(|error| A::Error::custom(format_args!("{name}: {error}")))?;
            if days[index].replace(frames).is_some() {
                return Err(A::Error::custom(format_args!("{name} is given twice")));
            }
        }
        Ok(Weekly::Days(Weekdays(days.map(Option::unwrap_or_default))))
    }
}
