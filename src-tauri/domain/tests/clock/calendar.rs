//! How a calendar is written, and what is said about one that makes no sense.

use backstop_domain::calendar::{Calendar, Frame, Span};
use jiff::Timestamp;
use serde_json::{Value, json};

fn read(value: Value) -> Result<Calendar, String> {
    serde_json::from_value(value).map_err(|error| error.to_string())
}

fn shanghai(weekly: &Value, holidays: &Value, overrides: &Value) -> Value {
    json!({"time_zone": "Asia/Shanghai", "weekly": weekly, "holidays": holidays, "overrides": overrides})
}

fn instant(text: &str) -> Timestamp {
    text.parse().expect("the instant of the test is valid")
}

fn hours(calendar: &Calendar, date: &str) -> i128 {
    let from = instant(&format!("{date}T00:00:00+08:00"));
    let until = from + jiff::SignedDuration::from_hours(24);
    calendar.working(from, until).iter().map(Span::nanoseconds).sum::<i128>() / 3_600_000_000_000
}

#[test]
fn a_calendar_is_written_as_it_was_read() {
    let week = json!({"mon": ["09:00-12:00", "13:30-18:00"], "sat": ["18:00-26:00"]});
    let text = shanghai(
        &week,
        &json!(["2026-10-01"]),
        &json!({"2026-10-10": ["09:00-12:00"], "2026-10-11": []}),
    );
    let calendar = read(text.clone()).expect("the calendar is valid");
    assert_eq!(
        serde_json::to_value(&calendar).expect("a calendar is JSON"),
        text,
        "writing gives back what was read"
    );
    let always = serde_json::to_value(Calendar::always()).expect("a calendar is JSON");
    assert_eq!(
        always,
        shanghai(&json!("24x7"), &json!([]), &json!({})),
        "round the clock is written 24x7"
    );
    assert_eq!(read(always), Ok(Calendar::always()), "and read back");
}

#[test]
fn an_override_goes_before_a_holiday_and_a_holiday_before_the_week() {
    let overrides = json!({"2026-10-02": ["09:00-13:00"], "2026-10-08": []});
    let holidays = json!(["2026-10-01", "2026-10-02"]);
    let week = json!({"thu": ["09:00-17:00"], "fri": ["09:00-17:00"]});
    let calendar = read(shanghai(&week, &holidays, &overrides)).expect("the calendar is valid");
    assert_eq!(hours(&calendar, "2026-09-24"), 8, "an ordinary Thursday has its frame");
    assert_eq!(hours(&calendar, "2026-10-01"), 0, "a holiday has none");
    assert_eq!(hours(&calendar, "2026-10-02"), 4, "an override on a holiday counts");
    assert_eq!(hours(&calendar, "2026-10-08"), 0, "an empty override closes the day");
}

#[test]
fn days_off_and_special_hours_also_hold_round_the_clock() {
    let open = json!("24x7");
    let off = read(shanghai(&open, &json!(["2026-10-01"]), &json!({}))).expect("it is valid");
    assert_eq!(hours(&off, "2026-10-01"), 0, "a holiday closes its date");
    assert_eq!(hours(&off, "2026-10-02"), 24, "and no other");
    let special = json!({"2026-10-01": ["09:00-13:00"]});
    let special = read(shanghai(&open, &json!([]), &special)).expect("it is valid");
    assert_eq!(hours(&special, "2026-10-01"), 4, "an override replaces its date");
    assert_eq!(hours(&special, "2026-10-02"), 24, "and no other");
}

#[test]
fn a_holiday_does_not_cut_the_night_shift_of_the_day_before() {
    let week = json!({"wed": ["18:00-26:00"], "thu": ["18:00-26:00"]});
    let calendar =
        read(shanghai(&week, &json!(["2026-10-01"]), &json!({}))).expect("the calendar is valid");
    assert_eq!(
        hours(&calendar, "2026-10-01"),
        2,
        "the frame belongs to the date on which it opens"
    );
}

#[test]
fn overlapping_frames_are_a_union() {
    let week = json!({"mon": ["09:00-12:00", "11:00-14:00", "10:00-11:00", "14:00-15:00", "20:00-48:00"], "tue": ["01:00-02:00"]});
    let calendar = read(shanghai(&week, &json!([]), &json!({}))).expect("the calendar is valid");
    let spans = calendar
        .working(instant("2026-03-09T00:00:00+08:00"), instant("2026-03-12T00:00:00+08:00"));
    let expected = [("09T09:00", "09T15:00"), ("09T20:00", "11T00:00")].map(|(from, until)| Span {
        from: instant(&format!("2026-03-{from}:00+08:00")),
        until: instant(&format!("2026-03-{until}:00+08:00")),
    });
    assert_eq!(spans, expected, "frames that overlap or touch are one span");
}

#[test]
fn a_window_is_half_open_and_may_be_empty() {
    let week = json!({"mon": ["09:00-10:00"]});
    let calendar = read(shanghai(&week, &json!([]), &json!({}))).expect("the calendar is valid");
    let (nine, ten) = (instant("2026-03-09T09:00:00+08:00"), instant("2026-03-09T10:00:00+08:00"));
    assert_eq!(
        calendar.working(nine, ten),
        [Span { from: nine, until: ten }],
        "the frame is inside its own window"
    );
    assert!(
        calendar.working(ten, instant("2026-03-09T11:00:00+08:00")).is_empty(),
        "closing time is not working time"
    );
    assert!(calendar.working(ten, nine).is_empty(), "a window that ends before it starts is empty");
    assert!(calendar.working(nine, nine).is_empty(), "a window without length is empty");
    assert!(Calendar::always().working(ten, nine).is_empty(), "also round the clock");
}

#[test]
fn the_ends_of_representable_time_are_no_trouble() {
    let calendar =
        read(json!({"time_zone": "America/New_York", "weekly": {"mon": ["00:00-48:00"]}}))
            .expect("valid");
    let week = jiff::SignedDuration::from_hours(24 * 14);
    assert!(
        !calendar.working(Timestamp::MIN, Timestamp::MIN + week).is_empty(),
        "there were Mondays at the beginning"
    );
    assert!(
        !calendar.working(Timestamp::MAX - week, Timestamp::MAX).is_empty(),
        "there are Mondays at the end"
    );
}

#[test]
fn a_frame_opens_before_midnight_and_closes_within_48_hours() {
    for good in ["00:00-24:00", "00:00-48:00", "23:59-24:00", "18:00-26:00"] {
        let frame: Frame = good.parse().expect("the frame is valid");
        assert_eq!(frame.to_string(), good, "a frame is written as it was read");
    }
    for bad in [
        "",
        "-",
        "09:00",
        "9:00-17:00",
        "09:00-17:00 ",
        "09:00–17:00",
        "09:60-17:00",
        "24:00-25:00",
        "00:00-48:01",
        "18:00-02:00",
        "09:00-09:00",
        "0x:00-17:00",
        "09:00-17:00-18:00",
        "99:99-99:99",
        "０9:00-17:00",
        "+9:00-17:00",
    ] {
        let error = bad.parse::<Frame>().expect_err("the frame is refused").to_string();
        assert!(
            error.starts_with(&format!("{bad:?} is not a frame")),
            "the error shows the value: {error}"
        );
    }
}

#[test]
fn an_error_names_the_field_and_the_value() {
    let week = json!({});
    let cases = [
        (
            json!({"time_zone": "Mars/Base", "weekly": "24x7"}),
            "time_zone: \"Mars/Base\" is not an IANA time zone",
        ),
        (
            json!({"time_zone": "Etc/Unknown", "weekly": "24x7"}),
            "time_zone: \"Etc/Unknown\" is not an IANA time zone",
        ),
        (json!({"time_zone": 8, "weekly": "24x7"}), "time_zone: invalid type: integer `8`"),
        (json!({"weekly": "24x7"}), "missing field `time_zone`"),
        (json!({"time_zone": "UTC"}), "missing field `weekly`"),
        (json!({"time_zone": "UTC", "weekly": "24x7", "holiday": []}), "unknown field `holiday`"),
        (json!({"time_zone": "UTC", "weekly": "24/7"}), "weekly: \"24/7\" is neither"),
        (json!({"time_zone": "UTC", "weekly": 5}), "weekly: invalid type: integer `5`"),
        (
            json!({"time_zone": "UTC", "weekly": {"monday": []}}),
            "weekly: \"monday\" is not a weekday",
        ),
        (
            json!({"time_zone": "UTC", "weekly": {"mon": ["9-5"]}}),
            "weekly: mon: \"9-5\" is not a frame",
        ),
        (
            json!({"time_zone": "UTC", "weekly": {"mon": "09:00-17:00"}}),
            "weekly: mon: invalid type: string \"09:00-17:00\"",
        ),
        (
            shanghai(&week, &json!(["2026-02-30"]), &json!({})),
            "holidays: \"2026-02-30\" is not a date",
        ),
        (shanghai(&week, &json!(["20260301"]), &json!({})), "holidays: \"20260301\" is not a date"),
        (shanghai(&week, &json!("2026-03-01"), &json!({})), "holidays: invalid type: string"),
        (shanghai(&week, &json!([]), &json!({"soon": []})), "overrides: \"soon\" is not a date"),
        (
            shanghai(&week, &json!([]), &json!({"2026-03-01": ["x"]})),
            "overrides: 2026-03-01: \"x\" is not a frame",
        ),
        (shanghai(&week, &json!([]), &json!([])), "overrides: invalid type: sequence"),
    ];
    for (value, expected) in cases {
        let error = read(value.clone()).expect_err("the calendar is refused");
        assert!(error.starts_with(expected), "{value} should say {expected:?} but says {error:?}");
    }
}

#[test]
fn a_day_given_twice_is_refused() {
    for (text, expected) in [
        (r#"{"time_zone":"UTC","weekly":{"mon":[],"mon":[]}}"#, "weekly: mon is given twice"),
        (
            r#"{"time_zone":"UTC","weekly":{},"overrides":{"2026-01-01":[],"2026-01-01":[]}}"#,
            "overrides: 2026-01-01 is given twice",
        ),
        (r#"{"time_zone":"UTC","time_zone":"UTC","weekly":{}}"#, "duplicate field `time_zone`"),
    ] {
        let error = serde_json::from_str::<Calendar>(text)
            .expect_err("the calendar is refused")
            .to_string();
        assert!(error.starts_with(expected), "{text} should say {expected:?} but says {error:?}");
    }
}

#[test]
fn the_user_interface_sees_a_calendar_as_it_is_serialised() {
    let shape = <Calendar as ts_rs::TS>::decl(&ts_rs::Config::default());
    assert!(
        shape.contains("time_zone: string") && shape.contains("weekly: Weekly"),
        "the fields are typed: {shape}"
    );
}
