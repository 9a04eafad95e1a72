//! Alarms: what this person must be told now, each reminder once for each run of a clock.
//!
//! The instants are rows of `reminder`, worked out when a ticket changes, so that a look each second
//! costs one step in an index. What was given is remembered in `work.db` before it is given: a crash
//! in between repeats an alert once and never loses one. A clock that leaps is not believed at once:
//! while the hub can be asked, it is asked first.

pub(crate) mod news;
pub(crate) mod plan;
pub(crate) mod reminder;

mod leap;
mod list;
mod rings;
mod words;

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, params};

pub use self::words::Locale;
use self::{
    leap::Leap,
    news::News,
    plan::{Plan, Ring, plan},
};
use crate::{
    desk::Desk,
    error::Result,
    store::Store,
    view::app::{Alert, DeskEvent},
};

/// No clock runs longer than this, so that what was given before cannot be due again.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(24 * 500);

/// What is known between two looks.
#[derive(Debug)]
pub(crate) struct Alarms {
    started: Instant,
    memory: Mutex<Memory>,
}

#[derive(Debug, Default)]
struct Memory {
    /// When somebody last looked; nothing after a start.
    last_seen: Option<Timestamp>,
    leap: Leap,
    /// What the last look has given; the next look shows that it arrived.
    given: Vec<Ring>,
}

impl Default for Alarms {
    fn default() -> Self {
        Self { started: Instant::now(), memory: Mutex::default() }
    }
}

impl Alarms {
    fn lock(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The circumstances of one look.
#[derive(Debug, Clone, Copy)]
struct Look {
    /// The hub's time, as well as it is known.
    now: Timestamp,
    /// How long this program has been running, by a clock that nobody sets.
    awake: Duration,
    /// Whether the hub answers, so that a leap of the clock can be checked with it.
    online: bool,
    /// How often the hub's clock has been compared with this machine's.
    measured: u64,
    locale: Locale,
}

impl Desk {
    /// The alerts to give now. To be called each second and on waking; calling again says that the
    /// alerts of the call before have been handed to the system. Listeners hear of each alert, too.
    pub fn due_alerts(&self, locale: Locale) -> Result<Vec<Alert>> {
        let alarms = self.alarms();
        let look = Look {
            now: self.now(),
            awake: alarms.started.elapsed(),
            online: self.line()?.online,
            measured: self.measurements(),
            locale,
        };
        let mut memory = alarms.lock();
        let was_checking = memory.leap.is_checking();
        let mut alerts = look_now(self.store(), &mut memory, look)?;
        alerts.extend(tell_news(self.store(), look)?);
        if memory.leap.is_checking() && !was_checking {
            self.nudge();
        }
        drop(memory);
        for alert in &alerts {
            self.tell(DeskEvent::Alert { alert: alert.clone() });
        }
        Ok(alerts)
    }

    /// The instant of the next reminder, if any is known; it may have passed already.
    pub fn next_alarm(&self) -> Result<Option<Timestamp>> {
        let next = self.store().read(next_ms)?;
        Ok(next.and_then(|ms| Timestamp::from_millisecond(ms).ok()))
    }
}

fn look_now(store: &Store, memory: &mut Memory, look: Look) -> Result<Vec<Alert>> {
    let is_first = memory.last_seen.is_none();
    if is_first {
        begin(store, look.now)?;
    }
    settle(store, &memory.given)?;
    memory.given.clear();
    if memory.leap.is_open(look) {
        return Ok(Vec::new());
    }
    let (rings, stale) = store.read(|conn| rings::due(conn, look.now))?;
    let plan = plan(rings, look.now, memory.last_seen, look.locale);
    memory.last_seen = Some(look.now);
    if plan.alerts.is_empty() && plan.later.is_empty() && stale.is_empty() {
        return Ok(Vec::new());
    }
    remember(store, &plan, look.now)?;
    postpone(store, &plan, &stale)?;
    let (alerts, given): (Vec<_>, Vec<_>) = plan.alerts.into_iter().unzip();
    memory.given = given.into_iter().flatten().collect();
    Ok(alerts)
}

/// What has become of this person's requests, once each.
fn tell_news(store: &Store, look: Look) -> Result<Vec<Alert>> {
    let news = store.read(news::untold)?;
    if news.is_empty() {
        return Ok(Vec::new());
    }
    let word = |one: &News| store.read(|conn| news::alert(conn, one, look.now, look.locale));
    let alerts: Vec<Alert> = news.iter().map(word).collect::<Result<_>>()?;
    store.write_work(|tx| {
        list::add(tx, alerts.iter())?;
        news::told(tx, &news)
    })?;
    Ok(alerts)
}

/// What an earlier program gave without knowing whether it arrived is due again; what nobody needs to
/// remember is forgotten.
fn begin(store: &Store, now: Timestamp) -> Result<()> {
    let before = now.saturating_sub(REMEMBERED).map_or(i64::MIN, Timestamp::as_millisecond);
    store.write_work(|tx| {
        tx.execute("DELETE FROM alert_fired WHERE shown = 0 OR fired_ms < ?1", [before])?;
        Ok(())
    })
}

/// On disk before anybody hears of it.
fn remember(store: &Store, plan: &Plan, now: Timestamp) -> Result<()> {
    if plan.alerts.is_empty() {
        return Ok(());
    }
    store.write_work(|tx| {
        let sql = "INSERT OR REPLACE INTO alert_fired (key, fired_ms, shown) VALUES (?1, ?2, 0)";
        let mut insert = tx.prepare_cached(sql)?;
        for ring in plan.alerts.iter().flat_map(|(_, rings)| rings) {
            insert.execute(params![ring.key(), now.as_millisecond()])?;
        }
        list::add(tx, plan.alerts.iter().map(|(alert, _)| alert))
    })
}

/// What the last look gave has arrived.
fn settle(store: &Store, given: &[Ring]) -> Result<()> {
    if given.is_empty() {
        return Ok(());
    }
    store.write_work(|tx| {
        let mut update = tx.prepare_cached("UPDATE alert_fired SET shown = 1 WHERE key = ?1")?;
        given.iter().try_for_each(|ring| update.execute([ring.key()]).map(drop))?;
        Ok(())
    })?;
    store.write_cache(|tx| given.iter().try_for_each(|ring| forget(tx, ring.ticket, &ring.name)))
}

/// Puts off what waits for an opening, and forgets rows whose reminder was given or is no more.
fn postpone(store: &Store, plan: &Plan, stale: &[(i64, String)]) -> Result<()> {
    if plan.later.is_empty() && stale.is_empty() {
        return Ok(());
    }
    store.write_cache(|tx| {
        for (ring, until) in &plan.later {
            match until {
                Some(until) => move_to(tx, ring, *until)?,
                None => forget(tx, ring.ticket, &ring.name)?,
            }
        }
        stale.iter().try_for_each(|(ticket, name)| forget(tx, *ticket, name))
    })
}

fn move_to(tx: &Connection, ring: &Ring, until: Timestamp) -> Result<()> {
    let sql = "UPDATE reminder SET at_ms = ?3 WHERE ticket = ?1 AND name = ?2";
    let mut update = tx.prepare_cached(sql)?;
    update.execute(params![ring.ticket, ring.name, until.as_millisecond()])?;
    Ok(())
}

fn forget(tx: &Connection, ticket: i64, name: &str) -> Result<()> {
    let mut delete = tx.prepare_cached("DELETE FROM reminder WHERE ticket = ?1 AND name = ?2")?;
    delete.execute(params![ticket, name])?;
    Ok(())
}

fn next_ms(conn: &Connection) -> Result<Option<i64>> {
    let sql = "SELECT min(at_ms) FROM reminder";
    Ok(conn.prepare_cached(sql)?.query_row([], |r| r.get(0))?)
}

#[cfg(test)]
mod tests;
