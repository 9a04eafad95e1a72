//! Sync: commands up, documents down, each at its own pace. Downloads never wait for the outbox, the person never
//! waits for either.

mod backoff;
mod events;
mod live;
mod pull;
mod push;
mod watch;
mod wire;

use std::time::Duration;

use tokio::task::JoinSet;

use crate::{
    desk::Desk,
    error::{DeskError, LineTrouble, Result},
    session::{self, Identity},
    store::facts,
    sync::wire::Hub,
    view::app::LineState,
};

#[cfg(any(test, feature = "simulation"))]
pub(crate) use pull::Kept;
pub use push::Next;

#[cfg(test)]
pub(crate) use pull::keep_page;
#[cfg(feature = "simulation")]
pub(crate) use {
    pull::take as take_page,
    push::{answered as push_answered, next as next_push, refused as push_refused},
};

/// The background sync of a desk. It ends when this is dropped or stopped.
#[derive(Debug)]
pub struct RunningSync {
    loops: JoinSet<()>,
}

impl RunningSync {
    /// Stops it; what is half received is received again next time.
    pub async fn stop(mut self) {
        self.loops.shutdown().await;
    }
}

impl Desk {
    /// Starts to sync in the background: sends what waits, follows the feed, reconnects, notices what
    /// other programs write on the same profile. Needs a Tokio runtime. Does nothing in a sandbox.
    pub fn run(&self) -> RunningSync {
        let mut loops = JoinSet::new();
        if !self.is_sandbox() {
            loops.spawn(push::run(self.clone()));
            loops.spawn(live::run(self.clone()));
            loops.spawn(watch::run(self.clone()));
        }
        RunningSync { loops }
    }

    /// Signs in at a hub. See [`adopt`](Self::adopt) for what it refuses.
    pub async fn sign_in(&self, hub: &str, login: &str, password: &str) -> Result<()> {
        if self.is_sandbox() {
            return Err(DeskError::WrongKind("in a sandbox"));
        }
        let name = login.to_owned();
        let known =
            self.apart(move |desk| desk.store().read(|conn| session::known_desk(conn, &name)));
        let hub = wire::address(hub)?;
        let signed_in = wire::sign_in(self, &hub, login, password, known.await?).await?;
        let outcome = {
            let (signed_in, hub) = (signed_in.clone(), hub.clone());
            self.apart(move |desk| desk.adopt(&signed_in, &hub)).await
        };
        match &outcome {
            Ok(()) => self.note(&outcome),
            Err(_) => Hub::with(&hub, &signed_in.token).end_session().await,
        }
        outcome
    }

    /// Tells the hub that the token is not needed any more, for at most this long. A hub that does not hear it
    /// ends the token at the next sign-in on this desk. To be followed by [`sign_out`](Self::sign_out).
    pub async fn end_session(&self, patience: Duration) -> Result<()> {
        if let Some(hub) = Hub::of(self).await?
            && tokio::time::timeout(patience, hub.end_session()).await.is_err()
        {
            tracing::debug!("the hub did not answer in time");
        }
        Ok(())
    }

    /// Sends everything that waits and receives everything there is, once. Receives also when the hub did not take
    /// what was sent, unless nobody answered at all.
    pub async fn sync_once(&self) -> Result<LineState> {
        let hub = Hub::of(self).await?.ok_or(DeskError::NotSignedIn)?;
        let sent = push::everything(self, &hub).await;
        let outcome = match sent {
            Err(DeskError::Line(LineTrouble::Unreachable(_))) => sent,
            _ => sent.and(pull::everything(self, &hub).await),
        };
        // What was received may be what something refused was waiting for.
        let outcome = match outcome {
            Ok(()) if self.apart(push::next).await?.is_some() => self.once_more(&hub).await,
            outcome => outcome,
        };
        self.note(&outcome);
        outcome?;
        self.apart(Self::line).await
    }

    async fn once_more(&self, hub: &Hub) -> Result<()> {
        push::everything(self, hub).await?;
        pull::everything(self, hub).await
    }

    /// Sends what waits, for at most this long. Whether it got through stands in the outbox.
    pub async fn push_within(&self, patience: Duration) {
        let push = async {
            match Hub::of(self).await? {
                Some(hub) => push::everything(self, &hub).await,
                None => Ok(()),
            }
        };
        if let Ok(outcome) = tokio::time::timeout(patience, push).await {
            self.note(&outcome);
        }
    }

    /// Asks the hub for a sign of life, for at most this long; afterwards [`line`](Self::line) says what came of it.
    pub async fn probe(&self, patience: Duration) {
        let probe = async {
            match Hub::of(self).await? {
                Some(hub) => hub.me(self).await,
                None => Err(LineTrouble::Unauthorized.into()),
            }
        };
        let outcome = tokio::time::timeout(patience, probe).await;
        let late = || LineTrouble::Unreachable("no answer in time".to_owned()).into();
        self.note(&outcome.unwrap_or_else(|_| Err(late())));
    }

    /// Makes the background sync try again at once instead of waiting for its next attempt.
    pub fn sync_now(&self) {
        self.nudge();
    }

    /// Does something that blocks, on a thread made for that.
    async fn apart<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Self) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let desk = self.clone();
        match tokio::task::spawn_blocking(move || work(&desk)).await {
            Ok(answer) => answer,
            Err(error) => std::panic::resume_unwind(error.into_panic()),
        }
    }

    /// Notes what an exchange says about the line.
    fn note(&self, outcome: &Result<()>) {
        let now = self.now();
        match outcome {
            Ok(()) => self.set_line(|line| line.up(now)),
            Err(DeskError::Line(trouble)) => self.set_line(|line| line.down(now, trouble)),
            Err(DeskError::NotSignedIn) => {}
            Err(error) => tracing::error!(%error, "syncing failed on this side"),
        }
    }

    /// Takes in a measurement: the hub's clock is ahead by something between these, in milliseconds. An offset
    /// that fits stays, so that a slow answer does not spoil what a fast one has told.
    pub(crate) fn keep_offset(&self, least: i64, most: i64) -> Result<()> {
        let known = self.store().read(|conn| facts::get(conn, "clock_offset_ms"))?;
        let known: Option<i64> = known.and_then(|text| text.parse().ok());
        if let Some(known) = known.filter(|known| (least..=most).contains(known)) {
            self.set_offset(known);
            return Ok(());
        }
        let offset = i64::midpoint(least, most);
        self.store().write_work(|tx| facts::set(tx, "clock_offset_ms", &offset.to_string()))?;
        self.set_offset(offset);
        Ok(())
    }

    async fn who(&self) -> Result<Option<Identity>> {
        self.apart(Self::identity).await
    }
}
