//! A drill by keyboard: from the list, through the talk, to the scorecard; the live shop stays as it is.

use backstop_testkit::{
    wait,
    webdriver::{Chord, Key, Session, test_id},
};
use serde_json::{Value, json};

use crate::stage::Stage;

#[test]
fn a_drill_runs_from_the_list_to_the_scorecard_and_touches_nothing_real() {
    let stage = Stage::open("zh_CN.UTF-8");
    let window = stage.window();
    window.test_id("queue-row");
    stage.become_person("trainer");
    let before = team_tickets(&stage);

    window.type_text("gt");
    window.test_id("drills");
    window.type_text("j");
    window.test_id("drill-start");
    stage.picture("50-scenarios-zh-light");
    window.press(Key::Enter);
    window.test_id("drill-banner");
    window.find("[data-testid=frame][data-drill=true]");
    window.await_text(&test_id("ticket-pane"), "");
    stage.picture("51-drill-begins-zh-light");

    let answers = ["您好，我马上为您查询。", "已经为您登记，请稍等。", "好的，这就为您办理。"];
    for (round, answer) in answers.iter().enumerate() {
        let said = customer_messages(window);
        assert!(said > round, "the customer has said something: {said} messages");
        window.type_text("r");
        window.await_keyboard(&test_id("reply-box"));
        window.type_text(answer);
        window.press(Chord::control_key(Key::Enter));
        window.await_text(&test_id("timeline"), answer);
        wait::until_true("the customer answers, or has nothing more to say", || {
            customer_messages(window) > said || is_over(&stage)
        });
        window.press(Key::Escape);
        if is_over(&stage) {
            break;
        }
    }
    stage.picture("52-drill-talk-zh-light");
    hasten_the_order(&stage);

    window.press(Chord::control_shift_key(Key::Enter));
    window.test_id("drill-ask");
    window.tab_to(&test_id("drill-finish-now"));
    window.press(Key::Enter);
    window.test_id("scorecard");
    window.test_id("score-world");
    window.test_id("score-words");
    window.find("[data-testid=frame][data-drill=false]");
    stage.picture("53-scorecard-zh-light");
    let after = team_tickets(&stage);
    assert_eq!(before, after, "the live shop is as it was");
    let runs = stage.ask("drill_runs", &json!({}));
    assert_eq!(runs.as_array().map(Vec::len), Some(1), "the run is kept: {runs}");
    let world = runs[0]["world"]["checks"].as_array().cloned().unwrap_or_default();
    let passed = world.iter().filter(|check| check["passed"] == true).count();
    assert_eq!(passed, 1, "what was done in the shop counts, and nothing else: {world:?}");
    assert!(world.len() > passed, "what was not done is named: {world:?}");
}

/// Does in the sandbox shop the first thing that the scenario expects, by keyboard.
fn hasten_the_order(stage: &Stage) {
    let window = stage.window();
    let drill = stage.ask("drill_view", &json!({}));
    let expected = drill["scenario"]["actions"].as_array().into_iter().flatten();
    let hasten = expected.into_iter().find(|action| action["name"] == "manage_urgent");
    let hasten = hasten.unwrap_or_else(|| panic!("the scenario wants an order hastened: {drill}"));
    let arguments = hasten["arguments"].as_object().expect("an action has arguments");
    let orders = stage.ask("customer", &json!({ "id": drill["scenario"]["customer_id"] }));
    let orders = orders["orders"].as_array().cloned().unwrap_or_default();
    let order = orders.iter().map(|view| &view["order"]["id"]);
    let order = order.into_iter().find(|id| arguments.values().any(|value| value == *id));
    let order = order.and_then(Value::as_str).expect("it is an order of this customer");

    window.press(Key::Escape);
    window.tab_to(&test_id("drill-side-shop"));
    window.press(Key::Enter);
    window.tab_to("[data-testid=drill-action][data-id=manage_urgent]");
    window.press(Key::Enter);
    window.choose("[data-testid=action-form] select", order);
    window.tab_to(&test_id("action-perform"));
    stage.picture("54-drill-action-zh-light");
    window.press(Key::Enter);
    window.find("[data-testid=performed][data-done=true]");
    stage.picture("55-drill-performed-zh-light");
}

/// The ids of the live queue.
fn team_tickets(stage: &Stage) -> Vec<Value> {
    let query = json!({ "query": { "scope": "team", "offset": 0, "limit": 100 } });
    let page = stage.ask("queue", &query);
    let rows = page["rows"].as_array().cloned().unwrap_or_default();
    rows.into_iter().map(|row| row["id"].clone()).collect()
}

fn customer_messages(window: &Session) -> usize {
    let script = "return document.querySelectorAll('[data-testid=timeline] .theirs').length";
    let count = window.script(script, &[]).as_u64().unwrap_or_default();
    usize::try_from(count).expect("a few messages")
}

fn is_over(stage: &Stage) -> bool {
    stage.ask("drill_view", &json!({}))["finished"] == true
}
