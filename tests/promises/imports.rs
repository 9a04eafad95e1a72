//! A shop's data comes in whole, twice without a change, and what is broken is named.

use std::{fs, path::Path};

use backstop_testkit::{desk::Desk, hub::Hub, shop};
use serde_json::Value;

/// The counts of one kind, in the order added, changed, unchanged, refused.
fn counts(summary: &Value, kind: &str) -> [u64; 4] {
    ["added", "changed", "unchanged", "refused"].map(|state| {
        let count = summary[kind][state].as_u64();
        count.unwrap_or_else(|| panic!("the summary must count {kind} {state}: {summary}"))
    })
}

fn twice(kind: &str, folder: &Path, expected: &[(&str, u64)]) {
    let mut hub = Hub::new();
    let first = hub.import(kind, folder);
    for (of, many) in expected {
        assert_eq!(counts(&first, of), [*many, 0, 0, 0], "the first import of {of}");
    }
    hub.person("agent", "agent");
    hub.serve();
    let desk = Desk::signed_in(&hub.url(), "agent");
    let cursor = desk.offline(&["status"])["cursor"].clone();
    let second = hub.import(kind, folder);
    for (of, many) in expected {
        assert_eq!(counts(&second, of), [0, 0, *many, 0], "the second import of {of}");
    }
    desk.sync();
    assert_eq!(desk.offline(&["status"])["cursor"], cursor, "nothing new comes down the feed");
}

#[test]
fn the_chinese_shop_comes_in_whole_and_the_second_time_changes_nothing() {
    let Some(folder) = shop::folder("A/zh-ecom-bench") else { return };
    let expected =
        [("customers", 19), ("products", 52), ("orders", 30), ("shipments", 29), ("scenarios", 39)];
    twice("ecom-bench", &folder, &expected);
}

#[test]
fn the_english_shop_comes_in_whole_and_the_second_time_changes_nothing() {
    let Some(folder) = shop::folder("A/en-tau-retail") else { return };
    let expected = [("customers", 350), ("products", 50), ("orders", 692)];
    twice("tau-retail", &folder, &expected);
}

#[test]
fn the_sample_shop_comes_in_whole_and_the_second_time_changes_nothing() {
    twice("ecom-bench", &shop::sample(), &[("customers", 19), ("orders", 30)]);
}

/// A copy of the sample in which one customer and one order are broken.
fn spoiled() -> tempfile::TempDir {
    let copy = shop::copy(&shop::sample());
    spoil(copy.path(), "users_info.json", "\"电话号码\": \"12810332319\"", "\"电话号码\": [1]");
    spoil(copy.path(), "orders.json", "\"订单总金额\": 3294", "\"订单总金额\": -3294");
    copy
}

fn spoil(folder: &Path, file: &str, sound: &str, broken: &str) {
    let path = folder.join(file);
    let text = fs::read_to_string(&path).expect("the sample is text");
    assert!(text.contains(sound), "{file} holds {sound}");
    fs::write(&path, text.replacen(sound, broken, 1)).expect("the copy can be spoiled");
}

/// The line of the file on which a text stands, counted from 1.
fn line_of(folder: &Path, file: &str, words: &str) -> u64 {
    let text = fs::read_to_string(folder.join(file)).expect("the sample is text");
    let before = text.split(words).next().expect("a text has a beginning");
    before.lines().count() as u64
}

#[test]
fn broken_rows_are_named_with_file_and_place_and_the_rest_goes_on() {
    let folder = spoiled();
    let hub = Hub::new();
    let done = hub.run(&["import", "ecom-bench", folder.path().to_str().expect("text"), "--json"]);
    let summary = done.json();
    let refusals = summary["refusals"].as_array().expect("refusals are listed").clone();
    for (file, words) in
        [("users_info.json", "\"电话号码\": [1]"), ("orders.json", "\"订单总金额\": -3294")]
    {
        let named = refusals.iter().find(|refusal| refusal["file"] == file);
        let named = named.unwrap_or_else(|| panic!("{file} must be named in {refusals:?}"));
        let line = named["line"].as_u64().expect("a refusal has a line");
        let broken = line_of(folder.path(), file, words);
        assert!(broken.abs_diff(line) < 40, "line {line} is near the broken line {broken}");
        assert!(done.stderr.contains(file), "it is also said aloud: {}", done.stderr);
    }
    assert_eq!(counts(&summary, "customers")[3], 1, "one customer is refused");
    assert_eq!(counts(&summary, "customers")[0], 18, "the other customers come in");
    assert!(counts(&summary, "orders")[0] >= 20, "the orders of the others come in: {summary}");
}

#[test]
fn strictly_nothing_is_written_when_a_row_is_broken() {
    let folder = spoiled();
    let mut hub = Hub::new();
    let path = folder.path().to_str().expect("text");
    let done = hub.run(&["import", "ecom-bench", path, "--strict", "--json"]);
    assert!(done.refused().contains("users_info.json"), "the file is named: {}", done.stderr);
    hub.person("agent", "agent");
    hub.serve();
    let desk = Desk::signed_in(&hub.url(), "agent");
    let customers = desk.list(&["--offline", "customer", "list"]);
    assert!(customers.is_empty(), "nothing was written: {customers:?}");
    let whole = hub.import("ecom-bench", &shop::sample());
    assert_eq!(counts(&whole, "customers"), [19, 0, 0, 0], "not even a part of it");
}

#[test]
fn a_folder_that_is_not_a_shop_is_refused() {
    let hub = Hub::new();
    let empty = tempfile::tempdir().expect("a folder");
    for folder in [empty.path().to_str().expect("text"), "/does/not/exist"] {
        hub.run(&["import", "ecom-bench", folder]).refused();
    }
}
