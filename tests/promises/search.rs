//! Search finds what a Chinese-speaking agent types: two characters, the end of a number.

use backstop_testkit::{
    desk::{Desk, complaint},
    hub::Hub,
    shop,
};
use serde_json::Value;

use crate::ground::{self, CUSTOMER, ORDER};

fn finds(hits: &[Value], kind: &str, id: &str) -> bool {
    hits.iter().any(|hit| hit["kind"] == kind && hit["id"] == id)
}

#[test]
fn words_of_two_characters_numbers_and_their_ends_are_found_in_the_real_shop() {
    let folder = shop::folder("A/zh-ecom-bench").unwrap_or_else(shop::sample);
    let mut hub = Hub::new();
    hub.import("ecom-bench", &folder);
    hub.person("boss", "manager");
    hub.serve();
    let desk = Desk::signed_in(&hub.url(), "boss");

    assert!(finds(&desk.search("敬明"), "customer", CUSTOMER), "two characters of a name");
    assert!(finds(&desk.search("揭阳"), "customer", CUSTOMER), "a city");
    assert!(finds(&desk.search("15500004614"), "customer", CUSTOMER), "a whole number");
    assert!(finds(&desk.search("4614"), "customer", CUSTOMER), "the end of a number");
    assert!(finds(&desk.search(ORDER), "order", ORDER), "an order number");
    assert!(finds(&desk.search("098954"), "order", ORDER), "the end of an order number");
    let heaters = desk.search("热水");
    assert!(heaters.iter().any(|hit| hit["kind"] == "product"), "a product: {heaters:?}");
}

#[test]
fn what_was_just_written_is_found_at_once_in_titles_and_messages() {
    let hub = ground::shop(&[("agent", "agent")]);
    let desk = Desk::signed_in(&hub.url(), "agent");
    let ticket = ground::id(&desk.complain(CUSTOMER, "滤芯破损", "外箱完好，里面碎了。"));
    desk.offline(&["ticket", "note", &ticket, "--body", "仓库说是暴力分拣"]);
    assert!(finds(&desk.search("滤芯"), "ticket", &ticket), "the title");
    let hits = desk.search("分拣");
    assert!(hits.iter().any(|hit| hit["id"] == ticket.as_str()), "a note: {hits:?}");
    let hit = hits.iter().find(|hit| hit["id"] == ticket.as_str()).expect("there is one");
    assert!(ground::text(hit, "snippet").contains("分拣"), "with the words around it: {hit}");
    assert!(desk.search("吸尘器不存在的词").is_empty(), "what is not there is not found");
}

#[test]
fn what_was_written_on_the_line_is_found_before_it_comes_back_down() {
    let hub = ground::shop(&[("agent", "agent")]);
    let desk = Desk::signed_in(&hub.url(), "agent");
    let written = desk.json(&complaint(CUSTOMER, "滤芯破损", "外箱完好，里面碎了。"));
    let ticket = ground::id(&written);
    assert!(finds(&desk.search("滤芯"), "ticket", &ticket), "once the hub has it: {written}");
    desk.sync();
    assert!(finds(&desk.search("滤芯"), "ticket", &ticket), "and once it has come back");
}

#[test]
fn odd_searches_answer_and_break_nothing() {
    let hub = ground::shop(&[("agent", "agent")]);
    let desk = Desk::signed_in(&hub.url(), "agent");
    for odd in ["\"", "' OR 1=1 --", "*", "AND", "NEAR(", "()", "　", "😀", "-", "a:b", "\\"] {
        desk.search(odd);
    }
    assert!(finds(&desk.search("敬明"), "customer", CUSTOMER), "and afterwards all is well");
}
