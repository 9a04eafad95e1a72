//! Planning alerts, pure: from reminders whose time has come to what is said, to what is remembered
//! and to what waits until people work again.

use std::collections::BTreeMap;

use backstop_domain::{calendar::Calendar, clock::ClockKind};
use jiff::{SignedDuration, Timestamp};

use super::words::{self, Locale};
use crate::view::app::Alert;

/// Who has not looked for longer than this was away.
pub(crate) const AWAY: SignedDuration = SignedDuration::from_secs(60);
/// So many tickets an alert names at most; its words say how many there are. Whoever was away from a large shop for
/// long finds them in the queue.
const NAMED: usize = 100;
/// So many alerts at once are given one by one; more become one.
const ONE_BY_ONE: usize = 5;

/// A reminder whose time has come.
#[derive(Debug, Clone)]
pub(crate) struct Ring {
    /// The key of the ticket's row.
    pub(crate) ticket: i64,
    /// The name of the reminder on that ticket.
    pub(crate) name: String,
    /// Which ticket.
    pub(crate) ticket_id: String,
    /// How the ticket is called.
    pub(crate) label: String,
    /// Whose problem it is.
    pub(crate) customer: String,
    /// The promise.
    pub(crate) clock: ClockKind,
    /// The run of the clock.
    pub(crate) started_at: Timestamp,
    /// The working time of the promise.
    pub(crate) calendar: Calendar,
    /// When it was to fire; later than the reminder itself if it has waited for an opening.
    pub(crate) at: Timestamp,
    /// The deadline.
    pub(crate) due: Timestamp,
    /// How much of the promise is left, in working seconds; negative after the deadline.
    pub(crate) remaining_seconds: i64,
}

impl Ring {
    /// Names this reminder of this run of this clock for ever.
    pub(crate) fn key(&self) -> String {
        format!("{}/{}", self.ticket_id, self.name)
    }
}

/// What to do about reminders whose time has come.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    /// What is said now, each with the reminders that it settles.
    pub(crate) alerts: Vec<(Alert, Vec<Ring>)>,
    /// What waits, and until when; without an instant, until something changes.
    pub(crate) later: Vec<(Ring, Option<Timestamp>)>,
}

/// Plans the alerts of this instant.
///
/// `last_seen` is when somebody last planned; nothing after a start. Of each run of a clock only the
/// latest reminder speaks, the others are settled with it. What is late is said in one message.
pub(crate) fn plan(
    rings: Vec<Ring>,
    now: Timestamp,
    last_seen: Option<Timestamp>,
    locale: Locale,
) -> Plan {
    let mut plan = Plan::default();
    let mut runs: BTreeMap<(String, ClockKind, Timestamp), Vec<Ring>> = BTreeMap::new();
    for ring in rings {
        match quiet_until(&ring.calendar, ring.at, now) {
            Quiet::No => {
                let run = (ring.ticket_id.clone(), ring.clock, ring.started_at);
                runs.entry(run).or_default().push(ring);
            }
            Quiet::Until(opening) => plan.later.push((ring, opening)),
        }
    }
    let mut groups: Vec<Vec<Ring>> = runs.into_values().collect();
    for group in &mut groups {
        group.sort_by_key(|ring| std::cmp::Reverse(ring.at));
    }
    groups.sort_by_key(|group| group[0].due);
    let is_late = |group: &Vec<Ring>| now.duration_since(group[0].at) > AWAY;
    let (late, fresh): (Vec<_>, Vec<_>) = groups.into_iter().partition(is_late);
    let away = last_seen.is_none_or(|seen| now.duration_since(seen) > AWAY);
    say_late(&mut plan, late, Saying { now, away, locale });
    say_fresh(&mut plan, fresh, Saying { now, away: false, locale });
    plan
}

/// How a set of reminders is said.
#[derive(Clone, Copy)]
struct Saying {
    now: Timestamp,
    away: bool,
    locale: Locale,
}

/// What is late makes one message, also when it is one ticket with several clocks.
fn say_late(plan: &mut Plan, groups: Vec<Vec<Ring>>, saying: Saying) {
    let Some(first) = groups.first() else { return };
    let is_one = groups.iter().all(|group| group[0].ticket_id == first[0].ticket_id);
    let alert = if is_one { single(&first[0], saying) } else { merged(&groups, saying) };
    plan.alerts.push((alert, groups.into_iter().flatten().collect()));
}

/// What comes at its time is said one by one, unless it is too much at once.
fn say_fresh(plan: &mut Plan, groups: Vec<Vec<Ring>>, saying: Saying) {
    if groups.len() > ONE_BY_ONE {
        return say_late(plan, groups, saying);
    }
    plan.alerts.extend(groups.into_iter().map(|group| (single(&group[0], saying), group)));
}

fn single(ring: &Ring, saying: Saying) -> Alert {
    Alert {
        key: ring.key(),
        tickets: vec![ring.ticket_id.clone()],
        title: words::title(ring, saying.now, saying.locale),
        body: words::body(ring, saying.locale),
        due: ring.due,
        breached: ring.due < saying.now,
    }
}

fn merged(groups: &[Vec<Ring>], saying: Saying) -> Alert {
    let mut tickets: BTreeMap<&str, &Ring> = BTreeMap::new();
    for ring in groups.iter().map(|group| &group[0]) {
        tickets.entry(&ring.ticket_id).or_insert(ring);
    }
    let mut firsts: Vec<&Ring> = tickets.into_values().collect();
    firsts.sort_by_key(|ring| ring.due);
    let breached = firsts.iter().filter(|ring| ring.due < saying.now).count();
    let labels: Vec<&str> = firsts.iter().map(|ring| ring.label.as_str()).collect();
    Alert {
        key: format!("together/{}/{}", saying.now.as_millisecond(), firsts[0].key()),
        tickets: firsts.iter().take(NAMED).map(|ring| ring.ticket_id.clone()).collect(),
        title: words::together(labels.len(), breached, saying.away, saying.locale),
        body: words::some(&labels, saying.locale),
        due: firsts[0].due,
        breached: breached > 0,
    }
}

/// Whether a reminder has to be quiet now.
enum Quiet {
    No,
    Until(Option<Timestamp>),
}

/// Outside working time a reminder waits for the next opening. One that comes exactly at closing is
/// still said: whoever was there a moment ago can act on it.
fn quiet_until(calendar: &Calendar, at: Timestamp, now: Timestamp) -> Quiet {
    if calendar.is_always() || is_open_around(calendar, at, now) {
        return Quiet::No;
    }
    Quiet::Until(next_opening(calendar, now))
}

fn is_open_around(calendar: &Calendar, at: Timestamp, now: Timestamp) -> bool {
    let moment = SignedDuration::from_nanos(1);
    let until = now.saturating_add(moment).unwrap_or(now);
    let just_now = now.duration_since(at) <= AWAY;
    let from = if just_now { at.saturating_sub(moment).unwrap_or(at) } else { now };
    !calendar.working(from, until).is_empty()
}

fn next_opening(calendar: &Calendar, now: Timestamp) -> Option<Timestamp> {
    [8, 400].into_iter().find_map(|days| {
        let until = now.saturating_add(SignedDuration::from_hours(24 * days)).ok()?;
        calendar.working(now, until).first().map(|span| span.from)
    })
}

#[cfg(test)]
mod tests;
