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
    let answer = login_at(office, office.hub().url());
    assert!(answer.status.success(), "signing in works: {}", text(&answer.stderr));
}

fn login_at(office: &Office, url: &str) -> Output {
    use std::io::Write as _;
    let arguments = ["--json", "login", "--hub", url, "--login", "ann", "--password-stdin"];
    let mut signing_in = program(office, &arguments);
    signing_in.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut signing_in = signing_in.spawn().expect("it starts");
    let mut stdin = signing_in.stdin.take().expect("a pipe");
    stdin.write_all(b"correct horse\n").expect("the password is read");
    drop(stdin);
    signing_in.wait_with_output().expect("it ends")
}

/// A hub that lets people sign in and hangs up on everything else. Returns its address.
async fn hub_without_documents(office: &Office) -> String {
    use std::io::{BufRead as _, BufReader, Read as _, Write as _};
    let signed_in = office.hub().sign_in_as(&"ann".into(), None).await.expect("ann");
    let said = serde_json::to_string(&signed_in).expect("an answer");
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n";
    let said = format!("{head}content-length: {}\r\n\r\n{said}", said.len());
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    std::thread::spawn(move || {
        for mut connection in listener.incoming().flatten() {
            let mut reader = BufReader::new(connection.try_clone().expect("two ends"));
            let (mut request, mut line, mut length) = (String::new(), String::new(), 0);
            let _ = reader.read_line(&mut request);
            while reader.read_line(&mut line).is_ok_and(|n| n > 2) {
                if let Some(said) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                    length = said.trim().parse().unwrap_or(0);
                }
                line.clear();
            }
            let _ = reader.read_exact(&mut vec![0; length]);
            if request.contains("/v1/sessions") {
                let _ = connection.write_all(said.as_bytes());
            }
        }
    });
    url
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
    json(&office, &["ticket", "assign", &number, "--owner", "bob"]);
    json(&office, &["ticket", "assign", &number, "--nobody"]);
    json(&office, &["ticket", "escalate", &number, "--line", "2", "--reason", "金额大"]);
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

#[tokio::test(flavor = "multi_thread")]
async fn from_the_first_sign_in_on_a_desk_works_without_network() {
    let mut office = Office::open().await;
    let answer = login_at(&office, office.hub().url());
    let signed_in: Value = serde_json::from_slice(&answer.stdout).expect("the status");
    assert_eq!(signed_in["complete"], true, "everything is here: {signed_in}");
    office.stop_hub().await;
    let customers = json(&office, &["--offline", "customer", "list"]);
    assert_eq!(customers[0]["id"], crate::office::CUSTOMER, "the customers are here");
    let open = ["--offline", "ticket", "open", "--customer", crate::office::CUSTOMER];
    let rest = ["--kind", "complaint", "--title", "没网", "--body", "照样写"];
    assert_eq!(json(&office, &[&open[..], &rest[..]].concat())["state"], "waiting");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_stands_even_if_the_documents_do_not_come() {
    let office = Office::open().await;
    let url = hub_without_documents(&office).await;
    let answer = login_at(&office, &url);
    assert!(answer.status.success(), "the sign-in worked: {}", text(&answer.stderr));
    let signed_in: Value = serde_json::from_slice(&answer.stdout).expect("the status");
    let (signed, complete) = (&signed_in["signed_in"], &signed_in["complete"]);
    assert_eq!((signed, complete), (&true.into(), &false.into()), "{signed_in}");
    assert_eq!(signed_in["trouble"], "unreachable", "{signed_in}");
    let why = text(&answer.stderr);
    assert!(why.contains("backstop-desk sync"), "it says what is missing and what to do: {why}");
}

#[tokio::test(flavor = "multi_thread")]
async fn handing_over_a_ticket_needs_to_say_to_whom() {
    let office = Office::open().await;
    for (rest, why) in [
        (&[][..], "to nobody by oversight"),
        (&["--owner", "bob", "--nobody"], "to somebody and nobody at once"),
    ] {
        let answer = run(&office, &[&["ticket", "assign", "2041"], rest].concat());
        assert_eq!(answer.status.code(), Some(2), "{why}: {}", text(&answer.stderr));
    }
    let answer = run(&office, &["ticket", "assign", "2041", "--nobody"]);
    assert_eq!(answer.status.code(), Some(1), "one of them is enough: {}", text(&answer.stderr));
}

#[tokio::test(flavor = "multi_thread")]
async fn words_may_begin_with_a_dash() {
    let office = Office::open().await;
    login(&office);
    let open = ["ticket", "open", "--customer", crate::office::CUSTOMER, "--kind", "complaint"];
    let opened = json(&office, &[&open[..], &["--title", "-冷", "--body", "- 第一步"]].concat());
    let id = opened["id"].as_str().expect("an id");
    json(&office, &["ticket", "note", id, "--body", "- 查温度"]);
    json(&office, &["ticket", "record", id, "--body", "-5度"]);
    json(&office, &["ticket", "escalate", id, "--line", "2", "--reason", "-"]);
    json(&office, &["ticket", "resolve", id, "--summary", "- 换了一台"]);
    let found = json(&office, &["search", "-5度", "--limit", "3"]);
    assert_eq!(found[0]["id"], id, "options after the words are options: {found}");
    let found = run(&office, &["search", "-5度", "--json"]);
    assert!(text(&found.stdout).starts_with("[{"), "also --json: {}", text(&found.stdout));
    assert_eq!(json(&office, &["search", "温度", "-5"]), json(&office, &["search", "温度 -5"]));
    assert_eq!(run(&office, &["search", "--limt", "3"]).status.code(), Some(2), "a slip is told");

    let grant = ["grant", "request", "--customer", crate::office::CUSTOMER, "--kind", "cash"];
    let rest = ["--amount", "-1", "--cause", "quality", "--note", "- 补偿"];
    let refused = run(&office, &[&grant[..], &rest[..]].concat());
    let why = text(&refused.stderr);
    assert_eq!(refused.status.code(), Some(1), "the rules say no, not the grammar: {why}");
    assert!(why.contains("amount"), "{why}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_that_fits_only_by_its_visible_digits_is_told_apart() {
    let office = Office::open().await;
    login(&office);
    let search = |number: &str| json(&office, &["--offline", "search", number]);
    assert_eq!(search("15599994614")[0]["partial"], true, "it may be somebody else");
    assert_eq!(search("4614")[0]["partial"], false, "an end is an end");
    let plain = text(&run(&office, &["--offline", "search", "15599994614"]).stdout);
    assert!(plain.contains("155****4614") && plain.contains("partial"), "people see it: {plain}");
}

#[tokio::test(flavor = "multi_thread")]
async fn help_names_the_usual_causes() {
    let office = Office::open().await;
    let help = text(&run(&office, &["grant", "request", "--help"]).stdout);
    for cause in backstop_domain::grant::CAUSES {
        assert!(help.contains(cause), "{cause} is not in: {help}");
    }
}
