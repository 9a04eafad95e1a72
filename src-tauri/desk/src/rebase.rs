//! Rebase: what a thing is now = what the hub confirmed + this desk's pending commands, decided again in order.
//!
//! Each pending command remembers (in `touch`) what it looked at or changed when it was last decided. When one of
//! those things changes, the command is decided again, and with it every command that shares a changeable thing
//! with it, because one may build on the other. A command that is no longer possible shows no effect; it stays in
//! the outbox until the hub has answered. An accepted command stays pending until the feed has brought its effect,
//! not only until the answer has come, so that nothing flickers.
//!
//! On a desk a command always counts as made when it was made, whatever the clock says at the moment: deciding it
//! again gives the same times.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
};

use backstop_domain::{
    command::Command,
    decide::decide,
    document::{Document, DocumentKind},
    person::Person,
    planted,
    rejection::Rejection,
    world::{Authority, Context, Effects, World},
};
use rusqlite::{Connection, params};

use crate::{
    derived::Derived,
    error::{DeskError, Result},
    outbox::{self, Pending},
    store::{
        documents::{self, Thing},
        facts::{self, Position, REDERIVE},
    },
};

/// Decides a command on this desk: what it changes, and everything that it looked at or changed.
pub(crate) fn decide_here(
    conn: &Connection,
    person: &Person,
    layer: &Layer,
    command: &Command,
) -> Result<(Result<Effects, Rejection>, BTreeSet<Thing>)> {
    let world =
        Here { conn, person, layer, touched: RefCell::default(), failed: RefCell::default() };
    let now = command.made_at;
    let context = Context { authority: Authority::Desk, now, next_number: None };
    let verdict = decide(&world, command, &context);
    if let Some(error) = world.failed.into_inner() {
        return Err(error);
    }
    let mut touched = world.touched.into_inner();
    if let Ok(effects) = &verdict {
        touched.extend(effects.documents.iter().map(|d| (d.kind(), d.id().to_owned())));
    }
    let (kind, id) = command.body.subject();
    touched.insert((kind, id));
    Ok((verdict, touched))
}

/// What lies over the stored documents while commands are decided one after the other.
#[derive(Debug, Default)]
pub(crate) struct Layer {
    /// Things whose stored pending work is not looked at: they start from what is confirmed.
    base: BTreeSet<Thing>,
    /// What the commands decided so far have made of things.
    made: BTreeMap<Thing, Document>,
}

/// The world as this desk sees it. It notes what was looked at.
struct Here<'a> {
    conn: &'a Connection,
    person: &'a Person,
    layer: &'a Layer,
    touched: RefCell<BTreeSet<Thing>>,
    failed: RefCell<Option<DeskError>>,
}

impl World for Here<'_> {
    fn document(&self, kind: DocumentKind, id: &str) -> Option<Document> {
        let thing = (kind, id.to_owned());
        let found = match self.layer.made.get(&thing) {
            Some(made) => Ok(Some(made.clone())),
            None if self.layer.base.contains(&thing) => documents::confirmed(self.conn, kind, id),
            None => documents::current(self.conn, kind, id),
        };
        self.touched.borrow_mut().insert(thing);
        let found = found.unwrap_or_else(|error| {
            self.failed.borrow_mut().get_or_insert(error);
            None
        });
        found.or_else(|| signed_in(self.person, kind, id))
    }
}

/// Whoever signed in is known before the first pull has brought their document.
pub(crate) fn signed_in(person: &Person, kind: DocumentKind, id: &str) -> Option<Document> {
    (kind == DocumentKind::Person && person.id.as_str() == id).then(|| person.clone().into())
}

/// Whether commands of a desk can change things of this kind. The others are only looked at.
fn is_changeable(kind: DocumentKind) -> bool {
    matches!(
        kind,
        DocumentKind::Ticket | DocumentKind::Grant | DocumentKind::Account | DocumentKind::DrillRun
    )
}

/// A round of rebasing inside a transaction on the cache.
pub(crate) struct Rebase<'a, 'c> {
    pub(crate) conn: &'c Connection,
    pub(crate) derived: &'a mut Derived<'c>,
    pub(crate) person: &'a Person,
    /// Accepted commands up to this feed number are in `confirmed`.
    pub(crate) floor: u64,
    /// The round of pulling from zero that the feed is in.
    pub(crate) round: u64,
}

impl Rebase<'_, '_> {
    /// Shows everything that has changed in the outbox since `since`. Returns the things that were looked at anew.
    pub(crate) fn catch_up(&mut self, since: u64) -> Result<BTreeSet<Thing>> {
        let changed = outbox::changed_since(self.conn, since)?;
        self.rederive(BTreeSet::new(), changed)
    }

    /// Shows the whole outbox anew, and no more what it does not hold: it may have come from a salvage.
    fn afresh(&mut self) -> Result<BTreeSet<Thing>> {
        let mut commands = outbox::changed_since(self.conn, 0)?;
        let mut query = self.conn.prepare("SELECT DISTINCT n FROM touch")?;
        for n in query.query_map([], |r| r.get(0))? {
            commands.insert(n?);
        }
        self.rederive(touched_things(self.conn)?, commands)
    }

    /// Decides again what rests on these things, after what the hub says about them has changed, and what
    /// has arrived since the feed stood at `old_floor`.
    pub(crate) fn after_pull(
        &mut self,
        things: BTreeSet<Thing>,
        old_floor: u64,
    ) -> Result<BTreeSet<Thing>> {
        let arrived = outbox::accepted_between(self.conn, old_floor, self.floor)?;
        self.rederive(things, arrived)
    }

    fn rederive(
        &mut self,
        mut things: BTreeSet<Thing>,
        mut commands: BTreeSet<u64>,
    ) -> Result<BTreeSet<Thing>> {
        loop {
            self.close(&mut things, &mut commands)?;
            let replay = self.replay(&things, &commands)?;
            let before = things.len();
            let touched = replay.touched.values().flatten();
            things.extend(touched.filter(|(kind, _)| is_changeable(*kind)).cloned());
            if things.len() > before {
                // A command looks at something new, on which others may rest: decide those too.
                continue;
            }
            self.keep(&things, &commands, &replay)?;
            return Ok(things);
        }
    }

    /// Adds whatever must be decided together with these: commands on the same changeable things, and their things.
    fn close(&self, things: &mut BTreeSet<Thing>, commands: &mut BTreeSet<u64>) -> Result<()> {
        let mut fresh_things: Vec<Thing> = things.iter().cloned().collect();
        let mut fresh_commands: Vec<u64> = commands.iter().copied().collect();
        while !fresh_things.is_empty() || !fresh_commands.is_empty() {
            for (kind, id) in std::mem::take(&mut fresh_things) {
                let found = self.commands_on(kind, &id)?;
                fresh_commands.extend(found.into_iter().filter(|n| commands.insert(*n)));
            }
            for n in std::mem::take(&mut fresh_commands) {
                let found = self.things_of(n)?;
                let joining = found.into_iter().filter(|(kind, _)| is_changeable(*kind));
                fresh_things.extend(joining.filter(|thing| things.insert(thing.clone())));
            }
        }
        Ok(())
    }

    fn commands_on(&self, kind: DocumentKind, id: &str) -> Result<Vec<u64>> {
        let mut query =
            self.conn.prepare_cached("SELECT n FROM touch WHERE kind = ?1 AND id = ?2")?;
        let rows = query.query_map([kind.code(), id], |r| r.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    fn things_of(&self, n: u64) -> Result<Vec<Thing>> {
        let mut query = self.conn.prepare_cached("SELECT kind, id FROM touch WHERE n = ?1")?;
        let mut rows = query.query([n])?;
        let mut things = Vec::new();
        while let Some(row) = rows.next()? {
            if let Some(kind) = DocumentKind::from_code(row.get_ref(0)?.as_str()?) {
                things.push((kind, row.get(1)?));
            }
        }
        Ok(things)
    }

    fn replay(&self, things: &BTreeSet<Thing>, commands: &BTreeSet<u64>) -> Result<Replay> {
        let base = if planted!(DoubleApply) { BTreeSet::new() } else { things.clone() };
        let mut layer = Layer { base, made: BTreeMap::new() };
        let mut touched = BTreeMap::new();
        for n in commands {
            let Some(pending) = self.pending(*n)? else { continue };
            let (verdict, seen) = decide_here(self.conn, self.person, &layer, &pending.command)?;
            touched.insert(*n, seen);
            for document in verdict.map(|effects| effects.documents).unwrap_or_default() {
                let thing = (document.kind(), document.id().to_owned());
                if !self.has_arrived(&thing, pending.seq)? {
                    layer.made.insert(thing, document);
                }
            }
        }
        Ok(Replay { made: layer.made, touched })
    }

    /// The command, if not everything that it changes is in `confirmed` yet.
    fn pending(&self, n: u64) -> Result<Option<Pending>> {
        outbox::pending(self.conn, n, self.floor)
    }

    /// Whether this thing has the effect of an accepted command already, while the rest is still on its way: between
    /// two pages of a long feed.
    fn has_arrived(&self, thing: &Thing, accepted: Option<u64>) -> Result<bool> {
        let Some(accepted) = accepted else { return Ok(false) };
        let at = documents::confirmed_seq(self.conn, thing, self.round)?;
        Ok(at.is_some_and(|at| at >= accepted))
    }

    fn keep(
        &mut self,
        things: &BTreeSet<Thing>,
        commands: &BTreeSet<u64>,
        replay: &Replay,
    ) -> Result<()> {
        for n in commands {
            self.keep_touches(*n, replay.touched.get(n))?;
        }
        for thing in things {
            if is_changeable(thing.0) {
                documents::show(self.conn, thing, replay.made.get(thing), self.derived)?;
                self.mark(thing)?;
            }
        }
        Ok(())
    }

    /// A pending command remembers what it touched now, a refused one what it touched last, so that its marks stay.
    fn keep_touches(&self, n: u64, touched: Option<&BTreeSet<Thing>>) -> Result<()> {
        if touched.is_none() && outbox::is_stuck(self.conn, n)? {
            return Ok(());
        }
        self.conn.prepare_cached("DELETE FROM touch WHERE n = ?1")?.execute([n])?;
        let mut insert =
            self.conn.prepare_cached("INSERT INTO touch (n, kind, id) VALUES (?1, ?2, ?3)")?;
        for (kind, id) in touched.into_iter().flatten() {
            insert.execute(params![n, kind.code(), id])?;
        }
        Ok(())
    }

    /// Counts the commands on a thing that are on their way, and those that were refused.
    fn mark(&self, (kind, id): &Thing) -> Result<()> {
        let mut update = self.conn.prepare_cached(
            "UPDATE document SET (pending, stuck) = (
                 SELECT count(*) FILTER (WHERE c.state = 'waiting' OR c.state = 'accepted' AND c.seq > ?3),
                        count(*) FILTER (WHERE c.state = 'stuck')
                 FROM touch t JOIN command c ON c.n = t.n WHERE t.kind = ?1 AND t.id = ?2)
             WHERE kind = ?1 AND id = ?2",
        )?;
        update.execute(params![kind.code(), id, self.floor])?;
        Ok(())
    }
}

/// What came out of deciding commands again.
struct Replay {
    made: BTreeMap<Thing, Document>,
    touched: BTreeMap<u64, BTreeSet<Thing>>,
}

/// Things that pending or refused commands rest on: what the hub says about others needs no rebase.
pub(crate) fn touched_things(conn: &Connection) -> Result<BTreeSet<Thing>> {
    let mut query = conn.prepare_cached("SELECT DISTINCT kind, id FROM touch")?;
    let mut rows = query.query([])?;
    let mut things = BTreeSet::new();
    while let Some(row) = rows.next()? {
        if let Some(kind) = DocumentKind::from_code(row.get_ref(0)?.as_str()?) {
            things.insert((kind, row.get(1)?));
        }
    }
    Ok(things)
}

/// Brings the cache up to the newest turn of the outbox. Cheap when there is nothing to do.
pub(crate) fn catch_up(conn: &Connection, person: &Person) -> Result<BTreeSet<Thing>> {
    let mut position = Position::read(conn)?;
    let turn = outbox::turn(conn)?;
    let is_salvaged = facts::get(conn, REDERIVE)?.is_some();
    if position.turn == turn && !is_salvaged {
        return Ok(BTreeSet::new());
    }
    let mut derived = Derived::begin(conn)?;
    // Places in a history that the cache has not reached yet say nothing about what the cache holds.
    let history = facts::get(conn, outbox::HISTORY)?;
    let is_here = history.is_none_or(|history| history == position.epoch);
    let floor = if is_here { position.floor } else { 0 };
    let round = position.round;
    let mut rebase = Rebase { conn, derived: &mut derived, person, floor, round };
    let things = if is_salvaged { rebase.afresh()? } else { rebase.catch_up(position.turn)? };
    derived.finish()?;
    position.turn = turn;
    position.write(conn)?;
    Ok(things)
}

#[cfg(test)]
mod tests;
