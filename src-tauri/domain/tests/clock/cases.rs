//! The seven cases that every implementation must get right, by name.

use backstop_domain::clock::explain_line;
use serde_json::{Value, json};

/// Monday to Friday with a lunch break.
fn split() -> Value {
    working_week(&["09:00-12:00", "13:30-18:00"])
}

/// Monday to Friday without a break.
fn simple() -> Value {
    working_week(&["09:00-17:00"])
}

fn working_week(frames: &[&str]) -> Value {
    json!({"mon": frames, "tue": frames, "wed": frames, "thu": frames, "fri": frames})
}

fn shanghai(weekly: &Value) -> Value {
    json!({"time_zone": "Asia/Shanghai", "weekly": weekly})
}

/// Asks for the deadline, and checks on the way that it is the earliest instant that uses up the
/// target.
fn assert_due(calendar: &Value, start: &str, hours: f64, pauses: &Value, expected: &str) {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the targets of the cases are whole minutes"
    )]
    let target = (hours * 3600.0) as i64;
    let ask = |until: &str| {
        let case = json!({"calendar": calendar, "start": start, "target_seconds": target, "pauses": pauses, "until": until});
        serde_json::from_str::<Value>(&explain_line(&case.to_string())).expect("an answer is JSON")
    };
    let due: jiff::Timestamp = expected.parse().expect("the expected deadline is a time");
    let at_due = ask(expected);
    assert_eq!(
        at_due["due"],
        json!(due.to_string()),
        "the deadline is the one of the table: {at_due}"
    );
    assert_eq!(at_due["elapsed_seconds"], json!(target), "the target is used up at the deadline");
    let before = ask(&(due - jiff::SignedDuration::from_secs(1)).to_string());
    assert_eq!(
        before["elapsed_seconds"],
        json!(target - 1),
        "it is not used up one second earlier"
    );
}

#[test]
fn a_lunch_break_does_not_count() {
    assert_due(
        &shanghai(&split()),
        "2026-03-06T11:30:00+08:00",
        2.0,
        &json!([]),
        "2026-03-06T15:00:00+08:00",
    );
}

#[test]
fn a_start_in_the_lunch_break_waits_for_its_end() {
    assert_due(
        &shanghai(&split()),
        "2026-03-09T12:15:00+08:00",
        0.25,
        &json!([]),
        "2026-03-09T13:45:00+08:00",
    );
}

#[test]
fn national_day_is_skipped_and_the_make_up_saturday_counts() {
    let holidays: Vec<_> = (1..=7).map(|day| format!("2026-10-{day:02}")).collect();
    let mut calendar = shanghai(&split());
    calendar["holidays"] = json!(holidays);
    calendar["overrides"] = json!({"2026-10-10": ["09:00-12:00", "13:30-18:00"]});
    assert_due(
        &calendar,
        "2026-09-30T17:00:00+08:00",
        20.0,
        &json!([]),
        "2026-10-10T14:30:00+08:00",
    );
}

#[test]
fn a_pause_over_closed_hours_counts_nothing_twice() {
    let pauses = json!([["2026-03-09T17:00:00+08:00", "2026-03-10T09:00:00+08:00"]]);
    assert_due(
        &shanghai(&simple()),
        "2026-03-09T10:00:00+08:00",
        8.0,
        &pauses,
        "2026-03-10T10:00:00+08:00",
    );
}

#[test]
fn an_evening_shift_ends_after_midnight() {
    let daily = ["18:00-26:00"];
    let week = json!({"mon": daily, "tue": daily, "wed": daily, "thu": daily, "fri": daily, "sat": daily, "sun": daily});
    assert_due(
        &shanghai(&week),
        "2026-03-09T23:30:00+08:00",
        3.0,
        &json!([]),
        "2026-03-10T18:30:00+08:00",
    );
}

#[test]
fn twenty_four_hours_over_the_skipped_hour_are_twenty_four_hours() {
    let calendar = json!({"time_zone": "America/New_York", "weekly": "24x7"});
    assert_due(
        &calendar,
        "2026-03-07T12:00:00-05:00",
        24.0,
        &json!([]),
        "2026-03-08T13:00:00-04:00",
    );
}

#[test]
fn the_standing_promise_runs_through_the_weekend() {
    assert_due(
        &shanghai(&json!("24x7")),
        "2026-03-06T22:00:00+08:00",
        48.0,
        &json!([]),
        "2026-03-08T22:00:00+08:00",
    );
}

#[test]
fn a_target_that_runs_out_at_closing_is_due_at_closing() {
    assert_due(
        &shanghai(&simple()),
        "2026-03-09T10:00:00+08:00",
        7.0,
        &json!([]),
        "2026-03-09T17:00:00+08:00",
    );
}

#[test]
fn a_target_that_runs_out_when_a_pause_begins_is_due_then() {
    let pauses = json!([["2026-03-09T12:00:00+08:00", "2026-03-09T15:00:00+08:00"]]);
    assert_due(
        &shanghai(&simple()),
        "2026-03-09T10:00:00+08:00",
        2.0,
        &pauses,
        "2026-03-09T12:00:00+08:00",
    );
}
