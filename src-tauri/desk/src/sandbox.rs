//! A sandbox: a desk in memory that is its own hub, for the training ground. It has no network and no file, so
//! nothing done in it can reach real data.

use backstop_domain::{
    command::Command,
    decide::decide,
    document::Document,
    person::Person,
    world::{Authority, Context},
};
use backstop_protocol::session::SignedIn;
use rusqlite::Connection;

use crate::{
    derived::Derived,
    desk::{Clock, Desk, Home, Ports},
    drafts,
    error::{DeskError, Result},
    session,
    store::{
        Store,
        documents::{self, Confirmed, Thing},
        facts::Position,
    },
    view::outbox::{Written, WrittenState},
    world::DeskWorld,
    writing::written_id,
};

/// The number of the first ticket that is opened in a sandbox, less one.
const NUMBERS_FROM: u64 = 9_000;

impl Desk {
    /// A sandbox that holds these documents, with this person at it. Commands are decided as the hub would
    /// decide them, and confirmed at once.
    pub fn sandbox(documents: Vec<Document>, person: &Person) -> Result<Self> {
        Self::sandbox_at(documents, person, crate::desk::system_clock())
    }

    /// A [`sandbox`](Self::sandbox) in which time passes as `clock` says.
    pub fn sandbox_at(documents: Vec<Document>, person: &Person, clock: Clock) -> Result<Self> {
        let store = Store::in_memory()?;
        let signed_in = SignedIn {
            token: String::new(),
            desk: "sandbox".into(),
            person: person.clone(),
            hub_time: clock(),
        };
        session::keep(&store, &signed_in, "")?;
        let desk = Self::around(store, Home::Sandbox, Ports::with(clock))?;
        desk.put_local(documents)?;
        Ok(desk)
    }

    /// Puts documents into a sandbox in place of what was there: what the simulated customer or the world did.
    pub fn put_local(&self, documents: Vec<Document>) -> Result<()> {
        if !self.is_sandbox() {
            return Err(DeskError::WrongKind("outside a sandbox"));
        }
        let things = documents.iter().map(thing_of).collect();
        self.store().write_cache(|tx| confirm(tx, documents))?;
        self.tell_changed(&things);
        Ok(())
    }
}

/// Does a command in a sandbox.
pub(crate) fn write(desk: &Desk, command: &Command, draft: Option<&str>) -> Result<Written> {
    let number = desk.store().read(next_number)?;
    let context =
        Context { authority: Authority::Hub, now: command.made_at, next_number: Some(number) };
    let effects = decide(&DeskWorld::of(desk), command, &context).map_err(DeskError::Rejected)?;
    desk.put_local(effects.documents)?;
    if let Some(draft) = draft {
        desk.store().write_work(|tx| drafts::drop(tx, draft))?;
    }
    Ok(Written { id: written_id(&command.body), state: WrittenState::Confirmed, n: 0 })
}

fn next_number(conn: &Connection) -> Result<u64> {
    let newest: Option<u64> = conn.query_row("SELECT max(number) FROM ticket", [], |r| r.get(0))?;
    Ok(newest.unwrap_or(0).max(NUMBERS_FROM) + 1)
}

fn confirm(tx: &Connection, documents: Vec<Document>) -> Result<()> {
    let mut position = Position::read(tx)?;
    let mut derived = Derived::begin(tx)?;
    for document in documents {
        position.cursor += 1;
        let said = Confirmed {
            kind: document.kind(),
            id: document.id(),
            seq: position.cursor,
            round: position.round,
            body: &document.to_json()?,
        };
        let key = documents::confirm(tx, &said, Some(&document))?;
        derived.put(key, &document)?;
    }
    derived.finish()?;
    position.complete = true;
    position.write(tx)
}

fn thing_of(document: &Document) -> Thing {
    (document.kind(), document.id().to_owned())
}
