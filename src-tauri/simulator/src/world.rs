//! A world: it is built from a seed, lives until so many commands were made, is healed, and must then be whole.

mod deeds;
mod exchange;
mod peace;
mod trouble;

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use anyhow::{Context as _, Result, bail, ensure};
use backstop_domain::id::{DeskId, PersonId};
use backstop_hub::store::{Image, Store};

use crate::{
    acting::Things,
    chance::Chance,
    faults::Faults,
    line::{Agenda, Event},
    place::Place,
    shop::{self, BEGINNING, PEOPLE, instant},
    truth::Truth,
};

const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;
const TEN_YEARS: i64 = 10 * 365 * 24 * 60 * MINUTE;

/// What a world came to.
#[derive(Debug, Clone, Copy, Default)]
pub struct Fate {
    /// Commands that desks acknowledged.
    pub commands: u64,
    /// Things that happened.
    pub steps: u64,
    /// How long all desks together were at work, in milliseconds of their time.
    pub desk_ms: i64,
    /// What happened, as one number: the same seed has the same.
    pub trace: u64,
}

/// A world.
pub struct World {
    chance: Chance,
    faults: Faults,
    hub: Store,
    backup: Option<(Image, Truth)>,
    places: Vec<Place>,
    agenda: Agenda,
    now: Arc<AtomicI64>,
    things: Things,
    truth: Truth,
    fate: Fate,
    restores_left: u32,
    /// Prints what happens.
    told: bool,
}

/// Runs the world of a seed for so many commands.
pub fn live(seed: u64, commands: u64, told: bool) -> Result<Fate> {
    let mut world = World::new(seed, told)?;
    let lived = world.live(commands).and_then(|()| world.end());
    lived.with_context(|| {
        let ms = world.ms() - BEGINNING;
        format!("seed {seed}, step {}, {} s: {:?}", world.fate.steps, ms / SECOND, world.faults)
    })?;
    Ok(world.fate)
}

impl World {
    fn new(seed: u64, told: bool) -> Result<Self> {
        let mut chance = Chance::of(seed);
        let faults = Faults::of(&mut chance);
        let now = Arc::new(AtomicI64::new(BEGINNING));
        let hub = shop::hub()?;
        let mut world = Self {
            chance,
            faults,
            hub,
            backup: None,
            places: Vec::new(),
            agenda: Agenda::default(),
            now,
            things: Things::default(),
            truth: Truth::default(),
            fate: Fate::default(),
            restores_left: 2,
            told,
        };
        world.furnish()?;
        Ok(world)
    }

    /// Two to six desks; the first two people always, so that somebody can approve and somebody can race.
    fn furnish(&mut self) -> Result<()> {
        let mut people = vec!["agent-a", "manager"];
        people.extend(PEOPLE.iter().map(|person| person.0).filter(|_| self.chance.below(2) == 0));
        for (number, login) in people.into_iter().enumerate() {
            let name = DeskId(format!("d{number}"));
            let id = PersonId::new(login);
            let seat = self.hub.seat_named(&id, &name, instant(BEGINNING))?;
            self.places.push(Place::new(name, &seat.person, Arc::clone(&self.now))?);
            if self.faults.clocks {
                self.places[number].set_clock(self.chance.between(-TEN_YEARS, TEN_YEARS));
            }
            let (act, ask) = (self.soon(20 * SECOND), self.soon(SECOND));
            self.agenda.at(act, Event::Act(number));
            self.agenda.at(ask, Event::Ask(number));
        }
        let trouble = self.soon(2 * MINUTE);
        self.agenda.at(trouble, Event::Trouble);
        Ok(())
    }

    fn ms(&self) -> i64 {
        self.now.load(Ordering::Relaxed)
    }

    fn soon(&mut self, within: i64) -> i64 {
        self.ms() + self.chance.between(1, within)
    }

    fn live(&mut self, commands: u64) -> Result<()> {
        while self.fate.commands < commands {
            let Some((ms, event)) = self.agenda.take_next() else {
                bail!("nothing is left to happen")
            };
            let before = self.ms();
            let now = ms.max(before);
            self.now.store(now, Ordering::Relaxed);
            self.fate.desk_ms += (now - before) * i64::try_from(self.places.len())?;
            self.fate.steps += 1;
            ensure!(self.fate.steps < commands * 200 + 10_000, "the world stands still");
            self.happen(event)?;
        }
        Ok(())
    }

    fn happen(&mut self, event: Event) -> Result<()> {
        self.note(&event);
        match event {
            Event::Act(place) => self.act(place),
            Event::Send(place) => self.send(place),
            Event::Ask(place) => {
                let next = self.soon(MINUTE);
                self.agenda.at(next, Event::Ask(place));
                self.ask(place)
            }
            Event::AskNow(place) => self.ask(place),
            Event::AtHub(letter) => self.at_hub(letter),
            Event::AtDesk(letter) => self.at_desk(letter),
            Event::Trouble => self.trouble(),
        }
    }

    fn note(&mut self, event: &Event) {
        let (kind, place) = match event {
            Event::Act(place) => (1, *place),
            Event::Send(place) => (2, *place),
            Event::Ask(place) | Event::AskNow(place) => (3, *place),
            Event::AtHub(letter) => (4, letter.place),
            Event::AtDesk(letter) => (5, letter.place),
            Event::Trouble => (6, 0),
        };
        self.trace(kind);
        self.trace(place as u64);
        self.trace(self.ms().unsigned_abs());
        if self.told {
            let words: String = format!("{event:?}").chars().take(300).collect();
            println!("{:>9} {words}", self.ms() - BEGINNING);
        }
    }

    fn trace(&mut self, value: u64) {
        self.fate.trace = (self.fate.trace ^ value).wrapping_mul(0x0100_0000_01B3).rotate_left(7);
    }
}
