//! The outbox: every command of this desk, in the order in which it was made.
//!
//! Rows are `waiting` until the hub has answered, then `accepted` (with the feed number that shows their effect) or
//! `stuck` (with the reason). The person ends a stuck row: it is `dropped`, or its words are sent again as a new command.
//! Every change takes the next *turn*, so that whatever is derived from the outbox can tell what it has not seen yet.
//!
//! All functions work on a connection that sees `work.db`; writing ones want a transaction of its writer.

use std::collections::BTreeSet;

use backstop_domain::{
    command::{Command, CommandBody},
    document::DocumentKind,
    id::{CommandId, DeskId},
    planted,
    rejection::Rejection,
};
use backstop_protocol::commands::{Outcome, Verdict};
use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, OptionalExtension as _, Row, ToSql, params};

use crate::{
    error::{DeskError, Result},
    store::{documents::Thing, facts},
};

/// How long answered commands are kept, so that a hub restored from a backup can be told again.
const KEPT: SignedDuration = SignedDuration::from_hours(24 * 30);

/// The fact that names the history of the hub under which commands were answered.
pub(crate) const HISTORY: &str = "history";

/// A command that the hub has refused, or has not answered yet.
#[derive(Debug, Clone)]
pub(crate) struct Open {
    pub(crate) command: Command,
    /// Why the hub refused it; nothing while it waits.
    pub(crate) reason: Option<Rejection>,
}

/// Takes the next number and queues the command that is made with it.
pub(crate) fn append(tx: &Connection, make: impl FnOnce(u64) -> Command) -> Result<Command> {
    let n = last_n(tx)? + 1;
    facts::set(tx, "last_n", &n.to_string())?;
    let command = make(n);
    let (kind, id) = command.body.subject();
    let mut insert = tx.prepare_cached(
        "INSERT INTO command (n, id, kind, body, subject_kind, subject_id, state, made_ms, turn)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'waiting', ?7, ?8)",
    )?;
    let body = serde_json::to_string(&command)?;
    let code = command.body.code();
    let at = command.made_at.as_millisecond();
    insert.execute(params![
        n,
        command.id.as_str(),
        code,
        body,
        kind.code(),
        id,
        at,
        next_turn(tx)?
    ])?;
    Ok(command)
}

/// The last number that was given.
fn last_n(tx: &Connection) -> Result<u64> {
    if !planted!(NumberReused) {
        return facts::number(tx, "last_n");
    }
    let newest = "SELECT ifnull(max(n), 0) FROM command WHERE state = 'waiting'";
    Ok(tx.query_row(newest, [], |r| r.get(0))?)
}

/// Takes the next turn of the outbox.
pub(crate) fn next_turn(tx: &Connection) -> Result<u64> {
    let turn = turn(tx)? + 1;
    facts::set(tx, "turn", &turn.to_string())?;
    Ok(turn)
}

/// The turn of the newest change.
pub(crate) fn turn(conn: &Connection) -> Result<u64> {
    facts::number(conn, "turn")
}

/// The next batch for the hub: everything from the oldest unanswered command on, without gaps, because
/// the hub counts them. What was answered before gets the same answer again.
pub(crate) fn batch(conn: &Connection, most: usize, largest: usize) -> Result<Vec<Command>> {
    let mut query = conn.prepare_cached(
        "SELECT body, state FROM command
         WHERE n >= (SELECT min(n) FROM command WHERE state = 'waiting') ORDER BY n LIMIT ?1",
    )?;
    let mut rows = query.query([most])?;
    let mut batch = Vec::new();
    let mut size = 0;
    while let Some(row) = rows.next()? {
        let body = row.get_ref(0)?.as_str()?;
        size += body.len();
        if size > largest && !batch.is_empty() {
            break;
        }
        let command: Command = serde_json::from_str(body)?;
        let is_given_up = row.get_ref(1)?.as_str()? == "dropped" && !planted!(GivenUpSupplied);
        batch.push(if is_given_up { withdrawn(command) } else { command });
    }
    Ok(batch)
}

/// What a given-up command is for a hub: its number must not be missing, but it must not take effect where it was
/// refused before. Its name may have gone to another number with it, so this one gets a name of its own.
fn withdrawn(command: Command) -> Command {
    let id = CommandId(format!("{}#{}", command.id, command.n));
    Command { id, body: CommandBody::Withdrawn, ..command }
}

/// Keeps the hub's answers. A row that was answered before stays as it is. Returns how many were news.
pub(crate) fn settle(tx: &Connection, outcomes: &[Outcome], now: Timestamp) -> Result<usize> {
    let turn = next_turn(tx)?;
    let mut update = tx.prepare_cached(
        "UPDATE command SET state = ?3, seq = ?4, reason = ?5, settled_ms = ?6, turn = ?7
         WHERE n = ?1 AND id = ?2 AND state = 'waiting'",
    )?;
    let mut news = 0;
    for outcome in outcomes {
        let (state, seq, reason) = match &outcome.verdict {
            Verdict::Accepted { seq } => ("accepted", Some(*seq), None),
            Verdict::Rejected { .. } if planted!(RefusalDropped) => ("dropped", None, None),
            Verdict::Rejected { reason } => ("stuck", None, Some(serde_json::to_string(reason)?)),
        };
        let now = now.as_millisecond();
        news += update.execute(params![
            outcome.n,
            outcome.id.as_str(),
            state,
            seq,
            reason,
            now,
            turn
        ])?;
    }
    Ok(news)
}

/// Takes a refused command out of the outbox. Its words are gone with it, so only the person does this.
pub(crate) fn drop_stuck(tx: &Connection, n: u64, now: Timestamp) -> Result<Command> {
    let stuck = open_rows(tx)?.into_iter().find(|row| row.command.n == n && row.reason.is_some());
    let Some(stuck) = stuck else { return Err(DeskError::NotStuck { n }) };
    let turn = next_turn(tx)?;
    tx.execute(
        "UPDATE command SET state = 'dropped', settled_ms = ?2, turn = ?3 WHERE n = ?1",
        params![n, now.as_millisecond(), turn],
    )?;
    Ok(stuck.command)
}

/// Notes the history of the hub that its feed names. Returns whether it is another than before: then what it may not know
/// waits to be told again.
pub(crate) fn enter_history(tx: &Connection, epoch: &str) -> Result<bool> {
    let known = facts::get(tx, HISTORY)?;
    if known.as_deref() == Some(epoch) {
        return Ok(false);
    }
    facts::set(tx, HISTORY, epoch)?;
    if known.is_none() {
        return Ok(false);
    }
    supply_again(tx)?;
    Ok(true)
}

/// Waits for an answer to every kept command again: the hub has come back as it once was, without some of them. Those that it
/// remembers get the same answer again. What it had refused is decided anew, because its world is another now.
pub(crate) fn supply_again(tx: &Connection) -> Result<()> {
    if planted!(SupplyForgotten) {
        return Ok(());
    }
    if planted!(SuppliedAnew) {
        tx.execute("UPDATE command SET body = replace(body, id, id || 'r'), id = id || 'r' WHERE state = 'accepted'", [])?;
    }
    let turn = next_turn(tx)?;
    tx.execute(
        "UPDATE command SET stood = max(stood, state = 'accepted'), state = 'waiting', seq = NULL,
                            reason = NULL, settled_ms = NULL, turn = ?1
         WHERE state IN ('accepted', 'stuck')",
        [turn],
    )?;
    Ok(())
}

/// The commands that stood before the hub was restored, were refused when they were told again, and looked at one of
/// these things then.
pub(crate) fn stood_on(conn: &Connection, things: &BTreeSet<Thing>) -> Result<Vec<u64>> {
    let mut query = conn.prepare_cached(
        "SELECT DISTINCT c.n, t.kind, t.id FROM command c JOIN touch t ON t.n = c.n
         WHERE c.state = 'stuck' AND c.stood = 1 ORDER BY c.n",
    )?;
    let mut rows = query.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let n = row.get(0)?;
        let kind = DocumentKind::from_code(row.get_ref(1)?.as_str()?);
        let changed = match kind {
            Some(kind) => things.contains(&(kind, row.get(2)?)),
            None => false,
        };
        if changed && found.last() != Some(&n) {
            found.push(n);
        }
    }
    Ok(found)
}

/// Tells the hub a refused command again, as the same command under the next number.
pub(crate) fn try_again(tx: &Connection, n: u64) -> Result<()> {
    let stuck = open_rows(tx)?.into_iter().find(|row| row.command.n == n && row.reason.is_some());
    let Some(Open { command, .. }) = stuck else { return Ok(()) };
    // The old row keeps its number, which the hub has counted; its name is given to the new one.
    tx.execute(
        "UPDATE command SET state = 'dropped', id = id || '#' || n, turn = ?2 WHERE n = ?1",
        [n, next_turn(tx)?],
    )?;
    let again = append(tx, |n| Command { n, ..command })?;
    tx.execute("UPDATE command SET stood = 1 WHERE n = ?1", [again.n])?;
    Ok(())
}

/// Gives every kept command to another desk: numbered from one, in the same order, and waiting for an answer again. The
/// hub knows them by their identifiers, so those that it has answered get the same answer again.
pub(crate) fn move_to(tx: &Connection, desk: &DeskId) -> Result<()> {
    let turn = next_turn(tx)?;
    tx.execute("DELETE FROM command WHERE state = 'dropped'", [])?;
    let mut all = tx.prepare("SELECT n, body FROM command ORDER BY n")?;
    let rows = all.query_map([], |r| Ok((r.get::<_, u64>(0)?, r.get::<_, String>(1)?)))?;
    let rows: Vec<_> = rows.collect::<rusqlite::Result<_>>()?;
    // Numbers only ever become smaller, so none is taken when it is given.
    let mut update = tx.prepare(
        "UPDATE command SET n = ?2, body = ?3, state = 'waiting', reason = NULL, seq = NULL,
                            settled_ms = NULL, turn = ?4
         WHERE n = ?1",
    )?;
    let mut last = 0;
    for (old, body) in rows {
        last += 1;
        let command: Command = serde_json::from_str(&body)?;
        let command = Command { desk: desk.clone(), n: last, ..command };
        update.execute(params![old, last, serde_json::to_string(&command)?, turn])?;
    }
    facts::set(tx, "last_n", &last.to_string())
}

/// Forgets answered commands after a month.
pub(crate) fn forget_old(tx: &Connection, now: Timestamp) -> Result<()> {
    let before = now.saturating_sub(KEPT).map_or(0, Timestamp::as_millisecond);
    tx.execute(
        "DELETE FROM command WHERE state IN ('accepted', 'dropped') AND settled_ms < ?1",
        [before],
    )?;
    Ok(())
}

/// What the outbox shows: waiting and refused commands, in order.
pub(crate) fn open_rows(conn: &Connection) -> Result<Vec<Open>> {
    let mut query = conn.prepare_cached(
        "SELECT body, reason FROM command WHERE state IN ('waiting', 'stuck') ORDER BY n",
    )?;
    let rows = query.query_and_then([], open_row)?;
    rows.collect()
}

fn open_row(row: &Row<'_>) -> Result<Open> {
    let reason = row.get_ref(1)?.as_str_or_null()?.map(serde_json::from_str).transpose()?;
    Ok(Open { command: serde_json::from_str(row.get_ref(0)?.as_str()?)?, reason })
}

/// The commands that changed after a turn.
pub(crate) fn changed_since(conn: &Connection, turn: u64) -> Result<BTreeSet<u64>> {
    numbers(conn, "SELECT n FROM command WHERE turn > ?1", params![turn])
}

/// The accepted commands whose effect the feed brings between two places.
pub(crate) fn accepted_between(conn: &Connection, after: u64, upto: u64) -> Result<BTreeSet<u64>> {
    let sql = "SELECT n FROM command WHERE state = 'accepted' AND seq > ?1 AND seq <= ?2";
    numbers(conn, sql, params![after, upto])
}

fn numbers(conn: &Connection, sql: &str, bounds: &[&dyn ToSql]) -> Result<BTreeSet<u64>> {
    let mut query = conn.prepare_cached(sql)?;
    let rows = query.query_map(bounds, |r| r.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// A command whose effect is still to be shown here.
#[derive(Debug)]
pub(crate) struct Pending {
    pub(crate) command: Command,
    /// Where the feed brings its effect, if the hub has accepted it: a thing that stands there or further has it already.
    pub(crate) seq: Option<u64>,
}

/// A command whose effect the feed has not brought yet: it waits, or was accepted above `floor`.
pub(crate) fn pending(conn: &Connection, n: u64, floor: u64) -> Result<Option<Pending>> {
    let floor = if planted!(OptimismEndsEarly) { i64::MAX as u64 } else { floor };
    let mut query = conn.prepare_cached(
        "SELECT body, seq FROM command
         WHERE n = ?1 AND (state = 'waiting' OR state = 'accepted' AND seq > ?2)",
    )?;
    let row = query.query_row([n, floor], |r| Ok((r.get::<_, String>(0)?, r.get(1)?)));
    let Some((body, seq)) = row.optional()? else { return Ok(None) };
    Ok(Some(Pending { command: serde_json::from_str(&body)?, seq }))
}

/// Whether the hub has refused a command and the person has not ended it yet.
pub(crate) fn is_stuck(conn: &Connection, n: u64) -> Result<bool> {
    let mut query =
        conn.prepare_cached("SELECT 1 FROM command WHERE n = ?1 AND state = 'stuck'")?;
    Ok(query.exists([n])?)
}

/// How many commands wait and how many are stuck.
pub(crate) fn counts(conn: &Connection) -> Result<(u32, u32)> {
    let mut query = conn.prepare_cached(
        "SELECT count(*) FILTER (WHERE state = 'waiting'), count(*) FILTER (WHERE state = 'stuck')
         FROM command WHERE state IN ('waiting', 'stuck')",
    )?;
    Ok(query.query_row([], |r| Ok((r.get(0)?, r.get(1)?)))?)
}
