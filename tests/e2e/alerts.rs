//! Promises are watched by the program, not by the page: the window may be hidden.

use std::process::Command;

use backstop_testkit::{finished::Finished, pusher::Pusher, webdriver::test_id};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use crate::stage::{self, CUSTOMER, Stage};

const TITLE: &str = "插头发烫，要求马上回电";

/// Runs xdotool on the stage's display and returns what it says.
fn xdotool(stage: &Stage, arguments: &[&str]) -> String {
    let mut command = Command::new("xdotool");
    command.args(arguments).env("DISPLAY", stage.display.name());
    Finished::run(&mut command, "").stdout.trim().to_owned()
}

/// The console's windows that can be seen.
fn visible(stage: &Stage) -> String {
    xdotool(stage, &["search", "--onlyvisible", "--class", "backstop"])
}

/// Opens an urgent ticket that was promised a first answer within five minutes, so long ago that
/// its first reminder comes in a few seconds, and gives it to the person who pushes.
fn open_a_ticket_that_presses(pusher: &mut Pusher) {
    let ago = Timestamp::now() - SignedDuration::from_secs(140);
    pusher.made_at = ago.to_string();
    let opened = pusher.push(&json!({
        "type": "open_ticket", "ticket_id": "presses", "customer_id": CUSTOMER, "order_id": null,
        "kind": "complaint", "title": TITLE, "text": "插头摸上去很烫。", "urgent": true,
    }));
    assert_eq!(opened["verdict"], "accepted", "{opened}");
    pusher.made_at = Timestamp::now().to_string();
    let claimed = pusher.push(&json!({ "type": "claim_ticket", "ticket_id": "presses" }));
    assert_eq!(claimed["verdict"], "accepted", "{claimed}");
}

#[test]
fn a_reminder_comes_once_through_the_desktop_with_the_window_hidden_and_opens_the_ticket() {
    let hub = stage::team(&[("agent", "agent")]);
    let stage = Stage::open("zh_CN.UTF-8");
    stage.sign_in(&hub.url(), "agent");
    let window = visible(&stage);
    assert!(!window.is_empty(), "the window can be seen");
    for id in window.lines() {
        xdotool(&stage, &["windowunmap", "--sync", id]);
    }
    assert!(visible(&stage).is_empty(), "the window is hidden");
    let before = stage.notifications.shown().len();

    open_a_ticket_that_presses(&mut Pusher::sign_in(&hub.url(), "agent"));
    let about_it = |text: &str| text.contains(TITLE);
    let shown = stage.notifications.await_one("the reminder is on the bus", |shown| {
        about_it(&shown.summary) || about_it(&shown.body)
    });
    assert_eq!(shown.application, "Backstop", "it says who speaks");
    assert!(shown.actions.iter().any(|action| action == "default"), "it can be clicked: {shown:?}");
    assert_eq!(stage.notifications.shown().len(), before + 1, "it is given once");

    stage
        .notifications
        .click_until(shown.id, "default", "the window is up again", || !visible(&stage).is_empty());
    stage.window().await_text(&test_id("ticket-title"), TITLE);
    stage.picture("30-opened-from-notification-zh-light");
    stage.window().type_text("ga");
    stage.window().await_text(&test_id("alerts"), TITLE);
    stage.picture("31-alerts-zh-light");
    assert_eq!(stage.notifications.shown().len(), before + 1, "still once");
}

#[test]
fn what_was_due_while_the_program_was_away_comes_as_one_message() {
    let stage = Stage::open("zh_CN.UTF-8");
    let shown = stage.notifications.await_one("the sample's overdue promises are told", |_| true);
    assert!(!shown.summary.is_empty(), "in words: {shown:?}");
    stage.window().test_id("queue-row");
    stage.window().type_text("ga");
    stage.window().test_id("alert");
    stage.picture("32-alerts-after-absence-zh-light");
    assert_eq!(stage.notifications.shown().len(), 1, "one message, not one for each");
}
