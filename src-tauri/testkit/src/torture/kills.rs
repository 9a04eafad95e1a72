//! Hubs and desks are killed while they work together over a line that breaks, and in the end everybody tells the same story.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::{Duration, Instant},
};

use backstop_powerloss::Chance;
use serde_json::Value;

use super::{
    office::{AGENTS, READER},
    presser::{self, Presser},
    scribe::{Promises, Scribe},
    tally::Tally,
    truth,
};
use crate::{
    desk::Desk,
    hub::Hub,
    proxy::{Line, Proxy},
    pusher::Pusher,
    running::Running,
    wait,
};

/// After so many kills everybody comes to rest and is compared, and a new world begins.
const ROUND: usize = 40;
/// The longest time in milliseconds between two kills.
const LONGEST: u64 = 160;
/// The most bytes of an answer that a cut line lets through.
const MOST_BYTES: u64 = 20_000;
/// The longest time in milliseconds by which a slow line delays each piece.
const SLOWEST: u64 = 40;
/// How long desks may take to bring everything to the hub once everything is whole again.
const HEALING: Duration = Duration::from_mins(1);

/// Kills so many programs. `hub` gives furnished hubs.
pub fn kills(count: usize, seed: u64, hub: impl Fn() -> Hub) -> Tally {
    let mut tally = Tally::default();
    let mut chance = Chance::new(seed);
    let mut round = 0;
    while tally.kills < count {
        let strikes = ROUND.min(count - tally.kills);
        let world = World::begin(hub(), &format!("k{seed}r{round}"));
        world.suffer(strikes, &mut chance, &mut tally);
        round += 1;
    }
    tally
}

/// A hub, desks behind a line that breaks, and desks of bare HTTP that push to the hub directly.
struct World {
    hub: Hub,
    line: Proxy,
    mark: String,
    seats: Vec<Seat>,
    pressers: Vec<Presser>,
    reader: Pusher,
}

/// A person's desk: one program writes, another one syncs.
struct Seat {
    desk: Desk,
    scribe: Option<Scribe>,
    watch: Option<Running>,
    promised: Promises,
    starts: usize,
    mark: String,
}

impl World {
    fn begin(mut hub: Hub, mark: &str) -> Self {
        hub.serve();
        let line = Proxy::to(hub.address());
        let seat = |(n, login): (usize, &&str)| Seat {
            desk: Desk::signed_in(&line.url(), login),
            scribe: None,
            watch: None,
            promised: Promises::default(),
            starts: 0,
            mark: format!("{mark}s{n}"),
        };
        let seats = AGENTS.iter().enumerate().map(seat).collect();
        let presser = |n| Presser::sign_in(&hub.url(), "one", &format!("{mark}p{n}"));
        let pressers = (0..2).map(presser).collect();
        let reader = Pusher::sign_in(&hub.url(), READER);
        Self { hub, line, mark: mark.to_owned(), seats, pressers, reader }
    }

    fn suffer(mut self, strikes: usize, chance: &mut Chance, tally: &mut Tally) {
        let accepted = self.under_load(strikes, chance, tally);
        tally.acknowledged += accepted;
        self.line.set(Line::Through);
        tally.note("lines cut while answering", self.line.lost_answers());
        let began = Instant::now();
        for seat in &mut self.seats {
            seat.rest();
            tally.acknowledged += seat.promised.commands.len();
            tally.note("drafts kept", seat.promised.drafts.len());
            seat.drain(tally);
        }
        tally.note("seconds of healing", usize::try_from(began.elapsed().as_secs()).unwrap_or(0));
        self.compare(tally);
    }

    /// Kills while everybody works. Answers what the hub has accepted over bare HTTP.
    fn under_load(&mut self, strikes: usize, chance: &mut Chance, tally: &mut Tally) -> usize {
        let over = AtomicBool::new(false);
        let Self { hub, line, seats, pressers, .. } = self;
        seats.iter_mut().for_each(Seat::work);
        thread::scope(|scope| {
            for presser in pressers.iter_mut() {
                scope.spawn(|| {
                    while !over.load(Ordering::SeqCst) {
                        presser.press(Duration::from_millis(200));
                    }
                });
            }
            for _ in 0..strikes {
                // The moment of the kill, not a wait.
                thread::sleep(Duration::from_millis(10 + chance.upto(LONGEST)));
                tally.faults += usize::from(disturb(line, chance));
                strike(hub, seats, chance, tally);
            }
            over.store(true, Ordering::SeqCst);
        });
        for presser in pressers.iter_mut() {
            presser.settle(HEALING);
        }
        pressers.iter().map(Presser::accepted).sum()
    }

    /// Everybody tells the same story, and it is the one that was promised.
    fn compare(&mut self, tally: &mut Tally) {
        presser::check(&self.reader, &self.pressers, tally);
        for seat in &self.seats {
            let tickets = truth::words_on_hub(&self.reader, &format!("{}x", seat.mark));
            let promised: Vec<_> = seat.promised.commands.iter().map(|(_, t)| t.clone()).collect();
            truth::check_hub(&tickets, &promised, tally);
        }
        let hub = told(&self.hub.tickets());
        for seat in &self.seats {
            seat.desk.run(&["sync"]);
            if told(&seat.desk.tickets()) != hub {
                tally.breaks(format!("{}: desk and hub tell different stories", seat.mark));
            }
        }
        self.compare_desks(tally);
        let refusals: usize = self.pressers.iter().map(|presser| presser.refusals).sum();
        tally.note("answers that the hub could not give", refusals);
        self.hub.stop();
        truth::check_books(&self.hub, tally);
    }

    /// Desks of one team hold the same words, ticket by ticket: a few are looked at closely.
    fn compare_desks(&self, tally: &mut Tally) {
        let Some((first, others)) = self.seats.split_first() else { return };
        let tickets = first.desk.tickets();
        let step = (tickets.len() / 6).max(1);
        for ticket in tickets.iter().step_by(step) {
            let id = ticket["id"].as_str().unwrap_or_default();
            let story = story(&first.desk, id);
            tally.note("tickets compared word by word", 1);
            for other in others {
                if self::story(&other.desk, id) != story {
                    tally.breaks(format!("{}: two desks tell {id} differently", self.mark));
                }
            }
        }
    }
}

impl Seat {
    /// Starts what does not run.
    fn work(&mut self) {
        if self.scribe.is_none() {
            let mark = format!("{}x{}", self.mark, self.starts);
            self.starts += 1;
            self.scribe = Some(Scribe::start(&self.desk, &mark, |_| {}));
        }
        if self.watch.is_none() {
            self.watch = Some(self.desk.watch());
        }
    }

    fn kill_scribe(&mut self) {
        if let Some(scribe) = self.scribe.take() {
            self.promised.keep(scribe.kill());
        }
    }

    fn kill_watch(&mut self) {
        if let Some(mut watch) = self.watch.take() {
            watch.kill();
        }
    }

    fn rest(&mut self) {
        self.kill_scribe();
        self.kill_watch();
    }

    /// Brings everything to the hub, which answers again.
    fn drain(&self, tally: &mut Tally) {
        let began = Instant::now();
        let mut sent = self.desk.run(&["sync"]);
        while (sent.code != Some(0) || !self.desk.outbox().is_empty()) && began.elapsed() < HEALING
        {
            sent = self.desk.run(&["sync"]);
        }
        let left = self.desk.outbox();
        if !left.is_empty() {
            tally.breaks(format!("{}: {} rows do not leave: {}", self.mark, left.len(), left[0]));
        }
    }
}

/// Changes what the line does; whether that is a fault.
fn disturb(line: &Proxy, chance: &mut Chance) -> bool {
    let bytes = usize::try_from(chance.upto(MOST_BYTES)).unwrap_or(0);
    let now = match chance.upto(9) {
        0 => Line::Down,
        1 => Line::Silent,
        2 => Line::LosesAnswers,
        3 | 4 => Line::CutAfter(bytes),
        5 => Line::Slow(Duration::from_millis(chance.upto(SLOWEST))),
        _ => Line::Through,
    };
    line.set(now);
    now != Line::Through
}

/// Kills one of the programs and starts it again.
fn strike(hub: &mut Hub, seats: &mut [Seat], chance: &mut Chance, tally: &mut Tally) {
    tally.kills += 1;
    let last = u64::try_from(seats.len() - 1).unwrap_or(0);
    let seat = &mut seats[usize::try_from(chance.upto(last)).unwrap_or(0)];
    match chance.upto(9) {
        0..=2 => {
            tally.note("hubs killed", 1);
            hub.kill();
            hub.serve();
        }
        3..=6 => {
            tally.note("writing desks killed", 1);
            seat.kill_scribe();
        }
        _ => {
            tally.note("syncing desks killed", 1);
            seat.kill_watch();
        }
    }
    seat.work();
    if chance.coin() {
        // Half of the kills wait until the desk has promised something; the others strike at any time.
        let scribe = seat.scribe.as_mut().expect("it works");
        let heard = scribe.heard();
        wait::until_true("the desk goes on", || scribe.heard() > heard);
    }
}

/// What a desk tells of a ticket; nothing if it does not know it.
fn story(desk: &Desk, id: &str) -> Option<Value> {
    let said = desk.run(&["--offline", "ticket", "show", id]);
    let mut ticket: Value = serde_json::from_str(&said.stdout).ok()?;
    Some(ticket["timeline"].take())
}

/// What desk and hub must agree on about each ticket.
pub(crate) fn told(tickets: &[Value]) -> Vec<[String; 6]> {
    const SHARED: [&str; 6] = ["id", "number", "title", "status", "customer_id", "state"];
    let mut facts: Vec<_> =
        tickets.iter().map(|ticket| SHARED.map(|name| ticket[name].to_string())).collect();
    facts.sort();
    facts
}
