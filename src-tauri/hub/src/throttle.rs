//! Slowing down whoever guesses passwords: after a few failures each further one doubles the wait.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use crate::error::{HubError, Result};

/// Failures that cost nothing: people mistype.
const FREE: u32 = 5;
/// The longest wait.
const LONGEST: Duration = Duration::from_mins(5);
/// How many login names are remembered at most; beyond it the ones that waited out are forgotten.
const REMEMBERED: usize = 10_000;

/// The failures of each login name since its last success, in this process.
#[derive(Default)]
pub(crate) struct Throttle {
    failures: Mutex<BTreeMap<String, Failures>>,
}

struct Failures {
    count: u32,
    again_at: Instant,
}

impl Throttle {
    /// Refuses an attempt that comes too early.
    pub(crate) fn check(&self, login: &str, now: Instant) -> Result<()> {
        let failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        let wait = failures.get(login).map(|f| f.again_at.saturating_duration_since(now));
        match wait {
            Some(wait) if !wait.is_zero() => {
                Err(HubError::TooManyAttempts { seconds: wait.as_secs() + 1 })
            }
            _ => Ok(()),
        }
    }

    /// Notes a failure.
    pub(crate) fn failed(&self, login: &str, now: Instant) {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        if failures.len() >= REMEMBERED {
            failures.retain(|_, f| f.again_at > now);
        }
        let entry = failures.entry(login.to_owned());
        let entry = entry.or_insert(Failures { count: 0, again_at: now });
        entry.count = entry.count.saturating_add(1);
        entry.again_at = now + wait_after(entry.count);
    }

    /// Forgets the failures.
    pub(crate) fn succeeded(&self, login: &str) {
        self.failures.lock().unwrap_or_else(PoisonError::into_inner).remove(login);
    }
}

fn wait_after(failures: u32) -> Duration {
    match failures.checked_sub(FREE) {
        None => Duration::ZERO,
        Some(beyond) => Duration::from_secs(1 << beyond.min(20)).min(LONGEST),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guesser_waits_longer_each_time_and_a_success_forgives() {
        let throttle = Throttle::default();
        let start = Instant::now();
        for _ in 1..FREE {
            throttle.failed("a", start);
            assert!(throttle.check("a", start).is_ok(), "mistyping costs nothing");
        }
        throttle.failed("a", start);
        assert!(throttle.check("a", start).is_err(), "the fifth failure costs a second");
        assert!(throttle.check("a", start + Duration::from_secs(1)).is_ok());
        throttle.failed("a", start);
        assert!(throttle.check("a", start + Duration::from_secs(1)).is_err(), "then two");
        assert!(throttle.check("b", start).is_ok(), "others are not held up");
        throttle.succeeded("a");
        assert!(throttle.check("a", start).is_ok(), "whoever knows the password starts afresh");
    }

    #[test]
    fn no_wait_is_longer_than_the_longest() {
        assert_eq!(wait_after(u32::MAX), LONGEST);
    }
}
