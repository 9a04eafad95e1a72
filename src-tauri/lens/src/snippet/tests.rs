//! Snippets show the words around a find and never cut a letter in two.

use proptest::prelude::*;

use super::*;

/// The marked parts of `text`, as they are written there.
fn marked(text: &str, query: &str) -> Vec<String> {
    highlights(text, query)
        .into_iter()
        .map(|(start, end)| text.chars().skip(start).take(end - start).collect())
        .collect()
}

#[test]
fn what_was_found_is_marked_as_it_was_written() {
    let cases: [(&str, &str, &[&str]); 21] = [
        ("客户要求退款，退\u{200B}款！", "退款", &["退款", "退\u{200B}款"]),
        ("發票未開，补开发票", "发票", &["發票", "发票"]),
        ("退款款", "款", &["款款"]),
        ("退。款", "退款", &[]),
        ("订单313021098954已发", "8954", &["8954"]),
        ("订单313021098954已发", "3130", &["3130"]),
        ("ＪＤ１２３４", "jd1234", &["ＪＤ１２３４"]),
        ("refund the fund, Funding", "fun", &["fun", "Fun"]),
        ("fun refunds", "fun x", &["fun"]),
        ("手机155****4614。", "15500004614", &["155****4614"]),
        ("手机155****4614。", "4614", &["155****4614"]),
        ("手机155****4614。", "155****4614", &["155****4614"]),
        ("电话+86 155-0000-4614", "15500004614", &["+86 155-0000-4614"]),
        ("电话15500004614", "155****4614", &["15500004614"]),
        ("价格100元，2000元，3000元", "100 2000 3000", &["100", "2000", "3000"]),
        ("订单313021098954已发", "3130 2109 8954", &["313021098954"]),
        ("订单313021098954已发", "订单号：313021098954", &["313021098954"]),
        ("单号是3130 2109 8954", "313021098954", &["3130 2109 8954"]),
        ("order #W2611340", "w-2611340", &["W2611340"]),
        ("Cafe\u{301} und Tee", "café", &["Cafe\u{301}"]),
        ("anything", "***", &[]),
    ];
    for (text, query, expected) in cases {
        assert_eq!(marked(text, query), expected, "{query:?} marks the wrong parts of {text:?}");
    }
}

#[test]
fn a_whole_number_that_fits_only_by_its_visible_digits_is_told_apart() {
    let cases = [
        ("宋敬明 155****4614", "15599994614", true),
        ("宋敬明 155****4614", "+86 155-9999-4614", true),
        ("座机010-****5678", "010-12345678", true),
        ("宋敬明 155****4614，新号 15599994614", "15599994614", false),
        ("宋敬明 15599994614", "155 9999 4614", false),
        ("宋敬明 15500004614", "15599994614", false),
        ("宋敬明 155****4614", "4614", false),
        ("宋敬明 155****4614", "155****4614", false),
        ("宋敬明 155****4614", "宋敬明", false),
    ];
    for (text, query, expected) in cases {
        assert_eq!(fits_visible_digits_only(text, query), expected, "{query:?} in {text:?}");
    }
}

#[test]
fn a_snippet_is_a_window_around_the_first_match() {
    let text = "您好，我上周买的热水器一直没有发货，我想申请退款，请尽快处理，谢谢";
    assert_eq!(snippet(text, "退款", 12), "…我想申请退款，请尽快处理…", "the window is misplaced");
    assert_eq!(
        snippet(text, "您好", 8),
        "您好，我上周买的…",
        "at the beginning nothing is left out before"
    );
    assert_eq!(
        snippet(text, "谢谢", 8),
        "…请尽快处理，谢谢",
        "at the end the window is filled from before"
    );
    assert_eq!(snippet(text, "没有这个", 5), "您好，我上…", "without a match it is the beginning");
    assert_eq!(snippet("短", "短", 80), "短", "a short text is shown whole");
    assert_eq!(
        snippet("第一行\r\n第\u{202E}二行", "二行", 80),
        "第一行  第 二行",
        "a snippet is one line that hides nothing"
    );
    assert_eq!(snippet("", "退", 10), "", "nothing is shown of nothing");
    assert_eq!(snippet("退款", "退", 0), "…", "no room shows that there is something");
}

#[test]
fn a_snippet_does_not_begin_inside_a_letter() {
    let text = "a\u{301}".repeat(40) + "退款";
    let cut = snippet(&text, "退款", 9);
    assert!(cut.starts_with("…a"), "{cut:?} begins with a mark that belongs to a letter left out");
}

proptest! {
    #[test]
    fn any_text_and_query_give_ranges_inside_the_text(
        text in ".{0,60}|[退款貨货 a1155\\*\\-4614]{0,30}",
        query in ".{0,20}|[退款貨货a1155 \\*4614]{0,8}",
        width in 0_usize..50,
    ) {
        let length = text.chars().count();
        let mut last = 0;
        for (start, end) in highlights(&text, &query) {
            prop_assert!(start >= last && start < end && end <= length, "{start}..{end} of {length} after {last}");
            last = end;
        }
        let cut = snippet(&text, &query, width);
        prop_assert!(cut.chars().count() <= width + 2, "{cut:?} is wider than {width}");
    }

    #[test]
    fn a_run_is_marked_exactly_where_the_text_contains_it(text in "[退款货 ，]{0,20}", needle in "[退款货]{1,3}") {
        let chars: Vec<char> = text.chars().collect();
        let needle_chars: Vec<char> = needle.chars().collect();
        let mut expected = vec![false; chars.len()];
        for at in 0..chars.len() {
            if chars[at..].starts_with(&needle_chars) {
                expected[at..at + needle_chars.len()].fill(true);
            }
        }
        let mut found = vec![false; chars.len()];
        for (start, end) in highlights(&text, &needle) {
            found[start..end].fill(true);
        }
        prop_assert_eq!(found, expected);
    }
}
