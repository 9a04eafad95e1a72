//! Who is signed in on this desk, at which hub, and as which desk.
//!
//! The token lies in `work.db`: that file is encrypted with the key from the keychain, so the token is as safe as in
//! the keychain itself, and it is there exactly when the store is.

use backstop_domain::{
    document::{Document, DocumentKind},
    id::DeskId,
    person::Person,
};
use backstop_protocol::session::SignedIn;
use rusqlite::Connection;

use crate::{
    derived::Derived,
    error::{DeskError, Result},
    outbox,
    store::{Store, documents, facts, facts::Position},
};

/// Who works on this desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The desk, as the hub knows it.
    pub desk: DeskId,
    /// The person, as newest known here.
    pub person: Person,
    /// The address of the hub; empty in a sandbox.
    pub hub: String,
    /// What the hub is shown; nothing after signing out.
    pub token: Option<String>,
    /// Whether the hub has found another profile at work as this desk; the next sign-in ends that.
    pub copied: bool,
}

impl Identity {
    /// Reads it, if somebody has ever signed in.
    pub(crate) fn read(conn: &Connection) -> Result<Option<Self>> {
        let (Some(desk), Some(person)) = (facts::get(conn, "desk")?, facts::get(conn, "person")?)
        else {
            return Ok(None);
        };
        let signed_in: Person = serde_json::from_str(&person)?;
        let newest = documents::current(conn, DocumentKind::Person, signed_in.id.as_str())?;
        let person = match newest {
            Some(Document::Person(newest)) => newest,
            _ => signed_in,
        };
        let hub = facts::get(conn, "hub")?.unwrap_or_default();
        let token = facts::get(conn, "token")?;
        let copied = facts::get(conn, "copied")?.is_some();
        Ok(Some(Self { desk: DeskId(desk), person, hub, token, copied }))
    }
}

/// The desk to name at a sign-in: the one that this person had here before.
pub(crate) fn known_desk(conn: &Connection, login: &str) -> Result<Option<DeskId>> {
    let same = Identity::read(conn)?.filter(|known| known.person.login == login);
    Ok(same.and_then(Identity::seat))
}

/// Notes that another profile works as this desk.
pub(crate) fn mark_copied(tx: &Connection) -> Result<()> {
    facts::set(tx, "copied", "1")
}

/// Keeps a sign-in. Another person, or a hub that does not know this desk, begins a new store of documents; that
/// is refused while there is unsent or refused work, because it could never be sent.
pub(crate) fn keep(store: &Store, signed_in: &SignedIn, hub: &str) -> Result<()> {
    let is_new = store.write_work(|tx| {
        let is_new = take_seat(tx, signed_in)?;
        facts::set(tx, "desk", signed_in.desk.as_str())?;
        facts::set(tx, "person", &serde_json::to_string(&signed_in.person)?)?;
        facts::set(tx, "hub", hub.trim_end_matches('/'))?;
        facts::set(tx, "token", &signed_in.token)?;
        facts::clear(tx, "copied")?;
        Ok(is_new)
    })?;
    store.write_cache(|tx| {
        if is_new {
            wipe(tx)?;
        }
        let mut derived = Derived::begin(tx)?;
        derived.set_viewer(&signed_in.person)?;
        derived.finish()
    })
}

/// Makes the outbox that of the desk that signed in. Returns whether the documents must be read anew.
fn take_seat(tx: &Connection, signed_in: &SignedIn) -> Result<bool> {
    let Some((desk, person)) = Identity::read_alone(tx)? else { return Ok(true) };
    let same_person = person.id == signed_in.person.id;
    if same_person && desk == signed_in.desk {
        return Ok(false);
    }
    if same_person && facts::get(tx, "copied")?.is_some() {
        outbox::move_to(tx, &signed_in.desk)?;
        return Ok(false);
    }
    begin_anew(tx, person)?;
    Ok(true)
}

impl Identity {
    /// The desk to go on with at the next sign-in; none when it is another profile's too.
    pub fn seat(self) -> Option<DeskId> {
        (!self.copied).then_some(self.desk)
    }

    /// Desk and person as they signed in; reads nothing but the work store.
    fn read_alone(conn: &Connection) -> Result<Option<(DeskId, Person)>> {
        let (Some(desk), Some(person)) = (facts::get(conn, "desk")?, facts::get(conn, "person")?)
        else {
            return Ok(None);
        };
        Ok(Some((DeskId(desk), serde_json::from_str(&person)?)))
    }
}

/// Another desk begins: its commands count from one.
fn begin_anew(tx: &Connection, person: Person) -> Result<()> {
    if outbox::counts(tx)? != (0, 0) {
        return Err(DeskError::OutboxNotEmpty { person: person.name });
    }
    tx.execute_batch("DELETE FROM command; DELETE FROM draft; DELETE FROM alert_fired;")?;
    facts::clear(tx, outbox::HISTORY)?;
    facts::clear(tx, "last_n")
}

/// Forgets every document; the next pull starts from nothing.
fn wipe(tx: &Connection) -> Result<()> {
    let mut derived = Derived::begin(tx)?;
    let mut all = tx.prepare("SELECT kind, id FROM document")?;
    let rows = all.query_map([], |r| Ok((r.get::<_, String>(0)?, r.get::<_, String>(1)?)))?;
    for (kind, id) in rows.collect::<rusqlite::Result<Vec<_>>>()? {
        if let Some(kind) = DocumentKind::from_code(&kind) {
            documents::remove(tx, kind, &id, &mut derived)?;
        }
    }
    derived.finish()?;
    tx.execute("DELETE FROM touch", [])?;
    Position { turn: outbox::turn(tx)?, ..Position::default() }.write(tx)
}

/// Signs out: everything stays, the next sync needs a new sign-in.
pub(crate) fn sign_out(store: &Store) -> Result<()> {
    store.write_work(|tx| facts::clear(tx, "token"))
}
