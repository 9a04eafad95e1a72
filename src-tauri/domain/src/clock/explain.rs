//! Answering a person who doubts a deadline: one JSON case in, one JSON answer out.

use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize};

use super::{Pause, due, elapsed};
use crate::calendar::Calendar;

/// Answers one case. The answer is one line of JSON: `due` (UTC, or `null` when it cannot be met
/// within 400 days), with `elapsed_seconds` if the case has an `until`; or `error` for input that
/// makes no sense.
///
/// An `until` at or before the start has 0 seconds elapsed. A pause whose end is `null` never ends;
/// a pause that ends before it starts is an error, and so is a negative target: somebody typed
/// something other than what was meant.
pub fn explain_line(line: &str) -> String {
    let answer = match serde_json::from_str::<Case>(line) {
        Ok(case) => case.answer(),
        Err(error) => Answer::Error { error: on_its_line(&error) },
    };
    serde_json::to_string(&answer).unwrap_or_else(|error| format!("{{\"error\":\"{error}\"}}"))
}

#[derive(Deserialize)]
#[serde(
    deny_unknown_fields,
    expecting = "an object with calendar, start, target_seconds, pauses and until"
)]
struct Case {
    #[serde(deserialize_with = "calendar")]
    calendar: Calendar,
    #[serde(deserialize_with = "start")]
    start: Timestamp,
    #[serde(deserialize_with = "target_seconds")]
    target_seconds: i64,
    #[serde(default, deserialize_with = "pauses")]
    pauses: Vec<Pause>,
    #[serde(default, deserialize_with = "until")]
    until: Option<Timestamp>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Answer {
    Due {
        due: Option<Timestamp>,
        #[serde(skip_serializing_if = "Option::is_none")]
        elapsed_seconds: Option<i64>,
    },
    Error {
        error: String,
    },
}

impl Case {
    fn answer(&self) -> Answer {
        let due = due(&self.calendar, self.start, self.target_seconds, &self.pauses);
        let elapsed_seconds =
            self.until.map(|until| elapsed(&self.calendar, self.start, until, &self.pauses));
        Answer::Due { due, elapsed_seconds }
    }
}

fn calendar<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Calendar, D::Error> {
    Calendar::deserialize(deserializer).map_err(|error| at("calendar", error))
}

fn start<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Timestamp, D::Error> {
    let text = String::deserialize(deserializer).map_err(|error| at("start", error))?;
    instant(&text).map_err(|error| at("start", error))
}

fn until<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Timestamp>, D::Error> {
    let text = Option::<String>::deserialize(deserializer).map_err(|error| at("until", error))?;
    text.map(|text| instant(&text)).transpose().map_err(|error| at("until", error))
}

fn target_seconds<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    let seconds = i64::deserialize(deserializer).map_err(|error| at("target_seconds", error))?;
    if seconds < 0 {
        Err(at("target_seconds", format_args!("{seconds} is negative")))
    } else {
        Ok(seconds)
    }
}

fn pauses<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Pause>, D::Error> {
    let pairs = Option::<Vec<(String, Option<String>)>>::deserialize(deserializer)
        .map_err(|error| at("pauses", error))?;
    let pauses =
        pairs.unwrap_or_default().into_iter().map(|(from, until)| pause(&from, until.as_deref()));
    pauses.collect::<Result<_, String>>().map_err(|error| at("pauses", error))
}

fn pause(from: &str, until: Option<&str>) -> Result<Pause, String> {
    let pause = Pause { from: instant(from)?, until: until.map(instant).transpose()? };
    if pause.until.is_some_and(|until| until < pause.from) {
        return Err(format!(
            "the pause {from:?} to {:?} ends before it starts",
            until.unwrap_or_default()
        ));
    }
    Ok(pause)
}

/// An RFC 3339 instant. The parser underneath also takes a zone in brackets and then ignores it:
/// refused.
fn instant(text: &str) -> Result<Timestamp, String> {
    let instant = text.parse().ok().filter(|_: &Timestamp| !text.contains('['));
    instant.ok_or_else(|| {
        format!("{text:?} is not an RFC 3339 time such as \"2026-03-09T10:00:00+08:00\"")
    })
}

fn at<E: serde::de::Error>(place: &str, error: impl std::fmt::Display) -> E {
    E::custom(format_args!("{place}: {error}"))
}

/// The message with the column only, because every case is line 1 to its parser.
fn on_its_line(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let position = format!(" at line {} column {}", error.line(), error.column());
    match text.strip_suffix(&position) {
        Some(message) => format!("{message} (column {})", error.column()),
        None => text,
    }
}
