//! Writing to SQLite: everything that a transaction changed, row by row with prepared statements.

use backstop_domain::id::GrantId;
use rusqlite::{Connection, params};

use super::schema;
use crate::{
    error::Result,
    store::{
        changes::{ChangedDocument, Changes, Replaced},
        engine::Key,
        ledger,
    },
};

/// Writes the changes of a transaction that has begun.
pub(super) fn write(connection: &Connection, changes: &Changes) -> Result<()> {
    if let Some(epoch) = &changes.history {
        schema::set_epoch(connection, epoch)?;
    }
    counters(connection, changes)?;
    for (key, changed) in &changes.documents {
        document(connection, key, changed)?;
    }
    desks(connection, changes)?;
    credentials(connection, changes)?;
    outcomes(connection, changes)?;
    transfers(connection, changes)?;
    audit(connection, changes)
}

fn counters(connection: &Connection, changes: &Changes) -> Result<()> {
    let Some(counters) = changes.counters else { return Ok(()) };
    let mut update = connection.prepare_cached("UPDATE counter SET value = ?2 WHERE name = ?1")?;
    update.execute(params!["feed", counters.feed])?;
    update.execute(params!["ticket", counters.ticket])?;
    Ok(())
}

fn document(connection: &Connection, key: &Key, changed: &ChangedDocument) -> Result<()> {
    match &changed.replaces {
        Some(replaced) => {
            forget_audiences(connection, replaced)?;
            update(connection, replaced.seq, changed)?;
        }
        None => insert(connection, key, changed)?,
    }
    note_audiences(connection, changed)
}

fn insert(connection: &Connection, (kind, id): &Key, changed: &ChangedDocument) -> Result<()> {
    let insert = "INSERT INTO document (seq, kind, id, body, audiences, left_audiences)
                  VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    connection.prepare_cached(insert)?.execute(params![
        changed.seq,
        kind.code(),
        id,
        changed.document.to_json()?,
        serde_json::to_string(&changed.audiences)?,
        serde_json::to_string(&changed.left)?,
    ])?;
    Ok(())
}

fn update(connection: &Connection, old: u64, changed: &ChangedDocument) -> Result<()> {
    let update = "UPDATE document SET seq = ?1, body = ?2, audiences = ?3, left_audiences = ?4
                  WHERE seq = ?5";
    connection.prepare_cached(update)?.execute(params![
        changed.seq,
        changed.document.to_json()?,
        serde_json::to_string(&changed.audiences)?,
        serde_json::to_string(&changed.left)?,
        old,
    ])?;
    Ok(())
}

fn forget_audiences(connection: &Connection, replaced: &Replaced) -> Result<()> {
    let delete = "DELETE FROM document_audience WHERE audience = ?1 AND seq = ?2";
    let mut delete = connection.prepare_cached(delete)?;
    for audience in &replaced.told {
        delete.execute(params![audience.0, replaced.seq])?;
    }
    Ok(())
}

fn note_audiences(connection: &Connection, changed: &ChangedDocument) -> Result<()> {
    let insert = "INSERT INTO document_audience (audience, seq, visible) VALUES (?1, ?2, ?3)";
    let mut insert = connection.prepare_cached(insert)?;
    let visible = changed.audiences.iter().map(|audience| (audience, true));
    let gone = changed.left.iter().map(|audience| (audience, false));
    for (audience, visible) in visible.chain(gone) {
        insert.execute(params![audience.0, changed.seq, visible])?;
    }
    Ok(())
}

fn desks(connection: &Connection, changes: &Changes) -> Result<()> {
    let insert = "INSERT INTO desk (id, person, last_n, token_hash, made_at, signed_in_at)
                  VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                  ON CONFLICT (id) DO UPDATE SET last_n = excluded.last_n,
                  token_hash = excluded.token_hash, signed_in_at = excluded.signed_in_at";
    let mut insert = connection.prepare_cached(insert)?;
    for desk in changes.desks.values() {
        insert.execute(params![
            desk.id.as_str(),
            desk.person.as_str(),
            desk.last_n,
            desk.token,
            desk.made_at,
            desk.signed_in_at,
        ])?;
    }
    Ok(())
}

fn credentials(connection: &Connection, changes: &Changes) -> Result<()> {
    let insert = "INSERT INTO credential (login, person, phc, changed_at) VALUES (?1, ?2, ?3, ?4)
                  ON CONFLICT (login) DO UPDATE
                  SET phc = excluded.phc, changed_at = excluded.changed_at";
    let mut insert = connection.prepare_cached(insert)?;
    for (login, kept) in &changes.credentials {
        insert.execute(params![login, kept.person.as_str(), kept.phc, kept.changed_at])?;
    }
    Ok(())
}

fn outcomes(connection: &Connection, changes: &Changes) -> Result<()> {
    let insert = "INSERT INTO outcome (desk, n, command_id, body_hash, verdict)
                  VALUES (?1, ?2, ?3, ?4, ?5)";
    let mut insert = connection.prepare_cached(insert)?;
    for answer in changes.answers.values().flatten() {
        insert.execute(params![
            answer.desk.as_str(),
            answer.n,
            answer.command.as_str(),
            answer.body_hash,
            answer.verdict,
        ])?;
    }
    Ok(())
}

fn transfers(connection: &Connection, changes: &Changes) -> Result<()> {
    let insert =
        "INSERT INTO transfer (id, from_account, to_account, amount, phase, hold, grant_id, at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    let mut insert = connection.prepare_cached(insert)?;
    for transfer in &changes.transfers {
        let (phase, hold) = ledger::phase_to_row(&transfer.phase);
        insert.execute(params![
            transfer.id.as_str(),
            transfer.from.as_str(),
            transfer.to.as_str(),
            transfer.amount.0,
            phase,
            hold,
            transfer.grant_id.as_ref().map(GrantId::as_str),
            transfer.at.to_string(),
        ])?;
    }
    Ok(())
}

fn audit(connection: &Connection, changes: &Changes) -> Result<()> {
    let insert = "INSERT INTO audit (n, entry, hash) VALUES (?1, ?2, ?3)";
    let mut insert = connection.prepare_cached(insert)?;
    for line in &changes.audit {
        insert.execute(params![line.n, line.entry, line.hash])?;
    }
    Ok(())
}
