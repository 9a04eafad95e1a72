//! A disk that is full: what was acknowledged is there, everything can be read, and work goes on as soon as there is space.

use std::{fs, path::Path, process::Command, time::Duration};

use super::{
    office::{Office, READER},
    presser::{self, Presser},
    scribe::Scribe,
    tally::Tally,
    truth,
};
use crate::{desk::Desk, pusher::Pusher, wait};

/// How much space in KiB is left when the work begins; the write-ahead log of a store alone grows to more.
const LEFT: u64 = 1_500;
/// How much there is in the end.
const PLENTY: u64 = 65_536;
/// How often a write must have failed before the disk counts as full.
const REFUSALS: usize = 5;

/// Why a run without rights to mount proves nothing.
const SKIPPED: &str = "disk full: a small disk can only be mounted by root on Linux";

/// A desk on a disk that becomes full.
pub fn small_disk(office: &Office, seed: u64) -> Tally {
    let mut tally = Tally::default();
    let Some(ground) = SmallDisk::mount() else {
        tally.skipped.push(SKIPPED.to_owned());
        return tally;
    };
    let mut hub = office.hub();
    hub.serve();
    let desk = Desk::inside(ground.folder());
    desk.sign_in(&hub.url(), "one");
    ground.leave(LEFT);
    let mark = format!("f{seed}");
    let mut scribe = Scribe::start(&desk, &mark, |_| {});
    wait::until_true("the disk of the desk is full", || {
        assert!(scribe.is_running(), "a desk on a full disk goes on");
        scribe.refusals() >= REFUSALS
    });
    tally.faults += scribe.refusals();
    for question in [&["ticket", "list"][..], &["outbox"], &["draft", "list"]] {
        let answer = desk.run(&[&["--offline"], question].concat());
        if answer.code != Some(0) {
            tally.breaks(format!("a desk on a full disk cannot be read: {}", answer.stderr.trim()));
        }
    }
    ground.leave(PLENTY);
    let heard = scribe.heard();
    wait::until_true("the desk writes again by itself", || scribe.heard() > heard + 10);
    let promised = scribe.kill();
    tally.acknowledged += promised.count();
    tally.kills += 1;
    if let Some(words) = truth::check_desk(&desk, &promised, &mut tally) {
        // One may have been kept in the moment of the kill, before it was said.
        let unasked = words.len() - promised.commands.len();
        if unasked > 1 {
            tally.breaks(format!(
                "{unasked} commands were kept, and the person was told they were not"
            ));
        }
        desk.sync();
        let reader = Pusher::sign_in(&hub.url(), READER);
        let tickets = truth::words_on_hub(&reader, &format!("{mark}-"));
        truth::check_hub(&tickets, &words, &mut tally);
    }
    tally
}

/// A hub on a disk that becomes full.
pub fn small_disk_of_a_hub(office: &Office, seed: u64) -> Tally {
    let mut tally = Tally::default();
    let Some(ground) = SmallDisk::mount() else {
        tally.skipped.push(SKIPPED.to_owned());
        return tally;
    };
    let mut hub = office.hub_inside(ground.folder());
    hub.serve();
    let reader = Pusher::sign_in(&hub.url(), READER);
    let mut presser = Presser::sign_in(&hub.url(), "one", &format!("f{seed}p"));
    ground.leave(LEFT);
    wait::until_true("the disk of the hub is full", || {
        presser.press(Duration::from_millis(200));
        presser.refusals >= REFUSALS
    });
    tally.faults += presser.refusals;
    if !presser.last_refusal.contains("\"code\"") {
        tally.breaks(format!("a full hub gives no reason: {}", presser.last_refusal));
    }
    if reader.documents("customer").is_empty() {
        tally.breaks("a hub on a full disk cannot be read".to_owned());
    }
    ground.leave(PLENTY);
    let accepted = presser.accepted();
    wait::until_true("the hub accepts again by itself", || {
        presser.press(Duration::from_millis(100));
        presser.accepted() > accepted + 10
    });
    hub.kill();
    hub.serve();
    tally.kills += 1;
    presser.settle(wait::PATIENCE);
    tally.acknowledged += presser.accepted();
    presser::check(&reader, std::slice::from_ref(&presser), &mut tally);
    hub.stop();
    truth::check_books(&hub, &mut tally);
    tally
}

/// A disk in memory whose size changes.
struct SmallDisk(tempfile::TempDir);

impl SmallDisk {
    /// A disk with plenty of space; nothing where it may not be mounted.
    fn mount() -> Option<Self> {
        let folder = tempfile::tempdir().expect("a folder to mount on");
        let options = format!("size={PLENTY}k,mode=700");
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", &options, "tmpfs"]).arg(folder.path());
        let mounted = mount.output().is_ok_and(|output| output.status.success());
        mounted.then(|| Self(folder))
    }

    fn folder(&self) -> &Path {
        self.0.path()
    }

    /// Leaves so many KiB free.
    fn leave(&self, free: u64) {
        let size = used(self.folder()) + free;
        let mut mount = Command::new("mount");
        mount.args(["-o", &format!("remount,size={size}k")]).arg(self.folder());
        assert!(mount.status().is_ok_and(|status| status.success()), "a disk changes its size");
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // Somebody may still look at it; it is gone when they are.
        Command::new("umount").arg("--lazy").arg(self.folder()).status().ok();
    }
}

/// The KiB that files take.
fn used(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let sizes = entries.map(|entry| match entry.metadata() {
        Ok(about) if about.is_dir() => used(&entry.path()) + 4,
        Ok(about) => about.len().div_ceil(4_096) * 4,
        Err(_) => 0,
    });
    sizes.sum()
}
