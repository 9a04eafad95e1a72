//! The power of a hub fails while desks push.

use std::{process::Command, thread, time::Duration};

use backstop_powerloss::{Chance, Control, Disk, Loss};

use super::{
    office::{Office, READER},
    presser::{self, Presser},
    tally::Tally,
    truth,
};
use crate::{hub::Hub, pusher::Pusher};

/// After so many power losses a new hub begins, so that the store stays small and looking through it quick.
const ROUND: usize = 25;
/// How many desks push at the same time, so that their work is committed together.
const DESKS: usize = 3;
/// The longest time in milliseconds that a hub works until its power fails.
const LONGEST: u64 = 150;
/// How long desks push at the most when nobody stops them.
const PATIENCE: Duration = Duration::from_secs(20);
/// What lies beside the database and is none of its promises.
const ASIDE: [&str; 3] = ["hub.log", "ready", "ready.draft"];

/// Lets the power of hubs fail so many times, every second time with torn and reordered sectors.
pub fn hub_power(office: &Office, losses: usize, seed: u64, control: Option<Control>) -> Tally {
    let mut tally = Tally::default();
    let mut chance = Chance::new(seed);
    let mut round = 0;
    while tally.power_losses < losses {
        let count = ROUND.min(losses - tally.power_losses);
        Round::begin(office, &format!("h{seed}r{round}"), control).run(
            count,
            &mut chance,
            &mut tally,
        );
        round += 1;
    }
    tally
}

struct Round {
    hub: Hub,
    reader: Pusher,
    pressers: Vec<Presser>,
    control: Option<Control>,
}

impl Round {
    /// A hub, stopped and safe on its disk, at which everybody has signed in.
    fn begin(office: &Office, mark: &str, control: Option<Control>) -> Self {
        let mut hub = office.hub();
        hub.serve();
        let reader = Pusher::sign_in(&hub.url(), READER);
        let sign_in = |n| Presser::sign_in(&hub.url(), "one", &format!("{mark}p{n}"));
        let pressers = (0..DESKS).map(sign_in).collect();
        hub.stop();
        Self { hub, reader, pressers, control }
    }

    fn run(mut self, count: usize, chance: &mut Chance, tally: &mut Tally) {
        let image = tempfile::tempdir().expect("a folder for the image");
        let disk = Disk::under(self.hub.folder(), image.path(), &ASIDE).expect("a disk");
        let accepted = |pressers: &[Presser]| pressers.iter().map(Presser::accepted).sum::<usize>();
        for _ in 0..count {
            let before = accepted(&self.pressers);
            self.work(&disk, Duration::from_millis(20 + chance.upto(LONGEST)));
            tally.acknowledged += accepted(&self.pressers) - before;
            let fails = if chance.coin() { Loss::Torn(chance.next()) } else { Loss::Everything };
            let aftermath = disk.lose_power(fails).expect("the power can fail");
            tally.kills += 1;
            tally.power_losses += 1;
            tally.note("torn losses", usize::from(fails != Loss::Everything));
            tally.note("unsynced sectors lost", aftermath.lost);
            tally.note("unsynced sectors kept", aftermath.kept);
            if self.is_lost(&disk, tally) {
                return;
            }
        }
        self.hub.serve();
        for presser in &mut self.pressers {
            presser.settle(PATIENCE);
        }
        presser::check(&self.reader, &self.pressers, tally);
        self.hub.stop();
        truth::check_books(&self.hub, tally);
        let refusals: usize = self.pressers.iter().map(|presser| presser.refusals).sum();
        if refusals > 0 {
            let why = self.pressers.iter().map(|presser| presser.last_refusal.as_str());
            tally.breaks(format!("{refusals} refusals: {}", why.collect::<String>()));
        }
    }

    /// Desks push until the power fails.
    fn work(&mut self, disk: &Disk, time: Duration) {
        let control = self.control;
        self.hub.serve_with(|command| prepare(command, disk, control));
        thread::scope(|scope| {
            for presser in &mut self.pressers {
                scope.spawn(|| presser.press(PATIENCE));
            }
            // The moment of the power loss, not a wait.
            thread::sleep(time);
            self.hub.kill();
        });
    }

    /// Looks through what is left, on a disk that is in order again. What is lost once would be counted again each time, so that
    /// the round ends there.
    fn is_lost(&mut self, disk: &Disk, tally: &mut Tally) -> bool {
        let lost = tally.lost;
        self.hub.serve();
        presser::check(&self.reader, &self.pressers, tally);
        self.hub.stop();
        disk.settle().expect("looking at the hub is no loss");
        tally.lost > lost
    }
}

fn prepare(command: &mut Command, disk: &Disk, control: Option<Control>) {
    disk.carry(command).expect("the shim is built");
    if let Some(control) = control {
        control.apply(command);
    }
}
