//! Commands up: everything that waits, in order, in batches; the hub's answers are kept as they come.

use backstop_protocol::{LARGEST_PUSH, commands::Push};

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

/// Sends until nothing waits. A hub that came back without what it had acknowledged is told again, once.
pub(super) async fn everything(desk: &Desk, hub: &Hub) -> Result<()> {
    let mut told_again = false;
    loop {
        match next_batch(desk, hub).await {
            Ok(true) => {}
            Ok(false) => return Ok(()),
            Err(DeskError::Line(LineTrouble::Gap)) if !told_again => {
                told_again = true;
                tracing::warn!(
                    "the hub misses commands that it had acknowledged; they are sent again"
                );
                desk.apart(|desk| desk.store().write_work(|tx| outbox::supply_again(tx))).await?;
            }
            Err(DeskError::Line(LineTrouble::Copied)) => {
                desk.apart(|desk| desk.store().write_work(|tx| session::mark_copied(tx))).await?;
                return Err(LineTrouble::Copied.into());
            }
            Err(error) => return Err(error),
        }
    }
}

/// Sends one batch; false when there was none.
async fn next_batch(desk: &Desk, hub: &Hub) -> Result<bool> {
    let commands = desk
        .apart(|desk| desk.store().read(|conn| outbox::batch(conn, LARGEST_PUSH, LARGEST_BATCH)))
        .await?;
    if commands.is_empty() {
        return Ok(false);
    }
    let pushed = hub.push(desk, &Push { commands }).await?;
    let news = desk
        .apart(move |desk| {
            let now = desk.now();
            let news = desk.store().write_work(|tx| {
                outbox::forget_old(tx, now)?;
                outbox::settle(tx, &pushed.outcomes, now)
            })?;
            desk.show_newest()?;
            Ok(news)
        })
        .await?;
    if news == 0 {
        return Err(LineTrouble::HubError("it left the commands unanswered".to_owned()).into());
    }
    Ok(true)
}
