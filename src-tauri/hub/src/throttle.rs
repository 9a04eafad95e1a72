//! Slowing down whoever guesses passwords: one name, and one address that tries many names.
//!
//! Many attempts at once are no way around: beyond what is free they wait for each other's end. Everything is kept
//! in this process only, and forgotten once it holds nobody up any more.

use std::{
    collections::BTreeMap,
    net::{IpAddr, Ipv6Addr},
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use tokio::sync::Notify;

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

/// The attempts that have not succeeded, and those whose end is not known yet.
#[derive(Default)]
pub(crate) struct Throttle {
    attempts: Mutex<Attempts>,
    /// Tells whoever waits that an attempt has ended.
    ended: Notify,
}

#[derive(Default)]
struct Attempts {
    of_names: BTreeMap<Hash, Failures>,
    /// When each address will have all its free failures again.
    of_addresses: BTreeMap<IpAddr, Instant>,
    /// How many are under way of each name and from each address.
    names_under_way: BTreeMap<Hash, u32>,
    addresses_under_way: BTreeMap<IpAddr, u32>,
}

struct Failures {
    count: u32,
    again_at: Instant,
}

/// An attempt that is under way. Whatever ends it, it was a failure unless it says otherwise.
pub(crate) struct Attempt<'t> {
    throttle: &'t Throttle,
    name: Hash,
    network: Option<IpAddr>,
    begun: Instant,
    succeeded: bool,
}

impl Attempt<'_> {
    /// The password was right.
    pub(crate) fn succeed(mut self) {
        self.succeeded = true;
    }
}

impl Drop for Attempt<'_> {
    fn drop(&mut self) {
        self.throttle.attempts().end(self);
        self.throttle.ended.notify_waiters();
    }
}

impl Throttle {
    /// Begins an attempt, or refuses it when it comes too early. Where so many are under way that their failing would
    /// make this one wait, it waits for one of them to end: nobody who knows the password is refused because others
    /// try at the same moment.
    pub(crate) async fn begin(&self, login: &str, from: Option<IpAddr>) -> Result<Attempt<'_>> {
        loop {
            // From here on no end goes unheard.
            let ended = self.ended.notified();
            if let Some(attempt) = self.try_begin(login, from, Instant::now())? {
                return Ok(attempt);
            }
            ended.await;
        }
    }

    /// The same at an instant; nothing while too many are under way.
    fn try_begin(
        &self,
        login: &str,
        from: Option<IpAddr>,
        now: Instant,
    ) -> Result<Option<Attempt<'_>>> {
        let mut attempts = self.attempts();
        let (name, network) = (token::hash(login), from.map(network));
        let wait = attempts.wait_of_name(&name, now).max(attempts.wait_of_address(network, now));
        if !wait.is_zero() {
            return Err(HubError::TooManyAttempts { seconds: wait.as_secs() + 1 });
        }
        if attempts.are_enough_under_way(&name, network, now) {
            return Ok(None);
        }
        attempts.forget(now);
        *attempts.names_under_way.entry(name).or_default() += 1;
        if let Some(network) = network {
            *attempts.addresses_under_way.entry(network).or_default() += 1;
        }
        Ok(Some(Attempt { throttle: self, name, network, begun: now, succeeded: false }))
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

    fn wait_of_address(&self, network: Option<IpAddr>, now: Instant) -> Duration {
        self.owed(network, now).saturating_sub(ONE_MORE_AFTER * (FREE_FROM_ADDRESS - 1))
    }

    fn owed(&self, network: Option<IpAddr>, now: Instant) -> Duration {
        let full_at = network.and_then(|network| self.of_addresses.get(&network));
        full_at.map_or(Duration::ZERO, |at| at.saturating_duration_since(now))
    }

    /// Whether one more would have to wait if all that are under way failed. One is always let through.
    fn are_enough_under_way(&self, name: &Hash, network: Option<IpAddr>, now: Instant) -> bool {
        let of_name = self.names_under_way.get(name).copied().unwrap_or(0);
        let failed = self.of_names.get(name).map_or(0, |failures| failures.count);
        let of_address = network.and_then(|network| self.addresses_under_way.get(&network));
        let of_address = of_address.copied().unwrap_or(0);
        let owed = self.owed(network, now) + ONE_MORE_AFTER * of_address;
        (of_name > 0 && failed.saturating_add(of_name) >= FREE)
            || (of_address > 0 && owed > ONE_MORE_AFTER * (FREE_FROM_ADDRESS - 1))
    }

    fn end(&mut self, attempt: &Attempt<'_>) {
        one_less(&mut self.names_under_way, &attempt.name);
        if let Some(network) = &attempt.network {
            one_less(&mut self.addresses_under_way, network);
        }
        if attempt.succeeded {
            self.of_names.remove(&attempt.name);
        } else {
            self.count(attempt);
        }
    }

    fn count(&mut self, Attempt { name, network, begun: at, .. }: &Attempt<'_>) {
        let failures = self.of_names.entry(*name).or_insert(Failures { count: 0, again_at: *at });
        failures.count = failures.count.saturating_add(1);
        failures.again_at = *at + wait_after(failures.count);
        if let Some(network) = network {
            let full_at = self.of_addresses.entry(*network).or_insert(*at);
            *full_at = (*full_at).max(*at) + ONE_MORE_AFTER;
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

fn one_less<K: Ord>(under_way: &mut BTreeMap<K, u32>, key: &K) {
    if let Some(count) = under_way.get_mut(key) {
        *count -= 1;
        if *count == 0 {
            under_way.remove(key);
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

    /// A wrong password: whether it was heard at all.
    fn guess(throttle: &Throttle, login: &str, from: Option<IpAddr>, now: Instant) -> bool {
        throttle.try_begin(login, from, now).is_ok_and(|attempt| attempt.is_some())
    }

    /// How many guesses under ever new names are heard before one is refused.
    fn guesses(throttle: &Throttle, from: Option<IpAddr>, now: Instant) -> usize {
        (0..1_000).take_while(|n| guess(throttle, &format!("n{n}"), from, now)).count()
    }

    fn begin<'t>(throttle: &'t Throttle, login: &str, now: Instant) -> Option<Attempt<'t>> {
        throttle.try_begin(login, OFFICE, now).expect("nobody is refused")
    }

    #[test]
    fn a_guesser_waits_longer_each_time_and_a_success_forgives() {
        let throttle = Throttle::default();
        let start = Instant::now();
        let later = |seconds| start + Duration::from_secs(seconds);
        for _ in 0..FREE {
            assert!(guess(&throttle, "a", None, start), "mistyping costs nothing");
        }
        assert!(!guess(&throttle, "a", None, start), "the fifth failure costs a second");
        assert!(guess(&throttle, "a", None, later(1)));
        assert!(!guess(&throttle, "a", None, later(2)), "then two");
        assert!(guess(&throttle, "b", None, start), "others are not held up");
        let right = throttle.try_begin("a", None, later(3)).expect("in time").expect("alone");
        right.succeed();
        assert!(guess(&throttle, "a", None, start), "who knows the password starts afresh");
    }

    #[test]
    fn those_who_come_together_wait_for_each_other_and_are_not_refused() {
        let throttle = Throttle::default();
        let now = Instant::now();
        let mut under_way: Vec<_> = (0..FREE).filter_map(|_| begin(&throttle, "a", now)).collect();
        assert_eq!(under_way.len(), 5, "so many at once");
        assert!(begin(&throttle, "a", now).is_none(), "one more has to see how they end");
        under_way.pop().expect("one of them").succeed();
        assert!(begin(&throttle, "a", now).is_some(), "well, so it goes on");
        drop(under_way);
        assert!(!guess(&throttle, "a", OFFICE, now), "badly, so everybody waits");
    }

    #[test]
    fn an_office_that_comes_together_is_let_in_one_after_the_other() {
        let throttle = Throttle::default();
        let now = Instant::now();
        let mut under_way: Vec<_> =
            (0..100).map_while(|n| begin(&throttle, &format!("n{n}"), now)).collect();
        assert_eq!(under_way.len(), 60, "so many at once");
        under_way.drain(..).for_each(Attempt::succeed);
        assert!(begin(&throttle, "n60", now).is_some(), "then the next");
        drop(begin(&throttle, "n61", now));
        assert_eq!(guesses(&throttle, OFFICE, now), 58, "what failed is remembered");
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
        let wait = throttle.try_begin("next", OFFICE, start).err().expect("no more at once");
        assert!(matches!(wait, HubError::TooManyAttempts { seconds: 6 }), "{wait}");
        assert!(guess(&throttle, "c", "10.0.0.2".parse().ok(), start), "others are let in");
        let minute = start + Duration::from_mins(1);
        assert_eq!(guesses(&throttle, OFFICE, minute), 12, "twelve more in a minute");
    }

    #[test]
    fn an_address_is_not_held_up_by_those_who_know_their_password() {
        let throttle = Throttle::default();
        let start = Instant::now();
        for n in 0..1_000 {
            begin(&throttle, &format!("n{n}"), start).expect("everybody is let in").succeed();
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
            assert!(guess(&throttle, &format!("n{n}"), from, now), "everybody may try once");
        }
        let attempts = throttle.attempts();
        assert!(attempts.of_names.len() <= REMEMBERED, "{} names", attempts.of_names.len());
        assert!(attempts.of_addresses.len() <= REMEMBERED, "{}", attempts.of_addresses.len());
    }
}
