//! Writing that fails: at the k-th write, at every k-th, from the k-th on, over whole scripts, and the power fails in the end.
//!
//! A sync that failed is the worst of it: the system takes the pages for clean afterwards, and a program that asks
//! again is told a lie.

use std::{process::Command, time::Duration};

use backstop_powerloss::{Chance, Disk, Fault, Loss};

use super::{
    office::{Office, READER},
    presser::{self, Presser},
    scribe::Scribe,
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
    let mut tally = Tally::default();
    let mut chance = Chance::new(seed);
    let mut hub = office.hub();
    hub.serve();
    for script in 0..scripts {
        let fault = any(&mut chance);
        let loss = if chance.coin() { Loss::Torn(chance.next()) } else { Loss::Everything };
        let mark = format!("e{seed}s{script}");
        let (before, fault_words) = (tally.clone(), format!("{fault:?}, {loss:?}"));
        if script.is_multiple_of(2) {
            of_a_desk(&hub, &mark, fault, loss, &mut tally);
        } else {
            of_a_hub(office.hub(), &mark, fault, loss, &mut tally);
        }
        tally.faults += 1;
        tally.power_losses += 1;
        if tally.lost + tally.broken > before.lost + before.broken {
            tally.find(format!("that was {mark} with {fault_words}"));
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
    match chance.upto(2) {
        0 => Fault::ErrorAt(k),
        1 => Fault::ErrorEvery(2 + k / 2),
        _ => Fault::FullFrom(k),
    }
}

fn of_a_desk(hub: &Hub, mark: &str, fault: Fault, loss: Loss, tally: &mut Tally) {
    let desk = Desk::signed_in(&hub.url(), "one");
    let image = desk.folder().join("image");
    let ground = Disk::under(&desk.profile(), &image, &[]).expect("a disk under the profile");
    let mut scribe = Scribe::start(&desk, mark, |command| prepare(command, &ground, fault));
    let began = std::time::Instant::now();
    wait::until_true("a script is over", || {
        !scribe.is_running() || scribe.heard() >= ENOUGH || began.elapsed() > SCRIPT
    });
    tally.note("refused writes", scribe.refusals());
    let promised = scribe.kill();
    tally.acknowledged += promised.count();
    ground.lose_power(loss).expect("the power can fail");
    truth::check_desk(&desk, &promised, tally);
}

fn of_a_hub(mut hub: Hub, mark: &str, fault: Fault, loss: Loss, tally: &mut Tally) {
    hub.serve();
    let reader = Pusher::sign_in(&hub.url(), READER);
    let mut presser = Presser::sign_in(&hub.url(), "one", &format!("{mark}p"));
    hub.stop();
    let image = tempfile::tempdir().expect("a folder for the image");
    let ground = Disk::under(hub.folder(), image.path(), &ASIDE).expect("a disk under the hub");
    if hub.try_serve_with(|command| prepare(command, &ground, fault)) {
        presser.press(SCRIPT);
        hub.kill();
    }
    tally.note("refused writes", presser.refusals);
    tally.acknowledged += presser.accepted();
    ground.lose_power(loss).expect("the power can fail");
    hub.serve();
    presser.settle(wait::PATIENCE);
    presser::check(&reader, std::slice::from_ref(&presser), tally);
    hub.stop();
    truth::check_books(&hub, tally);
}

fn prepare(command: &mut Command, ground: &Disk, fault: Fault) {
    ground.carry(command).expect("the shim is built");
    fault.apply(command);
}
