//! The standing promise and its reminders.

use backstop_domain::clock::{
    Audience, BoundClock, ClockKind, Reminder, ReminderTime, standard_policy,
};
use jiff::SignedDuration;
use serde_json::json;

use super::bound::{RESOLVE, bound, minute};

#[test]
fn the_standing_promise_is_48_hours_and_an_urgent_one_24() {
    for (kind, urgent, answer, resolve) in [
        ("complaint", false, 15, 48),
        ("complaint", true, 5, 24),
        ("installation", false, 15, 48),
        ("after_sale", false, 15, 48),
    ] {
        let policy = standard_policy(kind, urgent);
        let at = |clock| {
            policy
                .bind(clock, minute(0))
                .expect("the promise exists")
                .due()
                .expect("it has a deadline")
        };
        assert_eq!(at(ClockKind::FirstResponse), minute(answer), "{kind}: first response");
        assert_eq!(
            at(ClockKind::FirstResolution),
            minute(resolve * 60),
            "{kind}: first resolution"
        );
        assert_eq!(
            at(ClockKind::TotalResolution),
            minute(resolve * 60),
            "{kind}: total resolution"
        );
        assert!(
            policy.bind(ClockKind::Update, minute(0)).is_none(),
            "{kind}: nothing is promised about updates"
        );
    }
}

#[test]
fn reminders_come_before_and_at_the_deadline() {
    let at = |clock: &BoundClock| {
        clock.reminder_instants().iter().map(|r| (r.at, r.reminder.audience)).collect::<Vec<_>>()
    };
    let response = bound(ClockKind::FirstResponse);
    let half = minute(0) + SignedDuration::from_secs(450);
    assert_eq!(
        at(&response),
        [(half, Audience::Agent), (minute(15), Audience::Agent)],
        "half the time, then the deadline"
    );
    let mut resolution = bound(ClockKind::TotalResolution);
    let expected = [
        (RESOLVE - 120, Audience::Agent),
        (RESOLVE - 30, Audience::Lead),
        (RESOLVE, Audience::Manager),
    ];
    assert_eq!(
        at(&resolution),
        expected.map(|(at, who)| (minute(at), who)),
        "two hours, half an hour, the deadline"
    );
    resolution.pause(minute(RESOLVE - 60));
    assert_eq!(
        at(&resolution),
        [(minute(RESOLVE - 120), Audience::Agent)],
        "an open pause holds back those after it"
    );
    resolution.resume(minute(RESOLVE + 40));
    assert_eq!(at(&resolution)[1].0, minute(RESOLVE + 70), "and its end moves them");
    resolution.stop(minute(RESOLVE + 70));
    assert_eq!(at(&resolution).len(), 1, "a clock that has stopped reminds nobody any more");
    assert!(
        bound(ClockKind::FirstResolution).reminder_instants().is_empty(),
        "of two equal clocks one reminds"
    );
}

#[test]
fn a_reminder_never_falls_into_the_night_or_before_the_start() {
    let week = json!({"mon": ["09:00-18:00"], "tue": ["09:00-18:00"]});
    let calendar = serde_json::from_value(json!({"time_zone": "Asia/Shanghai", "weekly": week}))
        .expect("valid");
    let reminder = |when| Reminder { when, audience: Audience::Agent };
    let mut clock = bound(ClockKind::FirstResponse);
    clock.calendar = calendar;
    clock.started_at = minute(17 * 60 + 30);
    clock.target_seconds = 3600;
    let times = [
        ReminderTime::PercentOfTarget(150),
        ReminderTime::MinutesBeforeDue(61),
        ReminderTime::MinutesBeforeDue(40),
    ];
    clock.reminders = times.map(reminder).to_vec();
    let instants: Vec<_> = clock.reminder_instants().iter().map(|instant| instant.at).collect();
    assert_eq!(
        ReminderTime::MinutesBeforeDue(61).elapsed_seconds(3600),
        None,
        "a reminder longer than the target has no place on the clock"
    );
    assert_eq!(
        clock.due(),
        Some(minute(33 * 60 + 30)),
        "half an hour on Monday, half an hour on Tuesday"
    );
    assert_eq!(
        instants,
        [minute(17 * 60 + 50), minute(34 * 60)],
        "forty working minutes before is Monday evening; one longer than the target does not exist; 150 % is after the breach"
    );
}
