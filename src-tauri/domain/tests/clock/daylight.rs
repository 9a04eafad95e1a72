//! Days of 23, 25, 23½ and 0 hours.

use backstop_domain::calendar::Calendar;
use jiff::Timestamp;
use serde_json::json;

/// The working time around a date with one daily frame, as `from/until` pairs in local time.
fn working(zone: &str, frames: &[&str], from: &str, until: &str) -> Vec<String> {
    let week = json!({"mon": frames, "tue": frames, "wed": frames, "thu": frames, "fri": frames, "sat": frames, "sun": frames});
    let calendar: Calendar = serde_json::from_value(json!({"time_zone": zone, "weekly": week}))
        .expect("the calendar of the test is valid");
    let local = |at: Timestamp| {
        at.to_zoned(calendar.time_zone.clone()).strftime("%d %H:%M %:z").to_string()
    };
    let spans = calendar.working(instant(from), instant(until));
    spans.iter().map(|span| format!("{} / {}", local(span.from), local(span.until))).collect()
}

fn instant(text: &str) -> Timestamp {
    text.parse().expect("the instant of the test is valid")
}

#[test]
fn new_york_a_skipped_hour_shortens_a_frame() {
    let spans = working(
        "America/New_York",
        &["00:00-06:00"],
        "2026-03-08T05:00:00Z",
        "2026-03-09T03:00:00Z",
    );
    assert_eq!(spans, ["08 00:00 -05:00 / 08 06:00 -04:00"], "six hours by the clock are five");
}

#[test]
fn new_york_an_edge_inside_the_skipped_hour_moves_later_by_the_skip() {
    let spans = working(
        "America/New_York",
        &["02:15-02:45"],
        "2026-03-08T05:00:00Z",
        "2026-03-09T03:00:00Z",
    );
    assert_eq!(spans, ["08 03:15 -04:00 / 08 03:45 -04:00"], "both edges move by one hour");
    let spans = working(
        "America/New_York",
        &["01:30-02:15"],
        "2026-03-08T05:00:00Z",
        "2026-03-09T03:00:00Z",
    );
    assert_eq!(
        spans,
        ["08 01:30 -05:00 / 08 03:15 -04:00"],
        "the closing edge moves, the opening one stays"
    );
    let spans = working(
        "America/New_York",
        &["02:45-03:15"],
        "2026-03-08T05:00:00Z",
        "2026-03-09T03:00:00Z",
    );
    assert!(
        spans.is_empty(),
        "a frame whose moved opening is after its closing is empty: {spans:?}"
    );
}

#[test]
fn new_york_a_night_shift_past_midnight_meets_the_skip_of_the_next_date() {
    let spans = working(
        "America/New_York",
        &["22:00-26:30"],
        "2026-03-08T00:00:00Z",
        "2026-03-08T20:00:00Z",
    );
    assert_eq!(
        spans,
        ["07 22:00 -05:00 / 08 03:30 -04:00"],
        "26:30 is half past two, which is skipped"
    );
}

#[test]
fn new_york_a_repeated_hour_lengthens_a_frame_and_an_edge_in_it_means_the_first() {
    let spans = working(
        "America/New_York",
        &["00:00-06:00"],
        "2026-11-01T04:00:00Z",
        "2026-11-02T03:00:00Z",
    );
    assert_eq!(spans, ["01 00:00 -04:00 / 01 06:00 -05:00"], "six hours by the clock are seven");
    let spans = working(
        "America/New_York",
        &["00:00-01:30"],
        "2026-11-01T04:00:00Z",
        "2026-11-02T03:00:00Z",
    );
    assert_eq!(
        spans,
        ["01 00:00 -04:00 / 01 01:30 -04:00"],
        "it closes at the first half past one"
    );
    let spans = working(
        "America/New_York",
        &["01:30-06:00"],
        "2026-11-01T04:00:00Z",
        "2026-11-02T03:00:00Z",
    );
    assert_eq!(spans, ["01 01:30 -04:00 / 01 06:00 -05:00"], "it opens at the first half past one");
}

#[test]
fn lord_howe_changes_by_half_an_hour() {
    let spans = working(
        "Australia/Lord_Howe",
        &["01:00-02:15"],
        "2026-10-03T13:30:00Z",
        "2026-10-04T10:00:00Z",
    );
    assert_eq!(
        spans,
        ["04 01:00 +10:30 / 04 02:45 +11:00"],
        "a quarter past two moves by half an hour"
    );
    let spans = working(
        "Australia/Lord_Howe",
        &["01:00-01:45"],
        "2026-04-04T13:00:00Z",
        "2026-04-05T10:00:00Z",
    );
    assert_eq!(spans, ["05 01:00 +11:00 / 05 01:45 +11:00"], "a quarter to two means the first");
}

#[test]
fn apia_a_whole_date_is_skipped() {
    let spans =
        working("Pacific/Apia", &["00:00-24:00"], "2011-12-29T10:00:00Z", "2012-01-01T10:00:00Z");
    assert_eq!(
        spans,
        ["29 00:00 -10:00 / 02 00:00 +14:00"],
        "round-the-clock frames leave no hole and add nothing"
    );
    let spans =
        working("Pacific/Apia", &["22:00-26:00"], "2011-12-30T04:00:00Z", "2011-12-31T20:00:00Z");
    assert_eq!(
        spans,
        ["29 22:00 -10:00 / 31 02:00 +14:00", "31 22:00 +14:00 / 01 02:00 +14:00"],
        "the shift of the 29th ends where the 30th would have had two o'clock, moved by the skip of a day"
    );
}

#[test]
fn apia_a_frame_that_opened_two_dates_ago_still_counts() {
    let spans =
        working("Pacific/Apia", &["20:00-34:00"], "2011-12-30T12:00:00Z", "2011-12-30T16:00:00Z");
    assert_eq!(
        spans,
        ["31 02:00 +14:00 / 31 06:00 +14:00"],
        "what opened on the 29th is open on the 31st, because the 30th never was"
    );
}

#[test]
fn london_and_casablanca_follow_their_own_rules() {
    let spans =
        working("Europe/London", &["00:30-03:00"], "2026-03-28T23:00:00Z", "2026-03-29T20:00:00Z");
    assert_eq!(
        spans,
        ["29 00:30 +00:00 / 29 03:00 +01:00"],
        "one o'clock is skipped on the last Sunday of March"
    );
    let spans =
        working("Europe/London", &["00:30-03:00"], "2026-10-24T22:00:00Z", "2026-10-25T20:00:00Z");
    assert_eq!(
        spans,
        ["25 00:30 +01:00 / 25 03:00 +00:00"],
        "one o'clock is repeated on the last Sunday of October"
    );
    let spans = working(
        "Africa/Casablanca",
        &["01:00-04:00"],
        "2026-02-14T20:00:00Z",
        "2026-02-15T20:00:00Z",
    );
    assert_eq!(spans, ["15 01:00 +01:00 / 15 04:00 +00:00"], "the clock goes back for Ramadan");
    let spans = working(
        "Africa/Casablanca",
        &["01:00-04:00"],
        "2026-03-21T20:00:00Z",
        "2026-03-22T20:00:00Z",
    );
    assert_eq!(spans, ["22 01:00 +00:00 / 22 04:00 +01:00"], "and forward again after it");
}

#[test]
fn a_clock_set_back_over_midnight_shows_a_date_twice() {
    let spans = working(
        "America/St_Johns",
        &["00:00-01:00"],
        "2010-11-07T00:00:00Z",
        "2010-11-07T02:35:00Z",
    );
    assert_eq!(
        spans,
        ["07 00:00 -02:30 / 06 23:05 -03:30"],
        "the 7th begins before the clock returns to the 6th"
    );
}

#[test]
fn round_the_clock_has_no_hole_at_midnight_in_any_zone() {
    for zone in [
        "Asia/Shanghai",
        "America/New_York",
        "America/Sao_Paulo",
        "Africa/Cairo",
        "Pacific/Apia",
        "America/Nuuk",
    ] {
        let (from, until) = (instant("2011-01-01T00:00:00Z"), instant("2026-12-31T00:00:00Z"));
        let calendar = json!({"time_zone": zone, "weekly": "24x7", "holidays": ["1999-01-01"]});
        let calendar: Calendar = serde_json::from_value(calendar).expect("the calendar is valid");
        let spans = calendar.working(from, until);
        assert_eq!(spans.len(), 1, "sixteen years in {zone} are one span, day by day: {spans:?}");
        assert_eq!((spans[0].from, spans[0].until), (from, until), "and it is the whole window");
    }
}
