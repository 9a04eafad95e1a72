//! What the hub answered to each command: remembered for ever, so that a retry gets the same answer.

use backstop_domain::{
    command::{Command, CommandBody},
    id::DeskId,
};
use backstop_protocol::commands::{Outcome, Verdict};
use rusqlite::{Connection, OptionalExtension};
use sha2::{Digest, Sha256};

use crate::{
    error::{HubError, Result},
    token::Hash,
};

/// The answer that was given to this command before. A number that was used for another command is
/// an error, never a silent replay.
pub(crate) fn remembered(connection: &Connection, command: &Command) -> Result<Outcome> {
    let query = "SELECT command_id, body_hash, verdict FROM outcome WHERE desk = ?1 AND n = ?2";
    let mut query = connection.prepare_cached(query)?;
    let values = rusqlite::params![command.desk.as_str(), command.n];
    let found = query.query_row(values, |row| {
        Ok((row.get::<_, String>(0)?, row.get::<_, Hash>(1)?, row.get::<_, String>(2)?))
    });
    let reused = HubError::NumberReused { n: command.n };
    match found.optional()? {
        Some((id, hash, verdict)) => {
            let verdict: Verdict = serde_json::from_str(&verdict)?;
            let is_same = id == command.id.as_str() && hash == fingerprint(command)?;
            // Who gave something up in a history that has ended needs no other answer than the first.
            if is_same || command.body == CommandBody::Withdrawn {
                return Ok(Outcome { id: command.id.clone(), n: command.n, verdict });
            }
            Err(reused)
        }
        None => Err(reused),
    }
}

/// The answer that was given to this command when another desk sent it: a profile that was copied sends
/// again, under a desk of its own, what the other copy may have sent already. It is remembered here too.
///
/// A desk may send again what was refused it, under another number: that is decided anew. What was accepted
/// once is never decided again.
pub(crate) fn given_elsewhere(
    connection: &Connection,
    command: &Command,
) -> Result<Option<Outcome>> {
    let query = "SELECT desk, body_hash, verdict FROM outcome WHERE command_id = ?1";
    let mut query = connection.prepare_cached(query)?;
    let mut rows = query.query([command.id.as_str()])?;
    let mut given = None;
    while let Some(row) = rows.next()? {
        let desk: String = row.get(0)?;
        if row.get::<_, Hash>(1)? != fingerprint(command)? {
            return Err(HubError::NumberReused { n: command.n });
        }
        let verdict: Verdict = serde_json::from_str(&row.get::<_, String>(2)?)?;
        let is_own_refusal =
            desk == command.desk.as_str() && matches!(verdict, Verdict::Rejected { .. });
        if !is_own_refusal {
            given = Some(verdict);
        }
    }
    let Some(verdict) = given else { return Ok(None) };
    remember(connection, command, &verdict)?;
    Ok(Some(Outcome { id: command.id.clone(), n: command.n, verdict }))
}

/// Remembers an answer.
pub(crate) fn remember(
    connection: &Connection,
    command: &Command,
    verdict: &Verdict,
) -> Result<()> {
    let insert = "INSERT INTO outcome (desk, n, command_id, body_hash, verdict)
                  VALUES (?1, ?2, ?3, ?4, ?5)";
    connection.prepare_cached(insert)?.execute(rusqlite::params![
        command.desk.as_str(),
        command.n,
        command.id.as_str(),
        fingerprint(command)?,
        serde_json::to_string(verdict)?,
    ])?;
    Ok(())
}

/// What a command says, whichever desk says it under whatever number.
fn fingerprint(command: &Command) -> Result<Hash> {
    let words = Command { desk: DeskId(String::new()), n: 0, ..command.clone() };
    Ok(Sha256::digest(serde_json::to_vec(&words)?).into())
}
