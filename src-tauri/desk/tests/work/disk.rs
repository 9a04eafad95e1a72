//! A disk that is full, write-protected or failing: a state that the person sees, in which nothing is lost and everything
//! can be read, and which ends by itself.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};

use backstop_desk::{Desk, DeskError, KeyChoice};

use crate::office::{Office, draft, note, open, said, ticket, until};

/// A small disk of its own, under a folder.
struct SmallDisk {
    at: PathBuf,
}

impl SmallDisk {
    /// Nothing where this test may not mount anything.
    fn under(at: &Path, options: &str) -> Option<Self> {
        fs::create_dir_all(at).expect("a folder");
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", options, "tmpfs"])
            .arg(at)
            .stderr(Stdio::null())
            .status();
        if mounted.is_ok_and(|status| status.success()) {
            return Some(Self { at: at.to_owned() });
        }
        println!("left out: only root can mount a small disk here");
        None
    }

    /// Takes all the space there is, less some bytes.
    fn fill(&self, less: usize) {
        let path = self.at.join("filler");
        let chunk = vec![0x5a; 4_096];
        let mut all = Vec::new();
        loop {
            all.extend_from_slice(&chunk);
            if fs::write(&path, &all).is_err() {
                break;
            }
        }
        let kept = fs::metadata(&path).expect("the filler").len();
        let left = kept.saturating_sub(less as u64);
        let filler = fs::File::options().write(true).open(&path).expect("the filler");
        filler.set_len(left).expect("a little less");
    }

    fn free(&self) {
        fs::remove_file(self.at.join("filler")).expect("space again");
    }

    fn protect(&self, protected: bool) -> bool {
        let how = if protected { "remount,ro" } else { "remount,rw" };
        let done = Command::new("mount").args(["-o", how]).arg(&self.at).status();
        done.is_ok_and(|status| status.success())
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.at).status();
    }
}

fn trouble(desk: &Desk) -> Option<String> {
    desk.line().expect("the line reads").storage.trouble
}

#[tokio::test(flavor = "multi_thread")]
async fn on_a_full_disk_writing_is_refused_reading_goes_on_and_nothing_is_lost() {
    let office = Office::open().await;
    let Some(volume) = SmallDisk::under(&office.profile("ann"), "size=6m") else { return };
    let desk = office.desk("ann").await;
    let id = open(&desk, "满盘", "开头");
    for room in (0..12).map(|i| i * 4_096) {
        volume.fill(room);
        let mut kept = said(&ticket(&desk, &id));
        let refused = loop {
            let text = format!("{room} {} {}", kept.len(), "长".repeat(700));
            match desk.submit(note(&id, &text), None) {
                Ok(_) => kept.push(text),
                Err(error) => break error,
            }
            assert!(kept.len() < 2_000, "the disk must fill up");
        };
        assert_eq!(refused.code(), "disk_full", "{room}: {refused}");
        let draft = draft("d", &"字".repeat(20_000));
        let refused = desk.save_draft(&draft).expect_err("no room for a long draft");
        assert_eq!(refused.code(), "disk_full", "{room}: {refused}");
        assert_eq!(trouble(&desk).as_deref(), Some("disk_full"), "{room}: the person sees it");
        let rows = desk.outbox().expect("the outbox reads").len();
        assert_eq!(rows, kept.len(), "{room}: what was acknowledged is there, and nothing else");
        assert!(desk.search("满盘", 5).is_ok(), "{room}: everything else reads");
        volume.free();
        desk.save_draft(&draft).expect("there is room again");
        assert_eq!(trouble(&desk), None, "{room}: it is over");
        let last = format!("{room} 又能写了");
        desk.submit(note(&id, &last), Some("d")).expect("it takes the draft along");
        kept.push(last);
        assert_eq!(said(&ticket(&desk, &id)), kept, "{room}: everything is shown");
    }
    let before = desk.outbox().expect("the outbox");
    drop(desk);
    assert_eq!(office.reopen("ann").outbox().expect("the outbox"), before, "and is on the disk");
}

#[tokio::test(flavor = "multi_thread")]
async fn when_there_is_space_again_the_desk_finds_out_by_itself() {
    let office = Office::open().await;
    let Some(volume) = SmallDisk::under(&office.profile("ann"), "size=6m") else { return };
    let desk = office.desk("ann").await;
    let id = open(&desk, "满盘", "开头");
    let mut events = desk.events();
    let running = desk.run();
    volume.fill(0);
    let long = "长".repeat(5_000);
    while desk.submit(note(&id, &long), None).is_ok() {}
    until(&mut events, "the trouble is told", || trouble(&desk).is_some()).await;
    volume.free();
    until(&mut events, "the end of it is told", || trouble(&desk).is_none()).await;
    until(&mut events, "everything is delivered", || desk.line().expect("reads").waiting == 0)
        .await;
    running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_desk_opens_after_a_full_disk_with_everything_that_was_acknowledged() {
    let office = Office::open().await;
    let Some(volume) = SmallDisk::under(&office.profile("ann"), "size=6m") else { return };
    let desk = office.desk("ann").await;
    let id = open(&desk, "满盘", "开头");
    volume.fill(0);
    while desk.submit(note(&id, &"长".repeat(700)), None).is_ok() {}
    let kept = desk.outbox().expect("the outbox");
    drop(desk);
    match Desk::open(office.profile("ann"), KeyChoice::File) {
        Ok(desk) => assert_eq!(desk.outbox().expect("reads"), kept, "it opens with everything"),
        Err(error) => assert_eq!(error.code(), "disk_full", "or says why not: {error}"),
    }
    volume.free();
    assert_eq!(office.reopen("ann").outbox().expect("the outbox"), kept, "nothing was lost");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_write_protected_folder_is_named_and_nothing_is_lost() {
    let office = Office::open().await;
    let Some(volume) = SmallDisk::under(&office.profile("ann"), "size=6m") else { return };
    let desk = office.desk("ann").await;
    open(&desk, "只读", "开头");
    drop(desk);
    assert!(volume.protect(true), "nobody has it open");
    let opened = Desk::open(office.profile("ann"), KeyChoice::File);
    let Err(error) = opened else { panic!("it cannot be opened: {opened:?}") };
    assert_eq!(error.code(), "read_only", "{error}");
    assert!(volume.protect(false), "it can be written again");
    assert_eq!(office.reopen("ann").outbox().expect("the outbox").len(), 1, "nothing was lost");
}

/// Runs the program with files that cannot grow beyond a number of blocks: writing beyond fails in the middle of
/// whatever it is doing.
fn limited(office: &Office, blocks: usize, arguments: &[&str]) -> std::process::Output {
    let mut command = Command::new("sh");
    command.args(["-c", "trap '' XFSZ; ulimit -f \"$1\"; shift; exec \"$@\"", "sh"]);
    command.arg(blocks.to_string()).arg(env!("CARGO_BIN_EXE_backstop-desk"));
    command.arg("--profile").arg(office.profile("ann")).arg("--json").arg("--offline");
    command.args(arguments).env("BACKSTOP_KEYCHAIN", "file").stdin(Stdio::null());
    command.output().expect("the program runs")
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn wherever_writing_fails_what_was_acknowledged_is_there_and_the_rest_is_not() {
    let office = Office::open().await;
    let id = {
        let desk = office.desk("ann").await;
        open(&desk, "写到一半", "开头")
    };
    let (mut kept, mut failed) = (BTreeSet::from(["开头".to_owned()]), 0);
    for blocks in (0..40).step_by(2).chain((40..700).step_by(44)) {
        let text = format!("{blocks} {}", "长".repeat(300));
        let answer = limited(&office, blocks, &["ticket", "note", &id, "--body", &text]);
        let why = String::from_utf8_lossy(&answer.stderr).into_owned();
        if answer.status.success() {
            kept.insert(text);
        } else {
            failed += 1;
            assert!(why.starts_with("error: "), "{blocks} blocks: it is said: {why}");
            assert!(!why.contains("delete"), "{blocks} blocks: never that: {why}");
        }
        let desk = office.reopen("ann");
        let said: BTreeSet<_> = said(&ticket(&desk, &id)).into_iter().collect();
        assert_eq!(said, kept, "after a write failed at {blocks} blocks: {why}");
    }
    assert!(failed > 15 && kept.len() > 3, "{failed} failed, {} were kept", kept.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn damage_that_is_met_while_working_is_repaired_while_working() {
    let office = Office::open().await;
    let desk = office.desk("ann").await;
    let id = open(&desk, "坏了", &"一".repeat(3_000));
    for i in 0..30 {
        desk.submit(note(&id, &format!("{i} {}", "长".repeat(500))), None).expect("a note");
    }
    let wanted = desk.outbox().expect("the outbox");
    drop(desk);
    let desk = office.reopen("ann");
    let path = office.profile("ann").join("work.db");
    let mut bytes = fs::read(&path).expect("the store");
    bytes.chunks_mut(4_096).skip(1).for_each(|page| page[100] ^= 1);
    fs::write(&path, bytes).expect("damage under an open desk");
    let mut met = 0;
    for _ in 0..100 {
        match desk.outbox() {
            Ok(rows) => {
                assert_eq!(rows, wanted, "never wrong data");
                if desk.line().is_ok_and(|line| !line.storage.repairs.is_empty()) {
                    break;
                }
            }
            Err(error) => {
                met += 1;
                let quiet = matches!(error, DeskError::Unreadable { .. } | DeskError::BeingMended);
                assert!(quiet, "it is said: {error}");
            }
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(met > 0, "the damage was met");
    let line = desk.line().expect("the line");
    assert_eq!(line.storage.repairs.len(), 1, "the person can read of it: {line:?}");
    let written = desk.submit(note(&id, "接着写"), None).expect("work goes on");
    assert_eq!(written.n, 32, "numbers go on");
    desk.sync_once().await.expect("everything is delivered");
    assert_eq!(said(&office.ticket_on_hub(&id).expect("the ticket")).len(), 32);
}
