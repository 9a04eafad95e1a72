//! A rejection never destroys what a person wrote.

use backstop_testkit::desk::Desk;
use serde_json::Value;

use crate::ground::{self, CUSTOMER};

const WORDS: &str = "您好，换新的配件今天发出，顺丰单号稍后短信给您。";

/// A desk whose reply was refused because a colleague has resolved the ticket meanwhile.
fn refused_reply() -> (backstop_testkit::hub::Hub, Desk, Desk, String) {
    let hub = ground::shop(&[("writer", "agent"), ("colleague", "agent")]);
    let writer = Desk::signed_in(&hub.url(), "writer");
    let colleague = Desk::signed_in(&hub.url(), "colleague");
    let ticket = ground::id(&writer.complain(CUSTOMER, "少发配件", "排水管没有。"));
    writer.sync();
    colleague.sync();
    writer.offline(&["ticket", "reply", &ticket, "--body", WORDS]);
    colleague.json(&["ticket", "resolve", &ticket, "--summary", "已补发"]);
    colleague.sync();
    writer.sync();
    (hub, writer, colleague, ticket)
}

fn only_row(desk: &Desk) -> Value {
    let rows = desk.outbox();
    assert_eq!(rows.len(), 1, "one row is left: {rows:?}");
    rows[0].clone()
}

#[test]
fn a_refused_reply_stays_in_the_outbox_with_its_words_and_the_reason() {
    let (_hub, writer, _, ticket) = refused_reply();
    let row = only_row(&writer);
    assert_eq!(row["state"], "stuck", "the refusal is visible");
    assert_eq!(row["reason"]["code"], "ticket_resolved", "the refusal says why");
    assert_eq!(row["text"], WORDS, "every word is kept");
    assert_eq!(writer.json(&["--offline", "status"])["outbox"]["stuck"], 1);
    let said = ground::words(&writer, &ticket, WORDS);
    assert!(said.is_empty(), "what the hub refused is not shown as said");
}

#[test]
fn refused_words_can_be_sent_again_with_changes() {
    let (hub, writer, colleague, ticket) = refused_reply();
    colleague.json(&["ticket", "status", &ticket, "open"]);
    colleague.sync();
    writer.sync();
    let n = only_row(&writer)["n"].to_string();
    let better = format!("{WORDS}给您添麻烦了。");
    writer.json(&["outbox", "resend", &n, "--body", &better]);
    writer.sync();
    colleague.sync();
    assert_eq!(ground::words(&colleague, &ticket, "顺丰"), [better], "the new words, once");
    ground::assert_equal(&writer, &hub);
}

#[test]
fn refused_words_can_be_dropped_and_block_nothing_else() {
    let (hub, writer, _, _) = refused_reply();
    let other = ground::id(&writer.complain(CUSTOMER, "另一件事", "不受影响。"));
    writer.sync();
    assert!(hub.tickets().iter().any(|t| t["id"] == other.as_str()), "other work goes on");
    let n = only_row(&writer)["n"].to_string();
    writer.json(&["outbox", "discard", &n]);
    ground::assert_equal(&writer, &hub);
}

#[test]
fn what_the_desk_can_refuse_itself_is_refused_at_once_with_a_code() {
    let hub = ground::shop(&[("writer", "agent")]);
    let writer = Desk::signed_in(&hub.url(), "writer");
    let open = ["--offline", "ticket", "open", "--customer", "nobody", "--kind", "complaint"];
    let said = writer.run(&[&open[..], &["--title", "T", "--body", "B"]].concat());
    assert!(said.refused().contains("unknown"), "the code is told: {}", said.stderr);
    assert!(writer.outbox().is_empty(), "nothing that cannot be is queued");
}
