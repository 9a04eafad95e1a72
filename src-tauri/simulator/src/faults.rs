//! What goes wrong in a world. Each seed switches whole classes on or off: a world in which everything fails at once
//! never gets far enough to fail in an interesting way.

use crate::chance::Chance;

/// The faults of one world, each as so many in a thousand, or as on and off.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a class of faults of its own")]
pub struct Faults {
    /// Messages that never arrive.
    pub drops: u64,
    /// Requests that arrive twice.
    pub doubles: u64,
    /// Messages that take up to minutes, so that they overtake each other.
    pub delays: u64,
    /// Actions during which the desk's program dies at some write.
    pub deaths: u64,
    /// Deaths that are power losses: the newest writes to the cache are gone too.
    pub power: u64,
    /// Requests during which the hub dies at the commit.
    pub hub_deaths: u64,
    /// Desks whose clock is off by up to ten years, and jumps.
    pub clocks: bool,
    /// A backup of the hub is restored.
    pub restores: bool,
    /// Roles and teams of people change, and somebody is disabled.
    pub people: bool,
    /// Whole stretches without a line.
    pub silence: bool,
    /// How many items a page has at most.
    pub page: u32,
}

impl Faults {
    /// The faults of a seed.
    pub fn of(chance: &mut Chance) -> Self {
        let mut some = |most: u64| if chance.below(2) == 0 { 0 } else { chance.below(most) + 1 };
        let (drops, doubles, delays) = (some(250), some(250), some(400));
        let (deaths, power, hub_deaths) = (some(60), some(600), some(80));
        let mut on = |times| chance.in_thousand(times);
        Self {
            drops,
            doubles,
            delays,
            deaths,
            power,
            hub_deaths,
            clocks: on(400),
            restores: on(250),
            people: on(400),
            silence: on(400),
            page: if on(500) { 3 } else { 200 },
        }
    }
}
