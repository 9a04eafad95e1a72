//! Which reminders of a ticket are for this person, and when.

use backstop_domain::{
    clock::{Audience, BoundClock, Reminder, ReminderTime},
    ticket::Ticket,
};
use jiff::Timestamp;

use crate::{derived::Viewer, show::code::clock_code};

/// A reminder of one run of a clock, for this person.
#[derive(Debug, Clone)]
pub(crate) struct Due<'t> {
    /// The clock that it belongs to.
    pub(crate) clock: &'t BoundClock,
    /// When it fires.
    pub(crate) at: Timestamp,
    /// Names the run of the clock and the reminder within the ticket.
    pub(crate) name: String,
}

/// The reminders of a ticket that are for this person, as far as their instant is known. A promise
/// that rests or was kept reminds nobody, and neither does a ticket that has ended.
pub(crate) fn reminders<'t>(ticket: &'t Ticket, viewer: &Viewer) -> Vec<Due<'t>> {
    let runs = |clock: &&BoundClock| {
        clock.stopped_at.is_none() && clock.pauses.iter().all(|pause| pause.until.is_some())
    };
    let clocks = ticket.clocks.iter().filter(|_| ticket.is_live()).filter(runs);
    clocks.flat_map(|clock| of_clock(ticket, clock, viewer)).collect()
}

fn of_clock<'t>(ticket: &Ticket, clock: &'t BoundClock, viewer: &Viewer) -> Vec<Due<'t>> {
    if !clock.reminders.iter().any(|reminder| concerns(reminder.audience, ticket, viewer)) {
        return Vec::new();
    }
    let instants = clock.reminder_instants().into_iter();
    let mine = instants.filter(|instant| concerns(instant.reminder.audience, ticket, viewer));
    mine.map(|instant| Due { clock, at: instant.at, name: name(clock, instant.reminder) }).collect()
}

/// The agent is whoever has the ticket; one that nobody has yet alerts nobody in particular. The lead
/// is any senior agent of the team, and every manager is a manager of it.
fn concerns(audience: Audience, ticket: &Ticket, viewer: &Viewer) -> bool {
    match audience {
        Audience::Agent => ticket.owner.as_ref().is_some_and(|owner| owner.0 == viewer.person),
        Audience::Lead => viewer.lead && ticket.team.0 == viewer.team,
        Audience::Manager => viewer.manager,
    }
}

fn name(clock: &BoundClock, reminder: Reminder) -> String {
    let audience = match reminder.audience {
        Audience::Agent => "agent",
        Audience::Lead => "lead",
        Audience::Manager => "manager",
    };
    let when = match reminder.when {
        ReminderTime::MinutesBeforeDue(minutes) => format!("{minutes}min"),
        ReminderTime::PercentOfTarget(percent) => format!("{percent}pct"),
    };
    format!("{}@{}/{audience}-{when}", clock_code(clock.kind), clock.started_at.as_millisecond())
}
