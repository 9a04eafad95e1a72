//! The notification server speaks the protocol that desktops speak.
#![cfg(target_os = "linux")]

use std::collections::HashMap;

use backstop_testkit::{bus::Bus, notifications::Notifications};
use tokio::runtime::Builder;
use zbus::{Connection, OwnedVariant, connection};

const SERVICE: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";

/// Asks the server to show something, as any program would.
async fn show(program: &Connection, summary: &str) -> u32 {
    let hints = HashMap::from([("urgency", OwnedVariant::from(2_u8))]);
    let actions = ["default", "打开"].as_slice();
    let body = ("Backstop", 0_u32, "", summary, "工单 #2041", actions, hints, -1_i32);
    let answer = program.call_method(Some(SERVICE), PATH, Some(SERVICE), "Notify", &body).await;
    answer.expect("the server shows it").body().deserialize().expect("the answer is a number")
}

#[test]
fn what_a_program_shows_is_kept_with_its_actions() {
    let bus = Bus::start();
    let notifications = Notifications::start(&bus);
    let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
    let (first, second) = runtime.block_on(async {
        let program = connection::Builder::address(bus.address()).build().await;
        let program = program.expect("the bus lets programs in");
        (show(&program, "首响到期").await, show(&program, "又一张").await)
    });
    assert_ne!(first, second, "each notification has a number of its own");
    let shown = notifications.await_one("the first is kept", |shown| shown.id == first);
    assert_eq!((shown.summary.as_str(), shown.urgency), ("首响到期", Some(2)));
    assert_eq!(shown.actions, ["default", "打开"]);
    assert_eq!(notifications.shown().len(), 2, "nothing is kept twice");
}
