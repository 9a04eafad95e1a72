//! The bell: one hub tells the others that the feed has grown, so that their streams wake at once.
//!
//! It is rung after the commit and at most once in a while, on a connection of its own: a notification
//! inside the transaction would take a lock that all transactions share. A ring that is lost costs nothing
//! but time, because every hub looks for itself now and then.

use std::{future::poll_fn, sync::Arc, time::Duration};

use tokio::sync::watch;
use tokio_postgres::{AsyncMessage, Client, Config};

use super::server::{Driven, Server, connect};
use crate::{error::Result, store::raise};

/// The shortest time between two rings of one hub.
const BETWEEN_RINGS: Duration = Duration::from_millis(20);
/// How long to wait before the bell is hung up again.
const PAUSE: Duration = Duration::from_millis(500);

/// Hangs up the bell. What is sent into the answer is rung; what others ring raises `head`.
pub(super) fn hang(server: &Arc<Server>, head: &watch::Sender<u64>) -> watch::Sender<u64> {
    let (reached, waiting) = watch::channel(0);
    server.spawn(keep_ringing(server.config().clone(), waiting, head.clone()));
    reached
}

async fn keep_ringing(config: Config, mut reached: watch::Receiver<u64>, head: watch::Sender<u64>) {
    let mut told = 0;
    loop {
        match listen(&config, &head).await {
            Ok((client, listening)) => {
                let ringing = ring(&client, &mut reached, &mut told);
                tokio::select! {
                    () = ringing => {}
                    _ = listening => {}
                }
            }
            Err(error) => tracing::warn!(error = %error, "hub.bell.silent"),
        }
        if reached.has_changed().is_err() {
            return;
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// Begins to listen. What was rung before is found by looking.
async fn listen(
    config: &Config,
    head: &watch::Sender<u64>,
) -> Result<(Client, tokio::task::JoinHandle<()>)> {
    let (client, connection) = connect(config).await?;
    let listening = tokio::spawn(hear(connection, head.clone()));
    client.batch_execute("LISTEN backstop_feed").await?;
    let found: i64 = client.query_one("SELECT feed FROM counter", &[]).await?.try_get(0)?;
    raise(head, u64::try_from(found).unwrap_or_default());
    Ok((client, listening))
}

/// Drives the connection and passes on what comes over it, until it ends.
async fn hear(mut connection: Driven, head: watch::Sender<u64>) {
    while let Some(Ok(message)) = poll_fn(|context| connection.poll_message(context)).await {
        if let AsyncMessage::Notification(ring) = message
            && let Ok(found) = ring.payload().parse()
        {
            raise(&head, found);
        }
    }
}

/// Rings as long as the connection lasts and somebody wants it.
async fn ring(client: &Client, reached: &mut watch::Receiver<u64>, told: &mut u64) {
    loop {
        let head = *reached.borrow_and_update();
        if head > *told {
            let notify = format!("NOTIFY backstop_feed, '{head}'");
            if client.batch_execute(&notify).await.is_err() {
                return;
            }
            *told = head;
            tokio::time::sleep(BETWEEN_RINGS).await;
        }
        if reached.changed().await.is_err() {
            return;
        }
    }
}
