//! With a line: sending what was written without one, and hearing of what another desk does.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use backstop_desk::{Desk, intent::Intent, view::app::DeskEvent};
use backstop_domain::id::TicketId;
use tokio::sync::broadcast::Receiver;

use crate::{
    Outcome,
    figure::{Figure, Times},
    raw::{self, Raw},
    sample,
};

/// How many notes are followed from one desk to the other.
const NOTES: usize = 200;
/// How many go before them, while the lines open.
const FIRST: usize = 5;
/// A desk that hears nothing for so long does not hear.
const PATIENCE: Duration = Duration::from_secs(20);

/// Sends the outbox of one desk, then writes there and waits until the other shows it.
pub(crate) fn figures(profile: &Path, other: &Path) -> Outcome<Vec<Figure>> {
    let tickets = sample::live_tickets(&Raw::of(profile)?.cache, FIRST + NOTES)?;
    let (here, there) = (raw::desk(profile)?, raw::desk(other)?);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let sent = send(&here).await?;
        let caught_up = Instant::now();
        there.sync_once().await?;
        let caught_up = caught_up.elapsed().as_secs_f64() * 1e3;
        let followed = follow(&here, &there, &tickets).await?;
        Ok(vec![
            sent,
            Figure::value("catch up with them at another desk", "ms", caught_up),
            Figure::times("a note at one desk is shown at another", &followed),
        ])
    })
}

async fn send(desk: &Desk) -> Outcome<Figure> {
    let waiting = desk.line()?.waiting;
    let began = Instant::now();
    let line = desk.sync_once().await?;
    let took = began.elapsed().as_secs_f64() * 1e3;
    if line.waiting + line.stuck > 0 {
        return Err(format!("{} notes did not get through", line.waiting + line.stuck).into());
    }
    Ok(Figure::value(format!("send {waiting} notes written offline, and receive them"), "ms", took))
}

async fn follow(here: &Desk, there: &Desk, tickets: &[String]) -> Outcome<Times> {
    let (sending, receiving) = (here.run(), there.run());
    let mut heard = there.events();
    let mut times = Times::default();
    for (n, id) in tickets.iter().enumerate() {
        let began = Instant::now();
        let note =
            Intent::AddNote { ticket_id: TicketId::new(id), text: "已回访。".to_owned() };
        let writer = here.clone();
        tokio::task::spawn_blocking(move || writer.submit(note, None)).await??;
        tokio::time::timeout(PATIENCE, until(&mut heard, id)).await??;
        if n >= FIRST {
            times.add(began.elapsed());
        }
    }
    sending.stop().await;
    receiving.stop().await;
    Ok(times)
}

/// Waits until the desk says that a ticket has changed.
async fn until(heard: &mut Receiver<DeskEvent>, id: &str) -> Outcome<()> {
    loop {
        match heard.recv().await? {
            DeskEvent::Changed { ids, .. } if ids.iter().any(|changed| changed == id) => {
                return Ok(());
            }
            _ => {}
        }
    }
}
