//! The command line of an import: exit codes, summaries, and what goes to which stream.

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

use backstop_hub::{import::Shop, sample};
use serde_json::Value;

fn hub(arguments: &[&str], directory: &Path) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_backstop-hub"));
    let database = format!("sqlite:{}", directory.join("hub.db").display());
    command.args(arguments).args(["--database", &database]);
    command.output().expect("the hub runs")
}

fn import(directory: &Path, more: &[&str]) -> Output {
    let shop = directory.join("shop").display().to_string();
    hub(&[&["import", "ecom-bench", &shop], more].concat(), directory)
}

/// A directory with the sample as a folder called `shop` in it.
fn shop() -> tempfile::TempDir {
    let directory = tempfile::tempdir().expect("a directory");
    let shop = directory.path().join("shop");
    fs::create_dir(&shop).expect("a folder");
    let sample = sample::folder();
    for file in Shop::EcomBench.files() {
        fs::write(shop.join(file), sample.get(file).expect("it is there")).expect("a file");
    }
    directory
}

/// Breaks two rows of that folder.
fn spoil(directory: &Path) {
    let file = directory.join("shop/orders.json");
    let text = fs::read_to_string(&file).expect("readable");
    let text = text.replacen("\"订单总金额\": 3294", "\"订单总金额\": -3294", 1);
    let text = text.replacen("\"订单总金额\": 1088.1", "\"订单总金额\": 1088.123", 1);
    fs::write(&file, text).expect("writable");
}

fn summary(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).expect("the summary is one JSON value")
}

fn errors(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn the_summary_is_one_json_object() {
    let directory = shop();
    let first = import(directory.path(), &["--json"]);
    assert!(first.status.success(), "{}", errors(&first));
    let counts = |added, unchanged| serde_json::json!({"added": added, "changed": 0, "unchanged": unchanged, "refused": 0});
    assert_eq!(summary(&first)["customers"], counts(19, 0));
    assert_eq!(summary(&first)["service_orders"], counts(1, 0));
    let second = summary(&import(directory.path(), &["--json"]));
    assert_eq!(second["orders"], counts(0, 30), "the second time changes nothing");
    assert_eq!(second["refusals"], serde_json::json!([]));
}

#[test]
fn a_change_in_the_shop_is_a_change_in_the_hub() {
    let directory = shop();
    import(directory.path(), &[]);
    let file = directory.path().join("shop/users_info.json");
    let text = fs::read_to_string(&file).expect("readable");
    fs::write(&file, text.replacen("\"年龄\": 35", "\"年龄\": 36", 1)).expect("writable");
    let again = summary(&import(directory.path(), &["--json"]));
    assert_eq!(again["customers"]["changed"], 1);
    assert_eq!(again["customers"]["unchanged"], 18);
}

#[test]
fn broken_rows_are_named_on_both_streams_and_the_rest_goes_on() {
    let directory = shop();
    spoil(directory.path());
    let output = import(directory.path(), &["--json"]);
    assert!(output.status.success(), "a broken row is no failure without --strict");
    let summary = summary(&output);
    assert_eq!(summary["orders"]["added"], 28);
    assert_eq!(summary["orders"]["refused"], 2);
    assert_eq!(summary["customers"]["added"], 19);
    let refusal = &summary["refusals"][0];
    assert_eq!(refusal["file"], "orders.json");
    assert!(refusal["path"].as_str().is_some_and(|path| path.ends_with("313271663680.订单总金额")));
    let place = format!("orders.json:{}:{}: ", refusal["line"], refusal["column"]);
    assert!(errors(&output).contains(&place), "{} names {place}", errors(&output));
}

#[test]
fn strict_writes_nothing_and_names_every_refusal() {
    let directory = shop();
    spoil(directory.path());
    let output = import(directory.path(), &["--strict", "--json"]);
    assert_eq!(output.status.code(), Some(1), "a refusal is a failure with --strict");
    assert_eq!(summary(&output)["written"], false);
    assert_eq!(summary(&output)["refusals"].as_array().map(Vec::len), Some(2));
    assert_eq!(errors(&output).matches("orders.json:").count(), 2, "{}", errors(&output));
    let after = summary(&import(directory.path(), &["--json"]));
    assert_eq!(after["customers"]["added"], 19, "nothing had been written");
    assert_eq!(after["orders"]["added"], 28, "nothing had been written");
}

#[test]
fn strict_writes_a_sound_folder() {
    let directory = shop();
    let output = import(directory.path(), &["--strict", "--json"]);
    assert!(output.status.success(), "{}", errors(&output));
    assert_eq!(summary(&output)["products"]["added"], 25);
}

#[test]
fn a_missing_file_is_said_and_the_others_come_in() {
    let directory = shop();
    fs::remove_file(directory.path().join("shop/invoices.json")).expect("removable");
    let output = import(directory.path(), &["--json"]);
    assert!(output.status.success(), "{}", errors(&output));
    assert!(errors(&output).contains("invoices.json: not there"), "{}", errors(&output));
    assert_eq!(summary(&output)["absent"], serde_json::json!(["invoices.json"]));
    assert_eq!(summary(&output)["orders"]["added"], 30);
}

#[test]
fn what_is_no_file_is_named_and_the_others_come_in() {
    let directory = shop();
    let file = directory.path().join("shop/invoices.json");
    fs::remove_file(&file).expect("removable");
    fs::create_dir(&file).expect("a folder where a file was expected");
    let output = import(directory.path(), &["--json"]);
    assert!(output.status.success(), "{}", errors(&output));
    assert_eq!(summary(&output)["invoices"]["refused"], 1);
    assert_eq!(summary(&output)["refusals"][0]["file"], "invoices.json");
    assert_eq!(summary(&output)["orders"]["added"], 30);
}

#[test]
fn a_folder_without_a_shop_is_an_error_and_makes_no_database() {
    let directory = tempfile::tempdir().expect("a directory");
    let missing = import(directory.path(), &[]);
    assert_eq!(missing.status.code(), Some(1), "the folder is not there");
    fs::create_dir(directory.path().join("shop")).expect("a folder");
    let empty = import(directory.path(), &[]);
    assert_eq!(empty.status.code(), Some(1), "the folder holds nothing");
    assert!(errors(&empty).contains("users_info.json"), "{}", errors(&empty));
    assert!(!directory.path().join("hub.db").exists(), "no database was made");
}

fn is_json(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|extension| extension == "json")
}

/// Imports a folder of which nothing can be used.
#[track_caller]
fn useless(file: impl Fn(&str) -> Option<Vec<u8>>) -> (Value, String) {
    let directory = shop();
    for name in Shop::EcomBench.files() {
        let place = directory.path().join("shop").join(name);
        match file(name) {
            Some(bytes) => fs::write(place, bytes).expect("a file"),
            None => fs::remove_file(place).expect("removable"),
        }
    }
    let output = import(directory.path(), &["--json"]);
    assert_eq!(output.status.code(), Some(1), "that nothing came in is a failure");
    let last = errors(&output).lines().last().expect("it says why").to_owned();
    assert!(last.contains("nothing was written"), "it says so: {last}");
    (summary(&output), last)
}

#[test]
fn a_folder_of_which_nothing_can_be_used_is_an_error() {
    let count = |summary: &Value| summary["refusals"].as_array().map_or(0, Vec::len);
    let (empty, said) = useless(|_| Some(Vec::new()));
    assert_eq!((&empty["written"], count(&empty)), (&Value::Bool(false), 11));
    assert!(said.contains("11 refused"), "{said}");
    let (utf16, _) = useless(|name| {
        let text =
            String::from_utf8_lossy(sample::folder().get(name).expect("a file")).into_owned();
        Some(text.encode_utf16().flat_map(u16::to_le_bytes).collect())
    });
    assert!(utf16["written"] == false && count(&utf16) >= 11, "{utf16}");
    let (rowless, said) = useless(|name| match name {
        "scenarios.json" => Some(b"[]".to_vec()),
        name => is_json(name).then(|| b"{}".to_vec()),
    });
    assert_eq!((&rowless["written"], count(&rowless)), (&Value::Bool(false), 0));
    assert!(said.contains("without a single row"), "{said}");
}

#[test]
fn what_a_shop_writes_into_its_names_stays_on_its_line() {
    let directory = shop();
    let file = directory.path().join("shop/invoices.json");
    let text = fs::read_to_string(&file).expect("readable");
    let sound = "\"313166381743\": {";
    assert_eq!(text.matches(sound).count(), 1, "there is such an invoice");
    let odd = r#""a\nb\u001b[31m\u202e": {}, "313166381743": {"#;
    fs::write(&file, text.replace(sound, odd)).expect("writable");
    let output = import(directory.path(), &["--json"]);
    assert!(output.status.success(), "{}", errors(&output));
    let said = errors(&output);
    let expected = r"$.a\nb\u{1b}[31m\u{202e}.订单ID: it is missing";
    assert!(said.lines().any(|line| line.ends_with(expected)), "it is one line: {said}");
    let path = summary(&output)["refusals"][0]["path"].clone();
    assert_eq!(path, "$.a\nb\u{1b}[31m\u{202e}.订单ID", "JSON says it as it is");
}

#[test]
fn people_get_a_table() {
    let directory = shop();
    let output = import(directory.path(), &[]);
    let table = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        table.lines().any(|line| line.starts_with("customers ") && line.contains("19")),
        "{table}"
    );
}
