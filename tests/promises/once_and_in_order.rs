//! What was done on a desk arrives on the hub exactly once and in order, whatever happens on the way.

use std::{
    fs::File,
    thread,
    time::{Duration, Instant},
};

use backstop_testkit::{
    desk::{Desk, complaint},
    proxy::{Line, Proxy},
    wait,
};

use crate::ground::{self, CUSTOMER, ORDER};

/// Starts a write, kills it after a while, and says whether the desk had promised to keep it.
fn write_and_kill(desk: &Desk, arguments: &[&str], after: Duration) -> bool {
    let answer = tempfile::NamedTempFile::new().expect("a file for the answer");
    let mut command = desk.command(&[&["--offline"], arguments].concat());
    command.stdout(File::create(answer.path()).expect("the file can be written"));
    let mut writing = command.spawn().expect("the desk can be started");
    // This is the fault, not a wait: the moment of death.
    thread::sleep(after);
    writing.kill().expect("a process can be killed");
    writing.wait().expect("a killed process ends");
    let said = std::fs::read_to_string(answer.path()).expect("the answer can be read");
    serde_json::from_str::<serde_json::Value>(&said).is_ok()
}

/// How long an undisturbed write takes at the moment.
fn time_of_a_write(desk: &Desk, ticket: &str) -> Duration {
    let began = Instant::now();
    desk.offline(&["ticket", "note", ticket, "--body", "掐表"]);
    began.elapsed()
}

#[test]
fn two_desks_and_a_hub_agree_after_one_was_offline_and_killed_twice_while_writing() {
    let hub = ground::shop(&[("one", "agent"), ("two", "agent")]);
    let one = Desk::signed_in(&hub.url(), "one");
    let two = Desk::signed_in(&hub.url(), "two");

    let ticket = ground::id(&one.offline(&[
        "ticket",
        "open",
        "--customer",
        CUSTOMER,
        "--order",
        ORDER,
        "--kind",
        "complaint",
        "--title",
        "安装师傅没上门",
        "--body",
        "约好周六上午，等到下午也没人来。",
    ]));
    let whole = time_of_a_write(&one, &ticket);
    let mut promised = Vec::new();
    for round in 0..2_u32 {
        for step in 0..3 {
            let words = format!("第{round}轮第{step}句");
            one.offline(&["ticket", "note", &ticket, "--body", &words]);
            promised.push(words);
        }
        let words = format!("被打断的第{round}句");
        if write_and_kill(
            &one,
            &["ticket", "note", &ticket, "--body", &words],
            whole * (round + 1) / 3,
        ) {
            promised.push(words);
        }
    }
    two.json(&complaint(CUSTOMER, "另一张工单", "与此同时，另一位坐席在线上。"));

    one.sync();
    two.sync();
    one.sync();
    ground::assert_equal(&one, &hub);
    ground::assert_equal(&two, &hub);
    for desk in [&one, &two] {
        let words = ground::words(desk, &ticket, "第");
        let kept: Vec<_> = words.iter().filter(|word| promised.contains(word)).collect();
        assert_eq!(kept, promised.iter().collect::<Vec<_>>(), "once each, in the order of writing");
    }
    hub.verify();
}

#[test]
fn a_write_killed_at_any_moment_is_there_once_if_it_was_promised_and_never_twice() {
    let hub = ground::shop(&[("one", "agent")]);
    let one = Desk::signed_in(&hub.url(), "one");
    let ticket = ground::id(&one.complain(CUSTOMER, "写到一半", "电脑随时会断电。"));
    let whole = time_of_a_write(&one, &ticket);
    let mut promised = Vec::new();
    for moment in 0..16 {
        let words = format!("时刻{moment:02}");
        let after = whole * moment / 14;
        if write_and_kill(&one, &["ticket", "note", &ticket, "--body", &words], after) {
            promised.push(words);
        }
    }
    one.sync();
    let there = ground::words(&one, &ticket, "时刻");
    let mut distinct = there.clone();
    distinct.dedup();
    assert_eq!(there, distinct, "nothing is there twice");
    assert!(there.is_sorted(), "the order is the order of writing: {there:?}");
    let lost: Vec<_> = promised.iter().filter(|words| !there.contains(words)).collect();
    assert!(lost.is_empty(), "these were promised and are gone: {lost:?}");
    ground::assert_equal(&one, &hub);
}

#[test]
fn an_answer_that_is_lost_does_not_double_the_work() {
    let hub = ground::shop(&[("one", "agent")]);
    let line = Proxy::to(hub.address());
    let one = Desk::signed_in(&line.url(), "one");
    let ticket = ground::id(&one.complain(CUSTOMER, "回执丢了", "中枢收到了，答复没回来。"));
    for words in ["回执一", "回执二", "回执三"] {
        one.offline(&["ticket", "note", &ticket, "--body", words]);
    }

    line.set(Line::LosesAnswers);
    one.run(&["sync"]).refused();
    assert!(line.lost_answers() > 0, "the hub has answered into the void");
    assert_eq!(hub.tickets().len(), 1, "the hub did the work although nobody heard it");
    assert!(!one.outbox().is_empty(), "the desk keeps what was not answered");

    line.set(Line::Through);
    one.sync();
    ground::assert_equal(&one, &hub);
    assert_eq!(ground::words(&one, &ticket, "回执"), ["回执一", "回执二", "回执三"]);
    hub.verify();
}

#[test]
fn a_pull_that_breaks_in_the_middle_goes_on_where_it_was() {
    let mut hub = ground::shop(&[("one", "agent")]);
    hub.json(&["generate", "--seed", "7", "--tickets", "300"]);
    hub.stop();
    hub.serve();
    let line = Proxy::to(hub.address());
    let one = Desk::new();
    one.sign_in(&line.url(), "one");
    for bytes in [0, 400, 3_000, 20_000] {
        line.set(Line::CutAfter(bytes));
        one.run(&["sync"]);
    }
    line.set(Line::Through);
    one.sync();
    ground::assert_equal(&one, &hub);
}

#[test]
fn a_watching_desk_sees_what_another_does_and_catches_up_after_an_outage() {
    let hub = ground::shop(&[("one", "agent"), ("two", "agent")]);
    let line = Proxy::to(hub.address());
    let one = Desk::signed_in(&line.url(), "one");
    let two = Desk::signed_in(&hub.url(), "two");
    let _watching = one.watch();

    let happening = ground::id(&two.json(&complaint(CUSTOMER, "现场", "正在发生。")));
    two.sync();
    let sees = |id: &str| one.tickets().iter().any(|ticket| ticket["id"] == id);
    wait::until_true("the watching desk sees the live ticket", || sees(&happening));

    line.set(Line::Down);
    let missed = ground::id(&two.json(&complaint(CUSTOMER, "断网时", "电梯里没有信号。")));
    let mine = ground::id(&one.complain(CUSTOMER, "离线写的", "酒店的网断了。"));
    two.sync();
    assert!(!sees(&missed), "nothing passes a cut line");

    line.set(Line::Through);
    wait::until_true("the desk catches up by itself", || sees(&missed));
    wait::until_true("what was written offline arrives by itself", || {
        hub.tickets().iter().any(|ticket| ticket["id"] == mine.as_str())
    });
    wait::until_true("and nothing is left to deliver", || one.outbox().is_empty());
    ground::assert_equal(&one, &hub);
}
