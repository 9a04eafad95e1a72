//! A hub inside another process, for one person on one computer: bound to the loopback address,
//! with no passwords between the two.

use std::{net::Ipv4Addr, path::Path};

use backstop_domain::id::{DeskId, PersonId};
use backstop_protocol::session::SignedIn;
use tokio::{sync::oneshot, task::JoinHandle};

use crate::{
    error::{HubError, Result},
    hub::Hub,
    serve,
    store::Store,
};

/// A hub that runs in this process. It ends when it is stopped or dropped.
pub struct Embedded {
    url: String,
    hub: Hub,
    stop: Option<oneshot::Sender<()>>,
    serving: JoinHandle<Result<()>>,
}

impl Embedded {
    /// Starts a hub over a database file, which is made if it is not there.
    pub async fn start(database: &Path) -> Result<Self> {
        let file = database.to_owned();
        let opening = tokio::task::spawn_blocking(move || Hub::new(Store::open_file(&file)?));
        let hub = opening.await.map_err(|error| HubError::Fault(error.to_string()))??;
        let listener = serve::bind((Ipv4Addr::LOCALHOST, 0).into()).await?;
        let url = serve::url(&listener)?;
        let (stop, stopped) = oneshot::channel();
        let stopped = async move {
            stopped.await.ok();
        };
        let serving = tokio::spawn(serve::serve(listener, hub.clone(), stopped));
        Ok(Self { url, hub, stop: Some(stop), serving })
    }

    /// Where it is reached.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Its database.
    pub fn store(&self) -> &Store {
        self.hub.store()
    }

    /// Signs a person in without a password: whoever runs the process owns the database anyway.
    pub async fn sign_in_as(&self, person: &PersonId, desk: Option<DeskId>) -> Result<SignedIn> {
        self.hub.give_token(person.clone(), desk).await
    }

    /// Answers what is under way and ends.
    pub async fn stop(mut self) -> Result<()> {
        if let Some(stop) = self.stop.take() {
            stop.send(()).ok();
        }
        (&mut self.serving).await.unwrap_or_else(|error| Err(HubError::Fault(error.to_string())))
    }
}
