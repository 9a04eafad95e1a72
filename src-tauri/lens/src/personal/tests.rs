//! What is personal is found and masked, and what only looks like it stays.

use proptest::prelude::*;

use super::*;

#[test]
fn phone_numbers_keep_three_and_four_digits() {
    let cases = [
        ("15500004614", "155****4614"),
        ("+86 155-0000-4614", "155****4614"),
        ("0086 155 0000 4614", "155****4614"),
        ("１５５００００４６１４", "155****4614"),
        ("155****4614", "155****4614"),
        ("010-12345678", "010-****5678"),
        ("0755 7654321", "0755-****4321"),
        ("12345678", "****5678"),
        ("110", "****"),
        ("*15500004614*", "155****4614"),
        ("", ""),
        ("unknown", ""),
    ];
    for (phone, expected) in cases {
        assert_eq!(mask_phone(phone), expected, "{phone:?} is masked wrongly");
    }
}

#[test]
fn addresses_and_names_keep_their_beginning() {
    assert_eq!(
        mask_email("noah.brown7922@example.com"),
        "n***@example.com",
        "one letter and the domain stay"
    );
    assert_eq!(mask_email("n***@example.com"), "n***@example.com", "a masked address stays");
    assert_eq!(mask_email("not an address"), "****", "what is not an address is hidden");
    assert_eq!(mask_email("\"a@b\"@c.com"), "\"***@c.com", "only the last @ separates");
    assert_eq!(mask_name("宋敬明"), "宋**", "the family name stays");
    assert_eq!(mask_name("王芳"), "王*", "a short name is hidden too");
    assert_eq!(mask_name("李"), "李*", "a single character does not look complete");
    assert_eq!(mask_name("Noah  Brown"), "N*** B***", "both initials stay");
    assert_eq!(mask_name("宋**"), "宋**", "a masked name stays");
    assert_eq!(mask_address_detail("中山北路231号"), "****", "the street is hidden");
    assert_eq!(mask_address_detail(" "), "", "nothing is not hidden");
}

#[test]
fn personal_data_inside_a_text_is_masked() {
    let cases = [
        ("快递员吴培杰（18500000362）正在派送途中", "快递员吴培杰（185****0362）正在派送途中"),
        ("名字潘宛丘，电话10080895692，时间是周日", "名字潘宛丘，电话100****5692，时间是周日"),
        ("电话号码11219365701，时间", "电话号码112****5701，时间"),
        ("打+86 128-1033-2319或8613800001111", "打128****2319或138****1111"),
        ("手机１５５ ００００ ４６１４。", "手机155****4614。"),
        ("155\u{200B}0000\u{2060}4614", "155****4614"),
        ("**15500004614**", "**155****4614**"),
        ("店里电话021-12345678转8，或（010）62345678", "店里电话021-****5678转8，或（010-****5678"),
        ("座机0755-22345678、02162345678", "座机0755-****5678、021-****5678"),
        ("邮箱Noah.Brown7922@Example.com联系", "邮箱n***@example.com联系"),
        ("15500004614@qq.com", "1***@qq.com"),
        ("身份证11010119900307123X。", "身份证110***********123X。"),
        ("身份证号:110101199003071234", "身份证号:110***********1234"),
        ("15500004614/19500006695", "155****4614/195****6695"),
        ("tel15500004614", "tel155****4614"),
        ("见⅒550000461", "见1⁄105****0461"),
        ("1550000461⅒550000461。", "155****4611⁄105****0461。"),
        ("110101199003071234\u{301}2345678", "110***********1234\u{301}2345678"),
    ];
    for (text, expected) in cases {
        assert_eq!(mask_text(text), expected, "{text:?} is masked wrongly");
    }
}

#[test]
fn numbers_of_things_survive() {
    let texts = [
        "订单313021098954，商品100042754736，单号JD12345678901",
        "JD1234567890 JD123456789012345678 YT13012345678",
        "订单ID：1234567890，物流JD202506020001",
        "https://item.jd.com/12424528189.html",
        "item.jd.com/12424528189 或 ?id=12424528189",
        "商品ID: 12424528189，商品编号 12443394595，订单号：15500004614",
        "商品12424528189",
        "2025-04-01 08:30:00 共1299元，热线400-889-9315、4008899315",
        "#W2611340 cnjd18700006944_p",
        "1743467400000 075512345678",
        "110101199013071234 是没有这个月份的",
        "@qq.com a@b 100*200 2*3****4",
    ];
    for text in texts {
        assert_eq!(mask_text(text), text, "a number of a thing was taken for personal data");
    }
}

#[test]
fn a_sentence_that_ends_in_order_does_not_hide_a_phone() {
    assert_eq!(
        mask_text("我要退订单，15500004614"),
        "我要退订单，155****4614",
        "the comma ends the label"
    );
    assert_eq!(mask_text("查订单 15500004614"), "查订单 155****4614", "a space ends the label");
}

#[test]
fn found_data_say_what_and_where() {
    let found = find_personal("找  吴培杰１８５０００００３６２，a@b.cn");
    let expected = [
        PersonalDatum { kind: PersonalKind::Mobile, start: 6, end: 17 },
        PersonalDatum { kind: PersonalKind::Email, start: 18, end: 24 },
    ];
    assert_eq!(found, expected, "kinds or places are wrong");
    assert_eq!(
        serde_json::to_string(&found[0]).expect("it serialises"),
        r#"{"kind":"mobile","start":6,"end":17}"#,
        "the shape changed"
    );
}

#[test]
fn hostile_lengths_take_linear_time() {
    for unit in ["1", "155-", "a@", "86+", "010-", "155****", "a.b@c.", "\u{301}", "1*"] {
        let text = unit.repeat(200_000);
        assert!(mask_text(&text).len() <= text.len() * 2, "masking {unit:?} made the text explode");
    }
}

/// Fragments that meet in nasty ways, so that random texts are full of near misses.
fn nasty_text() -> impl Strategy<Value = String> {
    let fragments = prop::sample::select(vec![
        "15500004614",
        "155",
        "0000",
        "4614",
        "0123",
        "45678901",
        "+86",
        "0086",
        "86",
        "010",
        "2345678",
        "62345678",
        "*",
        "****",
        "-",
        " ",
        "(",
        ")",
        "@",
        ".",
        "a",
        "qq.com",
        "x",
        "X",
        "110101199003071234",
        "1101011990030712",
        "＊",
        "１",
        "\u{200B}",
        "\u{301}",
        "订单号",
        "：",
        "tel",
        "/",
        "=",
        "id",
        "JD",
        "，",
        "n***@b.com",
        "155****4614",
        "010-****5678",
        "110***********1234",
        "0755",
        "⑴",
        "⅒",
        "½",
        "㏠",
        "⒈",
    ]);
    prop::collection::vec(fragments, 0..14).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn masking_twice_changes_nothing(text in nasty_text()) {
        let once = mask_text(&text);
        prop_assert_eq!(mask_text(&once), once);
        prop_assert!(find_personal(&mask_text(&text)).is_empty(), "nothing personal is left");
    }

    #[test]
    fn masking_any_text_never_panics(text in ".{0,80}", name in ".{0,20}") {
        let once = mask_text(&text);
        prop_assert_eq!(mask_text(&once), once);
        let (phone, email, name_once) = (mask_phone(&text), mask_email(&text), mask_name(&name));
        prop_assert_eq!(mask_phone(&phone), phone);
        prop_assert_eq!(mask_email(&email), email);
        prop_assert_eq!(mask_name(&name_once), name_once);
    }

    #[test]
    fn a_phone_in_any_writing_is_found(digits in "1[0-9]{10}", first in "[ -]?", second in "[ -]?", code in "(|\\+86|\\+86 |0086-)") {
        let written = format!("电话{code}{}{first}{}{second}{}，谢谢", &digits[..3], &digits[3..7], &digits[7..]);
        let expected = format!("电话{}****{}，谢谢", &digits[..3], &digits[7..]);
        prop_assert_eq!(mask_text(&written), expected);
    }

    #[test]
    fn longer_numbers_are_left_alone(digits in "[1-9][0-9]{11}|[1-9][0-9]{13,15}|[0-9]{19}") {
        let is_coded_phone = digits.starts_with("86") && digits.len() == 13;
        prop_assume!(!is_coded_phone);
        prop_assert_eq!(mask_text(&digits), digits);
    }
}
