//! Texts become the tokens that make two Chinese characters findable.

use proptest::prelude::*;
use rusqlite::Connection;

use super::*;
use crate::normal::fold;

/// A real FTS5 table as the desk has it.
struct Index(Connection);

impl Index {
    fn of<T: AsRef<str>>(texts: &[T]) -> Self {
        let index = Connection::open_in_memory().expect("a database in memory opens");
        index
            .execute_batch(
                "CREATE VIRTUAL TABLE search USING fts5(tokens, content='', contentless_delete=1, \
                 tokenize=\"unicode61 remove_diacritics 0\")",
            )
            .expect("the SQLite that is built in has FTS5");
        for (row, text) in texts.iter().enumerate() {
            let row = i64::try_from(row).expect("few texts");
            index
                .execute(
                    "INSERT INTO search(rowid, tokens) VALUES (?1, ?2)",
                    (row, index_tokens(text.as_ref())),
                )
                .expect("the tokens are stored");
        }
        Self(index)
    }

    /// The positions of the texts that `query` finds.
    fn find(&self, query: &str) -> Vec<usize> {
        match_query(query).map_or_else(Vec::new, |expression| self.ask(&expression))
    }

    /// The positions of the texts that an expression finds.
    fn ask(&self, expression: &str) -> Vec<usize> {
        let mut search = self
            .0
            .prepare_cached("SELECT rowid FROM search WHERE search MATCH ?1 ORDER BY rowid")
            .expect("it prepares");
        let rows = search.query_map([expression], |row| row.get::<_, i64>(0)).expect("it runs");
        let rows: Result<Vec<i64>, _> = rows.collect();
        let rows = rows.unwrap_or_else(|error| panic!("FTS5 refuses {expression}: {error}"));
        rows.into_iter().map(|row| usize::try_from(row).expect("positions are positive")).collect()
    }
}

#[test]
fn tokens_are_pairs_words_and_ends() {
    let cases = [
        ("退款单", "退款 款单 单"),
        ("退，款", "退 款"),
        ("Hello WORLD", "hello world"),
        ("#W2611340", "w2611340 \u{E001}0431162w"),
        ("15500004614", "15500004614 \u{E001}41640000551 \u{E003}155\u{E002}4614"),
        ("155****4614", "155\u{E002}4614 \u{E001}4164\u{E002}551"),
        ("发票 12", "发票 票 12"),
        ("👍!", ""),
    ];
    for (text, expected) in cases {
        assert_eq!(index_tokens(text), expected, "{text:?} is cut wrongly");
    }
}

#[test]
fn every_kind_of_query_finds_what_it_means() {
    let texts = [
        /* 0 */ "宋敬明 15500004614 广东省揭阳市",
        /* 1 */ "订单 313021098954 退款，运单JD1234567890",
        /* 2 */ "客户手机155****4614，要求退货退款",
        /* 3 */ "order #W2611340 of Noah Brown, noah.brown7922@example.com",
        /* 4 */ "电话 +86 155-0000-4614 或 0755-22345678",
        /* 5 */ "美的F6033-UD3熱水器，發票未開",
        /* 6 */ "退。款",
        /* 7 */ "15599994614 和 155",
    ];
    let index = Index::of(&texts);
    let cases: [(&str, &[usize]); 33] = [
        ("退款", &[1, 2]),
        ("退", &[1, 2, 6]),
        ("款", &[1, 2, 6]),
        ("退货退款", &[2]),
        ("货退", &[2]),
        ("款退", &[]),
        ("热水器", &[5]),
        ("發票", &[5]),
        ("宋敬明 退款", &[]),
        ("退款 订单", &[1]),
        ("15500004614", &[0, 2, 4]),
        ("155 0000 4614", &[0, 2, 4]),
        ("+86-155-0000-4614", &[0, 2, 4]),
        ("8615500004614", &[0, 2, 4]),
        ("１５５００００４６１４", &[0, 2, 4]),
        ("155****4614", &[0, 2, 4, 7]),
        ("4614", &[0, 2, 4, 7]),
        ("614", &[0, 2, 4, 7]),
        ("155", &[0, 2, 4, 7]),
        ("00004614", &[0, 4]),
        ("8954", &[1]),
        ("313021098954", &[1]),
        ("313021", &[1]),
        ("021098", &[]),
        ("jd1234567890", &[1]),
        ("7890", &[1]),
        ("#W2611340", &[3]),
        ("noah bro", &[3]),
        ("bro noah", &[]),
        ("noah.brown7922@example.com", &[3]),
        ("0755 22345678", &[4]),
        ("075522345678", &[4]),
        ("f6033", &[5]),
    ];
    for (query, expected) in cases {
        assert_eq!(index.find(query), expected, "{query:?} finds the wrong texts");
    }
}

#[test]
fn a_masked_identity_or_landline_is_found_by_its_end() {
    let index = Index::of(&["身份证110***********123X", "座机010-****5678"]);
    assert_eq!(index.find("123X"), [0], "the end of an identity number finds it");
    assert_eq!(index.find("010-12345678"), [1], "a whole landline number finds its masked form");
    assert_eq!(index.find("5678"), [1], "the end of a landline number finds it");
}

#[test]
fn a_phone_behind_letters_is_found() {
    let index = Index::of(&["wx15500004614", "wx155****4614"]);
    assert_eq!(index.find("15500004614"), [0, 1], "letters do not hide a number");
    assert_eq!(index.find("wx15500004614"), [0], "the word as it was written finds it");
}

#[test]
fn a_number_written_in_groups_is_one_number() {
    let texts = [
        /* 0 */ "订单 313021098954 已付款",
        /* 1 */ "order #W2611340 processed",
        /* 2 */ "单号是 3130-2109 8954，麻烦查一下",
        /* 3 */ "2024-05-06 下单，3130 元",
        /* 4 */ "运单JD1234567890",
    ];
    let index = Index::of(&texts);
    let cases: [(&str, &[usize]); 13] = [
        ("3130 2109 8954", &[0, 2]),
        ("3130-2109-8954", &[0, 2]),
        ("３１３０\u{2013}２１０９\u{2013}８９５４", &[0, 2]),
        ("313 021 098 954", &[0, 2]),
        ("2109 8954", &[0, 2]),
        ("3130 2109 8", &[0, 2]),
        ("313021098954", &[0, 2]),
        ("W 2611340", &[1]),
        ("W-2611340", &[1]),
        ("#W2611340", &[1]),
        ("JD 1234 5678 90", &[4]),
        ("2024-05-06", &[3]),
        ("3130 2024", &[3]),
    ];
    for (query, expected) in cases {
        assert_eq!(index.find(query), expected, "{query:?} finds the wrong texts");
    }
}

#[test]
fn a_number_is_known_by_what_is_said_beside_it_or_by_its_length() {
    let cases: [(&str, &[&str]); 12] = [
        ("订单号：313021098954", &["313021098954"]),
        ("order 313021098954", &["313021098954"]),
        ("order 3130 2109 8954 please", &["313021098954"]),
        ("手机尾号4614", &["4614"]),
        ("phone ending 4614", &["4614"]),
        ("tel: 155 0000 4614 宋先生", &["15500004614"]),
        ("运单 JD 1234567890 到哪了", &["jd1234567890", "1234567890"]),
        ("W 2611340 refund", &["w2611340", "2611340"]),
        ("空调 300 元", &[]),
        ("4614", &[]),
        ("退款", &[]),
        ("单号 12", &[]),
    ];
    for (query, expected) in cases {
        assert_eq!(numbers(query), expected, "{query:?} names the wrong numbers");
        assert_eq!(number_query(query).is_some(), !expected.is_empty(), "{query:?} is asked");
    }
    let index = Index::of(&["宋敬明 155****4614", "JD1234567890", "300"]);
    let asked = |query: &str| index.ask(&number_query(query).expect("a number"));
    assert_eq!(asked("手机尾号4614"), [0], "the end of a number");
    assert_eq!(asked("客户 155****4614 宋先生"), [0], "a masked number stands for itself");
    assert_eq!(asked("JD1234567890-1-1-"), [1], "what a label prints behind it does no harm");
}

#[test]
fn what_only_looks_like_a_phone_is_still_found_as_words() {
    let index = Index::of(&["价格 100 元，2000 元或 3000 元"]);
    assert_eq!(index.find("100 2000 3000"), [0], "three amounts are not a phone number");
}

#[test]
fn nothing_searchable_asks_nothing() {
    for query in [
        "",
        "   ",
        "\"",
        "***",
        "，。",
        "👍🏽",
        "\u{301}\u{323}",
        "\0",
        "\u{202E}",
        "\u{E001}4614".trim_end_matches("4614"),
        "-",
        "()",
    ] {
        assert_eq!(match_query(query), None, "{query:?} has nothing to search for");
    }
}

#[test]
fn no_syntax_of_a_query_reaches_the_index() {
    let index = Index::of(&["退款 near and or not phone tokens", "a b c"]);
    let hostile = [
        "\"",
        "\"退款",
        "退款\"",
        "\"\"\"",
        "*",
        "退款*",
        "NEAR(退款 phone)",
        "NEAR(",
        "a AND",
        "OR",
        "NOT",
        "AND AND AND",
        "phone:",
        "tokens:退款",
        "- tokens : x",
        "{tokens} : x",
        "^退款",
        "a + b",
        "(((((",
        "))",
        "'; DROP TABLE search; --",
        "\0退款\0",
        "x\0y",
        "\u{301}a",
        "👨‍👩‍👧‍👦退款",
        "%_",
        "\u{FFFF}",
        "\u{10FFFF}x",
        "\u{E001}4164",
        "\u{202E}退款\u{202C}",
        "½",
        "\u{FDFA}",
        "ไทย हिन्दी עברית",
        "𞤀𞤁",
        "\u{1F1E8}\u{1F1F3}",
        "ⓐ🄰㊀",
    ];
    for query in hostile {
        index.find(query);
    }
    assert_eq!(index.find("NEAR(退款"), [0], "operators are words like others");
    assert_eq!(index.find("tokens:退款"), [0], "a column filter is a word like others");
    assert!(
        index.find("\u{E001}4164").is_empty(),
        "marks typed by hand are not marks of the index"
    );
}

#[test]
fn enormous_queries_stay_small() {
    let index = Index::of(&["退款"]);
    let many_words: Vec<String> = (0..10_000).map(|n| format!("w{n}x")).collect();
    let many_words = many_words.join(" ");
    let many_runs = "退款 ".repeat(10_000);
    let long_run = "退款".repeat(100_000);
    let long_word = "a1".repeat(100_000);
    let phones = "155 0000 4614 ".repeat(10_000);
    for query in [many_words, many_runs, long_run, long_word, phones] {
        let expression = match_query(&query).expect("there is something to search for");
        assert!(expression.len() < 40_000, "an expression of {} bytes was made", expression.len());
        index.find(&query);
    }
    assert_eq!(index.find(&"退款 ".repeat(10_000)), [0], "the terms that are kept still find");
}

#[test]
fn long_words_are_found_by_their_beginning() {
    let long = "b".repeat(500);
    let index = Index::of(&[format!("data {long}")]);
    assert_eq!(index.find(&long), [0], "index and query cut words alike");
}

#[test]
fn every_character_of_a_run_survives_the_tokenizer() {
    let samples = "一鿿㐀䶿𠀀𪛖𪜀𫜴𫝀𫠝𫠠𬺡𬺰𮯠𰀀𱍊𱍐𲎯々〇ぁゖァヺーヿㇰㇿ가힣﨎﨏";
    for c in samples.chars() {
        let index = Index::of(&[format!("{c}吃{c}"), "吃".to_owned()]);
        assert_eq!(index.find(&c.to_string()), [0], "U+{:04X} alone is lost", u32::from(c));
        assert_eq!(
            index.find(&format!("{c}吃{c}")),
            [0],
            "U+{:04X} in a word is lost",
            u32::from(c)
        );
        assert_eq!(index.find("吃"), [0, 1], "what stands beside U+{:04X} is lost", u32::from(c));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn a_run_is_found_exactly_where_the_text_contains_it(
        texts in prop::collection::vec("[退款貨货单 ，a1]{0,12}", 1..12),
        needle in "[退款貨货单]{1,5}",
    ) {
        let expected: Vec<usize> = (0..texts.len()).filter(|&at| fold(&texts[at]).contains(&fold(&needle))).collect();
        prop_assert_eq!(Index::of(&texts).find(&needle), expected);
    }

    #[test]
    fn an_order_number_is_found_by_either_end(number in "[a-z]{0,2}[0-9]{6,16}", other in "[0-9]{6,16}", cut in 3_usize..6) {
        let index = Index::of(&[format!("订单{number}的退款"), format!("订单 {other}")]);
        let finds = |query: &str| -> Vec<bool> { (0..2).map(|row| index.find(query).contains(&row)).collect() };
        let end = &number[number.len() - cut..];
        let start = &number[..number.len() - 1];
        prop_assert_eq!(finds(end), vec![true, other.ends_with(end) || other.starts_with(end)]);
        prop_assert!(finds(start)[0], "the beginning finds it");
        prop_assert!(finds(&number)[0], "the whole number finds it");
    }

    #[test]
    fn any_query_is_one_that_the_index_understands(query in ".{0,60}", text in ".{0,60}") {
        Index::of(&[text]).find(&query);
    }

    #[test]
    fn a_text_holds_exactly_the_queries_that_find_it(
        text in "[退款貨 ，a1155\\*\\-4614]{0,30}",
        query in "[退款貨货a1155 \\-4614]{1,10}",
    ) {
        let found = Index::of(&[&text]).find(&query) == [0];
        prop_assert_eq!(crate::snippet::holds(&text, &query), found, "{:?} in {:?}", query, text);
    }

    #[test]
    fn every_word_of_a_text_finds_it(text in "\\PC{0,40}|[a-zA-Zé0-9退款 *\\-+]{0,40}") {
        let index = Index::of(&[&text]);
        for word in text.split_whitespace() {
            let is_searchable = word.chars().all(|c| c.is_ascii_alphanumeric() || ('一'..='龥').contains(&c));
            if is_searchable && match_query(word).is_some() {
                prop_assert_eq!(index.find(word), vec![0], "{:?} does not find {:?}", word, text);
            }
        }
    }
}
