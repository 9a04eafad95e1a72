//! What the hub answered to each command: remembered for ever, so that a retry gets the same answer.

use backstop_domain::{
    command::{Command, CommandBody},
    id::{CommandId, DeskId},
};
use backstop_protocol::commands::{Outcome, Verdict};
use sha2::{Digest, Sha256};

use super::transaction::Transaction;
use crate::{
    error::{HubError, Result},
    token::Hash,
};

/// An answer as it is remembered.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    /// The desk that sent the command.
    pub(crate) desk: DeskId,
    /// Its number there.
    pub(crate) n: u64,
    /// The command.
    pub(crate) command: CommandId,
    /// Of what it says, without its desk and number.
    pub(crate) body_hash: Hash,
    /// What was answered, as JSON.
    pub(crate) verdict: String,
}

/// The answer that was given to this command before. A number that was used for another command is
/// an error, never a silent replay.
pub(crate) fn remembered(transaction: &Transaction<'_>, command: &Command) -> Result<Outcome> {
    let reused = HubError::NumberReused { n: command.n };
    let answer = transaction.answer_at(command)?.ok_or(reused)?;
    let verdict: Verdict = serde_json::from_str(&answer.verdict)?;
    let is_same = answer.command == command.id && answer.body_hash == fingerprint(command)?;
    // Who gave something up in a history that has ended needs no other answer than the first.
    if is_same || command.body == CommandBody::Withdrawn {
        return Ok(Outcome { id: command.id.clone(), n: command.n, verdict });
    }
    Err(HubError::NumberReused { n: command.n })
}

/// The answer that was given to this command when another desk sent it: a profile that was copied sends
/// again, under a desk of its own, what the other copy may have sent already. It is remembered here too.
///
/// A desk may send again what was refused it, under another number: that is decided anew. What was accepted
/// once is never decided again.
pub(crate) fn given_elsewhere(
    transaction: &Transaction<'_>,
    command: &Command,
) -> Result<Option<Outcome>> {
    let answers = transaction.answers(&command.id)?;
    if answers.is_empty() {
        return Ok(None);
    }
    let hash = fingerprint(command)?;
    let mut given = None;
    for answer in answers {
        if answer.body_hash != hash {
            return Err(HubError::NumberReused { n: command.n });
        }
        let verdict: Verdict = serde_json::from_str(&answer.verdict)?;
        let is_own_refusal =
            answer.desk == command.desk && matches!(verdict, Verdict::Rejected { .. });
        if !is_own_refusal {
            given = Some(verdict);
        }
    }
    let Some(verdict) = given else { return Ok(None) };
    remember(transaction, command, &verdict)?;
    Ok(Some(Outcome { id: command.id.clone(), n: command.n, verdict }))
}

/// Remembers an answer.
pub(crate) fn remember(
    transaction: &Transaction<'_>,
    command: &Command,
    verdict: &Verdict,
) -> Result<()> {
    transaction.add_answer(Answer {
        desk: command.desk.clone(),
        n: command.n,
        command: command.id.clone(),
        body_hash: fingerprint(command)?,
        verdict: serde_json::to_string(verdict)?,
    });
    Ok(())
}

/// What a command says, whichever desk says it under whatever number.
fn fingerprint(command: &Command) -> Result<Hash> {
    let words = Command { desk: DeskId(String::new()), n: 0, ..command.clone() };
    Ok(Sha256::digest(serde_json::to_vec(&words)?).into())
}
