//! After the first sign-in everything works without a network, and `--offline` never touches one.

use backstop_testkit::{
    desk::Desk,
    proxy::{Line, Proxy},
};

use crate::ground::{self, CUSTOMER, ORDER};

#[test]
fn a_working_day_without_network_is_on_the_hub_afterwards() {
    let hub = ground::shop(&[("agent", "agent")]);
    let line = Proxy::to(hub.address());
    let desk = Desk::signed_in(&line.url(), "agent");
    line.set(Line::Down);

    let customers = desk.list(&["customer", "list"]);
    assert!(customers.iter().any(|c| c["id"] == CUSTOMER), "customers can be read: {customers:?}");
    let shown = desk.json(&["order", "show", ORDER]);
    assert!(shown.to_string().contains(ORDER), "orders can be read: {shown}");
    let ticket = ground::id(&desk.json(&[
        "ticket",
        "open",
        "--customer",
        CUSTOMER,
        "--order",
        ORDER,
        "--kind",
        "gift",
        "--title",
        "赠品没收到",
        "--body",
        "页面写着送滤芯，箱子里没有。",
    ]));
    desk.json(&["ticket", "claim", &ticket]);
    desk.json(&["ticket", "reply", &ticket, "--body", "马上给您补寄。"]);
    let grant = desk.json(&[
        "grant",
        "request",
        "--customer",
        CUSTOMER,
        "--kind",
        "coupon",
        "--amount",
        "3000",
        "--cause",
        "gift_missing",
    ]);
    assert_eq!(grant["state"], "waiting", "a grant made offline waits for the hub");
    let done = desk.json(&["ticket", "resolve", &ticket, "--summary", "滤芯已补寄"]);
    assert_eq!(done["state"], "waiting", "without a line nothing is confirmed");
    assert!(desk.search("滤芯").iter().any(|hit| hit["id"] == ticket.as_str()), "search works");
    let status = desk.json(&["status"]);
    assert_eq!(status["online"], false, "the desk says that there is no line: {status}");
    assert_eq!(status["outbox"]["waiting"], 5, "everything waits: {status}");
    assert!(hub.tickets().is_empty(), "the hub knows nothing yet");

    line.set(Line::Through);
    desk.sync();
    ground::assert_equal(&desk, &hub);
    assert_eq!(hub.tickets()[0]["status"], "resolved", "the whole day arrived");
}

#[test]
fn offline_makes_no_connection_although_the_hub_would_answer() {
    let hub = ground::shop(&[("agent", "agent")]);
    let line = Proxy::to(hub.address());
    let desk = Desk::signed_in(&line.url(), "agent");
    let before = line.connections();
    assert!(before > 0, "signing in used the line");

    let ticket = ground::id(&desk.complain(CUSTOMER, "不许联网", "一个字节都不出去。"));
    for command in [
        &["status"][..],
        &["customer", "list"],
        &["customer", "show", CUSTOMER],
        &["order", "show", ORDER],
        &["ticket", "list"],
        &["ticket", "show", &ticket],
        &["ticket", "note", &ticket, "--body", "备注"],
        &["ticket", "reply", &ticket, "--body", "回复"],
        &["ticket", "claim", &ticket],
        &["search", "联网"],
        &["outbox"],
        &["grant", "list"],
    ] {
        desk.offline(command);
    }
    desk.run(&["--offline", "sync"]).refused();
    assert_eq!(line.connections(), before, "no connection was made");
}

#[test]
fn a_dead_line_does_not_make_writing_wait() {
    let hub = ground::shop(&[("agent", "agent")]);
    let line = Proxy::to(hub.address());
    let desk = Desk::signed_in(&line.url(), "agent");
    line.set(Line::Silent);
    let began = std::time::Instant::now();
    let written = desk.json(&backstop_testkit::desk::complaint(CUSTOMER, "半开的线", "没有回音。"));
    assert_eq!(written["state"], "waiting", "nobody has confirmed it");
    assert!(began.elapsed().as_secs() < 10, "writing returns at once on a line that is half open");
}
