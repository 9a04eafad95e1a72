//! The engine agrees with the slow reference on generated calendars, pauses and targets.

use backstop_domain::clock::explain_line;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use serde_json::{Value, json};

use super::slow;

/// How far the reference looks.
const WINDOW_DAYS: i64 = 10;

/// Moments at which local time does something unusual (and one at which it does not).
const MOMENTS: [(&str, &str); 17] = [
    ("Asia/Shanghai", "2026-09-30T16:00:00Z"),
    ("America/New_York", "2026-03-08T07:00:00Z"),
    ("America/New_York", "2026-11-01T06:00:00Z"),
    ("Europe/London", "2026-03-29T01:00:00Z"),
    ("Europe/London", "2026-10-25T01:00:00Z"),
    ("Australia/Lord_Howe", "2026-04-04T15:00:00Z"),
    ("Australia/Lord_Howe", "2026-10-03T15:30:00Z"),
    ("Pacific/Apia", "2011-12-30T10:00:00Z"),
    ("Africa/Casablanca", "2026-02-15T02:00:00Z"),
    ("Africa/Casablanca", "2026-03-22T02:00:00Z"),
    ("America/Sao_Paulo", "2017-10-15T03:00:00Z"),
    ("America/Sao_Paulo", "2018-02-18T02:00:00Z"),
    ("America/Nuuk", "2024-03-31T01:00:00Z"),
    ("America/Nuuk", "2024-10-27T01:00:00Z"),
    ("America/St_Johns", "2010-03-14T03:31:00Z"),
    ("America/St_Johns", "2010-11-07T02:31:00Z"),
    ("Asia/Kathmandu", "2026-01-01T00:00:00Z"),
];

/// Frames with edges on quarter hours, so that they often touch, overlap and meet a change of the
/// clock.
fn frame() -> impl Strategy<Value = String> {
    (0..96_u32, prop_oneof![3 => 1..20_u32, 1 => 1..192_u32]).prop_map(|(open, length)| {
        let (open, close) = (open * 15, ((open + length) * 15).min(48 * 60));
        format!("{:02}:{:02}-{:02}:{:02}", open / 60, open % 60, close / 60, close % 60)
    })
}

fn frames() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(frame(), 0..3)
}

fn weekly() -> impl Strategy<Value = Value> {
    let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let listed = prop::collection::vec(frames(), 7).prop_map(move |week| {
        Value::Object(
            days.iter().zip(week).map(|(day, frames)| ((*day).to_owned(), json!(frames))).collect(),
        )
    });
    prop_oneof![1 => Just(json!("24x7")), 6 => listed]
}

/// Seconds around the moment: on the moment, on quarter hours, or anywhere.
fn offset(days: i64) -> impl Strategy<Value = i64> {
    let quarters = days * 96;
    prop_oneof![1 => Just(0), 3 => (-quarters..quarters).prop_map(|n| n * 900), 2 => -days * 86_400..days * 86_400]
}

fn case() -> impl Strategy<Value = Value> {
    let pauses = prop::collection::vec(
        (offset(4), prop_oneof![9 => (0..200_000_i64).prop_map(Some), 1 => Just(None)]),
        0..4,
    );
    let target =
        prop_oneof![1 => Just(0), 3 => (0..200_i64).prop_map(|n| n * 900), 2 => 0..300_000_i64];
    let special = prop::collection::vec((-4..8_i64, prop::option::of(frames())), 0..4);
    (0..MOMENTS.len(), weekly(), special, offset(3), target, pauses, offset(7)).prop_map(
        |(moment, weekly, special, start, target, pauses, until)| {
            let (zone, moment) = MOMENTS[moment];
            let moment: Timestamp = moment.parse().expect("the moments are valid");
            let at = |seconds: i64| (moment + SignedDuration::from_secs(seconds)).to_string();
            let pauses: Vec<_> = pauses
                .iter()
                .map(|(from, length)| json!([at(*from), length.map(|l| at(from + l))]))
                .collect();
            json!({
                "calendar": calendar(zone, &weekly, moment, &special), "start": at(start),
                "target_seconds": target, "pauses": pauses, "until": at(until),
            })
        },
    )
}

/// A calendar with holidays (no frames given) and overrides some days around the moment.
fn calendar(
    zone: &str,
    weekly: &Value,
    moment: Timestamp,
    special: &[(i64, Option<Vec<String>>)],
) -> Value {
    let date =
        |days: i64| (moment + SignedDuration::from_hours(days * 24)).to_string()[..10].to_owned();
    let holidays: Vec<_> = special.iter().map(|(day, _)| date(*day)).collect();
    let overrides =
        special.iter().filter_map(|(day, frames)| Some((date(*day), json!(frames.as_ref()?))));
    json!({"time_zone": zone, "weekly": weekly, "holidays": holidays, "overrides": Value::Object(overrides.collect())})
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_engine_agrees_with_walking_second_by_second(case in case()) {
        let answer: Value = serde_json::from_str(&explain_line(&case.to_string())).expect("an answer is JSON");
        prop_assert!(answer.get("error").is_none(), "a generated case is valid: {}", answer);
        let slow = slow::answer(&case, WINDOW_DAYS);
        let due = answer["due"].as_str().map(|text| text.parse::<Timestamp>().expect("due is a time").as_second());
        let due_in_window = due.filter(|due| *due < slow.looked_until);
        prop_assert_eq!(due_in_window, slow.due, "the deadlines agree");
        prop_assert_eq!(answer["elapsed_seconds"].as_i64(), slow.elapsed, "the elapsed times agree");
    }
}

/// The generated cases are worth something only if many have a deadline in the window and many have
/// none.
#[test]
fn the_generated_cases_are_neither_all_met_nor_all_open() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let met = (0..300).filter(|_| {
        let case = case().new_tree(&mut runner).expect("a case can be generated").current();
        let answer = explain_line(&case.to_string());
        !answer.contains("null")
    });
    let met = met.count();
    assert!((60..290).contains(&met), "of 300 generated cases {met} have a deadline");
}
