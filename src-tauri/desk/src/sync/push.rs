//! Commands up: everything that waits, in order, in batches; the hub's answers are kept as they come.

use backstop_protocol::{
    LARGEST_PUSH,
    commands::{Push, Pushed},
};
use rusqlite::Connection;

use crate::{
    desk::Desk,
    error::{DeskError, LineTrouble, Result},
    outbox, session,
    sync::{backoff::Backoff, wire::Hub},
};

/// The most that one push may weigh, in bytes of JSON.
const LARGEST_BATCH: usize = 1 << 20;

/// Sends whenever there is something to send, until it is dropped.
pub(super) async fn run(desk: Desk) {
    let mut to_send = desk.to_send();
    let mut backoff = Backoff::default();
    loop {
        to_send.mark_unchanged();
        let outcome = attempt(&desk).await;
        if outcome.is_ok() {
            backoff.reset();
            let _ = to_send.changed().await;
            continue;
        }
        desk.note(&outcome);
        tokio::select! {
            () = tokio::time::sleep(backoff.next()) => {}
            _ = to_send.changed() => {}
        }
    }
}

async fn attempt(desk: &Desk) -> Result<()> {
    match Hub::of(desk).await? {
        Some(hub) => everything(desk, &hub).await,
        // Signing in wakes this again.
        None => Ok(()),
    }
}

/// Sends until nothing waits.
pub(super) async fn everything(desk: &Desk, hub: &Hub) -> Result<()> {
    let mut told_again = false;
    while let Some(push) = desk.apart(next).await? {
        match hub.push(desk, &push).await {
            Ok(pushed) => desk.apart(move |desk| answered(desk, &pushed)).await?,
            Err(DeskError::Line(trouble)) => {
                let gap = trouble.clone();
                if !desk.apart(move |desk| refused(desk, &gap)).await? || told_again {
                    return Err(trouble.into());
                }
                told_again = true;
            }
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// What is to be sent next; nothing when nothing waits.
pub(crate) fn next(desk: &Desk) -> Result<Option<Push>> {
    let batch = |conn: &Connection| outbox::batch(conn, LARGEST_PUSH, LARGEST_BATCH);
    let commands = desk.store().read(batch)?;
    Ok((!commands.is_empty()).then_some(Push { commands }))
}

/// Keeps the hub's answers.
pub(crate) fn answered(desk: &Desk, pushed: &Pushed) -> Result<()> {
    let now = desk.now();
    let news = desk.store().write_work(|tx| {
        outbox::forget_old(tx, now)?;
        outbox::settle(tx, &pushed.outcomes, now)
    })?;
    desk.show_newest()?;
    if news == 0 {
        return Err(LineTrouble::HubError("it left the commands unanswered".to_owned()).into());
    }
    Ok(())
}

/// Draws the consequence of a push that was not taken. Returns whether there is something else to send at once: a hub
/// that came back without what it had acknowledged is told again.
pub(crate) fn refused(desk: &Desk, trouble: &LineTrouble) -> Result<bool> {
    match trouble {
        LineTrouble::Gap => {
            tracing::warn!("the hub misses commands that it had acknowledged; they are sent again");
            desk.store().write_work(|tx| outbox::supply_again(tx))?;
            desk.show_newest()?;
            Ok(true)
        }
        LineTrouble::Copied => {
            desk.store().write_work(|tx| session::mark_copied(tx))?;
            Ok(false)
        }
        _ => Ok(false),
    }
}
