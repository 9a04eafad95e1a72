//! The writer with work that fails, panics and waits.

use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU32, Ordering},
        mpsc::{Receiver, channel},
    },
};

use backstop_domain::{
    id::{AccountId, PersonId, TransferId},
    ledger::{Phase, Transfer},
    money::Fen,
};
use jiff::Timestamp;
use tokio::sync::watch;

use super::*;
use crate::store::{
    Store, Transaction, bench::Task, engine::Wishes, ledger, people, sqlite::Sqlite,
};

/// A writer whose commits are counted and can be made to fail.
struct Ground {
    writer: Writer,
    file: PathBuf,
    commits: Arc<AtomicU32>,
    failing: Arc<AtomicBool>,
    _folder: tempfile::TempDir,
}

fn ground() -> Ground {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("hub.db");
    let mut engine = Sqlite::open(&file).expect("a database");
    let (commits, failing) = (Arc::new(AtomicU32::new(0)), Arc::new(AtomicBool::new(false)));
    let (counted, fails) = (Arc::clone(&commits), Arc::clone(&failing));
    let hook = move || {
        counted.fetch_add(1, Ordering::SeqCst);
        fails.load(Ordering::SeqCst)
    };
    engine.connection_mut().commit_hook(Some(hook)).expect("a hook");
    let writer = Writer::start(Bench::new(engine, watch::Sender::new(0)));
    Ground { writer: writer.expect("a writer"), file, commits, failing, _folder: folder }
}

/// Writes something that can be seen again.
fn write(transaction: &Transaction<'_>, name: &str) {
    people::keep_credential(transaction, name, &PersonId::new(name), "phc", Timestamp::UNIX_EPOCH);
}

fn written(file: &std::path::Path) -> Vec<String> {
    let store = Store::open_file(file).expect("the database");
    let names = store.read(|transaction| Ok(transaction.logins()?.into_iter().collect()));
    names.expect("readable")
}

fn submit(
    writer: &Writer,
    work: impl FnMut(&Transaction<'_>) -> Result<()> + Send + 'static,
) -> Receiver<Result<()>> {
    let (answer, answered) = channel();
    let task = Task::new(Wishes::default(), work, move |result| drop(answer.send(result)));
    writer.submit(Box::new(task)).expect("the writer takes work");
    answered
}

/// Hands in work that holds the writer up until it is let go, and waits until the writer has begun with it.
fn hold_up(writer: &Writer) -> impl FnOnce() + use<> {
    let (let_go, wait) = channel::<()>();
    let (begun, begins) = channel::<()>();
    submit(writer, move |_| {
        begun.send(()).ok();
        wait.recv().ok();
        Ok(())
    });
    begins.recv().expect("the writer begins");
    move || drop(let_go)
}

#[test]
fn work_that_waits_together_is_committed_together_and_fails_alone() {
    let ground = ground();
    let let_go = hold_up(&ground.writer);
    let good = submit(&ground.writer, |transaction| {
        write(transaction, "one");
        Ok(())
    });
    let failing = submit(&ground.writer, |transaction| {
        write(transaction, "undone");
        Err(HubError::Refused("no".to_owned()))
    });
    let panicking = submit(&ground.writer, |transaction| {
        write(transaction, "undone too");
        panic!("what nobody foresaw");
    });
    let other = submit(&ground.writer, |transaction| {
        assert!(transaction.credential("one")?.is_some(), "what was done before is seen");
        assert!(transaction.credential("undone")?.is_none(), "what failed is not");
        write(transaction, "two");
        Ok(())
    });
    let_go();

    assert!(good.recv().expect("an answer").is_ok(), "good work stays");
    assert!(matches!(failing.recv().expect("an answer"), Err(HubError::Refused(_))));
    assert!(matches!(panicking.recv().expect("an answer"), Err(HubError::Fault(why))
        if why == "what nobody foresaw"));
    assert!(other.recv().expect("an answer").is_ok(), "its neighbours do not spoil it");
    let commits = ground.commits.load(Ordering::SeqCst);
    assert_eq!(commits, 2, "one for what held them up, one for all that waited");
    assert_eq!(written(&ground.file), ["one", "two"], "what failed undid itself and nothing else");
}

#[test]
fn what_the_database_refuses_fails_alone_too() {
    let ground = ground();
    let let_go = hold_up(&ground.writer);
    let good = submit(&ground.writer, |transaction| {
        write(transaction, "one");
        Ok(())
    });
    let overdrawing = submit(&ground.writer, |transaction| {
        write(transaction, "undone");
        let (from, to) = (AccountId::new("team:service"), AccountId::new("quota:thief"));
        let at = Timestamp::UNIX_EPOCH;
        let id = TransferId::new("theft");
        let transfer =
            Transfer { id, from, to, amount: Fen(1), phase: Phase::Post, grant_id: None, at };
        ledger::append(transaction, &transfer);
        Ok(())
    });
    let other = submit(&ground.writer, |transaction| {
        write(transaction, "two");
        Ok(())
    });
    let_go();
    assert!(good.recv().expect("an answer").is_ok(), "good work stays");
    assert!(overdrawing.recv().expect("an answer").is_err(), "the last guard holds");
    assert!(other.recv().expect("an answer").is_ok(), "and hits the guilty alone");
    assert_eq!(written(&ground.file), ["one", "two"]);
}

#[test]
fn what_was_handed_in_is_done_before_the_writer_goes() {
    let Ground { writer, file, _folder, .. } = ground();
    let let_go = hold_up(&writer);
    for n in 0..100 {
        submit(&writer, move |transaction| {
            write(transaction, &format!("late {n}"));
            Ok(())
        });
    }
    let_go();
    drop(writer);
    assert_eq!(written(&file).len(), 100, "nothing is dropped");
}

#[test]
fn a_commit_that_fails_is_told_to_everybody_in_it() {
    let ground = ground();
    ground.failing.store(true, Ordering::SeqCst);
    let lost = submit(&ground.writer, |transaction| {
        write(transaction, "lost");
        Ok(())
    });
    assert!(lost.recv().expect("an answer").is_err(), "nobody believes in it");
    ground.failing.store(false, Ordering::SeqCst);
    let kept = submit(&ground.writer, |transaction| {
        write(transaction, "kept");
        Ok(())
    });
    assert!(kept.recv().expect("an answer").is_ok(), "the writer goes on");
    assert_eq!(written(&ground.file), ["kept"], "nobody believes in what was not committed");
}
