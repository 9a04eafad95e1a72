//! The audit log: everything that was accepted, each line sealed with the hash of the one before.

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::{changes::AuditLine, transaction::Transaction};
use crate::{
    error::{HubError, Result},
    token::{self, Hash},
};

/// What the hash of the first line is sealed with.
pub(super) const BEGINNING: Hash = [0; 32];

/// What a look through the whole log found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AuditReport {
    /// How many lines there are.
    pub entries: u64,
    /// The hash of the last line. Kept elsewhere, it proves that nothing was cut off.
    pub head: String,
}

/// Appends a line.
pub(crate) fn append(transaction: &Transaction<'_>, entry: &impl Serialize) -> Result<()> {
    let entry = serde_json::to_string(entry)?;
    let mut counters = transaction.counters()?;
    counters.audit += 1;
    counters.seal = seal(&counters.seal, &entry);
    transaction.set_counters(counters);
    transaction.add_audit_line(AuditLine { n: counters.audit, entry, hash: counters.seal });
    Ok(())
}

/// Reads the whole log again and checks every seal, and that every accepted command is in it.
pub(super) fn verify(transaction: &Transaction<'_>) -> Result<AuditReport> {
    let (mut entries, mut head, mut commands) = (0, BEGINNING, 0);
    transaction.rows().audit_lines(&mut |n, entry, hash| {
        if n != entries + 1 {
            return Err(HubError::Corrupt(format!("audit line {} is missing", entries + 1)));
        }
        if seal(&head, entry) != *hash {
            return Err(HubError::Corrupt(format!("audit line {n} was changed")));
        }
        commands += u64::from(entry.starts_with(COMMAND_START));
        (entries, head) = (n, *hash);
        Ok(())
    })?;
    let accepted = transaction.rows().accepted()?;
    if accepted != commands {
        let why = format!("{accepted} commands were accepted, the audit log has {commands}");
        return Err(HubError::Corrupt(why));
    }
    Ok(AuditReport { entries, head: token::hex(&head) })
}

/// How the line of an accepted command begins: its type is its first field.
const COMMAND_START: &str = "{\"type\":\"command\"";

fn seal(before: &Hash, entry: &str) -> Hash {
    Sha256::new().chain_update(before).chain_update(entry).finalize().into()
}
