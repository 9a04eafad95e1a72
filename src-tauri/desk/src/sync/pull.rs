//! Documents down: pages of the feed into the cache. Page, cursor and completion are one transaction.

use std::collections::BTreeSet;

use backstop_domain::{document::DocumentKind, person::Person, planted};
use backstop_protocol::feed::{Item, Page};
use rusqlite::Connection;

use crate::{
    alarm::news::{self, Before, News},
    derived::Derived,
    desk::Desk,
    error::Result,
    outbox,
    rebase::{Rebase, touched_things},
    store::{
        documents::{self, Confirmed, Thing},
        facts::{self, Position},
    },
    sync::wire::Hub,
};

/// How many pages are stored in one transaction. Every transaction touches the indexes all over, so a few large ones
/// cost a fraction of many small ones; what a crash undoes is received again.
const PAGES_AT_ONCE: usize = 6;

/// What became of a page.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Kept {
    /// It is in the cache; these things changed, and the person must hear of the news.
    Stored(BTreeSet<Thing>, Vec<News>),
    /// Another program on this profile was faster; the cache is at least as far.
    Overtaken,
    /// The cache stands elsewhere: read on from where it stands.
    Astray,
}

/// Receives until the head of the feed is reached. While some pages are stored the next are already on their way.
pub(super) async fn everything(desk: &Desk, hub: &Hub) -> Result<()> {
    let mut from = position(desk).await?;
    let mut page = pages(desk, hub, &from).await?;
    loop {
        let after = after(&from, &page);
        let is_last = page.complete;
        if is_last {
            keep(desk, from, page).await?;
            return Ok(());
        }
        let (kept, next) = tokio::join!(keep(desk, from, page), pages(desk, hub, &after));
        (from, page) = match kept? {
            Kept::Stored(..) => (after, next?),
            Kept::Overtaken | Kept::Astray => {
                let from = position(desk).await?;
                let page = pages(desk, hub, &from).await?;
                (from, page)
            }
        };
    }
}

/// Receives the next few pages as one. Where the line breaks or the feed begins again, it ends with what there is:
/// the next question, from there, tells why.
async fn pages(desk: &Desk, hub: &Hub, from: &Position) -> Result<Page> {
    let mut whole = hub.page(desk, from).await?;
    for _ in 1..PAGES_AT_ONCE {
        if whole.complete {
            break;
        }
        let Ok(next) = hub.page(desk, &after(from, &whole)).await else { break };
        if next.restarted || next.scope != whole.scope || next.epoch != whole.epoch {
            break;
        }
        whole.items.extend(next.items);
        (whole.cursor, whole.complete) = (next.cursor, next.complete);
    }
    Ok(whole)
}

/// Where the cache stands.
pub(super) async fn position(desk: &Desk) -> Result<Position> {
    desk.apart(|desk| desk.store().read(Position::read)).await
}

/// Where the feed goes on after a page.
pub(super) fn after(from: &Position, page: &Page) -> Position {
    Position {
        cursor: page.cursor,
        scope: page.scope.clone(),
        epoch: page.epoch.clone(),
        ..from.clone()
    }
}

/// Stores a page that was asked for from a position, and tells who listens.
pub(super) async fn keep(desk: &Desk, from: Position, page: Page) -> Result<Kept> {
    desk.apart(move |desk| take(desk, &from, &page)).await
}

/// The same, for a caller that may block.
pub(crate) fn take(desk: &Desk, from: &Position, page: &Page) -> Result<Kept> {
    let Some(who) = desk.identity()? else { return Ok(Kept::Astray) };
    let history =
        |conn: &Connection| Ok((facts::get(conn, outbox::HISTORY)?, Position::read(conn)?));
    let (known, at) = desk.store().read(history)?;
    // A late page of a history that has ended since is not taken, and changes nothing.
    let is_awaited = (at.cursor, &at.epoch) == (from.cursor, &from.epoch);
    if is_awaited
        && known.as_deref() != Some(&page.epoch)
        && desk.store().write_work(|tx| outbox::enter_history(tx, &page.epoch))?
    {
        tracing::warn!("the hub has another history; what it may not know is told again");
        // What waits again rests on things again, before the first of them changes.
        desk.show_newest()?;
        desk.wake();
    }
    if planted!(CursorBeforePage) {
        let ahead = Position { cursor: page.cursor, ..from.clone() };
        desk.store().write_cache(|tx| ahead.write(tx))?;
        desk.store().write_cache(|tx| {
            from.write(tx).and_then(|()| keep_page(tx, &who.person, from, page))
        })?;
    }
    let kept = desk.store().write_cache(|tx| keep_page(tx, &who.person, from, page))?;
    if let Kept::Stored(things, news) = &kept {
        if planted!(DraftTouched) {
            let is_ticket = |(kind, _): &Thing| *kind == DocumentKind::Ticket;
            if things.iter().any(is_ticket) {
                desk.store().write_work(|tx| Ok(tx.execute("DELETE FROM draft", [])?))?;
            }
        }
        if !news.is_empty() {
            desk.store().write_work(|tx| news::keep(tx, news))?;
        }
        desk.tell_changed(things);
        try_again(desk, things)?;
    }
    Ok(kept)
}

/// After a restore, one desk's part of a story may come back after another's that rests on it: what was refused for want
/// of it is told again when it is there.
fn try_again(desk: &Desk, things: &BTreeSet<Thing>) -> Result<()> {
    let refused = desk.store().read(|conn| outbox::stood_on(conn, things))?;
    if refused.is_empty() {
        return Ok(());
    }
    desk.store().write_work(|tx| refused.iter().try_for_each(|n| outbox::try_again(tx, *n)))?;
    desk.show_newest()?;
    desk.wake();
    Ok(())
}

/// Stores a page inside a transaction on the cache.
pub(crate) fn keep_page(
    tx: &Connection,
    person: &Person,
    from: &Position,
    page: &Page,
) -> Result<Kept> {
    let mut at = Position::read(tx)?;
    let same_feed = at.scope == from.scope && at.epoch == from.epoch;
    if (!same_feed || at.cursor != from.cursor) && !planted!(PageOutOfOrder) {
        let ahead = same_feed && at.cursor >= page.cursor && !page.restarted;
        return Ok(if ahead { Kept::Overtaken } else { Kept::Astray });
    }
    let old_floor = begin(&mut at, page);
    let mut derived = Derived::begin(tx)?;
    let touched = touched_things(tx)?;
    let brought = page.items.iter().map(|item| (item.kind, item.id.as_str()));
    let rested = touched.iter().map(|(kind, id)| (*kind, id.as_str()));
    let before = Before::look(tx, person, brought.chain(rested))?;
    let mut changed = BTreeSet::new();
    let skipped = usize::from(planted!(PageSkipped));
    for item in &page.items[..page.items.len().saturating_sub(skipped)] {
        keep_item(tx, item, at.round, &touched, &mut derived)?;
        changed.insert((item.kind, item.id.clone()));
    }
    if page.complete {
        changed.extend(finish(tx, &mut at, &mut derived)?);
    }
    let resting: BTreeSet<Thing> = changed.intersection(&touched).cloned().collect();
    let (floor, round) = (at.floor, at.round);
    let mut rebase = Rebase { conn: tx, derived: &mut derived, person, floor, round };
    changed.extend(rebase.after_pull(resting, old_floor)?);
    derived.finish()?;
    at.write(tx)?;
    let news = before.news(tx, person, &changed)?;
    Ok(Kept::Stored(changed, news))
}

/// Moves the position to the end of the page. Returns the floor under which accepted commands had arrived.
fn begin(at: &mut Position, page: &Page) -> u64 {
    if page.restarted {
        at.round += 1;
        at.restarting = true;
    }
    if at.epoch != page.epoch {
        at.floor = 0;
    }
    at.cursor = page.cursor;
    at.scope.clone_from(&page.scope);
    at.epoch.clone_from(&page.epoch);
    at.floor
}

fn keep_item(
    tx: &Connection,
    item: &Item,
    round: u64,
    touched: &BTreeSet<Thing>,
    derived: &mut Derived<'_>,
) -> Result<()> {
    let Some(body) = &item.body else {
        if planted!(RemovalIgnored) {
            return Ok(());
        }
        return documents::unconfirm(tx, item.kind, &item.id, derived);
    };
    let body = body.get();
    let document = documents::parse(item.kind, &item.id, body);
    let said = Confirmed { kind: item.kind, id: &item.id, seq: item.seq, round, body };
    let key = documents::confirm(tx, &said, document.as_ref())?;
    // What pending work rests on is shown by the rebase.
    match document {
        Some(document) if !touched.contains(&(item.kind, item.id.clone())) => {
            derived.put(key, &document)
        }
        _ => Ok(()),
    }
}

/// The head is reached: what a pull from zero has not repeated is gone, and every accepted command up to here has
/// arrived. Not earlier, because a thing that changed again lies further on in the feed.
fn finish(
    tx: &Connection,
    at: &mut Position,
    derived: &mut Derived<'_>,
) -> Result<BTreeSet<Thing>> {
    at.complete = true;
    at.floor = at.floor.max(at.cursor);
    if !at.restarting {
        return Ok(BTreeSet::new());
    }
    at.restarting = false;
    let mut query =
        tx.prepare("SELECT kind, id FROM document WHERE confirmed IS NOT NULL AND round < ?1")?;
    let rows =
        query.query_map([at.round], |r| Ok((r.get::<_, String>(0)?, r.get::<_, String>(1)?)))?;
    let mut gone = BTreeSet::new();
    for row in rows {
        let (kind, id) = row?;
        gone.extend(DocumentKind::from_code(&kind).map(|kind| (kind, id)));
    }
    if planted!(SweepForgotten) {
        gone.clear();
    }
    for (kind, id) in &gone {
        documents::unconfirm(tx, *kind, id, derived)?;
    }
    Ok(gone)
}
