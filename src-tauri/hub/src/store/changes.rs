//! What work has changed and is not written yet.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use backstop_domain::{
    audience::Audience,
    document::Document,
    id::{CommandId, DeskId, TransferId},
    ledger::Transfer,
};

use super::{
    desks::Desk,
    engine::{Counters, Key},
    outcomes::Answer,
    people::Credential,
};
use crate::token::Hash;

/// A document in its new state.
pub(crate) struct ChangedDocument {
    /// What it is now.
    pub(crate) document: Arc<Document>,
    /// Its place in the feed.
    pub(crate) seq: u64,
    /// Who may see it.
    pub(crate) audiences: BTreeSet<Audience>,
    /// Who could once, and must hear that they no longer may.
    pub(crate) left: BTreeSet<Audience>,
    /// Its place as the database has it; absent for a new one.
    pub(crate) replaces: Option<Replaced>,
}

/// The place in the feed that a document leaves.
#[derive(Clone)]
pub(crate) struct Replaced {
    /// The number.
    pub(crate) seq: u64,
    /// Who was told of it under that number.
    pub(crate) told: BTreeSet<Audience>,
}

/// A line of the audit log.
pub(crate) struct AuditLine {
    /// Its number.
    pub(crate) n: u64,
    /// Its words.
    pub(crate) entry: String,
    /// Its seal.
    pub(crate) hash: Hash,
}

/// Changes that belong together: all of them are written, or none.
#[derive(Default)]
pub(crate) struct Changes {
    /// The name of another history, if one begins.
    pub(crate) history: Option<String>,
    /// The counters, if one of them moved.
    pub(crate) counters: Option<Counters>,
    /// Documents in their last state.
    pub(crate) documents: BTreeMap<Key, ChangedDocument>,
    /// Desks that are new or changed.
    pub(crate) desks: BTreeMap<DeskId, Desk>,
    /// Passwords by login name.
    pub(crate) credentials: BTreeMap<String, Credential>,
    /// What was answered, by command.
    pub(crate) answers: BTreeMap<CommandId, Vec<Answer>>,
    /// Lines of the ledger in their order.
    pub(crate) transfers: Vec<Transfer>,
    /// Their identifiers.
    pub(crate) transfer_ids: BTreeSet<TransferId>,
    /// Lines of the audit log in their order.
    pub(crate) audit: Vec<AuditLine>,
}

impl Changes {
    /// Takes over what came later.
    pub(super) fn absorb(&mut self, later: Self) {
        self.history = later.history.or(self.history.take());
        self.counters = later.counters.or(self.counters);
        self.documents.extend(later.documents);
        self.desks.extend(later.desks);
        self.credentials.extend(later.credentials);
        for (command, answers) in later.answers {
            self.answers.entry(command).or_default().extend(answers);
        }
        self.transfers.extend(later.transfers);
        self.transfer_ids.extend(later.transfer_ids);
        self.audit.extend(later.audit);
    }

    /// Whether there is nothing to write.
    pub(super) fn is_empty(&self) -> bool {
        self.history.is_none()
            && self.counters.is_none()
            && self.documents.is_empty()
            && self.desks.is_empty()
            && self.credentials.is_empty()
            && self.answers.is_empty()
            && self.transfers.is_empty()
            && self.audit.is_empty()
    }
}
