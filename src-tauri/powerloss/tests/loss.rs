//! The disk itself is proven with a program that does nothing else than write and sync: `dd`.
#![cfg(target_os = "linux")]

use std::{fs, path::Path, process::Command};

use backstop_powerloss::{Control, Disk, Fault, Loss};

struct Ground {
    root: tempfile::TempDir,
    disk: Disk,
}

impl Ground {
    /// A disk with one file of twelve sectors that is durable.
    fn new() -> Self {
        let root = tempfile::tempdir().expect("a folder");
        fs::create_dir(root.path().join("folder")).expect("a folder inside");
        fs::write(root.path().join("folder/old"), [b'o'; 12 * 512]).expect("a file");
        let (folder, image) = (root.path().join("folder"), root.path().join("image"));
        let disk = Disk::under(&folder, &image, &["log"]).expect("a disk");
        Self { root, disk }
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.root.path().join("folder").join(name)
    }

    /// `dd` that writes so many bytes into a file of the disk.
    fn writer(&self, name: &str, bytes: usize, options: &str) -> Command {
        let source = self.root.path().join("source");
        fs::write(&source, vec![b'n'; bytes]).expect("something to write");
        let mut command = Command::new("dd");
        command.arg(argument("if", &source)).arg(argument("of", &self.path(name)));
        command.args(options.split_whitespace()).arg("status=none");
        self.disk.carry(&mut command).expect("the shim is built");
        command
    }

    fn write(&self, name: &str, bytes: usize, options: &str) {
        let status = self.writer(name, bytes, options).status().expect("dd starts");
        assert!(status.success(), "dd writes {name}");
    }

    fn read(&self, name: &str) -> Option<Vec<u8>> {
        fs::read(self.path(name)).ok()
    }
}

fn argument(name: &str, path: &Path) -> String {
    format!("{name}={}", path.display())
}

#[test]
fn what_was_synced_stays_and_what_was_not_is_gone() {
    let ground = Ground::new();
    ground.write("synced", 9_000, "bs=700 conv=fsync");
    ground.write("forgotten", 9_000, "bs=700");
    ground.write("old", 512, "bs=512 seek=3 conv=notrunc");
    assert_eq!(
        ground.read("old").map(|old| old[3 * 512]),
        Some(b'n'),
        "the program sees its write"
    );
    ground.disk.lose_power(Loss::Everything).expect("the power fails");
    assert_eq!(ground.read("synced"), Some(vec![b'n'; 9_000]), "what was synced is there");
    assert_eq!(ground.read("forgotten"), None, "nobody made this durable");
    assert_eq!(ground.read("old"), Some(vec![b'o'; 12 * 512]), "an unsynced change is undone");
}

#[test]
fn a_synced_change_in_the_middle_stays_and_a_cut_too() {
    let ground = Ground::new();
    ground.write("old", 512, "bs=512 seek=3 conv=notrunc,fdatasync");
    ground.disk.lose_power(Loss::Everything).expect("the power fails");
    let old = ground.read("old").expect("the file");
    let changed: Vec<_> = old.chunks(512).map(|sector| sector == [b'n'; 512]).collect();
    assert_eq!(changed.iter().filter(|changed| **changed).count(), 1, "one sector was changed");
    assert!(changed[3], "and it is the right one");
    ground.write("old", 100, "conv=fsync");
    ground.disk.lose_power(Loss::Everything).expect("the power fails again");
    assert_eq!(ground.read("old"), Some(vec![b'n'; 100]), "the file was cut and stays cut");
}

#[test]
fn a_torn_loss_keeps_some_sectors_and_the_same_ones_for_the_same_number() {
    let torn = |seed| {
        let ground = Ground::new();
        ground.write("old", 12 * 512, "bs=512 conv=notrunc");
        let aftermath = ground.disk.lose_power(Loss::Torn(seed)).expect("the power fails");
        assert_eq!(aftermath.lost + aftermath.kept, 12, "every sector was at stake");
        ground.read("old").expect("the file")
    };
    let all: Vec<_> = (0..8).map(torn).collect();
    let mixed = all.iter().filter(|old| old.contains(&b'o') && old.contains(&b'n')).count();
    assert!(mixed >= 6, "most losses tear: {mixed} of 8");
    for old in &all {
        let whole = |sector: &[u8]| sector.iter().all(|byte| *byte == sector[0]);
        assert!(old.chunks(512).all(whole), "a sector arrives whole or not at all");
    }
    assert_eq!(torn(5), all[5], "the same number tears the same");
}

#[test]
fn a_disk_that_lies_keeps_nothing() {
    let ground = Ground::new();
    let mut writer = ground.writer("synced", 9_000, "conv=fsync");
    Control::Off.apply(&mut writer);
    assert!(writer.status().expect("dd starts").success(), "the lie is believed");
    ground.disk.lose_power(Loss::Everything).expect("the power fails");
    assert_eq!(ground.read("synced"), None, "it was a lie");
}

#[test]
fn a_lie_about_the_log_alone_ends_where_the_database_is_written() {
    let ground = Ground::new();
    let mut log = ground.writer("old-wal", 600, "conv=fsync");
    Control::Normal.apply(&mut log);
    assert!(log.status().expect("dd starts").success(), "the lie is believed");
    let mut other = ground.writer("other", 600, "conv=fsync");
    Control::Normal.apply(&mut other);
    assert!(other.status().expect("dd starts").success(), "no log, no lie");
    ground.disk.lose_power(Loss::Everything).expect("the power fails");
    assert_eq!(ground.read("old-wal"), Some(Vec::new()), "its name came with the other's sync");
    assert_eq!(ground.read("other"), Some(vec![b'n'; 600]), "others are synced");
}

#[test]
fn faults_happen_when_they_are_ordered() {
    let ground = Ground::new();
    let fails = |fault: Fault, options: &str| {
        let mut writer = ground.writer("fails", 4 * 512, options);
        fault.apply(&mut writer);
        let output = writer.output().expect("dd starts");
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    assert!(fails(Fault::ErrorAt(5), "bs=512 conv=fsync,notrunc").contains("Input/output error"));
    assert!(fails(Fault::FullFrom(3), "bs=512 conv=notrunc").contains("No space left"));
    assert_eq!(fails(Fault::ErrorEvery(6), "bs=512 conv=fsync,notrunc"), "", "five deeds pass");
    assert!(fails(Fault::ErrorEvery(2), "bs=512 conv=notrunc").contains("Input/output error"));
}

#[test]
fn a_sync_that_failed_is_never_made_good_by_a_later_one() {
    let ground = Ground::new();
    let mut writer = ground.writer("old", 512, "bs=512 conv=notrunc,fsync");
    // The first deed is the write, the second the sync.
    Fault::ErrorAt(2).apply(&mut writer);
    assert!(!writer.status().expect("dd starts").success(), "the sync fails");
    ground.write("old", 512, "bs=512 seek=9 conv=notrunc,fsync");
    ground.disk.lose_power(Loss::Everything).expect("the power fails");
    let old = ground.read("old").expect("the file");
    assert_eq!(old[0], b'o', "the page was taken for clean, as Linux does");
    assert_eq!(old[9 * 512], b'n', "what was written later and synced is there");
}

#[test]
fn what_does_not_take_part_is_left_alone() {
    let ground = Ground::new();
    ground.write("log", 100, "");
    ground.write("index-shm", 100, "");
    ground.disk.lose_power(Loss::Everything).expect("the power fails");
    assert_eq!(ground.read("log"), Some(vec![b'n'; 100]), "a log is no part of it");
    assert_eq!(ground.read("index-shm"), None, "an index is worthless after a start");
}
