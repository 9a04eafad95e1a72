//! A slow reference for the clock engine. It walks the UTC line minute by minute, writes down what
//! the local clock shows, and then counts seconds one at a time. It knows how to ask a zone for its
//! offset at an instant and nothing else: no disambiguation, no intervals, no arithmetic on spans.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::tz::{TimeZone, TimeZoneDatabase};
use jiff::{Timestamp, ToSpan};
use serde_json::Value;

const MINUTE: i64 = 60;
const DAY: i64 = 24 * 60 * MINUTE;

/// What the reference found within its window.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct SlowAnswer {
    /// The deadline in seconds since 1970, if it lies inside the window.
    pub(crate) due: Option<i64>,
    /// The first second that was not looked at.
    pub(crate) looked_until: i64,
    /// The seconds elapsed at `until`, if the case asks and it lies inside the window.
    pub(crate) elapsed: Option<i64>,
}

/// Answers a case in the form of the explain command, looking `days` ahead. Instants must be whole
/// seconds, and the zone's offset whole minutes, as all are since 1973.
pub(crate) fn answer(case: &Value, days: i64) -> SlowAnswer {
    let start = second(&case["start"]);
    let minutes = ShownMinutes::around(&case["calendar"], start, days);
    let pauses: Vec<(i64, i64)> =
        case["pauses"].as_array().into_iter().flatten().map(pause).collect();
    let open = |at: i64| {
        minutes.working(at) && !pauses.iter().any(|(from, until)| *from <= at && at < *until)
    };
    let target = case["target_seconds"].as_i64().expect("the target is a number");
    let until = case.get("until").map(second);
    let looked_until = start + days * DAY;
    let (mut due, mut elapsed, mut count) =
        (None, until.filter(|until| *until <= start).map(|_| 0), 0);
    for at in start..looked_until {
        if due.is_none() && count == target {
            due = Some(at);
        }
        if until == Some(at) {
            elapsed = Some(count);
        }
        count += i64::from(open(at));
    }
    SlowAnswer { due, looked_until, elapsed }
}

fn second(text: &Value) -> i64 {
    text.as_str()
        .expect("an instant is text")
        .parse::<Timestamp>()
        .expect("an instant is RFC 3339")
        .as_second()
}

fn pause(pair: &Value) -> (i64, i64) {
    let until = if pair[1].is_null() { i64::MAX } else { second(&pair[1]) };
    (second(&pair[0]), until)
}

/// For each UTC minute of a window, whether it is working time.
struct ShownMinutes {
    first_minute: i64,
    working: Vec<bool>,
}

impl ShownMinutes {
    fn around(calendar: &Value, start: i64, days: i64) -> Self {
        let name = calendar["time_zone"].as_str().expect("the zone is text");
        let zone = TimeZoneDatabase::bundled().get(name).expect("the zone exists");
        let first_minute = start.div_euclid(MINUTE) - 6 * DAY / MINUTE;
        let last_minute = start.div_euclid(MINUTE) + (days + 4) * DAY / MINUTE;
        let shown: Vec<i64> =
            (first_minute..last_minute).map(|minute| shown_at(&zone, minute)).collect();
        let mut working = vec![false; shown.len()];
        let first_shown = first_showings(&shown);
        for day in shown[0].div_euclid(1440)..=shown[shown.len() - 1].div_euclid(1440) {
            for (open, close) in frames_on(calendar, day) {
                let edge = |minute: i64| edge_index(&shown, &first_shown, day * 1440 + minute);
                let (open, close) = (edge(open), edge(close));
                if open < close {
                    working[open..close].fill(true);
                }
            }
        }
        Self { first_minute, working }
    }

    fn working(&self, at: i64) -> bool {
        let index = at.div_euclid(MINUTE) - self.first_minute;
        self.working[usize::try_from(index).expect("the window covers the instant")]
    }
}

/// What a wall clock in the zone shows at a UTC minute, as minutes since 1970-01-01 00:00 on its
/// face.
fn shown_at(zone: &TimeZone, minute: i64) -> i64 {
    let at = Timestamp::from_second(minute * MINUTE).expect("the window is representable");
    minute + i64::from(zone.to_offset(at).seconds()) / MINUTE
}

/// Where each reading of the wall clock appears for the first time.
fn first_showings(shown: &[i64]) -> BTreeMap<i64, usize> {
    let mut first = BTreeMap::new();
    for (index, reading) in shown.iter().enumerate() {
        first.entry(*reading).or_insert(index);
    }
    first
}

/// The minute that an edge means: the first time the clock shows it, or, if it never does, as long
/// after the jump as the edge lies after the last minute shown before the jump.
fn edge_index(shown: &[i64], first: &BTreeMap<i64, usize>, edge: i64) -> usize {
    if let Some(index) = first.get(&edge) {
        return *index;
    }
    let Some((_, jump)) = first.range(edge..).next() else { return shown.len() };
    let Some(before) = jump.checked_sub(1).map(|index| shown[index]) else { return 0 };
    let late = usize::try_from(edge - before - 1).expect("the edge lies in the jump");
    (jump + late).min(shown.len())
}

/// The frames of a day (counted from 1970-01-01) as minutes after its midnight.
fn frames_on(calendar: &Value, day: i64) -> Vec<(i64, i64)> {
    let date: Date =
        jiff::civil::date(1970, 1, 1).checked_add(day.days()).expect("the date exists");
    let date_text = date.to_string();
    let texts = if let Some(frames) = calendar["overrides"].get(&date_text) {
        frames.clone()
    } else if calendar["holidays"]
        .as_array()
        .is_some_and(|days| days.contains(&Value::from(date_text)))
    {
        return Vec::new();
    } else if calendar["weekly"] == "24x7" {
        return vec![(0, 1440)];
    } else {
        // 1970-01-01 was a Thursday.
        let names = ["thu", "fri", "sat", "sun", "mon", "tue", "wed"];
        let index = usize::try_from(day.rem_euclid(7)).expect("a remainder of seven is small");
        calendar["weekly"].get(names[index]).cloned().unwrap_or(Value::Null)
    };
    texts.as_array().into_iter().flatten().map(frame).collect()
}

fn frame(text: &Value) -> (i64, i64) {
    let numbers: Vec<i64> = text
        .as_str()
        .expect("a frame is text")
        .split([':', '-'])
        .map(|part| part.parse().expect("a frame is made of numbers"))
        .collect();
    (numbers[0] * 60 + numbers[1], numbers[2] * 60 + numbers[3])
}
