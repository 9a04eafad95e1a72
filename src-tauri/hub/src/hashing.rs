//! Where passwords are checked: few at once, and always in the same memory.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::Semaphore;

use crate::{
    error::{HubError, Result},
    password::{self, Memory},
};

/// How many passwords are checked at once. Each takes 19 MiB, which the hub keeps from then on, and
/// a core for some hundredths of a second: two are enough for a team that comes in the morning.
const AT_ONCE: usize = 2;

/// The place for checking passwords. Cloning it is cheap; all clones share the memory.
#[derive(Clone)]
pub(crate) struct Hashing {
    inner: Arc<Inner>,
}

struct Inner {
    turns: Arc<Semaphore>,
    idle: Mutex<Vec<Memory>>,
    decoy: String,
}

impl Hashing {
    /// No memory yet: whoever is alone at their computer never needs it.
    pub(crate) fn new() -> Result<Self> {
        let turns = Arc::new(Semaphore::new(AT_ONCE));
        let inner = Inner { turns, idle: Mutex::default(), decoy: password::decoy()? };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// Whether a password is the one that was kept, if one was; waits for its turn.
    pub(crate) async fn matches(&self, password: String, kept: Option<String>) -> Result<bool> {
        let turn = Arc::clone(&self.inner.turns).acquire_owned().await;
        let turn = turn.map_err(|_| HubError::Closing)?;
        let hashing = self.clone();
        let checking = tokio::task::spawn_blocking(move || {
            let right = hashing.check(&password, kept.as_deref());
            // The turn lasts as long as the work: whoever hangs up meanwhile makes no room for more.
            drop(turn);
            right
        });
        checking.await.map_err(|error| HubError::Fault(error.to_string()))
    }

    fn check(&self, password: &str, kept: Option<&str>) -> bool {
        let mut memory = self.idle().pop().unwrap_or_default();
        let right = password::matches(password, kept, &self.inner.decoy, &mut memory);
        self.idle().push(memory);
        right
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Memory>> {
        self.inner.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
