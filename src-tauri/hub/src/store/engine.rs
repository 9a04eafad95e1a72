//! What the store asks of a database. Everything that decides lies above this line and is the same on
//! every engine; below it there is only reading, and writing what was decided.

use std::collections::{BTreeMap, BTreeSet};

use backstop_domain::{
    audience::Audience,
    document::DocumentKind,
    id::{AccountId, CommandId, DeskId, TransferId},
    ledger::Transfer,
    money::Fen,
};

use super::{
    changes::Changes,
    desks::Desk,
    documents::{Sources, StoredDocument},
    feed::Change,
    outcomes::Answer,
    people::Credential,
};
use crate::{error::Result, token::Hash};

/// Which document: what sort of thing, and which.
pub(crate) type Key = (DocumentKind, String);

/// The numbers that are given out inside the transaction that uses them, so that none is ever missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Counters {
    /// The highest feed number.
    pub(crate) feed: u64,
    /// The highest ticket number.
    pub(crate) ticket: u64,
    /// The last line of the audit log.
    pub(crate) audit: u64,
    /// Its seal.
    pub(crate) seal: Hash,
}

/// What is looked up by its identity. Many wishes are one question to a database far away.
#[derive(Debug, Default)]
pub(crate) struct Wishes {
    /// Documents.
    pub(crate) documents: BTreeSet<Key>,
    /// Desks.
    pub(crate) desks: BTreeSet<DeskId>,
    /// Desks by their tokens.
    pub(crate) tokens: BTreeSet<Hash>,
    /// What was answered to commands, on whatever desk.
    pub(crate) answers: BTreeSet<CommandId>,
    /// Lines of the ledger.
    pub(crate) transfers: BTreeSet<TransferId>,
}

impl Wishes {
    /// Adds what somebody else wishes.
    pub(crate) fn join(&mut self, other: &Self) {
        self.documents.extend(other.documents.iter().cloned());
        self.desks.extend(other.desks.iter().cloned());
        self.tokens.extend(other.tokens.iter().copied());
        self.answers.extend(other.answers.iter().cloned());
        self.transfers.extend(other.transfers.iter().cloned());
    }
}

/// What was found of what was wished for. The rest is not there.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// Documents.
    pub(crate) documents: Vec<StoredDocument>,
    /// Desks, by whichever of the two they were asked for.
    pub(crate) desks: Vec<Desk>,
    /// Answers.
    pub(crate) answers: Vec<Answer>,
    /// Which lines of the ledger are there.
    pub(crate) transfers: Vec<TransferId>,
}

/// Hears each line of the ledger.
pub(crate) type EachTransfer<'a> = &'a mut dyn FnMut(Transfer) -> Result<()>;
/// Hears each line of the audit log: its number, its words, its seal.
pub(crate) type EachLine<'a> = &'a mut dyn FnMut(u64, &str, &Hash) -> Result<()>;

/// One unchanging view of what is stored: a snapshot, or the inside of the writer's transaction before
/// anything of it is written.
pub(crate) trait Rows {
    /// Finds things by their identity.
    fn find(&self, wishes: &Wishes) -> Result<Found>;
    /// Which of these documents are there.
    fn present(&self, keys: &BTreeSet<Key>) -> Result<BTreeSet<Key>>;
    /// The numbers as they stand.
    fn counters(&self) -> Result<Counters>;
    /// The highest feed number.
    fn head(&self) -> Result<u64>;
    /// Every document of a kind, by rising feed number.
    fn of_kind(&self, kind: DocumentKind) -> Result<Vec<StoredDocument>>;
    /// Which import everything came from that came from one.
    fn sources(&self) -> Result<Sources>;
    /// The next changes after a cursor for some audiences, by rising feed number, at most `limit`.
    fn changes(
        &self,
        audiences: &BTreeSet<Audience>,
        cursor: u64,
        limit: u32,
    ) -> Result<Vec<Change>>;
    /// What was answered under a number of a desk.
    fn answer_at(&self, desk: &DeskId, n: u64) -> Result<Option<Answer>>;
    /// The desks of a person.
    fn desks_of(&self, person: &str) -> Result<Vec<Desk>>;
    /// What is kept for exactly this login name.
    fn credential(&self, login: &str) -> Result<Option<Credential>>;
    /// Every login name that something is kept for.
    fn logins(&self) -> Result<Vec<String>>;
    /// Every line of the ledger, in order.
    fn transfers(&self, each: EachTransfer<'_>) -> Result<()>;
    /// What the database itself counted together: balance and held amount of each account.
    fn balances(&self) -> Result<BTreeMap<AccountId, (Fen, Fen)>>;
    /// Every line of the audit log, in order.
    fn audit_lines(&self, each: EachLine<'_>) -> Result<()>;
    /// Why what is committed now might be lost, if it might.
    fn doubt(&self) -> Option<&'static str> {
        None
    }
    /// How many commands were accepted, on however many desks that is remembered.
    fn accepted(&self) -> Result<u64>;
}

/// Whoever writes to a database: one transaction after the other, and none of another hub in between.
pub(super) trait Engine: Send {
    /// Begins a transaction. From here on nobody else writes until it ends.
    fn begin(&mut self) -> Result<()>;
    /// What is stored, as it was when the transaction began.
    fn rows(&self) -> Result<&dyn Rows>;
    /// Writes everything and commits. When this returns it is on the disk.
    fn commit(&mut self, changes: &Changes) -> Result<()>;
    /// Leaves a transaction that failed, and gives up whatever cannot be trusted any more.
    fn recover(&mut self);
}

/// A connection that reads.
pub(super) trait Reader: Send {
    /// Shows one snapshot. An error means that the connection is of no use any more.
    fn show(&mut self, look: &mut dyn FnMut(&dyn Rows)) -> Result<()>;
}

/// Where readers come from.
pub(super) trait Source: Send + Sync {
    /// A new connection.
    fn reader(&self) -> Result<Box<dyn Reader>>;
}
