//! Slowing down whoever guesses passwords: one name, and one address that tries many names.
//!
//! An attempt counts from its beginning, so that many at once are no way around; a success takes it
//! back. Everything is kept in this process only, and forgotten once it holds nobody up any more.

use std::{
    collections::BTreeMap,
    net::{IpAddr, Ipv6Addr},
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use crate::{
    error::{HubError, Result},
    token::{self, Hash},
};

/// Failures of one name that cost nothing: people mistype. Each further one doubles the wait.
const FREE: u32 = 5;
/// The longest wait of one name.
const LONGEST: Duration = Duration::from_mins(5);
/// Failures that may come from one address at once, under whatever names: a whole office may come
/// in through one address, and some of them mistype.
const FREE_FROM_ADDRESS: u32 = 60;
/// How long it takes until the address has one more: twelve in a minute.
const ONE_MORE_AFTER: Duration = Duration::from_secs(5);
/// How many names and addresses are remembered at most; beyond it those that hold nobody up are
/// forgotten.
const REMEMBERED: usize = 10_000;

/// The attempts that have not succeeded.
#[derive(Default)]
pub(crate) struct Throttle {
    attempts: Mutex<Attempts>,
}

#[derive(Default)]
struct Attempts {
    of_names: BTreeMap<Hash, Failures>,
    /// When each address will have all its free failures again.
    of_addresses: BTreeMap<IpAddr, Instant>,
}

struct Failures {
    count: u32,
    again_at: Instant,
}

impl Throttle {
    /// Counts an attempt, or refuses it when it comes too early. Refused ones are not counted.
    pub(crate) fn begin(&self, login: &str, from: Option<IpAddr>, now: Instant) -> Result<()> {
        let mut attempts = self.attempts();
        let name = token::hash(login);
        let wait = attempts.wait_of_name(&name, now);
        let wait = wait.max(attempts.wait_of_address(from, now));
        if !wait.is_zero() {
            return Err(HubError::TooManyAttempts { seconds: wait.as_secs() + 1 });
        }
        attempts.forget(now);
        attempts.count(name, from, now);
        Ok(())
    }

    /// Forgets what the name did, and that the address took part in it this time.
    pub(crate) fn succeeded(&self, login: &str, from: Option<IpAddr>) {
        let mut attempts = self.attempts();
        attempts.of_names.remove(&token::hash(login));
        if let Some(full_at) = from.and_then(|from| attempts.of_addresses.get_mut(&network(from))) {
            *full_at = full_at.checked_sub(ONE_MORE_AFTER).unwrap_or(*full_at);
        }
    }

    fn attempts(&self) -> MutexGuard<'_, Attempts> {
        self.attempts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Attempts {
    fn wait_of_name(&self, name: &Hash, now: Instant) -> Duration {
        let failures = self.of_names.get(name);
        failures.map_or(Duration::ZERO, |failures| failures.again_at.saturating_duration_since(now))
    }

    fn wait_of_address(&self, from: Option<IpAddr>, now: Instant) -> Duration {
        let full_at = from.and_then(|from| self.of_addresses.get(&network(from)));
        let owed = full_at.map_or(Duration::ZERO, |at| at.saturating_duration_since(now));
        owed.saturating_sub(ONE_MORE_AFTER * (FREE_FROM_ADDRESS - 1))
    }

    fn count(&mut self, name: Hash, from: Option<IpAddr>, now: Instant) {
        let failures = self.of_names.entry(name).or_insert(Failures { count: 0, again_at: now });
        failures.count = failures.count.saturating_add(1);
        failures.again_at = now + wait_after(failures.count);
        if let Some(from) = from {
            let full_at = self.of_addresses.entry(network(from)).or_insert(now);
            *full_at = (*full_at).max(now) + ONE_MORE_AFTER;
        }
    }

    fn forget(&mut self, now: Instant) {
        if self.of_names.len() >= REMEMBERED {
            self.of_names.retain(|_, failures| failures.again_at > now);
        }
        if self.of_addresses.len() >= REMEMBERED {
            self.of_addresses.retain(|_, full_at| *full_at > now);
        }
    }
}

/// Whom an address stands for: with IPv6 everybody has 64 bits of addresses to themselves.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => {
            let bits = u128::from(address) >> 64 << 64;
            Ipv6Addr::from(bits).into()
        }
        canonical @ IpAddr::V4(_) => canonical,
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

    const OFFICE: Option<IpAddr> = Some(IpAddr::V4(std::net::Ipv4Addr::new(10, 0, 0, 1)));

    /// How many attempts under ever new names are let through before one is refused.
    fn guesses(throttle: &Throttle, from: Option<IpAddr>, now: Instant) -> usize {
        let let_in = |n: &i32| throttle.begin(&format!("n{n}"), from, now).is_ok();
        (0..1_000).take_while(let_in).count()
    }

    #[test]
    fn a_guesser_waits_longer_each_time_and_a_success_forgives() {
        let throttle = Throttle::default();
        let start = Instant::now();
        let later = |seconds| start + Duration::from_secs(seconds);
        for _ in 0..FREE {
            assert!(throttle.begin("a", None, start).is_ok(), "mistyping costs nothing");
        }
        assert!(throttle.begin("a", None, start).is_err(), "the fifth failure costs a second");
        assert!(throttle.begin("a", None, later(1)).is_ok());
        assert!(throttle.begin("a", None, later(2)).is_err(), "then two");
        assert!(throttle.begin("b", None, start).is_ok(), "others are not held up");
        throttle.succeeded("a", None);
        assert!(throttle.begin("a", None, start).is_ok(), "who knows the password starts afresh");
    }

    #[test]
    fn no_wait_is_longer_than_the_longest() {
        assert_eq!(wait_after(u32::MAX), LONGEST);
    }

    #[test]
    fn an_address_that_tries_many_names_has_to_wait_for_each() {
        let throttle = Throttle::default();
        let start = Instant::now();
        assert_eq!(guesses(&throttle, OFFICE, start), 60, "so many failures are free at once");
        let wait = throttle.begin("next", OFFICE, start).expect_err("no more at once");
        assert!(matches!(wait, HubError::TooManyAttempts { seconds: 6 }), "{wait}");
        assert!(throttle.begin("c", "10.0.0.2".parse().ok(), start).is_ok(), "others are let in");
        let minute = start + Duration::from_mins(1);
        assert_eq!(guesses(&throttle, OFFICE, minute), 12, "twelve more in a minute");
    }

    #[test]
    fn an_address_is_not_held_up_by_those_who_know_their_password() {
        let throttle = Throttle::default();
        let start = Instant::now();
        for n in 0..1_000 {
            throttle.begin(&format!("n{n}"), OFFICE, start).expect("everybody is let in");
            throttle.succeeded(&format!("n{n}"), OFFICE);
        }
        assert_eq!(guesses(&throttle, OFFICE, start), 60, "successes give no credit either");
    }

    #[test]
    fn a_network_is_one_address_however_it_is_written() {
        let of = |text: &str| network(text.parse().expect("an address"));
        assert_eq!(of("2001:db8::1"), of("2001:db8::ffff:1"), "64 bits belong to one");
        assert_ne!(of("2001:db8::1"), of("2001:db8:0:1::1"));
        assert_eq!(of("::ffff:10.0.0.1"), of("10.0.0.1"), "IPv4 within IPv6 is IPv4");
    }

    #[test]
    fn whoever_holds_nobody_up_is_forgotten() {
        let throttle = Throttle::default();
        let start = Instant::now();
        for n in 0..3 * u32::try_from(REMEMBERED).expect("a small number") {
            let from = Some(IpAddr::V4((n << 8).into()));
            let now = start + ONE_MORE_AFTER * n;
            throttle.begin(&format!("n{n}"), from, now).expect("everybody may try once");
        }
        let attempts = throttle.attempts();
        assert!(attempts.of_names.len() <= REMEMBERED, "{} names", attempts.of_names.len());
        assert!(attempts.of_addresses.len() <= REMEMBERED, "{}", attempts.of_addresses.len());
    }
}
