//! The run of a clock on a ticket: pausing, stopping, reopening, breaching, re-binding.

use backstop_domain::calendar::Calendar;
use backstop_domain::clock::{
    BoundClock, ClockKind, Pause, Policy, ReadingState, due, elapsed, standard_policy,
};
use jiff::{SignedDuration, Timestamp};

/// A minute of Monday 9 March 2026, from 00:00 in Shanghai.
pub(crate) fn minute(minutes: i64) -> Timestamp {
    let midnight: Timestamp = "2026-03-09T00:00:00+08:00".parse().expect("midnight is a time");
    midnight + SignedDuration::from_mins(minutes)
}

pub(crate) fn bound(kind: ClockKind) -> BoundClock {
    standard_policy("complaint", false)
        .bind(kind, minute(0))
        .expect("the standing promise has this clock")
}

/// Resolving within 48 hours, in minutes.
pub(crate) const RESOLVE: i64 = 48 * 60;

#[test]
fn a_promise_is_met_at_the_deadline_and_broken_after_it() {
    let mut clock = bound(ClockKind::FirstResponse);
    assert_eq!(
        clock.reading(minute(15)).state,
        ReadingState::Running,
        "at the deadline it can still be kept"
    );
    let late = minute(15) + SignedDuration::from_nanos(1);
    assert_eq!(
        clock.reading(late).state,
        ReadingState::Breached,
        "one nanosecond later it is broken"
    );
    assert_eq!(clock.reading(late).breached_at, Some(minute(15)), "and stamped at the deadline");
    let mut late_stop = clock.clone();
    late_stop.stop(late);
    assert_eq!(
        late_stop.reading(minute(999)).breached_at,
        Some(minute(15)),
        "an answer after the deadline does not heal it"
    );
    clock.stop(minute(15));
    let reading = clock.reading(minute(999));
    assert_eq!(
        (reading.state, reading.breached_at),
        (ReadingState::Met, None),
        "an answer at the deadline keeps it"
    );
    assert_eq!(
        (reading.remaining_seconds, reading.elapsed_seconds),
        (None, 900),
        "nothing is left to do"
    );
}

#[test]
fn a_breach_noticed_late_is_stamped_at_the_deadline() {
    let reading = bound(ClockKind::FirstResponse).reading(minute(10_000));
    assert_eq!(reading.breached_at, Some(minute(15)), "whenever it is noticed");
    assert_eq!(reading.remaining_seconds, Some(-(10_000 - 15) * 60), "and it says how late it is");
}

#[test]
fn waiting_for_the_customer_pauses_the_resolution_and_never_the_first_response() {
    let (mut resolution, mut response) =
        (bound(ClockKind::FirstResolution), bound(ClockKind::FirstResponse));
    for clock in [&mut resolution, &mut response] {
        clock.follow_status("waiting_customer", minute(10));
    }
    assert_eq!(
        response.reading(minute(12)).state,
        ReadingState::Running,
        "the first response runs on"
    );
    let reading = resolution.reading(minute(500));
    assert_eq!(
        (reading.state, reading.due),
        (ReadingState::Paused, None),
        "nobody knows when the pause ends"
    );
    assert_eq!(
        (reading.elapsed_seconds, reading.remaining_seconds),
        (600, Some(RESOLVE * 60 - 600)),
        "it stands still"
    );
    resolution.follow_status("waiting_customer", minute(400));
    resolution.follow_status("open", minute(510));
    resolution.follow_status("open", minute(520));
    assert_eq!(
        resolution.due(),
        Some(minute(RESOLVE + 500)),
        "the deadline moves by the pause, however often it is told"
    );
}

#[test]
fn a_breach_before_a_pause_stays_a_breach() {
    let mut clock = bound(ClockKind::FirstResolution);
    clock.pause(minute(RESOLVE + 1));
    let reading = clock.reading(minute(RESOLVE + 2));
    assert_eq!(reading.breached_at, Some(minute(RESOLVE)), "pausing too late does not help");
    let mut clock = bound(ClockKind::FirstResolution);
    clock.pause(minute(RESOLVE));
    assert_eq!(
        clock.due(),
        Some(minute(RESOLVE)),
        "a pause that begins at the deadline leaves it where it is"
    );
}

#[test]
fn a_wrong_clock_on_a_desk_does_not_make_time_negative() {
    let mut clock = bound(ClockKind::TotalResolution);
    clock.pause(minute(100));
    clock.resume(minute(50));
    assert_eq!(
        clock.due(),
        Some(minute(RESOLVE)),
        "a pause that ended before it began pauses nothing"
    );
    clock.stop(minute(-30));
    assert_eq!(
        clock.reading(minute(200)).elapsed_seconds,
        0,
        "an end before the start has used up nothing"
    );
    clock.reopen(minute(-60));
    assert_eq!(
        clock.reading(minute(60)).elapsed_seconds,
        3600,
        "and reopening before it takes nothing away"
    );
    assert!(
        clock.pauses.iter().all(|pause| pause.until.is_some_and(|until| until >= pause.from)),
        "nothing stored ends before it begins: {:?}",
        clock.pauses
    );
}

#[test]
fn reopening_resumes_the_total_resolution_and_only_that() {
    let (mut total, mut first) =
        (bound(ClockKind::TotalResolution), bound(ClockKind::FirstResolution));
    for clock in [&mut total, &mut first] {
        clock.stop(minute(60));
        clock.stop(minute(90));
        clock.reopen(minute(1060));
    }
    assert_eq!(
        first.reading(minute(99_999)).state,
        ReadingState::Met,
        "the first resolution stays what it was"
    );
    assert_eq!(total.due(), Some(minute(RESOLVE + 1000)), "the time spent resolved is left out");
    assert_eq!(
        total.reading(minute(1070)).elapsed_seconds,
        70 * 60,
        "an hour before and ten minutes since"
    );
    assert_eq!(total.reading(minute(1070)).state, ReadingState::Running, "and it runs again");
}

#[test]
fn resolving_while_waiting_ends_the_wait() {
    let mut clock = bound(ClockKind::TotalResolution);
    clock.follow_status("waiting_customer", minute(10));
    clock.stop(minute(70));
    clock.reopen(minute(100));
    assert_eq!(
        clock.reading(minute(110)).elapsed_seconds,
        20 * 60,
        "ten minutes before the wait, ten since reopening"
    );
}

#[test]
fn a_stopped_clock_cannot_be_paused() {
    let mut clock = bound(ClockKind::TotalResolution);
    clock.stop(minute(60));
    clock.follow_status("waiting_customer", minute(70));
    clock.reopen(minute(100));
    assert_eq!(
        clock.reading(minute(110)).state,
        ReadingState::Running,
        "a state during which it was stopped leaves nothing behind"
    );
}

#[test]
fn a_reading_of_the_past_does_not_know_the_future() {
    let mut clock = bound(ClockKind::FirstResponse);
    clock.stop(minute(10));
    let reading = clock.reading(minute(5));
    assert_eq!(
        (reading.state, reading.elapsed_seconds),
        (ReadingState::Running, 300),
        "the answer had not come yet"
    );
}

#[test]
fn rebinding_keeps_the_start_the_pauses_and_a_breach_on_record() {
    let mut clock = bound(ClockKind::FirstResolution);
    clock.pause(minute(10));
    clock.resume(minute(30));
    let urgent = standard_policy("complaint", true);
    let tighter = clock.rebind(&urgent, minute(60)).expect("the urgent policy has a resolution");
    assert_eq!(
        tighter.due(),
        Some(minute(24 * 60 + 20)),
        "it counts from the original start with the same pause"
    );
    assert_eq!(
        tighter.policy_id, "standing.complaint.urgent",
        "and names the policy that binds now"
    );
    let looser = tighter
        .rebind(&standard_policy("complaint", false), minute(24 * 60 + 21))
        .expect("it has one");
    let reading = looser.reading(minute(24 * 60 + 30));
    assert_eq!(
        reading.state,
        ReadingState::Breached,
        "more time afterwards does not undo the breach"
    );
    assert_eq!(reading.breached_at, Some(minute(24 * 60 + 20)), "which stays where it was");
    let silent = Policy { targets: Vec::new(), ..urgent };
    assert!(
        clock.rebind(&silent, minute(60)).is_none(),
        "a policy without the promise binds nothing"
    );
}

#[test]
fn pauses_may_overlap_contain_each_other_and_come_in_any_order() {
    let pause = |from, until: i64| Pause { from: minute(from), until: Some(minute(until)) };
    let pauses = [
        pause(50, 60),
        pause(10, 30),
        pause(15, 20),
        pause(25, 40),
        pause(70, 65),
        pause(-50, 5),
        pause(80, 80),
    ];
    let always = Calendar::always();
    assert_eq!(elapsed(&always, minute(0), minute(100), &pauses), 55 * 60, "45 minutes are paused");
    assert_eq!(
        due(&always, minute(0), 55 * 60, &pauses),
        Some(minute(100)),
        "and the deadline knows it"
    );
    assert_eq!(
        due(&always, minute(0), 5 * 60, &pauses),
        Some(minute(10)),
        "due when the pause begins, not when it ends"
    );
}

#[test]
fn a_negative_target_has_no_deadline_and_zero_is_due_at_once() {
    let always = Calendar::always();
    assert_eq!(due(&always, minute(0), -1, &[]), None, "nothing can be used up before it starts");
    assert_eq!(
        due(&always, minute(0), 0, &[]),
        Some(minute(0)),
        "a promise of no time is due at the start"
    );
    let open = [Pause { from: minute(-5), until: None }];
    assert_eq!(due(&always, minute(0), 0, &open), Some(minute(0)), "paused or not");
    assert_eq!(
        due(&always, minute(0), 1, &open),
        None,
        "a pause without an end leaves no deadline"
    );
    assert_eq!(elapsed(&always, minute(0), minute(10), &open), 0, "and no time");
}

#[test]
fn a_stored_clock_comes_back_the_same() {
    let mut clock = bound(ClockKind::TotalResolution);
    clock.follow_status("waiting_customer", minute(10));
    let text = serde_json::to_string(&clock).expect("a clock is JSON");
    assert_eq!(
        serde_json::from_str::<BoundClock>(&text).expect("a stored clock is readable"),
        clock,
        "nothing is lost"
    );
}
