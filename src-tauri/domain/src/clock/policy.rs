//! What is promised: the targets of a policy, what pauses them, and who is reminded when.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::BoundClock;
use crate::calendar::Calendar;

/// Which promise a clock keeps. First and next response, and the two resolutions, are never one
/// word: each pair has different starts and stops.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ClockKind {
    /// From creation (or assignment, the policy says) to the first public message of a person.
    FirstResponse,
    /// From the oldest unanswered customer message to the answer, once the first response is done.
    NextResponse,
    /// The longest allowed silence towards the customer while the ticket is open.
    Update,
    /// Until the ticket is resolved for the first time, whatever happens afterwards.
    FirstResolution,
    /// Until the ticket is resolved for good: resumes on reopening and leaves out the time spent
    /// resolved.
    TotalResolution,
    /// From the moment a ticket is handed to a person to that person's first message.
    HandlerResponse,
}

/// Who is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// The person who has the ticket.
    Agent,
    /// The senior agent of the line.
    Lead,
    /// The manager of the shop.
    Manager,
}

/// When a reminder fires, measured on the clock itself: pauses and closed hours do not count, so
/// that "30 minutes before" leaves 30 minutes in which somebody is there to act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ReminderTime {
    /// This many minutes of clock time before the deadline; 0 is the deadline itself. It does not
    /// exist for a clock whose target is shorter.
    MinutesBeforeDue(u32),
    /// When this percentage of the target is used up; more than 100 is after the breach.
    PercentOfTarget(u32),
}

impl ReminderTime {
    /// The clock seconds at which the reminder fires, or `None` if that would be before the start.
    pub fn elapsed_seconds(self, target_seconds: i64) -> Option<i64> {
        let seconds = match self {
            Self::MinutesBeforeDue(minutes) => {
                target_seconds.checked_sub(i64::from(minutes) * 60)?
            }
            Self::PercentOfTarget(percent) => target_seconds.checked_mul(i64::from(percent))? / 100,
        };
        (seconds >= 0).then_some(seconds)
    }
}

/// One reminder of a clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
pub struct Reminder {
    /// When it fires.
    pub when: ReminderTime,
    /// Who is told.
    pub audience: Audience,
}

/// One promise of a policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Target {
    /// Which clock.
    pub kind: ClockKind,
    /// How much working time may pass, in seconds.
    #[ts(type = "number")]
    pub seconds: i64,
    /// The codes of the ticket states in which the clock stands still.
    pub pauses_on: BTreeSet<String>,
    /// Who is told when.
    pub reminders: Vec<Reminder>,
}

/// A set of promises under one calendar. What is bound to a ticket is a snapshot of it, with the
/// version, so that editing a policy moves no deadline that was already promised.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Policy {
    /// Stable name of the policy across versions.
    pub id: String,
    /// Counts the edits of the policy, from 1.
    pub version: u32,
    /// What people call it.
    pub name: String,
    /// The working time under which every target is measured.
    pub calendar: Calendar,
    /// The promises, at most one of each kind.
    pub targets: Vec<Target>,
}

impl Policy {
    /// The promise of a kind, if the policy makes it.
    pub fn target(&self, kind: ClockKind) -> Option<&Target> {
        self.targets.iter().find(|target| target.kind == kind)
    }

    /// Starts the clock of one kind, if the policy makes such a promise. Which event starts which
    /// clock is the ticket's affair; a next response, say, does not begin before the first response
    /// is done.
    pub fn bind(&self, kind: ClockKind, started_at: Timestamp) -> Option<BoundClock> {
        let target = self.target(kind)?;
        Some(BoundClock {
            kind,
            policy_id: self.id.clone(),
            policy_version: self.version,
            calendar: self.calendar.clone(),
            target_seconds: target.seconds,
            pauses_on: target.pauses_on.clone(),
            reminders: target.reminders.clone(),
            started_at,
            stopped_at: None,
            pauses: Vec::new(),
            recorded_breach: None,
        })
    }
}
