//! The power of a desk fails while it receives: it may be behind afterwards, never elsewhere.

use std::{thread, time::Duration};

use backstop_powerloss::{Chance, Disk, Loss};

use super::{
    kills::told,
    office::Office,
    presser::{self, Presser},
    tally::Tally,
};
use crate::{desk::Desk, pusher::Pusher, running::Running};

/// The longest time in milliseconds that a desk receives until its power fails.
const LONGEST: u64 = 400;
/// How long others write meanwhile.
const WRITING: Duration = Duration::from_millis(150);
/// After so many power losses the desk is compared with the hub.
const COMPARED: usize = 4;

/// Lets the power of a desk that follows its hub fail so many times.
pub fn pull_power(office: &Office, losses: usize, seed: u64) -> Tally {
    let mut tally = Tally::default();
    let mut chance = Chance::new(seed);
    let mut hub = office.hub();
    hub.serve();
    let reader = Pusher::sign_in(&hub.url(), super::office::READER);
    let mut writer = Presser::sign_in(&hub.url(), "two", &format!("w{seed}"));
    let desk = Desk::signed_in(&hub.url(), "one");
    let image = desk.folder().join("image");
    let ground = Disk::under(&desk.profile(), &image, &[]).expect("a disk under the profile");
    for loss in 1..=losses {
        let mut watching = desk.command(&["sync", "--watch"]);
        ground.carry(&mut watching).expect("the shim is built");
        watching.stdout(std::process::Stdio::null());
        let log = desk.folder().join("watch.log");
        let mut watching = Running::start("sync --watch", &mut watching, &log);
        writer.press(WRITING);
        // The moment of the power loss, not a wait.
        thread::sleep(Duration::from_millis(chance.upto(LONGEST)));
        if !watching.is_running() {
            tally.breaks("a desk that follows its hub has ended".to_owned());
        }
        watching.kill();
        let fails = if chance.coin() { Loss::Torn(chance.next()) } else { Loss::Everything };
        ground.lose_power(fails).expect("the power can fail");
        tally.kills += 1;
        tally.power_losses += 1;
        if loss.is_multiple_of(COMPARED) || loss == losses {
            let synced = desk.run(&["sync"]);
            if synced.code != Some(0) || told(&desk.tickets()) != told(&hub.tickets()) {
                tally.breaks(format!("desk and hub tell different stories: {}", synced.stderr));
            }
            ground.settle().expect("looking at the desk is no loss");
        }
    }
    tally.acknowledged += writer.accepted();
    presser::check(&reader, std::slice::from_ref(&writer), &mut tally);
    tally
}
