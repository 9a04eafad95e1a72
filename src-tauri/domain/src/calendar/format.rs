//! Reading a calendar from JSON, with errors that name the field and the value at fault.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use jiff::civil::Date;
use jiff::tz::{TimeZone, TimeZoneDatabase};
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use thiserror::Error;

use super::{Calendar, Frame, Weekly};

/// Why a calendar is refused.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CalendarError {
    /// The zone is not a name of the IANA time-zone database.
    #[error("{0:?} is not an IANA time zone such as \"Asia/Shanghai\"")]
    TimeZone(String),
    /// A frame that is malformed or impossible.
    #[error("{text:?} is not a frame: {reason}")]
    Frame {
        /// The frame as it was written.
        text: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// A date that does not exist or is not written as `YYYY-MM-DD`.
    #[error("{0:?} is not a date; expected YYYY-MM-DD")]
    Date(String),
}

/// Looks a zone up in the database that is compiled into the program, never in the one of the
/// machine: the desk and the hub must come to the same deadline.
pub(super) fn zone(name: &str) -> Result<TimeZone, CalendarError> {
    let zone = TimeZoneDatabase::bundled().get(name).ok().filter(|zone| !zone.is_unknown());
    zone.ok_or_else(|| CalendarError::TimeZone(name.to_owned()))
}

/// Reads `YYYY-MM-DD` and nothing else, although the parser underneath knows more spellings.
fn date(text: &str) -> Result<Date, CalendarError> {
    let date = text.parse::<Date>().ok().filter(|date| date.to_string() == text);
    date.ok_or_else(|| CalendarError::Date(text.to_owned()))
}

impl<'de> Deserialize<'de> for Calendar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let fields = Fields::deserialize(deserializer)?;
        Ok(Self {
            time_zone: fields.time_zone,
            weekly: fields.weekly,
            holidays: fields.holidays,
            overrides: fields.overrides,
        })
    }
}

/// The fields of a calendar as they are read; the same as those of [`Calendar`].
#[derive(Deserialize)]
#[serde(
    deny_unknown_fields,
    rename = "calendar",
    expecting = "an object with time_zone, weekly, holidays and overrides"
)]
struct Fields {
    #[serde(deserialize_with = "time_zone")]
    time_zone: TimeZone,
    #[serde(deserialize_with = "weekly")]
    weekly: Weekly,
    #[serde(default, deserialize_with = "holidays")]
    holidays: BTreeSet<Date>,
    #[serde(default, deserialize_with = "overrides")]
    overrides: BTreeMap<Date, Vec<Frame>>,
}

fn time_zone<'de, D: Deserializer<'de>>(deserializer: D) -> Result<TimeZone, D::Error> {
    let name = String::deserialize(deserializer).map_err(|error| at("time_zone", &error))?;
    zone(&name).map_err(|error| at("time_zone", &error))
}

fn weekly<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Weekly, D::Error> {
    Weekly::deserialize(deserializer).map_err(|error| at("weekly", &error))
}

fn holidays<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeSet<Date>, D::Error> {
    let texts = Vec::<String>::deserialize(deserializer).map_err(|error| at("holidays", &error))?;
    texts.iter().map(|text| date(text).map_err(|error| at("holidays", &error))).collect()
}

fn overrides<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<BTreeMap<Date, Vec<Frame>>, D::Error> {
    deserializer.deserialize_map(OverridesVisitor).map_err(|error| at("overrides", &error))
}

/// Written by hand so that an error names the date, and a date given twice is noticed.
struct OverridesVisitor;

impl<'de> Visitor<'de> for OverridesVisitor {
    type Value = BTreeMap<Date, Vec<Frame>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object from dates to lists of frames")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut overrides = BTreeMap::new();
        while let Some(text) = map.next_key::<String>()? {
            let date = date(&text).map_err(A::Error::custom)?;
            let frames = map.next_value().map_err(|error| at::<A::Error>(&text, &error))?;
            if overrides.insert(date, frames).is_some() {
                return Err(A::Error::custom(format_args!("{text} is given twice")));
            }
        }
        Ok(overrides)
    }
}

/// The same error with the place where it happened in front.
fn at<E: Error>(place: &str, error: &dyn fmt::Display) -> E {
    E::custom(format_args!("{place}: {error}"))
}
