//! A scorecard judges what was done and what was said.

use backstop_domain::{
    document::DocumentKind,
    drill_run::{Check, Score},
    scenario::Scenario,
};
use serde_json::{Value, json};

use super::*;
use crate::{
    drill::Drill,
    oracle,
    samples::{self, action},
};

/// Scenario 5: a return with its refund to the e-card.
fn scenario() -> Scenario {
    samples::excerpt_scenario("5")
}

fn drill(scenario: Scenario) -> Drill {
    let mut drill = Drill::start(scenario, 11).in_world(samples::excerpt_shop());
    drill.opening();
    drill
}

fn does(drill: &mut Drill, name: &str, arguments: Value) {
    let outcome = drill.performs(&action(name, arguments));
    assert!(outcome.performed.done, "{}", outcome.performed.answer);
}

fn failed(score: &Score) -> Vec<&Check> {
    score.checks.iter().filter(|check| !check.passed).collect()
}

#[test]
fn an_empty_run_gets_nothing() {
    let drill = drill(scenario());
    let world = world(&drill);
    assert!(world.score.abs() < f64::EPSILON, "nothing was done: {world:?}");
    assert!(world.checks.iter().all(|check| check.why == "没有办理"));
    let words = words(&drill);
    assert!(words.score.abs() < f64::EPSILON, "nothing was said: {words:?}");
}

#[test]
fn the_right_deeds_in_any_sequence_get_full_marks() {
    let mut drill = drill(scenario());
    does(&mut drill, "manage_ecard/退款", json!({"amount": "3999.0"}));
    does(&mut drill, "manage_return", json!({"order_id": "232400272153", "shop_id": "another"}));
    let world = world(&drill);
    assert!((world.score - 1.0).abs() < f64::EPSILON, "{world:?}");
}

#[test]
fn a_refund_in_two_parts_is_the_refund() {
    let mut drill = drill(scenario());
    does(&mut drill, "manage_ecard/退款", json!({"amount": 3000}));
    does(&mut drill, "manage_ecard/退款", json!({"amount": 999}));
    does(&mut drill, "manage_return", json!({"order_id": "232400272153"}));
    assert!(failed(&world(&drill)).is_empty());
}

#[test]
fn a_wrong_amount_is_named_with_both_amounts() {
    let mut drill = drill(scenario());
    does(&mut drill, "manage_return", json!({"order_id": "232400272153"}));
    does(&mut drill, "manage_ecard/退款", json!({"amount": 399.9}));
    let world = world(&drill);
    let failed = failed(&world);
    assert_eq!(failed.len(), 2, "one check for what is missing, one for what was done: {failed:?}");
    assert_eq!(failed[0].why, "金额（元）应为3999.00，做成了399.90");
    assert_eq!(failed[1].name, "做了不该做的：退款到京东E卡（399.90）");
}

#[test]
fn a_wrong_order_is_named_with_both_orders() {
    let mut drill = drill(samples::excerpt_scenario("0"));
    does(&mut drill, "manage_order/取消", json!({"order_id": "313021098954"}));
    let world = world(&drill);
    let cancel = world
        .checks
        .iter()
        .find(|check| check.name == "取消订单（313271663680）")
        .expect("it is a check");
    assert!(!cancel.passed);
    assert_eq!(cancel.why, "订单应为313271663680，做成了313021098954");
}

#[test]
fn every_extra_change_costs() {
    let mut drill = drill(scenario());
    oracle::play(&mut drill);
    assert!(failed(&world(&drill)).is_empty());
    does(&mut drill, "manage_urgent", json!({"order_id": "232400272153"}));
    let world = world(&drill);
    let failed = failed(&world);
    assert_eq!(failed.len(), 1);
    assert_eq!(failed[0].name, "做了不该做的：加急（232400272153）");
    assert_eq!(failed[0].why, "剧本没有要求这样做");
}

#[test]
fn a_refused_attempt_changes_nothing_and_costs_nothing() {
    let mut drill = drill(samples::excerpt_scenario("0"));
    let outcome = drill.performs(&action("manage_return", json!({"order_id": "313021098954"})));
    assert!(!outcome.performed.done && outcome.changed.is_empty());
    assert!(!world(&drill).checks.iter().any(|check| check.name.starts_with("做了不该做的")));
}

#[test]
fn where_nothing_is_to_be_changed_doing_nothing_is_right() {
    let mut scenario = scenario();
    scenario.actions.clear();
    let mut drill = drill(scenario);
    assert!((world(&drill).score - 1.0).abs() < f64::EPSILON);
    does(&mut drill, "manage_return", json!({"order_id": "232400272153"}));
    assert!(world(&drill).score.abs() < f64::EPSILON, "and doing something is wrong");
}

#[test]
fn acting_without_a_yes_is_marked_down_in_the_words() {
    let mut drill = drill(scenario());
    drill.hears("您好，维修政策是这样的：整机保修一年，主要部件保修三年。");
    does(&mut drill, "manage_order/查询", json!({"order_id": "232400272153"}));
    does(&mut drill, "manage_return", json!({"order_id": "232400272153"}));
    let before = words(&drill);
    let named = |score: &Score| {
        let found = score.checks.iter().find(|check| check.name.starts_with("办理前请用户确认"));
        found.map(|check| (check.passed, check.why.clone())).expect("every change is checked")
    };
    assert_eq!(named(&before), (false, "用户没有确认过就办理了".to_owned()));
    drill.hears("订单232400272153的退货已经提交，请您确认。");
    assert!(!named(&words(&drill)).0, "a yes afterwards does not help");
}

#[test]
fn a_yes_before_the_deed_counts_for_that_deed() {
    let mut drill = drill(scenario());
    drill.hears("您好，维修政策是这样的：整机保修一年，主要部件保修三年。");
    drill.hears("将为您提交订单232400272153的退货申请，请您确认，回复“确认”以继续。");
    does(&mut drill, "manage_return", json!({"order_id": "232400272153"}));
    does(&mut drill, "manage_invoice", json!({"order_id": "114503292673", "title": "x"}));
    let words = words(&drill);
    let confirmed: Vec<bool> = words
        .checks
        .iter()
        .filter(|c| c.name.starts_with("办理前请用户确认"))
        .map(|c| c.passed)
        .collect();
    assert_eq!(confirmed, [true, false], "nobody was asked about an invoice: {words:?}");
}

#[test]
fn blame_and_extreme_words_are_quoted() {
    let mut drill = drill(scenario());
    drill.hears("您好，这是您自己没看清说明书，我们的产品绝对没有问题。");
    let words = words(&drill);
    let found: Vec<_> =
        failed(&words).into_iter().filter(|check| check.why.starts_with("说了")).collect();
    assert_eq!(found.len(), 2, "{words:?}");
    assert!(
        found.iter().all(|check| check.why.contains("您好，这是您自己没看清说明书")),
        "the turn is quoted"
    );
}

#[test]
fn viewing_counts_as_looking_up() {
    let mut drill = drill(scenario());
    let looked = |drill: &Drill| {
        let score = words(drill);
        score.checks.iter().find(|check| check.name == "查询了需要的信息").map(|check| check.passed)
    };
    assert_eq!(looked(&drill), Some(false));
    drill.sees(DocumentKind::Product, "100138589935");
    assert_eq!(looked(&drill), Some(true));
}

#[test]
fn an_order_is_looked_at_before_it_is_changed() {
    let looked = |drill: &Drill| {
        let score = words(drill);
        score.checks.iter().find(|check| check.name == "先查订单再办理").map(|check| check.passed)
    };
    let mut blind = drill(scenario());
    does(&mut blind, "manage_return", json!({"order_id": "232400272153"}));
    does(&mut blind, "manage_order/查询", json!({"order_id": "232400272153"}));
    assert_eq!(looked(&blind), Some(false), "afterwards is too late");
    let mut careful = drill(scenario());
    does(&mut careful, "manage_order/查询", json!({"order_id": "232400272153"}));
    does(&mut careful, "manage_return", json!({"order_id": "232400272153"}));
    assert_eq!(looked(&careful), Some(true));
}

#[test]
fn english_scenarios_are_judged_in_english() {
    let cancel =
        ("cancel_pending_order", json!({"order_id": "#W1000001", "reason": "no longer needed"}));
    let scenario =
        samples::english_scenario(&["You want to cancel your pending order."], &[cancel]);
    let mut drill = Drill::start(scenario, 1).in_world(samples::english_excerpt_shop());
    drill.opening();
    does(
        &mut drill,
        "cancel_pending_order",
        json!({"order_id": "#W1000001", "reason": "ordered by mistake"}),
    );
    let world = world(&drill);
    let failed = failed(&world);
    assert_eq!(failed[0].why, "Reason should be no longer needed, but was ordered by mistake");
    assert!(
        failed[1].name.starts_with("Should not have been done: Cancel a pending order (#W1000001")
    );
}
