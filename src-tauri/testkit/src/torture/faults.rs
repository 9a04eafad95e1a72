//! Writing that fails: at the k-th write, at every k-th, from the k-th on, over whole scripts, and the power fails in the end.
//!
//! A sync that failed is the worst of it: the system takes the pages for clean afterwards, so that they are read as if they
//! were on the disk and never get there. A program that asks again, or is started again and builds on them, is
//! told a lie. So every second script goes on with a new program on a disk that works, before the power fails.

use std::{
    process::Command,
    time::{Duration, Instant},
};

use backstop_powerloss::{Chance, Disk, Fault, Loss};

use super::{
    office::{Office, READER},
    presser::{self, Presser},
    scribe::{Promises, Scribe},
    tally::Tally,
    truth,
};
use crate::{desk::Desk, hub::Hub, pusher::Pusher, wait};

/// The last write at which something fails.
const LAST: u64 = 90;
/// So many promises are enough of a script, however few writes they took.
const ENOUGH: usize = 30;
/// How long a script may take.
const SCRIPT: Duration = Duration::from_millis(700);
/// What lies beside the hub's database and is none of its promises.
const ASIDE: [&str; 3] = ["hub.log", "ready", "ready.draft"];

/// Runs so many scripts, of desks and of hubs in turn, each with a fault of its own.
pub fn every_fault(office: &Office, scripts: usize, seed: u64) -> Tally {
    let mut chance = Chance::new(seed);
    let scripts = (0..scripts).map(|script| {
        let fault = any(&mut chance);
        let loss = if chance.coin() { Loss::Torn(chance.next()) } else { Loss::Everything };
        let then = if chance.coin() { Then::GoesOn } else { Then::Dark };
        Script { mark: format!("e{seed}s{script}"), fault, loss, then }
    });
    play(office, scripts)
}

/// Disks that break at the first sync, at the second and so on, and programs that are started again on
/// disks that work.
pub fn failed_syncs(office: &Office, scripts: usize) -> Tally {
    let scripts = (0..scripts).map(|script| {
        let fault = Fault::SyncFrom(1 + script as u64 / 2);
        Script { mark: format!("s{script}"), fault, loss: Loss::Everything, then: Then::GoesOn }
    });
    play(office, scripts)
}

/// Disks that break at a sync and again at one of the first syncs of the new start, and then tear.
pub fn failed_starts(office: &Office, scripts: usize, seed: u64) -> Tally {
    let mut chance = Chance::new(seed);
    let scripts = (0..scripts).map(|script| Script {
        mark: format!("t{seed}s{script}"),
        fault: Fault::SyncFrom(2 + chance.upto(6)),
        loss: Loss::Torn(chance.next()),
        then: Then::BreaksAgain(Fault::SyncFrom(1 + chance.upto(3))),
    });
    play(office, scripts)
}

/// Plays scripts, on desks and on hubs in turn.
fn play(office: &Office, scripts: impl Iterator<Item = Script>) -> Tally {
    let mut tally = Tally::default();
    let mut hub = office.hub();
    hub.serve();
    for (turn, script) in scripts.enumerate() {
        let before = tally.lost + tally.broken;
        if turn.is_multiple_of(2) {
            script.of_a_desk(&hub, &mut tally);
        } else {
            script.of_a_hub(office.hub(), &mut tally);
        }
        tally.faults += 1;
        tally.power_losses += 1;
        if tally.lost + tally.broken > before {
            tally.find(format!("that was {script:?}"));
        }
    }
    tally
}

/// A desk whose cache takes nothing, while its work can be kept: what it keeps it must say, or a person does it
/// again.
pub fn full_cache(office: &Office, seed: u64) -> Tally {
    let mut tally = Tally::default();
    let mut hub = office.hub();
    hub.serve();
    let desk = Desk::signed_in(&hub.url(), "one");
    let image = desk.folder().join("image");
    let ground = Disk::under(&desk.profile(), &image, &[]).expect("a disk under the profile");
    let full = Fault::FullIn("cache.db");
    let mut scribe =
        Scribe::start(&desk, &format!("c{seed}"), |command| prepare(command, &ground, full));
    wait::until_true("the desk promises something", || {
        assert!(scribe.is_running(), "a desk whose cache is full goes on");
        scribe.heard() + scribe.refusals() >= ENOUGH
    });
    let promised = scribe.kill();
    tally.faults += 1;
    tally.kills += 1;
    tally.acknowledged += promised.count();
    let kept = truth::check_desk(&desk, &promised, &mut tally).map_or(0, |words| words.len());
    // One may have been kept in the moment of the kill, before it was said.
    if kept > promised.commands.len() + 1 {
        tally.breaks(format!(
            "{kept} commands are kept, {} were said to be",
            promised.commands.len()
        ));
    }
    tally
}

fn any(chance: &mut Chance) -> Fault {
    let k = 1 + chance.upto(LAST - 1);
    match chance.upto(3) {
        0 => Fault::ErrorAt(k),
        1 => Fault::ErrorEvery(2 + k / 2),
        2 => Fault::SyncFrom(1 + k / 8),
        _ => Fault::FullFrom(k),
    }
}

/// One fault and what follows.
#[derive(Debug)]
struct Script {
    mark: String,
    fault: Fault,
    loss: Loss,
    then: Then,
}

/// What happens between the fault and the power loss.
#[derive(Debug, Clone, Copy)]
enum Then {
    /// Nothing.
    Dark,
    /// A new program works on, without a fault.
    GoesOn,
    /// A new program starts, and the disk breaks again.
    BreaksAgain(Fault),
}

impl Script {
    /// How the new program is prepared, if there is one.
    fn again(&self, ground: &Disk) -> Option<impl FnOnce(&mut Command)> {
        let fault = match self.then {
            Then::Dark => return None,
            Then::GoesOn => None,
            Then::BreaksAgain(fault) => Some(fault),
        };
        Some(move |command: &mut Command| {
            ground.carry(command).expect("the shim is built");
            if let Some(fault) = fault {
                fault.apply(command);
            }
        })
    }

    fn of_a_desk(&self, hub: &Hub, tally: &mut Tally) {
        let desk = Desk::signed_in(&hub.url(), "one");
        let image = desk.folder().join("image");
        let ground = Disk::under(&desk.profile(), &image, &[]).expect("a disk under the profile");
        let scribe =
            Scribe::start(&desk, &self.mark, |command| prepare(command, &ground, self.fault));
        let mut promised = write(scribe, tally);
        if let Some(again) = self.again(&ground) {
            let mark = format!("{}again", self.mark);
            promised.keep(write(Scribe::start(&desk, &mark, again), tally));
        }
        tally.acknowledged += promised.count();
        ground.lose_power(self.loss).expect("the power can fail");
        truth::check_desk(&desk, &promised, tally);
    }

    fn of_a_hub(&self, mut hub: Hub, tally: &mut Tally) {
        hub.serve();
        let reader = Pusher::sign_in(&hub.url(), READER);
        let mut presser = Presser::sign_in(&hub.url(), "one", &format!("{}p", self.mark));
        hub.stop();
        let image = tempfile::tempdir().expect("a folder for the image");
        let ground = Disk::under(hub.folder(), image.path(), &ASIDE).expect("a disk under the hub");
        if hub.try_serve_with(|command| prepare(command, &ground, self.fault)) {
            presser.press(SCRIPT);
            hub.kill();
        }
        tally.note("refused writes", presser.refusals);
        if self.again(&ground).is_some_and(|again| hub.try_serve_with(again)) {
            presser.press(SCRIPT / 2);
            hub.kill();
        }
        tally.acknowledged += presser.accepted();
        ground.lose_power(self.loss).expect("the power can fail");
        hub.serve();
        presser.settle(wait::PATIENCE);
        presser::check(&reader, std::slice::from_ref(&presser), tally);
        hub.stop();
        truth::check_books(&hub, tally);
    }
}

/// Lets a scribe write until the script is over.
fn write(mut scribe: Scribe, tally: &mut Tally) -> Promises {
    let began = Instant::now();
    wait::until_true("a script is over", || {
        !scribe.is_running() || scribe.heard() >= ENOUGH || began.elapsed() > SCRIPT
    });
    tally.note("refused writes", scribe.refusals());
    scribe.kill()
}

fn prepare(command: &mut Command, ground: &Disk, fault: Fault) {
    ground.carry(command).expect("the shim is built");
    fault.apply(command);
}
