//! Whoever reads only the beginning of an answer, as `head` does, or none of it.

use std::{io::pipe, process::Stdio};

use crate::process::{answer, program};

/// Runs a command that nobody listens to, and gives its exit code and what it complained about.
fn unheard(arguments: &[&str], input: &str) -> (Option<i32>, String) {
    let (reader, writer) = pipe().expect("a pipe");
    drop(reader);
    let (given, mut giving) = pipe().expect("a pipe");
    std::io::Write::write_all(&mut giving, input.as_bytes()).expect("the input fits");
    drop(giving);
    let mut command = program();
    command.args(arguments).stdin(given).stdout(writer).stderr(Stdio::piped());
    let ended = command.output().expect("the program ends");
    (ended.status.code(), String::from_utf8_lossy(&ended.stderr).into_owned())
}

#[test]
fn an_answer_that_nobody_reads_is_no_failure() {
    let folder = tempfile::tempdir().expect("a folder");
    let url = format!("sqlite:{}", folder.path().join("hub.db").display());
    let shop = concat!(env!("CARGO_MANIFEST_DIR"), "/sample");
    let added = "person add --role agent --name x --password-stdin --login";
    let case = r#"{"calendar":{"time_zone":"UTC","weekly":"24x7"},"start":"2026-03-09T10:00:00Z","target_seconds":60}"#;
    for (words, input) in [
        (format!("{added} ann"), "open sesame"),
        (format!("{added} bob --json"), "open sesame"),
        ("person list".to_owned(), ""),
        ("person list --json".to_owned(), ""),
        ("person disable --login ann".to_owned(), ""),
        ("person disable --login bob --json".to_owned(), ""),
        ("generate --seed 1 --tickets 3".to_owned(), ""),
        ("generate --seed 1 --tickets 3 --json".to_owned(), ""),
        (format!("import ecom-bench {shop}"), ""),
        (format!("import ecom-bench {shop} --json"), ""),
        ("ticket list".to_owned(), ""),
        ("ticket list --json".to_owned(), ""),
        ("audit verify".to_owned(), ""),
        ("audit verify --json".to_owned(), ""),
        ("ledger verify".to_owned(), ""),
        ("ledger verify --json".to_owned(), ""),
    ] {
        let arguments: Vec<&str> = words.split(' ').chain(["--database", &url]).collect();
        assert_eq!(unheard(&arguments, input), (Some(0), String::new()), "{words}");
    }
    assert_eq!(unheard(&["clock", "explain"], case), (Some(0), String::new()));
    let people = answer(&["person", "list", "--database", &url], "");
    assert!(people.contains("ann") && people.contains("disabled"), "all of it was done: {people}");
}

#[test]
fn a_complaint_that_nobody_reads_is_a_failure_like_any_other() {
    let folder = tempfile::tempdir().expect("a folder");
    let missing = format!("sqlite:{}", folder.path().join("hub.db").display());
    let (reader, writer) = pipe().expect("a pipe");
    drop(reader);
    let mut command = program();
    command.args(["ticket", "list", "--database", &missing]).stderr(writer);
    assert_eq!(command.status().expect("the program ends").code(), Some(1));
}
