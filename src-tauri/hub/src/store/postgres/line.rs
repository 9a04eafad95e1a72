//! A connection to PostgreSQL for one who asks and waits.

use std::future::Future;

use futures_executor::block_on;
use futures_util::FutureExt;
use tokio_postgres::Client;

use super::statements::Statements;
use crate::error::{HubError, Result};

/// What holds for every connection. Whoever holds the lock and falls silent must not hold up all hubs, and
/// what is acknowledged is on the disk, whatever the server's usual setting.
const MANNERS: &str = "
    SET idle_in_transaction_session_timeout = '15s';
    SET lock_timeout = '15s';
    SET jit = off;
    SELECT set_config('synchronous_commit', 'on', false)
    WHERE current_setting('synchronous_commit') IN ('off', 'local', 'remote_write');";

/// A connection with everything prepared that will be asked.
pub(super) struct Line {
    client: Client,
    statements: Statements,
}

impl Line {
    /// Prepares a connection.
    pub(super) async fn new(client: Client) -> Result<Self> {
        client.batch_execute(MANNERS).await?;
        let statements = Statements::prepare(&client).await?;
        Ok(Self { client, statements })
    }

    /// The connection.
    pub(super) fn client(&self) -> &Client {
        &self.client
    }

    /// What was prepared on it.
    pub(super) fn statements(&self) -> &Statements {
        &self.statements
    }

    /// Whether it is closed, as far as anybody has noticed.
    pub(super) fn is_gone(&self) -> bool {
        self.client.is_closed()
    }

    /// Waits for an answer on the thread of whoever asks.
    #[expect(clippy::unused_self, reason = "only who has a line has something to wait for")]
    pub(super) fn wait<T, E>(&self, answer: impl Future<Output = Result<T, E>>) -> Result<T>
    where
        HubError: From<E>,
    {
        Ok(block_on(answer)?)
    }

    /// Sends a command whose answer concerns nobody.
    pub(super) fn say(&self, command: &str) {
        // The first poll hands the words to the connection; nobody stays for the answer.
        drop(self.client.batch_execute(command).now_or_never());
    }
}
