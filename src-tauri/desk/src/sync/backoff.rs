//! How long to wait before the next attempt: longer each time, never the same for two desks, so that they do not
//! all come back in the same second.

use std::time::Duration;

const FIRST: Duration = Duration::from_millis(500);
const LONGEST: Duration = Duration::from_secs(30);

/// The waits between attempts.
#[derive(Debug, Default)]
pub(super) struct Backoff {
    failures: u32,
}

impl Backoff {
    /// An attempt went well: the next failure waits shortly again.
    pub(super) fn reset(&mut self) {
        self.failures = 0;
    }

    /// The wait after one more failure: between half of the step and the whole of it.
    pub(super) fn next(&mut self) -> Duration {
        let step = step(self.failures);
        self.failures = self.failures.saturating_add(1);
        step.mul_f64(f64::midpoint(1.0, chance()))
    }
}

fn step(failures: u32) -> Duration {
    FIRST.saturating_mul(1 << failures.min(10)).min(LONGEST)
}

/// Any number from 0 to 1; without randomness, 1.
fn chance() -> f64 {
    getrandom::u32().map_or(1.0, |random| f64::from(random) / f64::from(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_to_half_a_minute_and_differ_by_at_most_half() {
        let mut backoff = Backoff::default();
        for failures in 0..20 {
            let wait = backoff.next();
            let step = step(failures);
            assert!(
                wait >= step / 2 && wait <= step,
                "the wait {wait:?} must lie in the upper half of {step:?}"
            );
        }
        assert_eq!(step(19), LONGEST, "no wait is longer than half a minute");
        backoff.reset();
        assert!(backoff.next() <= FIRST, "after a success the first wait is short again");
    }
}
