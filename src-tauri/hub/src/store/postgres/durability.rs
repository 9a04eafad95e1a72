//! How safe the database keeps what it acknowledges: whether a failover may lose it.
//!
//! With a standby that follows asynchronously, the server that takes over may not have the last
//! transactions. A note that is lost this way is sent again by its desk; money that two histories have spent
//! differently cannot be put right by anybody.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use tokio_postgres::{Client, Config};

use super::server::connect;
use crate::error::Result;

/// How often to look.
const EVERY: Duration = Duration::from_secs(2);

/// A standby that is known, connected or not, by its connection or by the slot that is kept for it; whether
/// commits wait for one; whether the server writes to its disk at all. A base backup is no standby.
const LOOK: &str = "
    SELECT EXISTS (SELECT 1 FROM pg_stat_replication WHERE state IS DISTINCT FROM 'backup')
           OR EXISTS (SELECT 1 FROM pg_replication_slots WHERE slot_type = 'physical'),
           current_setting('synchronous_standby_names') <> '',
           current_setting('fsync') = 'on'";

/// Why money is not safe with the database, if it is not.
#[derive(Debug, Default)]
pub(in crate::store) struct Durability {
    doubt: Mutex<Option<&'static str>>,
    /// Whether the owner has taken the risk.
    accepted: AtomicBool,
}

impl Durability {
    /// Why a commit that was acknowledged might be lost, unless the owner has taken that risk.
    pub(in crate::store) fn doubt(&self) -> Option<&'static str> {
        let doubt = *self.doubt.lock().unwrap_or_else(PoisonError::into_inner);
        doubt.filter(|_| !self.accepted.load(Ordering::Relaxed))
    }

    /// Takes the risk.
    pub(in crate::store) fn accept(&self) {
        self.accepted.store(true, Ordering::Relaxed);
    }

    fn set(&self, doubt: Option<&'static str>) {
        let mut kept = self.doubt.lock().unwrap_or_else(PoisonError::into_inner);
        if *kept != doubt {
            if let Some(why) = doubt {
                tracing::warn!(why, "hub.money.unsafe");
            } else {
                tracing::info!("hub.money.safe");
            }
        }
        *kept = doubt;
    }
}

/// Looks once.
pub(super) async fn look(client: &Client, durability: &Durability) -> Result<()> {
    let row = client.query_one(LOOK, &[]).await?;
    let (standby, waited_for, written) = (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
    durability.set(judge(standby, waited_for, written));
    Ok(())
}

/// Looks again and again. While the database cannot be asked, nothing can be committed either.
pub(super) async fn watch(config: Config, durability: Arc<Durability>) {
    loop {
        if let Ok((client, connection)) = connect(&config).await {
            tokio::spawn(connection);
            while look(&client, &durability).await.is_ok() {
                tokio::time::sleep(EVERY).await;
            }
        }
        tokio::time::sleep(EVERY).await;
    }
}

fn judge(standby: bool, waited_for: bool, written: bool) -> Option<&'static str> {
    if !written {
        return Some("the database runs with fsync off");
    }
    (standby && !waited_for).then_some("the database has a standby that it does not wait for")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_may_be_lost_raises_a_doubt() {
        assert_eq!(judge(false, false, true), None, "a lone server keeps what it acknowledges");
        assert_eq!(judge(true, true, true), None, "so does one that waits for its standby");
        assert!(judge(true, false, true).is_some(), "one that does not wait may lose the last");
        assert!(judge(false, false, false).is_some(), "one that never writes may lose anything");
    }
}
