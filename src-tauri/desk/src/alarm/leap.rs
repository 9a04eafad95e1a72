//! Leaps of the clock: after a sleep, or because somebody set it.
//!
//! Both look the same from inside: the hub's time, as this desk computes it, moves without the time
//! that nobody sets. After a sleep it is right, after setting the clock it is wrong until the offset
//! has been measured again. So a leap ahead is believed when the offset has been measured anew, when
//! there is no hub to ask, or when asking has taken too long.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::{Look, plan::AWAY};

/// How long a new measurement is waited for: a little longer than until the hub's next sign of life.
const PATIENCE: Duration = Duration::from_secs(12);

/// What was seen of the clocks.
#[derive(Debug, Default)]
pub(super) struct Leap {
    last: Option<Seen>,
    /// Since when a leap is being checked, and how often the offset had been measured then.
    checking: Option<(Duration, u64)>,
}

#[derive(Debug, Clone, Copy)]
struct Seen {
    now: Timestamp,
    awake: Duration,
    measured: u64,
}

impl Leap {
    /// Whether the time of this look cannot be believed yet.
    pub(super) fn is_open(&mut self, look: Look) -> bool {
        if self.checking.is_none() && self.leapt(look) {
            self.checking = Some((look.awake, look.measured));
        }
        if let Some((since, measured)) = self.checking {
            let waits = look.awake.saturating_sub(since) < PATIENCE;
            if look.online && look.measured == measured && waits {
                return true;
            }
            self.checking = None;
        }
        self.last = Some(Seen { now: look.now, awake: look.awake, measured: look.measured });
        false
    }

    /// Whether a leap is being checked.
    pub(super) fn is_checking(&self) -> bool {
        self.checking.is_some()
    }

    /// Whether more time has passed than this program has seen pass, and nobody has measured since.
    fn leapt(&self, look: Look) -> bool {
        let Some(last) = self.last else { return false };
        let awake = look.awake.saturating_sub(last.awake);
        let awake = SignedDuration::try_from(awake).unwrap_or(SignedDuration::MAX);
        let leap = look.now.duration_since(last.now).saturating_sub(awake);
        leap > AWAY && look.measured == last.measured
    }
}
