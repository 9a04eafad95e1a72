//! The inside of a transaction: what work sees of the database, and where it leaves its changes.
//!
//! What is read stays at hand, so that the tenth command on a ticket neither asks for it nor reads its
//! text again. What is changed is kept here in layers: the changes of the piece of work at hand above
//! those of the pieces that were done before it. A piece that fails loses its layer and nothing else.
//! Everything is written at the end, in one go.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
    sync::Arc,
};

use backstop_domain::{
    command::Command,
    document::{Document, DocumentKind},
    id::{CommandId, DeskId, TransferId},
    ledger::Transfer,
};

use super::{
    changes::{AuditLine, ChangedDocument, Changes, Replaced},
    desks::Desk,
    documents::StoredDocument,
    engine::{Counters, Found, Key, Rows, Wishes},
    outcomes::Answer,
    people::Credential,
};
use crate::{error::Result, token::Hash};

/// A transaction that writes, or a snapshot that is only read.
pub(crate) struct Transaction<'r> {
    rows: &'r dyn Rows,
    known: RefCell<Known>,
    /// What the pieces of work that stay have changed.
    kept: RefCell<Changes>,
    /// What the piece at hand has changed.
    fresh: RefCell<Changes>,
}

/// What the database holds, as far as somebody has asked. What is known to be absent is here too.
#[derive(Default)]
struct Known {
    counters: Option<Counters>,
    documents: BTreeMap<Key, Option<Rc<StoredDocument>>>,
    /// Documents of which only this is known: whether they are there.
    present: BTreeMap<Key, bool>,
    desks: BTreeMap<DeskId, Option<Desk>>,
    tokens: BTreeMap<Hash, Option<DeskId>>,
    answers: BTreeMap<CommandId, Vec<Answer>>,
    transfers: BTreeMap<TransferId, bool>,
}

/// A document as a transaction sees it.
pub(crate) struct Seen {
    /// Its place in the feed.
    pub(crate) seq: u64,
    /// What it is.
    pub(crate) document: Arc<Document>,
}

impl<'r> Transaction<'r> {
    /// Nothing is known yet.
    pub(super) fn new(rows: &'r dyn Rows) -> Self {
        Self {
            rows,
            known: RefCell::default(),
            kept: RefCell::default(),
            fresh: RefCell::default(),
        }
    }

    /// The database, for those who look at all of it. Changes of this transaction are not in there.
    pub(super) fn rows(&self) -> &'r dyn Rows {
        self.rows
    }

    /// Why what is committed now might be lost, if it might.
    pub(crate) fn doubt(&self) -> Option<&'static str> {
        self.rows.doubt()
    }

    /// Ends a piece of work: its changes stay, or they are gone.
    pub(super) fn settle(&self, stays: bool) {
        let fresh = self.fresh.take();
        if stays {
            self.kept.borrow_mut().absorb(fresh);
        }
    }

    /// Everything that stays.
    pub(super) fn into_changes(self) -> Changes {
        self.kept.into_inner()
    }

    /// Asks for many things at once that will be needed.
    pub(crate) fn expect(&self, mut wishes: Wishes) -> Result<()> {
        let mut known = self.known.borrow_mut();
        wishes.documents.retain(|key| !known.documents.contains_key(key));
        wishes.desks.retain(|desk| !known.desks.contains_key(desk));
        wishes.tokens.retain(|token| !known.tokens.contains_key(token));
        wishes.answers.retain(|command| !known.answers.contains_key(command));
        wishes.transfers.retain(|transfer| !known.transfers.contains_key(transfer));
        let found = self.rows.find(&wishes)?;
        known.learn(wishes, found);
        Ok(())
    }

    /// Asks which of many documents are there.
    pub(crate) fn expect_present(&self, keys: BTreeSet<Key>) -> Result<()> {
        let present = self.rows.present(&keys)?;
        let mut known = self.known.borrow_mut();
        let said = keys.into_iter().map(|key| {
            let is = present.contains(&key);
            (key, is)
        });
        known.present.extend(said);
        Ok(())
    }

    /// A document.
    pub(crate) fn document(&self, kind: DocumentKind, id: &str) -> Result<Option<Seen>> {
        let key = (kind, id.to_owned());
        let layers = [self.fresh.borrow(), self.kept.borrow()];
        if let Some(changed) = layers.iter().find_map(|layer| layer.documents.get(&key)) {
            let document = Arc::clone(&changed.document);
            return Ok(Some(Seen { seq: changed.seq, document }));
        }
        let Some(stored) = self.stored(&key)? else { return Ok(None) };
        Ok(Some(Seen { seq: stored.seq, document: stored.document()? }))
    }

    /// Whether a document is there, without reading it.
    pub(crate) fn has_document(&self, kind: DocumentKind, id: &str) -> Result<bool> {
        let key = (kind, id.to_owned());
        let layers = [self.fresh.borrow(), self.kept.borrow()];
        if layers.iter().any(|layer| layer.documents.contains_key(&key)) {
            return Ok(true);
        }
        let said = self.known.borrow().present.get(&key).copied();
        said.map_or_else(|| Ok(self.stored(&key)?.is_some()), Ok)
    }

    /// Every document of a kind, by rising feed number.
    pub(crate) fn of_kind(&self, kind: DocumentKind) -> Result<Vec<Document>> {
        let mut by_seq = BTreeMap::new();
        let layers = [self.fresh.borrow(), self.kept.borrow()];
        for stored in self.rows.of_kind(kind)? {
            let key = (kind, stored.id.clone());
            if !layers.iter().any(|layer| layer.documents.contains_key(&key)) {
                by_seq.insert(stored.seq, stored.document()?);
            }
        }
        let [fresh, kept] = &layers;
        let below = kept.documents.iter().filter(|(key, _)| !fresh.documents.contains_key(*key));
        for ((of, _), changed) in fresh.documents.iter().chain(below) {
            if *of == kind {
                by_seq.insert(changed.seq, Arc::clone(&changed.document));
            }
        }
        Ok(by_seq.into_values().map(Arc::unwrap_or_clone).collect())
    }

    /// Who may see a document and who no longer may, in its present state.
    pub(super) fn place(&self, key: &Key) -> Result<Option<Place>> {
        let layers = [self.fresh.borrow(), self.kept.borrow()];
        if let Some(changed) = layers.iter().find_map(|layer| layer.documents.get(key)) {
            return Ok(Some(Place {
                audiences: changed.audiences.clone(),
                left: changed.left.clone(),
                replaces: changed.replaces.clone(),
            }));
        }
        let Some(stored) = self.stored(key)? else { return Ok(None) };
        let (audiences, left) = stored.audiences()?;
        let told = audiences.iter().chain(&left).cloned().collect();
        Ok(Some(Place { audiences, left, replaces: Some(Replaced { seq: stored.seq, told }) }))
    }

    /// Puts a document in its new state in place of what was there.
    pub(super) fn change_document(&self, key: Key, changed: ChangedDocument) {
        self.fresh.borrow_mut().documents.insert(key, changed);
    }

    /// A desk.
    pub(super) fn desk(&self, id: &DeskId) -> Result<Option<Desk>> {
        let layers = [self.fresh.borrow(), self.kept.borrow()];
        if let Some(changed) = layers.iter().find_map(|layer| layer.desks.get(id)) {
            return Ok(Some(changed.clone()));
        }
        if !self.known.borrow().desks.contains_key(id) {
            self.expect(Wishes { desks: [id.clone()].into(), ..Wishes::default() })?;
        }
        Ok(self.known.borrow().desks.get(id).cloned().flatten())
    }

    /// The desk that holds a token.
    pub(super) fn desk_of_token(&self, token: &Hash) -> Result<Option<Desk>> {
        if !self.known.borrow().tokens.contains_key(token) {
            self.expect(Wishes { tokens: [*token].into(), ..Wishes::default() })?;
        }
        let stored = self.known.borrow().tokens.get(token).cloned().flatten();
        let layers = [self.fresh.borrow(), self.kept.borrow()];
        let holds = |desk: &&Desk| desk.token.as_ref() == Some(token);
        let changed = layers.iter().find_map(|layer| layer.desks.values().find(holds));
        let id = changed.map(|desk| desk.id.clone()).or(stored);
        drop(layers);
        let desk = id.map(|id| self.desk(&id)).transpose()?.flatten();
        Ok(desk.filter(|desk| holds(&desk)))
    }

    /// The desks of a person.
    pub(super) fn desks_of(&self, person: &str) -> Result<Vec<Desk>> {
        let stored = self.rows.desks_of(person)?;
        let mut desks: BTreeMap<_, _> =
            stored.into_iter().map(|desk| (desk.id.clone(), desk)).collect();
        for layer in [self.kept.borrow(), self.fresh.borrow()] {
            let of_them = layer.desks.values().filter(|desk| desk.person.as_str() == person);
            desks.extend(of_them.map(|desk| (desk.id.clone(), desk.clone())));
        }
        Ok(desks.into_values().collect())
    }

    /// Keeps a desk.
    pub(super) fn change_desk(&self, desk: Desk) {
        self.fresh.borrow_mut().desks.insert(desk.id.clone(), desk);
    }

    /// What is kept for exactly this login name.
    pub(super) fn credential(&self, login: &str) -> Result<Option<Credential>> {
        let layers = [self.fresh.borrow(), self.kept.borrow()];
        match layers.iter().find_map(|layer| layer.credentials.get(login)) {
            Some(changed) => Ok(Some(changed.clone())),
            None => self.rows.credential(login),
        }
    }

    /// Every login name that something is kept for.
    pub(super) fn logins(&self) -> Result<BTreeSet<String>> {
        let mut logins: BTreeSet<String> = self.rows.logins()?.into_iter().collect();
        for layer in [self.fresh.borrow(), self.kept.borrow()] {
            logins.extend(layer.credentials.keys().cloned());
        }
        Ok(logins)
    }

    /// Keeps a password.
    pub(super) fn change_credential(&self, login: &str, credential: Credential) {
        self.fresh.borrow_mut().credentials.insert(login.to_owned(), credential);
    }

    /// What was answered to a command, on whatever desk.
    pub(super) fn answers(&self, command: &CommandId) -> Result<Vec<Answer>> {
        if !self.known.borrow().answers.contains_key(command) {
            self.expect(Wishes { answers: [command.clone()].into(), ..Wishes::default() })?;
        }
        let mut answers = self.known.borrow().answers.get(command).cloned().unwrap_or_default();
        for layer in [self.kept.borrow(), self.fresh.borrow()] {
            answers.extend(layer.answers.get(command).into_iter().flatten().cloned());
        }
        Ok(answers)
    }

    /// What was answered under the number of a command: to itself as a rule, or to another one.
    pub(super) fn answer_at(&self, command: &Command) -> Result<Option<Answer>> {
        let there = |answer: &Answer| answer.desk == command.desk && answer.n == command.n;
        if let Some(itself) = self.answers(&command.id)?.into_iter().find(there) {
            return Ok(Some(itself));
        }
        for layer in [self.fresh.borrow(), self.kept.borrow()] {
            if let Some(other) = layer.answers.values().flatten().find(|answer| there(answer)) {
                return Ok(Some(other.clone()));
            }
        }
        self.rows.answer_at(&command.desk, command.n)
    }

    /// Gives the database a history of its own from here on.
    pub(super) fn begin_history(&self, epoch: String) {
        self.fresh.borrow_mut().history = Some(epoch);
    }

    /// Remembers an answer.
    pub(super) fn add_answer(&self, answer: Answer) {
        let mut fresh = self.fresh.borrow_mut();
        fresh.answers.entry(answer.command.clone()).or_default().push(answer);
    }

    /// Whether the ledger has a line with this identifier.
    pub(super) fn has_transfer(&self, id: &TransferId) -> Result<bool> {
        let layers = [self.fresh.borrow(), self.kept.borrow()];
        if layers.iter().any(|layer| layer.transfer_ids.contains(id)) {
            return Ok(true);
        }
        if !self.known.borrow().transfers.contains_key(id) {
            self.expect(Wishes { transfers: [id.clone()].into(), ..Wishes::default() })?;
        }
        Ok(self.known.borrow().transfers.get(id).copied().unwrap_or_default())
    }

    /// Appends a line to the ledger.
    pub(super) fn add_transfer(&self, transfer: Transfer) {
        let mut fresh = self.fresh.borrow_mut();
        fresh.transfer_ids.insert(transfer.id.clone());
        fresh.transfers.push(transfer);
    }

    /// Appends a line to the audit log.
    pub(super) fn add_audit_line(&self, line: AuditLine) {
        self.fresh.borrow_mut().audit.push(line);
    }

    /// The counters as they stand.
    pub(super) fn counters(&self) -> Result<Counters> {
        let moved = self.fresh.borrow().counters.or(self.kept.borrow().counters);
        if let Some(counters) = moved.or(self.known.borrow().counters) {
            return Ok(counters);
        }
        let counters = self.rows.counters()?;
        self.known.borrow_mut().counters = Some(counters);
        Ok(counters)
    }

    /// Moves the counters.
    pub(super) fn set_counters(&self, counters: Counters) {
        self.fresh.borrow_mut().counters = Some(counters);
    }

    fn stored(&self, key: &Key) -> Result<Option<Rc<StoredDocument>>> {
        if !self.known.borrow().documents.contains_key(key) {
            self.expect(Wishes { documents: [key.clone()].into(), ..Wishes::default() })?;
        }
        Ok(self.known.borrow().documents.get(key).cloned().flatten())
    }
}

/// Who may see a document, who must be told that they no longer may, and what the database has of it.
pub(super) struct Place {
    pub(super) audiences: BTreeSet<backstop_domain::audience::Audience>,
    pub(super) left: BTreeSet<backstop_domain::audience::Audience>,
    pub(super) replaces: Option<Replaced>,
}

impl Known {
    fn learn(&mut self, wishes: Wishes, found: Found) {
        self.documents.extend(wishes.documents.into_iter().map(|key| (key, None)));
        self.desks.extend(wishes.desks.into_iter().map(|desk| (desk, None)));
        self.tokens.extend(wishes.tokens.into_iter().map(|token| (token, None)));
        self.answers.extend(wishes.answers.into_iter().map(|command| (command, Vec::new())));
        self.transfers.extend(wishes.transfers.into_iter().map(|transfer| (transfer, false)));
        for document in found.documents {
            let key = (document.kind, document.id.clone());
            self.documents.insert(key, Some(Rc::new(document)));
        }
        for desk in found.desks {
            if let Some(token) = desk.token {
                self.tokens.insert(token, Some(desk.id.clone()));
            }
            self.desks.insert(desk.id.clone(), Some(desk));
        }
        for answer in found.answers {
            self.answers.entry(answer.command.clone()).or_default().push(answer);
        }
        self.transfers.extend(found.transfers.into_iter().map(|id| (id, true)));
    }
}
