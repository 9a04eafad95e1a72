//! The standing promise, for shops that have not written a policy of their own.

use std::collections::BTreeSet;

use super::{Audience, ClockKind, Policy, Reminder, ReminderTime, Target};
use crate::calendar::Calendar;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;

/// The ticket state in which resolving stands still: only the customer can move the ticket on.
const WAITING_FOR_CUSTOMER: &str = "waiting_customer";

/// The standing promise for a kind of ticket (`complaint`, `installation`, `after_sale`, …), on the
/// wall clock:
///
/// * resolved in 48 hours, 24 if urgent. Published case studies of e-commerce service teams give a
///   complaint 48 hours round the clock and urgent kinds less; halving it is our reading of "less".
///   Installations and after-sale service have the same 48 hours.
/// * first answered in 15 minutes, 5 if urgent: our own choice. It is what a person at a desk can
///   keep while away from a chat window for one conversation; marketplaces measure their three
///   minutes as a rate, not as a deadline.
/// * Resolving stands still while the ticket waits for the customer; the first response never does.
/// * Reminders are our own choice. First response: the agent at half the time and at the deadline.
///   Resolution: the agent two hours before, the lead half an hour before, the manager at the
///   deadline.
///
/// Until a ticket is first resolved its two resolution clocks say the same, therefore only
/// the total resolution, which also survives a reopening, carries the reminders.
pub fn standard_policy(kind_code: &str, urgent: bool) -> Policy {
    let (suffix, name, answer, resolve) = if urgent {
        (".urgent", "Standing promise, urgent: 24 hours", 5 * MINUTE, 24 * HOUR)
    } else {
        ("", "Standing promise: 48 hours", 15 * MINUTE, 48 * HOUR)
    };
    Policy {
        id: format!("standing.{kind_code}{suffix}"),
        version: 1,
        name: name.to_owned(),
        calendar: Calendar::always(),
        targets: vec![
            first_response(answer),
            resolution(ClockKind::FirstResolution, resolve, Vec::new()),
            resolution(ClockKind::TotalResolution, resolve, resolution_reminders()),
        ],
    }
}

fn first_response(seconds: i64) -> Target {
    let reminders = vec![
        Reminder { when: ReminderTime::PercentOfTarget(50), audience: Audience::Agent },
        Reminder { when: ReminderTime::MinutesBeforeDue(0), audience: Audience::Agent },
    ];
    Target { kind: ClockKind::FirstResponse, seconds, pauses_on: BTreeSet::new(), reminders }
}

fn resolution(kind: ClockKind, seconds: i64, reminders: Vec<Reminder>) -> Target {
    Target {
        kind,
        seconds,
        pauses_on: BTreeSet::from([WAITING_FOR_CUSTOMER.to_owned()]),
        reminders,
    }
}

fn resolution_reminders() -> Vec<Reminder> {
    vec![
        Reminder { when: ReminderTime::MinutesBeforeDue(120), audience: Audience::Agent },
        Reminder { when: ReminderTime::MinutesBeforeDue(30), audience: Audience::Lead },
        Reminder { when: ReminderTime::MinutesBeforeDue(0), audience: Audience::Manager },
    ]
}
