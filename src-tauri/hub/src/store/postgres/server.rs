//! The database server: where it is, and how to get a line to it.

use std::{future::Future, sync::Arc, time::Duration};

use futures_executor::block_on;
use tokio::runtime::Runtime;
use tokio_postgres::{Client, Config, Connection, NoTls, Socket, tls::NoTlsStream};

use super::{Durability, durability, line::Line};
use crate::error::{HubError, Result};

/// How long reaching one host may take.
const PATIENCE: Duration = Duration::from_secs(5);
/// After how long a host that says nothing at all is given up.
const SILENCE: Duration = Duration::from_secs(10);

/// A connection, before somebody drives it.
pub(super) type Driven = Connection<Socket, NoTlsStream>;

/// Where the database is. Its connections live on a thread of their own, so that whoever asks may be on
/// any thread at all.
pub(in crate::store) struct Server {
    config: Config,
    runtime: Option<Runtime>,
    durability: Arc<Durability>,
}

impl Server {
    /// Reads a URL, and begins to watch how safe the database keeps what it acknowledges.
    pub(in crate::store) fn new(url: &str) -> Result<Arc<Self>> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("hub-database")
            .enable_all()
            .build()
            .map_err(HubError::io("starting the database's thread"))?;
        let server = Self {
            config: config(url)?,
            runtime: Some(runtime),
            durability: Arc::new(Durability::default()),
        };
        Ok(Arc::new(server))
    }

    /// How safe what it acknowledges is.
    pub(in crate::store) fn durability(&self) -> Arc<Durability> {
        Arc::clone(&self.durability)
    }

    /// Looks for itself how safe that is, now and from time to time.
    pub(in crate::store) fn watch_durability(&self) -> Result<()> {
        let client = self.client()?;
        self.wait(durability::look(&client, &self.durability))?;
        self.spawn(durability::watch(self.config.clone(), Arc::clone(&self.durability)));
        Ok(())
    }

    /// A line for somebody who waits for answers on a thread of their own.
    pub(super) fn line(&self) -> Result<Line> {
        let client = self.client()?;
        self.wait(Line::new(client))
    }

    /// A new connection.
    pub(super) fn client(&self) -> Result<Client> {
        let config = self.config.clone();
        let (answer, answered) = std::sync::mpsc::sync_channel(1);
        self.spawn(async move {
            let connected = connect(&config).await.map(|(client, connection)| {
                tokio::spawn(connection);
                client
            });
            answer.send(connected).ok();
        });
        answered.recv().unwrap_or(Err(HubError::Closing))
    }

    /// The address, for those who connect for themselves.
    pub(super) fn config(&self) -> &Config {
        &self.config
    }

    /// Runs something beside everything else, for as long as the server is wanted.
    pub(super) fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        if let Some(runtime) = &self.runtime {
            runtime.spawn(task);
        }
    }

    /// Waits for an answer on the thread of whoever asks.
    #[expect(clippy::unused_self, reason = "only who has a server has something to wait for")]
    pub(super) fn wait<T>(&self, answer: impl Future<Output = Result<T>>) -> Result<T> {
        block_on(answer)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// Connects to the first host that will have it.
pub(super) async fn connect(config: &Config) -> Result<(Client, Driven)> {
    Ok(config.connect(NoTls).await?)
}

fn config(url: &str) -> Result<Config> {
    // The URL may hold a password: it is never repeated.
    let unreadable = |why: &dyn std::error::Error| {
        let source = why.source().map(|source| format!(": {source}")).unwrap_or_default();
        HubError::Url(format!("the PostgreSQL URL cannot be read: {why}{source}"))
    };
    let mut config: Config = url.parse().map_err(|error| unreadable(&error))?;
    if config.get_password().is_none()
        && let Ok(password) = std::env::var("PGPASSWORD")
    {
        config.password(password);
    }
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(PATIENCE);
    }
    if config.get_tcp_user_timeout().is_none() {
        config.tcp_user_timeout(SILENCE);
    }
    if config.get_application_name().is_none() {
        config.application_name("backstop-hub");
    }
    config.keepalives_idle(SILENCE).keepalives_interval(SILENCE / 5).keepalives_retries(3);
    Ok(config)
}
