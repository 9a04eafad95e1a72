//! The network goes and comes back; the agent goes on working, and the hub has everything once.

use backstop_testkit::{
    proxy::{Line, Proxy},
    wait,
    webdriver::{Chord, Key, test_id},
};
use serde_json::json;

use crate::stage::{self, CUSTOMER, Stage};

const TITLE: &str = "安装师傅没上门";
const STORY: &str = "约好周六上午安装，等到下午也没有人来，电话一直打不通。";

#[test]
fn a_ticket_written_without_network_arrives_once_and_the_mark_goes_away() {
    let hub = stage::team(&[("agent", "agent")]);
    let line = Proxy::to(hub.address());
    let stage = Stage::open("zh_CN.UTF-8");
    stage.sign_in(&line.url(), "agent");
    line.set(Line::Down);
    stage.await_line("the console notices that the line is gone", false);
    let window = stage.window();
    window.await_text(&test_id("line"), "离线");

    write_a_ticket(&stage);
    stage.await_waiting(1);
    window.await_text(&test_id("open-outbox"), "未送达");
    window.await_text(&test_id("ticket-title"), TITLE);
    window.find("[data-testid=entry][data-pending=true]");
    window.press(Key::Escape);
    window.type_text("r");
    window.await_keyboard(&test_id("reply-box"));
    window.type_text("您好，马上为您催安装。");
    window.press(Chord::control_key(Key::Enter));
    stage.await_waiting(2);
    window.press(Key::Escape);
    window.type_text("3");
    window.find("[data-testid=queue-row][data-pending=true]");
    stage.picture("10-offline-ticket-zh-light");
    window.type_text("go");
    window.await_script(
        "the outbox lists both",
        "return document.querySelectorAll('[data-testid=outbox-row][data-state=waiting]').length === 2",
        &[],
    );
    window.await_text(&test_id("outbox"), STORY);
    stage.picture("11-outbox-zh-light");
    assert!(hub.tickets().is_empty(), "the hub knows nothing of it yet");

    line.set(Line::Through);
    stage.await_line("the console finds the line again by itself", true);
    stage.await_waiting(0);
    let tickets = hub.tickets();
    assert_eq!(tickets.len(), 1, "the ticket is there once: {tickets:?}");
    assert_eq!(tickets[0]["title"], TITLE, "with its words");
    assert_eq!(tickets[0]["customer_id"], CUSTOMER, "and its customer");
    window.type_text("gq");
    window.await_gone("[data-testid=queue-row][data-pending=true]");
    window.await_gone("[data-testid=entry][data-pending=true]");
    stage.picture("12-delivered-zh-light");
    hub.verify();
}

/// Writes a ticket by keyboard, from nothing.
fn write_a_ticket(stage: &Stage) {
    let window = stage.window();
    window.type_text("t");
    window.await_keyboard(&test_id("write-customer"));
    window.type_text("4614");
    window.find(&test_id("pick-customer"));
    window.press(Key::Enter);
    window.test_id("write-customer-chosen");
    window.await_keyboard(&test_id("write-order"));
    window.tab_to(&test_id("write-title"));
    window.type_text(TITLE);
    window.press(Key::Tab);
    window.type_text(STORY);
    window.choose(&test_id("write-kind"), "complaint");
    stage.picture("09-write-ticket-zh-light");
    window.press(Chord::control_key(Key::Enter));
}

#[test]
fn a_refusal_is_explained_beside_the_agents_own_words() {
    let hub = stage::team(&[("agent", "agent"), ("colleague", "agent")]);
    let line = Proxy::to(hub.address());
    let colleague = backstop_testkit::desk::Desk::signed_in(&hub.url(), "colleague");
    let opened = colleague.json(&backstop_testkit::desk::complaint(CUSTOMER, TITLE, STORY));
    let ticket = opened["id"].as_str().expect("a ticket has an id").to_owned();
    let stage = Stage::open("zh_CN.UTF-8");
    stage.sign_in(&line.url(), "agent");
    line.set(Line::Down);
    stage.await_line("the console notices that the line is gone", false);

    let window = stage.window();
    window.type_text("3");
    window.test_id("queue-row");
    window.type_text("j");
    window.await_text(&test_id("ticket-title"), TITLE);
    window.type_text("c");
    stage.await_waiting(1);
    colleague.json(&["ticket", "claim", &ticket]);

    line.set(Line::Through);
    stage.await_line("the line is back", true);
    window.test_id("stuck-work");
    window.await_text(&test_id("stuck-work"), "colleague");
    window.await_text(&test_id("open-outbox"), "被退回");
    stage.picture("13-refused-claim-zh-light");
    let rows = stage.ask("outbox", &json!({}));
    assert_eq!(rows[0]["reason"]["code"], "already_claimed", "the row says why: {rows}");
    wait::until_true("the hub's owner is shown", || {
        colleague.sync();
        colleague.ticket(&ticket)["owner"].is_string()
    });
}
