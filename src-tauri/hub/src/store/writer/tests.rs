//! The writer with work that fails, panics and waits.

use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicU32, Ordering},
    mpsc::{Receiver, channel},
};

use super::*;
use crate::store::schema;

/// A writer whose commits are counted and can be made to fail.
struct Ground {
    writer: Writer,
    opener: Opener,
    commits: Arc<AtomicU32>,
    failing: Arc<AtomicBool>,
    _folder: tempfile::TempDir,
}

fn ground() -> Ground {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("hub.db");
    let opener = Opener::new(&file).expect("a key");
    let mut connection = opener.writer().expect("a database");
    schema::migrate(&mut connection, &file).expect("a schema");
    connection.execute_batch("CREATE TABLE line (text TEXT)").expect("a table");
    let (commits, failing) = (Arc::new(AtomicU32::new(0)), Arc::new(AtomicBool::new(false)));
    let (counted, fails) = (Arc::clone(&commits), Arc::clone(&failing));
    let hook = move || {
        counted.fetch_add(1, Ordering::SeqCst);
        fails.load(Ordering::SeqCst)
    };
    connection.commit_hook(Some(hook)).expect("a hook");
    let writer = Writer::start(connection, opener.clone(), watch::Sender::new(0));
    Ground { writer: writer.expect("a writer"), opener, commits, failing, _folder: folder }
}

fn write(connection: &Connection, text: &str) -> Result<()> {
    connection.execute("INSERT INTO line VALUES (?1)", [text])?;
    Ok(())
}

fn lines(opener: &Opener) -> Vec<String> {
    let reader = opener.reader().expect("a reader");
    let mut query = reader.prepare("SELECT text FROM line ORDER BY rowid").expect("a query");
    let texts = query.query_map([], |row| row.get(0)).expect("the lines");
    texts.map(|text| text.expect("a line")).collect()
}

fn submit(writer: &Writer, work: fn(&Connection) -> Result<()>) -> Receiver<Result<()>> {
    let (answer, answered) = channel();
    writer.submit(work, move |result| drop(answer.send(result))).expect("the writer takes work");
    answered
}

/// Hands in work that holds the writer up until it is let go, and waits until the writer has begun with it.
fn hold_up(writer: &Writer) -> impl FnOnce() + use<> {
    let (let_go, wait) = channel::<()>();
    let (begun, begins) = channel::<()>();
    let waiting = move |_: &Connection| {
        begun.send(()).ok();
        wait.recv().ok();
        Ok(())
    };
    writer.submit(waiting, |_| ()).expect("the writer takes work");
    begins.recv().expect("the writer begins");
    move || drop(let_go)
}

#[test]
fn work_that_waits_together_is_committed_together_and_fails_alone() {
    let ground = ground();
    let let_go = hold_up(&ground.writer);
    let good = submit(&ground.writer, |connection| write(connection, "one"));
    let failing = submit(&ground.writer, |connection| {
        write(connection, "undone")?;
        Err(HubError::Refused("no".to_owned()))
    });
    let panicking = submit(&ground.writer, |connection| {
        write(connection, "undone too")?;
        panic!("what nobody foresaw");
    });
    let other = submit(&ground.writer, |connection| write(connection, "two"));
    let_go();

    assert!(good.recv().expect("an answer").is_ok(), "good work stays");
    assert!(matches!(failing.recv().expect("an answer"), Err(HubError::Refused(_))));
    assert!(matches!(panicking.recv().expect("an answer"), Err(HubError::Fault(why))
        if why == "what nobody foresaw"));
    assert!(other.recv().expect("an answer").is_ok(), "its neighbours do not spoil it");
    assert_eq!(lines(&ground.opener), ["one", "two"], "what failed undid itself and nothing else");
    let commits = ground.commits.load(Ordering::SeqCst);
    assert_eq!(commits, 2, "one for what held them up, one for all that waited");
}

#[test]
fn what_was_handed_in_is_done_before_the_writer_goes() {
    let Ground { writer, opener, _folder, .. } = ground();
    let let_go = hold_up(&writer);
    for _ in 0..100 {
        submit(&writer, |connection| write(connection, "late"));
    }
    let_go();
    drop(writer);
    assert_eq!(lines(&opener).len(), 100, "nothing is dropped");
}

#[test]
fn a_commit_that_fails_is_told_to_everybody_in_it() {
    let ground = ground();
    ground.failing.store(true, Ordering::SeqCst);
    let lost = submit(&ground.writer, |connection| write(connection, "lost"));
    assert!(matches!(lost.recv().expect("an answer"), Err(HubError::Commit(_))));
    ground.failing.store(false, Ordering::SeqCst);
    let kept = submit(&ground.writer, |connection| write(connection, "kept"));
    assert!(kept.recv().expect("an answer").is_ok(), "the writer goes on");
    assert_eq!(lines(&ground.opener), ["kept"], "nobody believes in what was not committed");
}
