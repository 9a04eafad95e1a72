//! A promise made to one ticket: the snapshot of a policy's target with the history of its own run.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{ClockKind, Pause, Policy, Reminder, elapsed};
use crate::calendar::Calendar;

/// One run of a clock on a ticket. It is stored with the ticket and never counts down: what it says
/// at an instant is [`BoundClock::reading`]. Kind and start together name the run, so that an alert
/// can be given once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct BoundClock {
    /// Which promise this is.
    pub kind: ClockKind,
    /// The policy that made it.
    pub policy_id: String,
    /// The version of the policy at that moment.
    pub policy_version: u32,
    /// The calendar of that version.
    pub calendar: Calendar,
    /// How much working time may pass, in seconds.
    #[ts(type = "number")]
    pub target_seconds: i64,
    /// The codes of the ticket states in which this clock stands still.
    pub pauses_on: BTreeSet<String>,
    /// Who is told when.
    pub reminders: Vec<Reminder>,
    /// When the promise was made.
    #[ts(type = "string")]
    pub started_at: Timestamp,
    /// When the stopping event happened.
    #[ts(type = "string | null")]
    pub stopped_at: Option<Timestamp>,
    /// When the clock stood still, as the ticket's history says.
    pub pauses: Vec<Pause>,
    /// A breach that is on record and stays there, even if a new policy would have allowed more
    /// time.
    #[ts(type = "string | null")]
    pub recorded_breach: Option<Timestamp>,
}

/// Where a clock stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ReadingState {
    /// The promise can still be kept, also at the deadline itself.
    Running,
    /// The promise can still be kept and the clock stands still.
    Paused,
    /// The stopping event came at or before the deadline.
    Met,
    /// The deadline passed first.
    Breached,
}

/// What a clock says at one instant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Reading {
    /// Which promise this is.
    pub kind: ClockKind,
    /// Where it stands.
    pub state: ReadingState,
    /// The deadline; `None` while a pause has no end, and beyond 400 days.
    #[ts(type = "string | null")]
    pub due: Option<Timestamp>,
    /// Working seconds left until the deadline, negative after it; `None` once the promise is met.
    #[ts(type = "number | null")]
    pub remaining_seconds: Option<i64>,
    /// Working seconds used up, until the stopping event if there was one.
    #[ts(type = "number")]
    pub elapsed_seconds: i64,
    /// The deadline that was missed, whenever that was noticed.
    #[ts(type = "string | null")]
    pub breached_at: Option<Timestamp>,
}

/// A reminder and the instant at which it fires.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
pub struct ReminderInstant {
    /// When it fires.
    #[ts(type = "string")]
    pub at: Timestamp,
    /// What fires.
    pub reminder: Reminder,
}

impl BoundClock {
    /// The deadline, as far as the history says; `None` while a pause has no end, and beyond 400
    /// days.
    pub fn due(&self) -> Option<Timestamp> {
        super::due(&self.calendar, self.started_at, self.target_seconds, &self.pauses)
    }

    /// Whether the clock stands still in a state of the ticket, given by its code.
    pub fn pauses_on(&self, status: &str) -> bool {
        self.pauses_on.contains(status)
    }

    /// What the clock says at `now`. At the deadline itself the promise can still be kept; it is
    /// broken from the first instant after it, and then the breach is stamped at the deadline.
    pub fn reading(&self, now: Timestamp) -> Reading {
        let due = self.due();
        let seen_at = self.stopped_at.map_or(now, |stopped| stopped.min(now));
        let breached_at = self.recorded_breach.or(due.filter(|due| *due < seen_at));
        let state = self.state(seen_at, now, breached_at.is_some());
        let elapsed_seconds = elapsed(&self.calendar, self.started_at, seen_at, &self.pauses);
        let remaining = self.target_seconds.saturating_sub(elapsed_seconds);
        let remaining_seconds = (state != ReadingState::Met).then_some(remaining);
        Reading { kind: self.kind, state, due, remaining_seconds, elapsed_seconds, breached_at }
    }

    fn state(&self, seen_at: Timestamp, now: Timestamp, breached: bool) -> ReadingState {
        if breached {
            ReadingState::Breached
        } else if self.stopped_at.is_some_and(|stopped| stopped <= now) {
            ReadingState::Met
        } else if self.pauses.iter().any(|pause| pause.covers(seen_at)) {
            ReadingState::Paused
        } else {
            ReadingState::Running
        }
    }

    /// The reminders that have a definite instant, earliest first. Those that an open pause keeps
    /// from having one, and those from the stopping event on, are left out.
    pub fn reminder_instants(&self) -> Vec<ReminderInstant> {
        let mut instants: Vec<_> =
            self.reminders.iter().filter_map(|reminder| self.instant_of(*reminder)).collect();
        instants.sort_unstable();
        instants
    }

    fn instant_of(&self, reminder: Reminder) -> Option<ReminderInstant> {
        let seconds = reminder.when.elapsed_seconds(self.target_seconds)?;
        let at = super::due(&self.calendar, self.started_at, seconds, &self.pauses)?;
        let still_runs = self.stopped_at.is_none_or(|stopped| at < stopped);
        still_runs.then_some(ReminderInstant { at, reminder })
    }

    /// The clock stands still from `at` on. Nothing happens if it already does, or has stopped.
    pub fn pause(&mut self, at: Timestamp) {
        if self.stopped_at.is_none() && self.open_pause().is_none() {
            self.pauses.push(Pause { from: at, until: None });
        }
    }

    /// The clock goes on at `at`. Nothing happens if it does not stand still.
    pub fn resume(&mut self, at: Timestamp) {
        if let Some(pause) = self.open_pause() {
            pause.until = Some(at.max(pause.from));
        }
    }

    /// Pauses or resumes the clock as the new state of the ticket demands; the same state again
    /// changes nothing.
    pub fn follow_status(&mut self, status: &str, at: Timestamp) {
        if self.pauses_on(status) {
            self.pause(at);
        } else {
            self.resume(at);
        }
    }

    /// The stopping event happened. Only the first one counts.
    pub fn stop(&mut self, at: Timestamp) {
        if self.stopped_at.is_none() {
            self.resume(at);
            self.stopped_at = Some(at);
        }
    }

    /// The ticket was reopened. Only the total resolution resumes, without the time spent resolved;
    /// every other promise was kept or broken once and stays so.
    pub fn reopen(&mut self, at: Timestamp) {
        if self.kind != ClockKind::TotalResolution {
            return;
        }
        if let Some(stopped) = self.stopped_at.take() {
            self.pauses.push(Pause { from: stopped, until: Some(at.max(stopped)) });
        }
    }

    /// The same run under another policy, from its original start and with its history, or `None`
    /// if that policy makes no such promise. A breach that has happened by `now` stays on record.
    pub fn rebind(&self, policy: &Policy, now: Timestamp) -> Option<Self> {
        let fresh = policy.bind(self.kind, self.started_at)?;
        Some(Self {
            stopped_at: self.stopped_at,
            pauses: self.pauses.clone(),
            recorded_breach: self.reading(now).breached_at,
            ..fresh
        })
    }

    fn open_pause(&mut self) -> Option<&mut Pause> {
        self.pauses.iter_mut().find(|pause| pause.until.is_none())
    }
}
