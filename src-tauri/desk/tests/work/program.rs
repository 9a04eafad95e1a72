//! The program `backstop-desk` as scripts meet it.

use std::process::{Command, Output, Stdio};

use serde_json::Value;

use crate::office::Office;

fn program(office: &Office, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_backstop-desk"));
    command.arg("--profile").arg(office.profile("cli")).args(arguments);
    command.env("BACKSTOP_KEYCHAIN", "file").stdin(Stdio::null());
    command
}

fn run(office: &Office, arguments: &[&str]) -> Output {
    program(office, arguments).output().expect("the program runs")
}

fn json(office: &Office, arguments: &[&str]) -> Value {
    let output = run(office, &[&["--json"], arguments].concat());
    let (said, why) = (text(&output.stdout), text(&output.stderr));
    assert!(output.status.success(), "{arguments:?} failed: {why}");
    serde_json::from_str(&said).unwrap_or_else(|_| panic!("{arguments:?} must answer JSON: {said}"))
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn login(office: &Office) {
    use std::io::Write as _;
    let url = office.hub().url();
    let arguments = ["--json", "login", "--hub", url, "--login", "ann", "--password-stdin"];
    let mut signing_in =
        program(office, &arguments).stdin(Stdio::piped()).spawn().expect("it starts");
    let mut stdin = signing_in.stdin.take().expect("a pipe");
    stdin.write_all(b"correct horse\n").expect("the password is read");
    drop(stdin);
    assert!(signing_in.wait().expect("it ends").success(), "signing in works");
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_usage_is_told_apart_from_failure() {
    let office = Office::open().await;
    assert_eq!(run(&office, &["ticket", "frobnicate"]).status.code(), Some(2), "no such command");
    assert_eq!(run(&office, &["grant", "request"]).status.code(), Some(2), "arguments are missing");
    let failed = run(&office, &["sync"]);
    assert_eq!(failed.status.code(), Some(1), "nobody has signed in");
    assert!(
        text(&failed.stderr).starts_with("error: ") || text(&failed.stderr).contains("\nerror: ")
    );
    assert!(failed.stdout.is_empty(), "errors do not go to standard output");
    let status = json(&office, &["status"]);
    assert_eq!((&status["online"], &status["key"]), (&Value::from(false), &Value::from("file")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_on_the_command_line() {
    let office = Office::open().await;
    login(&office);
    json(&office, &["sync"]);
    let open = ["ticket", "open", "--customer", crate::office::CUSTOMER, "--kind", "after-sale"];
    let rest = ["--title", "退款没到", "--body", "一周了", "--order", crate::office::ORDER];
    let written = json(&office, &[&open[..], &rest[..]].concat());
    assert_eq!(written["state"], "confirmed", "the hub is there: {written}");
    let id = written["id"].as_str().expect("an id").to_owned();
    let listed = &json(&office, &["ticket", "list"])[0];
    assert_eq!(listed["state"], "confirmed", "the list says what the answer said: {listed}");
    let noted = json(&office, &["--offline", "ticket", "note", &id[..30], "--body", "查过了"]);
    assert_eq!(noted["state"], "waiting", "offline means offline: {noted}");
    assert_eq!(json(&office, &["outbox"])[0]["kind"], "add_note");
    let listed = &json(&office, &["ticket", "list"])[0];
    assert_eq!(listed["state"], "waiting", "the remark has not left yet: {listed}");
    json(&office, &["sync"]);
    let number = json(&office, &["ticket", "list"])[0]["number"].to_string();
    json(&office, &["ticket", "claim", &format!("#{number}")]);
    json(&office, &["ticket", "escalate", &number, "--line", "2", "--reason", "金额大"]);
    json(&office, &["ticket", "assign", &number, "--owner", "bob"]);
    json(&office, &["ticket", "assign", &number, "--nobody"]);
    json(&office, &["ticket", "record", &number, "--body", "客户又打来"]);
    json(&office, &["ticket", "status", &number, "waiting_customer"]);
    json(&office, &["ticket", "resolve", &number, "--satisfied", "5", "--summary", "已退"]);
    json(&office, &["sync"]);
    let shown = json(&office, &["ticket", "show", &number]);
    assert_eq!((&shown["status"], &shown["state"]), (&"resolved".into(), &"confirmed".into()));
    let bodies: Vec<_> =
        shown["messages"].as_array().expect("messages").iter().map(|m| &m["body"]).collect();
    assert_eq!(bodies, ["一周了", "查过了", "客户又打来"]);
    assert_eq!(json(&office, &["search", "查过"])[0]["id"], id.as_str(), "the note is found");

    let grant = ["grant", "request", "--customer", crate::office::CUSTOMER, "--kind", "cash"];
    let granted =
        json(&office, &[&grant[..], &["--amount", "500", "--cause", "late_delivery"]].concat());
    json(&office, &["sync"]);
    let grants = json(&office, &["grant", "list", "--state", "granted"]);
    assert_eq!(grants[0]["id"], granted["id"], "inside the quota it stands: {grants}");
    assert_eq!(json(&office, &["quota", "show"])[0]["available"], 19_500, "the quota paid for it");
    let refused = run(&office, &["ticket", "note", "no-such-ticket", "--body", "x"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(text(&refused.stderr).contains("there is no ticket"), "{}", text(&refused.stderr));
    let plain = run(&office, &["ticket", "list"]);
    assert!(text(&plain.stdout).contains("退款没到"), "people read it too");
}
