//! The door: lets connections in as long as there is room, and says so when there is none.

use std::{
    net::SocketAddr,
    sync::Arc,
    time::{Duration, Instant},
};

use axum::serve::Listener;
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
};

/// How often at most the log says that there is no room.
const COMPLAIN_EVERY: Duration = Duration::from_mins(1);

/// A listener with room for so many connections.
pub(super) struct Door {
    listener: TcpListener,
    room: Arc<Semaphore>,
    complained: Option<Instant>,
}

/// Somebody who came in. Their place is free again when it is dropped.
pub(super) struct Guest {
    /// The connection.
    pub(super) stream: TcpStream,
    /// Where it comes from.
    pub(super) from: SocketAddr,
    /// The place that it takes.
    pub(super) place: OwnedSemaphorePermit,
}

impl Door {
    /// Opens the door.
    pub(super) fn new(listener: TcpListener, room: usize) -> Self {
        Self { listener, room: Arc::new(Semaphore::new(room)), complained: None }
    }

    /// Waits for room, then for somebody. Whoever comes earlier waits with the system, in order.
    pub(super) async fn next(&mut self) -> Guest {
        let place = self.place().await;
        let (stream, from) = Listener::accept(&mut self.listener).await;
        // Answers are small and wanted at once.
        stream.set_nodelay(true).ok();
        Guest { stream, from, place }
    }

    async fn place(&mut self) -> OwnedSemaphorePermit {
        let room = Arc::clone(&self.room);
        if let Ok(place) = Arc::clone(&room).try_acquire_owned() {
            return place;
        }
        self.complain();
        room.acquire_owned().await.expect("the room is never closed")
    }

    fn complain(&mut self) {
        if self.complained.is_none_or(|last| last.elapsed() >= COMPLAIN_EVERY) {
            self.complained = Some(Instant::now());
            tracing::warn!("hub.connections.full");
        }
    }
}
