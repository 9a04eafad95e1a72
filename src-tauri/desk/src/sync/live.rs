//! Following the feed: catch up by pages, then hear of every change as it happens, and begin again when the line
//! breaks or falls silent.

use std::time::Duration;

use backstop_protocol::feed::{BEAT_EVENT, Beat, PAGE_EVENT, Page};
use futures_util::StreamExt as _;

use crate::{
    desk::Desk,
    error::{LineTrouble, Result},
    store::facts::Position,
    sync::{
        backoff::Backoff,
        events::{Event, EventReader},
        pull::{self, Kept},
        wire::Hub,
    },
};

/// A line without a sign of life for this long is dead, whatever the system thinks of it.
const SILENCE: Duration = Duration::from_secs(25);

/// How long a beat may have been on its way, in milliseconds: beyond that it tells that a clock has jumped.
const BEAT_SLACK_MS: i64 = 2_000;

/// Follows the feed until it is dropped.
pub(super) async fn run(desk: Desk) {
    let mut nudges = desk.nudges();
    let mut backoff = Backoff::default();
    loop {
        nudges.mark_unchanged();
        let hub = Hub::of(&desk).await;
        let outcome = match hub {
            Ok(Some(hub)) => tokio::select! {
                outcome = follow(&desk, &hub, &mut backoff) => outcome,
                _ = nudges.changed() => continue,
            },
            Ok(None) => {
                // Signing in nudges.
                let _ = nudges.changed().await;
                continue;
            }
            Err(error) => Err(error),
        };
        desk.note(&outcome);
        tokio::select! {
            () = tokio::time::sleep(backoff.next()) => {}
            _ = nudges.changed() => {}
        }
    }
}

/// Catches up, then follows the stream to its end.
async fn follow(desk: &Desk, hub: &Hub, backoff: &mut Backoff) -> Result<()> {
    pull::everything(desk, hub).await?;
    let mut from = pull::position(desk).await?;
    let response = hub.stream(&from).await?;
    desk.note(&Ok(()));
    // What could not be sent while there was no line goes now.
    desk.wake();
    let mut bytes = response.bytes_stream();
    let mut reader = EventReader::default();
    loop {
        let Ok(piece) = tokio::time::timeout(SILENCE, bytes.next()).await else {
            return Err(LineTrouble::Unreachable("the line fell silent".to_owned()).into());
        };
        let Some(piece) = piece else { return Ok(()) };
        let piece = piece.map_err(|error| LineTrouble::Unreachable(error.to_string()))?;
        backoff.reset();
        if !reader.take(&piece) {
            return Err(LineTrouble::HubError("an event is too large".to_owned()).into());
        }
        while let Some(event) = reader.next() {
            match heard(desk, from, &event).await? {
                Some(next) => from = next,
                None => return Ok(()),
            }
        }
    }
}

/// Takes in one event. Returns where the stream stands, or nothing when it must be opened anew.
async fn heard(desk: &Desk, from: Position, event: &Event) -> Result<Option<Position>> {
    match event.name.as_str() {
        PAGE_EVENT => {
            let page: Page = read(&event.data)?;
            let after = pull::after(&from, &page);
            let kept = pull::keep(desk, from, page).await?;
            Ok((kept != Kept::Astray).then_some(after))
        }
        BEAT_EVENT => {
            let beat: Beat = read(&event.data)?;
            let offset = beat.hub_time.as_millisecond() - desk.local_now().as_millisecond();
            let range = (offset - BEAT_SLACK_MS, offset + BEAT_SLACK_MS);
            desk.apart(move |desk| desk.keep_offset(range.0, range.1)).await?;
            Ok(Some(from))
        }
        _ => Ok(Some(from)),
    }
}

fn read<T: serde::de::DeserializeOwned>(data: &str) -> Result<T> {
    let event = serde_json::from_str(data);
    event.map_err(|error| LineTrouble::HubError(format!("an event cannot be read: {error}")).into())
}
