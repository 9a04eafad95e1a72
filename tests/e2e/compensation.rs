//! Compensation by keyboard: asked for on the ticket, decided by the manager, seen by the agent.

use backstop_testkit::{
    finished::Finished,
    hub,
    webdriver::{Chord, Key, test_id},
};
use serde_json::json;

use crate::stage::Stage;

const NOTE: &str = "师傅两次爽约，顾客请了两天假";

#[test]
fn a_grant_above_the_quota_is_approved_by_the_manager_without_a_mouse() {
    let stage = Stage::open("zh_CN.UTF-8");
    let window = stage.window();
    window.test_id("queue-row");
    window.type_text("j");
    window.test_id("ticket-pane");
    window.type_text("p");
    window.await_keyboard(&test_id("grant-amount"));
    window.type_text("567.80");
    window.choose(&test_id("grant-cause"), "install_no_show");
    window.tab_to(&test_id("grant-note"));
    window.type_text(NOTE);
    window.await_text(&test_id("grant-verdict"), "审批");
    stage.picture("40-grant-request-zh-light");
    window.press(Chord::control_key(Key::Enter));
    window.await_gone(&test_id("grant-dialog"));
    stage.await_waiting(0);

    stage.become_person("manager");
    window.type_text("gp");
    window.test_id("approval");
    walk_to_the_request(&stage);
    stage.picture("41-approval-zh-light");
    window.type_text("a");
    stage.await_waiting(0);
    window.await_script(
        "the request has left the screen",
        "return !(document.querySelector('[data-testid=approval]')?.innerText ?? '').includes(arguments[0])",
        &[json!(NOTE)],
    );
    stage.picture("42-approved-zh-light");

    stage.become_person("agent-a");
    let granted = stage.ask("grants", &json!({ "state": "granted" }));
    let ours = granted.as_array().into_iter().flatten().find(|row| row["grant"]["note"] == NOTE);
    let ours = ours.unwrap_or_else(|| panic!("the agent sees the approval: {granted}"));
    assert_eq!(ours["grant"]["amount"], 56_780, "the amount in fen");
    let database = format!("sqlite:{}", stage.solo_database().display());
    for books in ["ledger", "audit"] {
        Finished::run(&mut hub::bare(&[books, "verify", "--database", &database]), "").ok();
    }
}

/// Steps through the waiting requests until ours fills the screen.
fn walk_to_the_request(stage: &Stage) {
    let window = stage.window();
    for _ in 0..10 {
        let shown = window.text(&test_id("approval"));
        if shown.contains(NOTE) {
            assert!(shown.contains("567.80"), "the amount is on the screen: {shown}");
            return;
        }
        window.type_text("j");
        let moved =
            "return document.querySelector('[data-testid=approval]')?.innerText !== arguments[0]";
        window.await_script("the next request fills the screen", moved, &[json!(shown)]);
    }
    panic!("the request was not among those that wait");
}
