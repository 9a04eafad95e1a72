//! A drill hears, answers and ends as its scenario says.

use std::sync::LazyLock;

use backstop_domain::drill_run::Score;
use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::{oracle, samples, script::known::numbers, voice};

fn start(scenario: Scenario, seed: u64) -> (Drill, Vec<Utterance>) {
    let shop = if scenario.source == "ecom-bench" {
        samples::excerpt_shop()
    } else {
        samples::english_excerpt_shop()
    };
    let mut drill = Drill::start(scenario, seed).in_world(shop);
    let opening = drill.opening();
    (drill, opening)
}

fn finish(drill: &Drill) -> DrillRun {
    drill.finish(
        DrillRunId::from("run"),
        PersonId::from("trainee"),
        Timestamp::UNIX_EPOCH,
        Timestamp::UNIX_EPOCH,
    )
}

fn english() -> Scenario {
    let intents = [
        "You want to cancel order #W1000001 because it is no longer needed.",
        "If the agent asks for confirmation, only cancel the desk lamp.",
        "You also want to know the status of order #W1000002.",
        "Lastly, you are angry about the quality of the bottle and want to return it.",
    ];
    samples::english_scenario(
        &intents,
        &[("cancel_pending_order", json!({"order_id": "#W1000001", "reason": "no longer needed"}))],
    )
}

fn full_marks(score: &Score) -> bool {
    score.checks.iter().all(|check| check.passed)
}

fn texts(said: &[Utterance]) -> String {
    said.iter().map(|utterance| utterance.text.as_str()).collect::<Vec<_>>().join("|")
}

/// Plays every scenario perfectly and says which were not judged so.
fn imperfect(scenarios: Vec<Scenario>, shop: &SandboxWorld) -> Vec<String> {
    let mut imperfect = Vec::new();
    for (at, scenario) in scenarios.into_iter().enumerate() {
        let mut drill =
            Drill::start(scenario, u64::try_from(at).unwrap_or(0)).in_world(shop.clone());
        oracle::play(&mut drill);
        let run = finish(&drill);
        let dealt_with = drill.intents_done() == drill.intents_total() && drill.finished();
        if !(full_marks(&run.world) && full_marks(&run.words) && dealt_with) {
            imperfect.push(format!("{} {:?} {:?}", run.scenario_id, run.world, run.words));
        }
    }
    imperfect
}

#[test]
fn a_perfect_run_of_every_real_scenario_gets_full_marks() {
    assert_eq!(
        imperfect(samples::excerpt_scenarios(), &samples::excerpt_shop()),
        Vec::<String>::new()
    );
    assert_eq!(
        imperfect(samples::ecom_bench(), &samples::shop("ecom-bench")),
        Vec::<String>::new()
    );
    assert_eq!(
        imperfect(samples::tau_retail(), &samples::shop("tau-retail")),
        Vec::<String>::new()
    );
}

#[test]
fn a_perfect_run_of_the_personas_leaves_the_expected_world() {
    let shop = samples::shop("tau-retail");
    for scenario in samples::tau_personas() {
        let mut drill = Drill::start(scenario, 3).in_world(shop.clone());
        oracle::play(&mut drill);
        let run = finish(&drill);
        assert!(full_marks(&run.world) && drill.finished(), "{}: {:?}", run.scenario_id, run.world);
    }
}

#[test]
fn an_empty_run_of_a_real_scenario_with_changes_fails_all_of_them() {
    for scenario in samples::ecom_bench().into_iter().chain(samples::tau_retail()) {
        let changes = !actions::expected_changes(&scenario).is_empty();
        let run = finish(&Drill::start(scenario, 1));
        let expected = if changes { 0.0 } else { 1.0 };
        assert!(
            (run.world.score - expected).abs() < f64::EPSILON,
            "{}: {:?}",
            run.scenario_id,
            run.world
        );
    }
}

#[test]
fn intents_come_in_their_sequence_one_after_the_other() {
    let (mut drill, opening) = start(samples::excerpt_scenario("0"), 5);
    assert!(texts(&opening).contains("100042754736") && !texts(&opening).contains("313021098954"));
    let second = drill.hears("您好，非常抱歉给您带来不好的体验。");
    assert!(texts(&second).contains("安装教程"), "{second:?}");
    assert_eq!((drill.intents_done(), drill.intents_total()), (1, 8));
    let third = drill.hears("安装教程：先测量位置，固定挂板，再连接进出水管。");
    assert!(texts(&third).contains("313021098954"), "{third:?}");
}

#[test]
fn those_who_write_in_bursts_send_several_messages() {
    let (_, bursts) = start(samples::excerpt_scenario("0"), 5);
    assert!(bursts.len() > 1, "{bursts:?}");
    let (_, calm) = start(samples::excerpt_scenario("50"), 5);
    assert_eq!(calm.len(), 1, "{calm:?}");
    assert!(bursts[0].after_ms < calm[0].after_ms, "and they write faster");
}

#[test]
fn asked_for_a_number_the_customer_gives_what_is_known() {
    let (mut drill, _) = start(samples::excerpt_scenario("0"), 5);
    let early = drill.hears("请提供一下您的订单号");
    assert!(
        numbers(&texts(&early)).is_empty() && texts(&early).contains('查'),
        "an order that is not yet the matter is not given: {early:?}"
    );
    drill.hears("非常抱歉，给您带来不便。");
    drill.hears("安装教程：先测量位置，固定挂板，再连接进出水管。");
    let order = drill.hears("麻烦您发一下订单号");
    assert!(texts(&order).contains("313021098954"), "{order:?}");
    let phone = drill.hears("请问您的手机号是多少？");
    assert!(
        numbers(&texts(&phone)).is_empty(),
        "nobody told the customer a telephone number: {phone:?}"
    );
}

#[test]
fn what_the_customer_does_not_know_stays_unknown() {
    let (mut drill, _) = start(samples::excerpt_scenario("50"), 5);
    let said = texts(&drill.hears("您好，请提供一下订单号"));
    assert!(["不知道", "哪知道", "不清楚"].iter().any(|word| said.contains(word)), "{said}");
    assert!(numbers(&said).is_empty());
}

#[test]
fn a_question_to_confirm_gets_a_yes_only_for_what_is_wanted() {
    let (mut drill, _) = start(samples::excerpt_scenario("5"), 5);
    let early = drill.hears("将为您取消订单并退款，请确认。");
    assert!(!texts(&early).contains("确认"), "nobody asked for that yet: {early:?}");
    drill.hears("维修政策：整机保修一年，安装问题可以免费上门处理。");
    let wrong = drill.hears("将为您提交订单999999999999的退货申请，请确认。");
    assert!(texts(&wrong).contains("232400272153"), "the right order is named: {wrong:?}");
    let right = drill.hears("将为您提交订单232400272153的退货申请，请确认。");
    assert!(texts(&right).contains("确认"), "{right:?}");
    assert_eq!(drill.confirmed.len(), 1);
}

#[test]
fn a_second_thought_comes_in_place_of_the_first_yes() {
    let (mut drill, _) = start(english(), 5);
    let first = texts(&drill.hears("I will cancel order #W1000001. Do you confirm (yes)?"));
    assert!(first.contains("only cancel the desk lamp"), "{first}");
    let second = texts(&drill.hears("Then I will cancel the desk lamp only, is that correct?"));
    assert!(second.to_lowercase().contains("yes") || second.contains("Confirmed"), "{second}");
}

#[test]
fn the_mood_follows_the_manner() {
    let mood = |replies: &[&str]| {
        let (mut drill, _) = start(samples::excerpt_scenario("0"), 5);
        for reply in replies {
            drill.hears(reply);
        }
        i16::from(drill.mood())
    };
    let start = mood(&[]);
    assert!(mood(&["您好，非常抱歉，我能理解您的心情。"]) > start);
    assert!(mood(&["这是您自己没看清说明书。"]) < start - 10);
    assert!(mood(&["嗯。"]) < start, "being ignored hurts");
    assert!(mood(&["今天天气很好，适合出去散步看风景。"]) < start, "and so does small talk");
    let kind = "您好，非常抱歉，我能理解您的心情。";
    let reasoned = mood(&[kind, "很抱歉，安装教程暂时无法提供，因为说明书还在更新。"]);
    assert!(
        mood(&[kind, "安装教程这边无法提供给您，请谅解。"]) < reasoned,
        "a refusal needs a reason"
    );
}

#[test]
fn every_move_of_the_mood_has_its_reason() {
    let (mut drill, _) = start(samples::excerpt_scenario("0"), 5);
    drill.hears("您好，非常抱歉，我能理解您的心情。");
    drill.hears("你自己看说明书。");
    let view = drill.view();
    assert_eq!(view.feeling.len(), view.transcript.len(), "the mood stands beside every turn");
    assert!(
        view.moves.iter().any(|moved| moved.by < 0 && moved.why == "指责用户"),
        "{:?}",
        view.moves
    );
    assert!(view.moves.iter().all(|moved| view.transcript[moved.turn].who == TRAINEE));
}

#[test]
fn a_deed_for_the_intent_lets_any_reply_settle_it() {
    let (mut drill, _) = start(samples::excerpt_scenario("0"), 5);
    drill.hears("您好，非常抱歉给您带来不便。");
    drill.performs(&samples::action(
        "get_installation_service_info",
        json!({"product_id": "100042754736"}),
    ));
    drill.hears("已经发您了");
    assert_eq!(drill.intents_done(), 2);
}

#[test]
fn an_offer_that_nobody_wants_is_declined() {
    let (mut drill, _) = start(samples::excerpt_scenario("5"), 5);
    let said = texts(&drill.hears("建议您购买我们的延保和发票服务。"));
    assert!(
        ["不用", "不考虑", "推荐别的", "不需要"].iter().any(|word| said.contains(word)),
        "{said}"
    );
}

#[test]
fn patience_ends() {
    let (mut drill, _) = start(samples::excerpt_scenario("5"), 5);
    let mut turns = 0;
    while !drill.finished() {
        drill.hears("嗯。");
        turns += 1;
        assert!(turns <= 30, "the customer leaves in the end");
    }
    assert_eq!(drill.intents_done(), 0, "and nothing was dealt with");
    assert!(drill.hears("您好").is_empty(), "after that there is silence");
}

#[test]
fn secrets_are_kept_to_the_end() {
    for scenario in samples::ecom_bench() {
        let secrets: Vec<&str> = ["1707.65", "科技园路1234号", "1699元", "晒图送吹风机"]
            .into_iter()
            .filter(|secret| {
                scenario.intents.iter().any(|i| i.contains("透露") && i.contains(secret))
            })
            .collect();
        let mut drill = Drill::start(scenario, 9);
        oracle::play(&mut drill);
        for turn in drill.transcript().iter().filter(|turn| turn.who == CUSTOMER) {
            assert!(!secrets.iter().any(|secret| turn.text.contains(secret)), "{}", turn.text);
        }
    }
}

#[test]
fn a_world_without_documents_does_not_stop_a_drill() {
    let mut drill = Drill::start(samples::excerpt_scenario("0"), 1);
    oracle::play(&mut drill);
    assert!(full_marks(&finish(&drill).world));
}

#[test]
fn a_scenario_without_intents_is_over_at_once() {
    let mut scenario = samples::excerpt_scenario("0");
    scenario.intents.clear();
    let mut drill = Drill::start(scenario, 1);
    assert!(drill.opening().is_empty() && drill.finished());
    assert!(drill.hears("您好").is_empty());
}

/// Replies of every sort, sensible or not.
fn reply() -> impl Strategy<Value = String> {
    let known = [
        "您好，请问有什么可以帮您？",
        "请提供订单号",
        "请问您的姓名和电话？",
        "请您确认，回复“确认”以继续",
        "稍等，我帮您查一下",
        "非常抱歉",
        "不行",
        "这个无法办理，因为订单已发货",
        "你自己的问题",
        "建议您考虑其他商品",
        "订单313021098954已加急，物流信息已发您",
        "今天天气很好，适合出去散步看风景",
        "已为您登记返现，审核通过后三天内到账",
        "安装教程：先固定挂板，再连接水管",
        "",
        "。",
        "还有其他问题吗？祝您生活愉快，再见",
        "Please provide your order number.",
        "Do you confirm (yes)?",
        "I have cancelled order #W1000001 for you.",
        "Cannot do.",
        "Unfortunately that is not possible because of our policy on orders.",
        "One moment please",
        "Your fault.",
        "The status of your order is delivered.",
        "Have a nice day, goodbye!",
        "请确认订单123456789012",
        "商品链接发一下",
        "订单号发一下",
    ];
    prop_oneof![4 => proptest::sample::select(known.to_vec()).prop_map(str::to_owned), 1 => "\\PC{0,40}"]
}

static SCENARIOS: LazyLock<Vec<Scenario>> = LazyLock::new(|| {
    let mut all = samples::excerpt_scenarios();
    all.push(english());
    all.extend(samples::ecom_bench());
    all.extend(samples::tau_retail());
    all.extend(samples::tau_personas().into_iter().take(40));
    all
});

/// Runs of six or more digits.
fn long_numbers(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_ascii_digit()).filter(|run| run.len() >= 6).collect()
}

/// All that the customer may know of a scenario.
fn told(scenario: &Scenario) -> String {
    format!("{:?} {}", scenario.intents, scenario.persona.kind.clone() + &scenario.persona.style)
}

fn check_words(scenario: &Scenario, drill: &Drill) -> Result<(), TestCaseError> {
    let told = told(scenario);
    let mut said = BTreeSet::new();
    for turn in drill.transcript().iter().filter(|turn| turn.who == CUSTOMER) {
        prop_assert!(!turn.text.trim().is_empty(), "an empty message");
        for number in long_numbers(&turn.text) {
            prop_assert!(told.contains(number), "{} is invented in “{}”", number, turn.text);
        }
        for sentence in voice::sentences(&turn.text) {
            prop_assert!(said.insert(sentence.clone()), "“{}” is said twice", sentence);
        }
        let marks = ['\u{E000}', '\u{E001}', '\u{E002}', '\u{E003}', '{', '}'];
        let own = turn.text.contains("{'");
        prop_assert!(own || !turn.text.contains(marks), "“{}” has a mark left", turn.text);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_talk_ends_repeats_nothing_and_invents_nothing(
        which in any::<prop::sample::Index>(),
        seed in any::<u64>(),
        replies in prop::collection::vec(reply(), 1..200),
    ) {
        let scenario = which.get(&SCENARIOS).clone();
        let (mut drill, opening) = start(scenario.clone(), seed);
        prop_assert!(!opening.is_empty());
        for reply in &replies {
            let said = drill.hears(reply);
            let most = 3 * drill.script.goals.iter().map(|goal| goal.lines.len()).max().unwrap_or(1) + 8;
            prop_assert!(said.len() <= most, "too many messages at once: {said:?}");
        }
        check_words(&scenario, &drill)?;
        let bound = drill.intents_total() * (8 + USEFUL_QUESTIONS + 2) + LINGERING;
        prop_assert!(drill.finished() || replies.len() < bound, "{} replies did not end it", replies.len());
    }

    #[test]
    fn the_same_seed_and_replies_give_the_same_drill_even_when_stored_midway(
        which in any::<prop::sample::Index>(),
        seed in any::<u64>(),
        replies in prop::collection::vec(reply(), 1..20),
        stored_at in 0_usize..20,
    ) {
        let scenario = which.get(&SCENARIOS).clone();
        let (mut whole, _) = start(scenario.clone(), seed);
        let (mut stored, _) = start(scenario, seed);
        for (at, reply) in replies.iter().enumerate() {
            if at == stored_at {
                let text = serde_json::to_string(&stored).expect("a drill can be stored");
                stored = serde_json::from_str(&text).expect("and read again");
            }
            prop_assert_eq!(whole.hears(reply), stored.hears(reply));
        }
        prop_assert_eq!(whole, stored);
    }
}

#[test]
fn an_intent_that_is_told_many_times_is_never_said_in_the_same_words() {
    let mut scenario = samples::excerpt_scenario("50");
    scenario.intents = vec!["你希望取消订单".to_owned(); 60];
    let (mut drill, _) = start(scenario.clone(), 2);
    for round in 0..60 {
        drill.hears(&format!("第{round}次为您处理：订单已经取消成功。"));
    }
    assert_eq!(drill.intents_done(), 60, "each is dealt with all the same");
    check_words(&scenario, &drill).expect("no sentence is said twice");
}

#[test]
fn other_seeds_find_other_words() {
    let openings: BTreeSet<String> =
        (0..20).map(|seed| texts(&start(samples::excerpt_scenario("50"), seed).1)).collect();
    assert!(openings.len() >= 8, "{openings:?}");
}
