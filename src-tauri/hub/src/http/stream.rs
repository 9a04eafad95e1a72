//! Documents down, as they change.
//!
//! The stream is the feed read again whenever something was committed. A reader that is slow gets
//! later and larger pages; nothing is kept for it in memory.

use std::{convert::Infallible, time::Duration};

use async_stream::stream;
use axum::{
    extract::State,
    response::{
        IntoResponse, Response,
        sse::{Event, Sse},
    },
};
use backstop_protocol::{
    described,
    feed::{BEAT_EVENT, BEAT_SECONDS, Beat, FeedQuery, PAGE_EVENT, Page},
    problem::Problem,
};
use futures_util::Stream;
use jiff::Timestamp;
use tokio::sync::watch;

use super::{body::Asked, problem::Failure, seat::Seated};
use crate::{error::Result, hub::Hub, page, store::desks, token::Hash};

/// Follows the feed from the cursor on: an event `page` with a page for every change, an event
/// `beat` when there was nothing to tell for a while.
#[utoipa::path(
    get,
    path = "/v1/stream",
    params(FeedQuery),
    security(("token" = [])),
    responses(
        (status = 200, description = "Events, for as long as the token is good and the hub serves. Each has its name in `event:` and JSON in `data:`.", body = described::Event, content_type = "text/event-stream"),
        (status = 400, description = "The query cannot be read.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn stream(
    State(hub): State<Hub>,
    seated: Seated,
    Asked(query): Asked<FeedQuery>,
) -> Result<Response, Failure> {
    let reader = Reader { head: hub.store().head(), closing: hub.closing(), hub, query };
    Ok(Sse::new(events(reader, seated.token)).into_response())
}

/// One desk that follows the feed.
struct Reader {
    hub: Hub,
    head: watch::Receiver<u64>,
    closing: watch::Receiver<bool>,
    query: FeedQuery,
}

/// The events of a stream, until the token stops being valid, the reader goes, or the hub closes.
fn events(mut reader: Reader, token: Hash) -> impl Stream<Item = Result<Event, Infallible>> {
    stream! {
        let mut first = true;
        loop {
            reader.head.mark_unchanged();
            let Ok(page) = reader.next_page(token).await else { return };
            let complete = page.complete;
            if first || reader.tells_something(&page) {
                let Ok(event) = Event::default().event(PAGE_EVENT).json_data(&page) else { return };
                yield Ok(event);
            }
            first = false;
            reader.follow(page);
            while complete && !reader.woken().await {
                if reader.is_closing() || reader.hub.seat(token).await.is_err() {
                    return;
                }
                let beat = Beat { hub_time: Timestamp::now() };
                let Ok(event) = Event::default().event(BEAT_EVENT).json_data(beat) else { return };
                yield Ok(event);
            }
            if reader.is_closing() {
                return;
            }
        }
    }
}

impl Reader {
    /// Reads on from where the reader is. The token is checked in the same snapshot.
    async fn next_page(&self, token: Hash) -> Result<Page> {
        let epoch = self.hub.store().epoch().to_owned();
        let query = self.query.clone();
        let reading = self.hub.store().read_async(move |transaction| {
            let seat = desks::seat(transaction, &token)?;
            page::page(transaction, &epoch, &seat.person, &query, Timestamp::now())
        });
        reading.await
    }

    fn tells_something(&self, page: &Page) -> bool {
        page.restarted || page.cursor != self.query.cursor
    }

    fn follow(&mut self, page: Page) {
        self.query.cursor = page.cursor;
        self.query.scope = page.scope;
        self.query.epoch = page.epoch;
    }

    /// Waits for a change, but not longer than until the next sign of life.
    async fn woken(&mut self) -> bool {
        let beat = Duration::from_secs(BEAT_SECONDS);
        tokio::select! {
            changed = self.head.changed() => changed.is_ok(),
            _ = self.closing.changed() => false,
            () = tokio::time::sleep(beat) => false,
        }
    }

    fn is_closing(&self) -> bool {
        *self.closing.borrow()
    }
}
