//! The power of a desk fails while it writes.

use std::{fs, thread, time::Duration};

use backstop_powerloss::{Chance, Control, Disk, Loss};

use super::{
    office::{Office, READER},
    scribe::{Promises, Scribe},
    tally::Tally,
    truth,
};
use crate::{desk::Desk, hub::Hub, pusher::Pusher, wait};

/// After so many power losses the work of a desk is sent to the hub and another desk goes on, so that an outbox
/// stays as long as a bad day makes it.
const ROUND: usize = 20;
/// The longest time in milliseconds that a desk works between its first promise and the power loss.
const LONGEST: u64 = 150;
/// One start in so many loses its power before it has promised anything.
const EARLY: u64 = 8;

/// Lets the power of desks fail so many times, every second time with torn and reordered sectors.
pub fn desk_power(office: &Office, losses: usize, seed: u64, control: Option<Control>) -> Tally {
    let mut tally = Tally::default();
    let mut chance = Chance::new(seed);
    let mut hub = office.hub();
    hub.serve();
    let reader = Pusher::sign_in(&hub.url(), READER);
    let mut round = 0;
    while tally.power_losses < losses {
        let count = ROUND.min(losses - tally.power_losses);
        let mark = format!("d{seed}r{round}");
        let fates = Round { hub: &hub, mark: &mark, control }.run(count, &mut chance, &mut tally);
        if let Some((desk, words)) = fates {
            send(&desk, &reader, &mark, &words, &mut tally);
        }
        round += 1;
    }
    truth::check_books(&hub, &mut tally);
    tally
}

struct Round<'a> {
    hub: &'a Hub,
    mark: &'a str,
    control: Option<Control>,
}

impl Round<'_> {
    /// One desk through so many power losses. Answers it with the words it holds in the end, if it can be read.
    fn run(
        &self,
        count: usize,
        chance: &mut Chance,
        tally: &mut Tally,
    ) -> Option<(Desk, Vec<String>)> {
        let desk = Desk::signed_in(&self.hub.url(), "one");
        let image = desk.folder().join("image");
        let ground = Disk::under(&desk.profile(), &image, &[]).expect("a disk under the profile");
        let mut promised = Promises::default();
        let mut words = Vec::new();
        for loss in 0..count {
            let mark = format!("{}l{loss}", self.mark);
            let new = self.work(&desk, &ground, &mark, chance);
            tally.acknowledged += new.commands.len();
            tally.note("drafts kept", new.drafts.len());
            promised.keep(new);
            let fails = if chance.coin() { Loss::Torn(chance.next()) } else { Loss::Everything };
            let aftermath = ground.lose_power(fails).expect("the power can fail");
            tally.kills += 1;
            tally.power_losses += 1;
            tally.note("torn losses", usize::from(fails != Loss::Everything));
            tally.note("unsynced sectors lost", aftermath.lost);
            tally.note("unsynced sectors kept", aftermath.kept);
            let lost = tally.lost;
            words = truth::check_desk(&desk, &promised, tally)?;
            if tally.lost > lost {
                // What is lost once would be counted again each time.
                return None;
            }
            ground.settle().expect("looking at the desk is no loss");
        }
        fs::remove_dir_all(&image).expect("the image is there");
        Some((desk, words))
    }

    /// Writes until the power fails; what was promised until then.
    fn work(&self, desk: &Desk, ground: &Disk, mark: &str, chance: &mut Chance) -> Promises {
        let mut scribe = Scribe::start(desk, mark, |command| {
            ground.carry(command).expect("the shim is built");
            if let Some(control) = self.control {
                control.apply(command);
            }
        });
        if self.control.is_some() || chance.upto(EARLY) > 0 {
            wait::until_true("the desk promises something", || {
                assert!(scribe.is_running(), "the scribe ended before it was to");
                scribe.heard() > 0
            });
        }
        // The moment of the power loss, not a wait.
        thread::sleep(Duration::from_millis(chance.upto(LONGEST)));
        scribe.kill()
    }
}

/// Brings the work of a desk to the hub, where it must be once and in order.
fn send(desk: &Desk, reader: &Pusher, mark: &str, words: &[String], tally: &mut Tally) {
    let sent = desk.run(&["sync"]);
    if sent.code != Some(0) || !desk.outbox().is_empty() {
        tally.breaks(format!("the outbox does not drain: {}", sent.stderr));
    }
    let tickets = truth::words_on_hub(reader, &format!("{mark}l"));
    let there: usize = tickets.iter().map(Vec::len).sum();
    if there != words.len() {
        tally.breaks(format!("{} words were held, {there} are on the hub", words.len()));
    }
    truth::check_hub(&tickets, words, tally);
}
