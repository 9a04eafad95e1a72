//! The key of a desk lies in the operating system's keychain, here a real Secret Service.

use backstop_testkit::{desk::Desk, finished::Finished, hub::PASSWORD, keyring::Keyring};

use crate::ground::{self, CUSTOMER};

fn with(keyring: &Keyring, desk: &Desk, arguments: &[&str], input: &str) -> Finished {
    Finished::run(keyring.lend(&mut desk.command(arguments)), input)
}

#[test]
fn the_key_lies_in_the_keychain_and_in_no_file() {
    let hub = ground::shop(&[("agent", "agent")]);
    let (keyring, desk) = (Keyring::start(), Desk::new());
    let url = hub.url();
    let login = ["login", "--hub", &url, "--login", "agent", "--password-stdin"];
    with(&keyring, &desk, &login, PASSWORD).json();
    with(&keyring, &desk, &["sync"], "").json();
    let status = with(&keyring, &desk, &["status"], "").json();
    assert_eq!(status["key"], "keychain", "the desk says where the key is: {status}");
    assert!(!desk.profile().join("key").exists(), "no file holds it");
    let open = ["--offline", "ticket", "open", "--customer", CUSTOMER, "--kind", "complaint"];
    let open = [open.as_slice(), &["--title", "未送达", "--body", "等了三天"]].concat();
    with(&keyring, &desk, &open, "").json();

    let before = desk.files();
    let refused = desk.run(&["--offline", "status"]);
    assert!(refused.refused().contains("key of this profile is missing"), "without it: refused");
    let stores = |files: Vec<(std::path::PathBuf, Vec<u8>)>| {
        files.into_iter().filter(|(path, _)| path.ends_with("work.db")).collect::<Vec<_>>()
    };
    assert_eq!(stores(desk.files()), stores(before), "and nothing is changed");

    let outbox = with(&keyring, &desk, &["--offline", "outbox"], "").json();
    assert_eq!(outbox.as_array().map(Vec::len), Some(1), "with it, everything is there again");
}
