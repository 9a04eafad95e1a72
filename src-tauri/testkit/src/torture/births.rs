//! The power fails while a store is made: nothing was promised yet, but a new start must succeed.

use std::{
    fs,
    io::Write as _,
    path::Path,
    process::{Command, Stdio},
    thread,
    time::Duration,
};

use backstop_powerloss::{Chance, Disk, Fault, Loss};

use super::{office::Office, tally::Tally};
use crate::{
    desk::Desk,
    finished::Finished,
    hub::{Hub, PASSWORD},
};

/// The longest time in milliseconds that a program has for making its store.
const LONGEST: u64 = 250;
/// What is kept of a complaint.
const LONGEST_WORDS: usize = 160;
/// The arguments that make the first account of a hub, and with it the database.
const ACCOUNT: [&str; 8] =
    ["person", "add", "--login", "first", "--name", "first", "--role", "agent"];

/// Lets the power fail so many times while stores of desks and of hubs are made, in turn.
pub fn births(count: usize, seed: u64, office: &Office) -> Tally {
    let mut tally = Tally::default();
    let mut chance = Chance::new(seed);
    let mut hub = office.hub();
    hub.serve();
    for birth in 0..count {
        let loss = if chance.coin() { Loss::Torn(chance.next()) } else { Loss::Everything };
        let end = End::After(Duration::from_millis(chance.upto(LONGEST)));
        tally.kills += 1;
        tally.power_losses += 1;
        note(birth, &hub, end, loss, &mut tally);
    }
    tally
}

/// The same on disks that break at the first sync, at the second and so on, up to one that is reached only by a
/// store that is made already.
pub fn births_at_every_sync(syncs: u64, office: &Office) -> Tally {
    let mut tally = Tally::default();
    let mut hub = office.hub();
    hub.serve();
    for sync in 1..=syncs {
        for birth in 0..2 {
            tally.faults += 1;
            tally.power_losses += 1;
            note(birth, &hub, End::AtSync(sync), Loss::Everything, &mut tally);
        }
    }
    tally
}

/// How making a store ends before its time.
#[derive(Debug, Clone, Copy)]
enum End {
    /// The power fails after so long.
    After(Duration),
    /// The disk breaks, the program gives up, and then the power fails.
    AtSync(u64),
}

/// Makes stores of desks and of hubs in turn.
fn note(birth: usize, hub: &Hub, end: End, loss: Loss, tally: &mut Tally) {
    let (what, trouble) = if birth.is_multiple_of(2) {
        ("a desk", of_a_desk(&hub.url(), end, loss))
    } else {
        ("a hub", of_a_hub(end, loss))
    };
    if let Some(trouble) = trouble {
        let trouble: String = trouble.chars().take(LONGEST_WORDS).collect();
        tally.breaks(format!("{what}, {end:?}, {loss:?}: {trouble}"));
    }
}

fn of_a_desk(url: &str, end: End, loss: Loss) -> Option<String> {
    let desk = Desk::new();
    fs::create_dir(desk.profile()).expect("a folder for the profile");
    let arguments = ["login", "--hub", url, "--login", "one", "--password-stdin"];
    cut_off(desk.command(&arguments), &desk.profile(), end, loss);
    let mut again = desk.command(&arguments);
    complaint(&Finished::run(&mut again, &format!("{PASSWORD}\n")))
}

fn of_a_hub(end: End, loss: Loss) -> Option<String> {
    let hub = Hub::new();
    let mut making = hub.command(&ACCOUNT);
    making.arg("--password-stdin");
    cut_off(making, hub.folder(), end, loss);
    complaint(&hub.run(&["import", "ecom-bench", &crate::shop::sample().to_string_lossy()]))
}

/// Runs a program that wants a password, and lets the power fail meanwhile.
fn cut_off(mut program: Command, folder: &Path, end: End, loss: Loss) {
    let image = tempfile::tempdir().expect("a folder for the image");
    let ground = Disk::under(folder, image.path(), &[]).expect("a disk under the folder");
    ground.carry(&mut program).expect("the shim is built");
    if let End::AtSync(k) = end {
        Fault::SyncFrom(k).apply(&mut program);
    }
    program.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut running = program.spawn().expect("the program starts");
    let mut input = running.stdin.take().expect("the input is piped");
    // A program that is gone already needs no password.
    writeln!(input, "{PASSWORD}").ok();
    drop(input);
    if let End::After(time) = end {
        // The moment of the power loss, not a wait.
        thread::sleep(time);
        running.kill().expect("a process can be killed");
    }
    running.wait().expect("the process ends");
    ground.lose_power(loss).expect("the power can fail");
}

fn complaint(said: &Finished) -> Option<String> {
    (said.code != Some(0)).then(|| said.stderr.trim().to_owned())
}
