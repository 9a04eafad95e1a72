//! Commands up: everything that waits, in order, in batches; the hub's answers are kept as they come.

use backstop_protocol::{
    LARGEST_PUSH,
    commands::{Push, Pushed},
};

use crate::{
    desk::Desk,
    error::{DeskError, LineTrouble, Result},
    outbox, session,
    store::facts,
    sync::{backoff::Backoff, pull, wire::Hub},
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
                if told_again {
                    return Err(trouble.into());
                }
                told_again = true;
                let why = trouble.clone();
                match desk.apart(move |desk| refused(desk, &why)).await? {
                    Next::Stop => return Err(trouble.into()),
                    Next::Send => {}
                    Next::Read => pull::everything(desk, hub).await?,
                }
            }
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// What is to be sent next; nothing when nothing waits.
pub(crate) fn next(desk: &Desk) -> Result<Option<Push>> {
    desk.store().read(|conn| {
        let commands = outbox::batch(conn, LARGEST_PUSH, LARGEST_BATCH)?;
        let epoch = facts::get(conn, outbox::HISTORY)?.unwrap_or_default();
        Ok((!commands.is_empty()).then_some(Push { commands, epoch }))
    })
}

/// Keeps the hub's answers. Those of a history that has ended since mean nothing: what they were about waits again.
pub(crate) fn answered(desk: &Desk, pushed: &Pushed) -> Result<()> {
    let now = desk.now();
    let known = desk.store().read(|conn| facts::get(conn, outbox::HISTORY))?;
    if !pushed.epoch.is_empty() && known.is_some_and(|known| known != pushed.epoch) {
        return Ok(());
    }
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

/// What to do after a push that was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// Wait for a better line, or for the person.
    Stop,
    /// Send again: there is something else to be sent now.
    Send,
    /// Read the feed, then send again.
    Read,
}

/// Draws the consequence of a push that was not taken: a hub that came back without what it had acknowledged is told
/// again.
pub(crate) fn refused(desk: &Desk, trouble: &LineTrouble) -> Result<Next> {
    match trouble {
        LineTrouble::Gap => {
            tracing::warn!("the hub misses commands that it had acknowledged; they are sent again");
            desk.store().write_work(|tx| outbox::supply_again(tx))?;
            desk.show_newest()?;
            Ok(Next::Send)
        }
        LineTrouble::Copied => {
            desk.store().write_work(|tx| session::mark_copied(tx))?;
            Ok(Next::Stop)
        }
        LineTrouble::OtherHistory => Ok(Next::Read),
        _ => Ok(Next::Stop),
    }
}
