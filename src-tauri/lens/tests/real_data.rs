//! Lens on real text: Chinese paragraphs for search, a shop's own records for masking.
//!
//! The data stand outside the repository. Where they are absent each test says so and counts as skipped.

use std::collections::BTreeSet;

use backstop_lens::normal::fold;
use backstop_lens::personal::mask_text;
use backstop_lens::snippet::highlights;
use backstop_lens::tokens::{index_tokens, match_query};
use rusqlite::Connection;
use serde_json::Value;

fn read(path: &str) -> Option<String> {
    let (folder, file) = path.rsplit_once('/').expect("a folder and a file");
    let file = backstop_testkit::shop::folder(folder)?.join(file);
    Some(std::fs::read_to_string(file).expect("the file can be read"))
}

fn paragraphs() -> Option<Vec<String>> {
    let lines = read("A/zh-cmrc2018/paragraphs_qas.jsonl")?;
    let context = |line: &str| {
        let row: Value = serde_json::from_str(line).expect("each line is JSON");
        row["context"].as_str().expect("each paragraph has a text").to_owned()
    };
    Some(lines.lines().map(context).collect())
}

fn index(texts: &[String]) -> Connection {
    let mut index = Connection::open_in_memory().expect("a database in memory opens");
    let table = "CREATE VIRTUAL TABLE search USING fts5(tokens, content='', contentless_delete=1, tokenize=\"unicode61 remove_diacritics 0\")";
    index.execute_batch(table).expect("the table is made");
    let filling = index.transaction().expect("it begins");
    for (row, text) in (0_i64..).zip(texts) {
        filling
            .execute("INSERT INTO search(rowid, tokens) VALUES (?1, ?2)", (row, index_tokens(text)))
            .expect("it is stored");
    }
    filling.commit().expect("it ends");
    index
}

fn find(index: &Connection, query: &str) -> Vec<usize> {
    let expression = match_query(query).expect("there is something to search for");
    let mut search = index
        .prepare_cached("SELECT rowid FROM search WHERE search MATCH ?1 ORDER BY rowid")
        .expect("it prepares");
    let rows = search.query_map([expression], |row| row.get::<_, i64>(0)).expect("it runs");
    rows.map(|row| usize::try_from(row.expect("it answers")).expect("positions are positive"))
        .collect()
}

/// Pieces of `length` Chinese characters taken from all over the texts.
fn samples(texts: &[String], length: usize, step: usize) -> BTreeSet<String> {
    let of_one = |text: &String| {
        let chars: Vec<char> = text.chars().collect();
        let windows: Vec<String> =
            chars.windows(length).step_by(step).map(|window| window.iter().collect()).collect();
        windows
    };
    texts
        .iter()
        .flat_map(of_one)
        .filter(|word| word.chars().all(|c| ('一'..='龥').contains(&c)))
        .collect()
}

#[test]
fn words_of_717_paragraphs_find_exactly_the_paragraphs_that_contain_them() {
    let Some(texts) = paragraphs() else { return };
    assert_eq!(texts.len(), 717, "the paragraphs are complete");
    let index = index(&texts);
    let folded: Vec<String> = texts.iter().map(|text| fold(text)).collect();
    for (length, step) in [(1, 901), (2, 293), (3, 1_501), (4, 1_501), (9, 1_201)] {
        let words = samples(&texts, length, step);
        assert!(words.len() > 100, "{} words of {length} characters are too few", words.len());
        for word in words {
            let meant = fold(&word);
            let expected: Vec<usize> =
                (0..texts.len()).filter(|&at| folded[at].contains(&meant)).collect();
            assert_eq!(find(&index, &word), expected, "{word} finds the wrong paragraphs");
            let first = &texts[expected[0]];
            assert!(
                !highlights(first, &word).is_empty(),
                "{word} is not marked where it was found"
            );
        }
    }
}

/// The numbers that are keys or values of `name` in a tree of records.
fn values(tree: &Value, name: &str, found: &mut BTreeSet<String>) {
    match tree {
        Value::Object(fields) => {
            for (key, value) in fields {
                match value {
                    Value::String(text) if key == name => {
                        found.insert(text.clone());
                    }
                    _ => values(value, name, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| values(item, name, found)),
        _ => {}
    }
}

#[test]
fn masking_a_shop_hides_every_phone_and_keeps_every_order() {
    let files = [
        "orders.json",
        "logistics.json",
        "scenarios.json",
        "users_info.json",
        "products.json",
        "invoices.json",
    ];
    let texts: Option<Vec<String>> =
        files.iter().map(|file| read(&format!("A/zh-ecom-bench/{file}"))).collect();
    let Some(texts) = texts else { return };
    let (mut phones, mut things) = (BTreeSet::new(), BTreeSet::new());
    for text in &texts {
        let tree: Value = serde_json::from_str(text).expect("the file is JSON");
        for name in ["电话号码", "收件人电话", "phone_number"] {
            values(&tree, name, &mut phones);
        }
        for name in ["订单ID", "商品ID", "物流单号"] {
            values(&tree, name, &mut things);
        }
    }
    assert!(
        phones.len() > 20 && things.len() > 90,
        "{} phones and {} things are too few",
        phones.len(),
        things.len()
    );
    for text in &texts {
        let masked = mask_text(text);
        for thing in &things {
            assert_eq!(
                masked.matches(thing.as_str()).count(),
                text.matches(thing.as_str()).count(),
                "{thing} was destroyed"
            );
        }
        for phone in phones.iter().filter(|phone| phone.len() == 11) {
            let left = masked
                .match_indices(phone.as_str())
                .filter(|&(at, _)| !masked[..at].ends_with("cnjd"))
                .count();
            assert_eq!(left, 0, "{phone} is still there");
        }
        assert_eq!(mask_text(&masked), masked, "masking twice changed the shop");
    }
}

#[test]
fn a_couriers_phone_is_masked_inside_the_track_and_found_from_there() {
    let Some(text) = read("A/zh-ecom-bench/logistics.json") else { return };
    let masked = mask_text(&text);
    assert!(text.contains("吴培杰（18500000362）"), "the excerpt is the one that this test means");
    assert!(masked.contains("吴培杰（185****0362）"), "the courier's number is masked in place");
    let index = index(&[masked]);
    assert_eq!(find(&index, "18500000362"), [0], "a whole number finds its masked form");
}
