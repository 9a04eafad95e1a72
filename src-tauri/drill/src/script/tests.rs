//! The customer speaks the intents of the scenario, in order.

use super::*;
use crate::samples;

fn spoken(intent: &str) -> String {
    let goal = chinese::goal(intent).expect("something is said");
    let line = goal.lines.join("");
    line.replace(chinese::ASK, "[问]")
        .replace(chinese::DO_FOR_ME, "[帮]")
        .replace(chinese::PLEASE, "[请]")
}

#[test]
fn directions_to_the_actor_become_the_customers_words() {
    let cases = [
        ("之后，你向客服询问安装教程", "[问]安装教程？"),
        ("同时，你要求客服查询订单313271663680的状态", "[帮]查询订单313271663680的状态。"),
        ("如果还没有发货，你希望取消订单", "如果还没有发货，我想取消订单。"),
        ("最后，你希望加急发货。", "我想加急发货。"),
        ("你会向客服提出换货申请", "我要申请换货。"),
        ("最后，你想让客服帮你开具发票，类型为个人发票。", "[帮]开具发票，类型为个人发票。"),
        ("如果不行，你会咨询客服，让他推荐一个型号", "如果不行，[请]推荐一个型号。"),
        (
            "你不清楚京东E卡的使用说明，你需要向客服询问。",
            "我不清楚京东E卡的使用说明，[请]说明一下。",
        ),
    ];
    for (intent, expected) in cases {
        assert_eq!(spoken(intent), expected, "{intent}");
    }
}

#[test]
fn complaining_is_done_and_not_announced() {
    let goal = chinese::goal(
        "你购买了一款商品：https://item.jd.com/100042754736.html，但安装十分麻烦，对此你向客服进行抱怨",
    );
    let goal = goal.expect("something is said");
    assert!(goal.complains);
    assert_eq!(
        goal.lines,
        ["我购买了一款商品：https://item.jd.com/100042754736.html，但安装十分麻烦。"]
    );
}

#[test]
fn what_must_not_be_told_is_not_told() {
    assert_eq!(
        spoken("由于降价到1707.65元（禁止向客服透露1707.65元这个信息），你想申请价保。"),
        "由于降价了，我想申请价保。"
    );
    let told = spoken(
        "如果还没有送到“科技园路1234号”，你会要求客服加急。（禁止向客服透露“科技园路1234号”这一信息）",
    );
    assert_eq!(told, "如果还没有送到那边，[帮]加急。");
    let goal =
        chinese::goal("你希望加急（注意，你不知道订单ID，如果客服要求提供，你应该说“不知道“）")
            .expect("a goal");
    assert!(goal.knows_nothing, "what the actor does not know is remembered");
}

#[test]
fn every_real_intent_is_said_and_nothing_of_the_stage_is_left() {
    for scenario in samples::ecom_bench() {
        let script = Script::read(&scenario);
        assert_eq!(
            script.goals.len(),
            scenario.intents.len(),
            "{}: every intent is a goal",
            scenario.id
        );
        for goal in &script.goals {
            let line = goal.lines.join("");
            for stage in ["客服", "你向", "你希望", "你会", "禁止", "注意", "透露", "他"]
            {
                let inside_word = stage == "他" && (line.contains("其他") || line.contains("吉他"));
                assert!(
                    inside_word || !line.contains(stage),
                    "{}: “{line}” still has “{stage}”",
                    scenario.id
                );
            }
        }
    }
}

#[test]
fn every_number_of_an_intent_is_said_unless_it_is_secret() {
    for scenario in samples::ecom_bench() {
        for goal in Script::read(&scenario).goals {
            let line = goal.lines.join("");
            for (_, number) in known::numbers(&goal.intent) {
                assert!(line.contains(number), "{}: {number} is lost in “{line}”", scenario.id);
            }
        }
    }
}

#[test]
fn english_directions_become_the_customers_words() {
    let cases = [
        ("You want to exchange your lamp.", "I want to exchange my lamp."),
        (
            "If the agent tells you it is not possible, you are fine with a refund.",
            "If you tell me it is not possible, I am fine with a refund.",
        ),
        (
            "Return #W6619432 via paypal_3738584: Dumbbell Set;",
            "Please return #W6619432 via paypal_3738584: Dumbbell Set;",
        ),
        (
            "You wonder if the agent can help you split the payment.",
            "I wonder if you can help me split the payment.",
        ),
        (
            "If not possible, you are angry and swear for a few times, then ask for human representative.",
            "If not possible, I want to talk to a human representative.",
        ),
        (
            "Everything except a mouse (but do not reveal it) goes back.",
            "Everything except a mouse goes back.",
        ),
    ];
    for (intent, expected) in cases {
        let goals = english::goals(&[intent.to_owned()], "");
        assert_eq!(goals[0].lines, [expected], "{intent}");
    }
}

#[test]
fn who_the_customer_is_comes_only_when_asked() {
    let scenario = samples::english_scenario(
        &[
            "You want to return the lamp. If not possible, you want to keep it.",
            "You are Casey Caller, and you live in Denver, 80280.",
        ],
        &[],
    );
    let script = Script::read(&scenario);
    assert_eq!(
        script.goals.len(),
        1,
        "identity is no wish, and a condition belongs to the wish before it"
    );
    assert_eq!(script.goals[0].lines.len(), 2);
    assert_eq!(script.known.name.as_deref(), Some("Casey Caller"));
    assert_eq!(script.known.zip.as_deref(), Some("28236"), "the first zip code counts");
}

#[test]
fn second_thoughts_wait_for_the_question_to_confirm() {
    let intents = [
        "You want to exchange the lamp and the bottle.",
        "If the agent asks for confirmation, only exchange the lamp.",
    ];
    let script = Script::read(&samples::english_scenario(&intents, &[]));
    assert_eq!(script.goals[0].second_thoughts, ["Actually, only exchange the lamp."]);
    assert_eq!(script.goals[0].lines, ["I want to exchange the lamp and the bottle."]);
}

#[test]
fn numbers_are_known_by_what_stands_before_them() {
    let script = Script::read(&samples::excerpt_scenario("0"));
    assert_eq!(script.known.order_at(2), Some("313021098954"));
    assert_eq!(script.known.order_at(4), Some("313271663680"), "the last one named before");
    assert_eq!(script.known.order_at(1), None, "not one that is named later");
    assert_eq!(script.known.product_at(0), Some("100042754736"));
    assert_eq!(script.known.link_at(6), Some("https://img.example.invalid/0a09a1a45a.jpg"));
}

#[test]
fn english_scenarios_leave_no_trace_of_the_actor() {
    for scenario in samples::tau_retail().iter().chain(&samples::tau_personas()) {
        let script = Script::read(scenario);
        assert!(!script.goals.is_empty(), "{}: something is wanted", scenario.id);
        for line in script.goals.iter().flat_map(|goal| &goal.lines) {
            for stage in ["the agent", "You want", "you want to ", "reveal"] {
                assert!(!line.contains(stage), "{}: “{line}” still has “{stage}”", scenario.id);
            }
        }
    }
}
