//! The wire is frozen: what is written here is what desks and hubs of this version say to each other.
//!
//! If a test fails because a form changed, the change is wrong, or it is a new version of the protocol.

use backstop_domain::{command::Command, rejection::Rejection};
use backstop_protocol::{
    commands::{Outcome, Pushed, Verdict},
    feed::Page,
    problem::{Problem, ProblemCode},
    session::{SignIn, SignedIn},
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

/// Reads a form and writes it again: nothing may be lost, nothing added.
fn stays<T: Serialize + DeserializeOwned>(form: &Value) -> T {
    let value: T = serde_json::from_value(form.clone())
        .unwrap_or_else(|error| panic!("{form} can no longer be read: {error}"));
    let written = serde_json::to_value(&value).expect("it can be written");
    assert_eq!(&written, form, "the form on the wire changed");
    value
}

fn command(body: &Value) -> Value {
    json!({
        "id": "01890a5d-ac96-774b-bcce-b302099a8057",
        "desk": "desk-1",
        "n": 7,
        "actor": "agent-a",
        "made_at": "2026-03-06T14:00:00Z",
        "body": body,
    })
}

#[test]
fn commands_about_tickets_keep_their_form() {
    let ticket = "01890a5d-0000-7000-8000-000000000001";
    let bodies = [
        json!({"type": "open_ticket", "ticket_id": ticket, "customer_id": "c1", "order_id": "313021098954",
               "kind": "complaint", "title": "没上门", "text": "等了一天", "urgent": false}),
        json!({"type": "add_note", "ticket_id": ticket, "entry_id": "e1", "text": "已查物流"}),
        json!({"type": "reply", "ticket_id": ticket, "entry_id": "e2", "text": "马上处理", "seen": null}),
        json!({"type": "record_message", "ticket_id": ticket, "entry_id": "e3", "channel": "phone", "text": "还没来"}),
        json!({"type": "claim_ticket", "ticket_id": ticket}),
        json!({"type": "assign_ticket", "ticket_id": ticket, "owner": "agent-b"}),
        json!({"type": "set_status", "ticket_id": ticket, "status": "waiting_customer"}),
        json!({"type": "escalate_ticket", "ticket_id": ticket, "line": 2, "reason": "用户要求"}),
        json!({"type": "resolve_ticket", "ticket_id": ticket, "ending":
               {"solved": "confirmed", "liable": "installer", "satisfied": 5, "summary": "已安装"}}),
    ];
    for body in bodies {
        stays::<Command>(&command(&body));
    }
}

#[test]
fn commands_about_money_keep_their_form() {
    let bodies = [
        json!({"type": "request_grant", "grant_id": "g1", "transfer_id": "x1", "customer_id": "c1", "order_id": null,
               "ticket_id": null, "kind": "cash", "amount": 1200, "cause": "late_delivery", "note": ""}),
        json!({"type": "approve_grant", "grant_id": "g1", "transfer_id": "x2", "amount": 1200}),
        json!({"type": "reject_grant", "grant_id": "g1", "transfer_id": "x3", "reason": "重复"}),
        json!({"type": "allot_quota", "person_id": "agent-a", "transfer_id": "x4", "amount": 5000}),
    ];
    for body in bodies {
        stays::<Command>(&command(&body));
    }
}

#[test]
fn a_drill_keeps_its_form() {
    let part =
        json!({"score": 0.5, "checks": [{"name": "取消订单", "passed": true, "why": "已取消"}]});
    let run = json!({"id": "r1", "scenario_id": "s1", "trainee": "trainer", "started_at": "2026-03-06T14:00:00Z",
                     "ended_at": "2026-03-06T14:10:00Z", "world": part, "words": part, "feeling": [50, 60],
                     "transcript": [{"who": "customer", "text": "在吗"}]});
    stays::<Command>(&command(&json!({"type": "record_drill", "run": run})));
}

#[test]
fn amounts_that_are_no_whole_fen_are_no_command() {
    for amount in [json!(0.1), json!("100"), json!(1e300), json!(null)] {
        let body =
            json!({"type": "allot_quota", "person_id": "a", "transfer_id": "x", "amount": amount});
        assert!(
            serde_json::from_value::<Command>(command(&body)).is_err(),
            "{amount} must not be read"
        );
    }
}

#[test]
fn outcomes_keep_their_form() {
    let accepted = json!({"id": "k1", "n": 1, "verdict": "accepted", "seq": 42});
    let rejected = json!({"id": "k2", "n": 2, "verdict": "rejected",
                          "reason": {"code": "already_claimed", "ticket_id": "t1", "by": "agent-b"}});
    let outcome: Outcome = stays(&accepted);
    assert_eq!(outcome.verdict, Verdict::Accepted { seq: 42 });
    stays::<Outcome>(&rejected);
    stays::<Pushed>(&json!({"outcomes": [accepted, rejected], "hub_time": "2026-03-06T14:00:00Z"}));
}

#[test]
fn every_rejection_keeps_its_code() {
    let rejections = [
        json!({"code": "not_allowed"}),
        json!({"code": "invalid", "field": "amount", "why": "zero"}),
        json!({"code": "unknown", "kind": "ticket", "id": "t1"}),
        json!({"code": "duplicate", "id": "t1"}),
        json!({"code": "already_claimed", "ticket_id": "t1", "by": "agent-b"}),
        json!({"code": "thread_moved", "ticket_id": "t1"}),
        json!({"code": "ticket_resolved", "ticket_id": "t1"}),
        json!({"code": "only_up", "line": 2}),
        json!({"code": "wrong_line", "line": 3}),
        json!({"code": "budget_short", "available": 1, "wanted": 2}),
        json!({"code": "already_decided", "grant_id": "g1"}),
        json!({"code": "own_request"}),
        json!({"code": "grant_differs", "amount": 3}),
        json!({"code": "money_paused", "why": "x"}),
    ];
    for rejection in rejections {
        stays::<Rejection>(&rejection);
    }
}

#[test]
fn a_page_keeps_its_form_and_its_bodies_untouched() {
    let text = r#"{"items":[{"kind":"order","id":"1","seq":3,"body":{"total":1,  "x":[1.10]}},{"kind":"grant","id":"g","seq":4}],"cursor":4,"complete":true,"scope":"s","epoch":"e","restarted":false,"hub_time":"2026-03-06T14:00:00Z"}"#;
    let page: Page = serde_json::from_str(text).expect("a page");
    assert_eq!(
        serde_json::to_string(&page).expect("it can be written"),
        text,
        "not even a space may move"
    );
}

#[test]
fn a_problem_of_tomorrow_can_be_read_today() {
    let problem = json!({"type": "urn:backstop:problem:tea_time", "title": "Tea", "status": 418, "code": "tea_time"});
    let problem: Problem = serde_json::from_value(problem).expect("it can be read");
    assert_eq!(problem.code, ProblemCode::Other, "an unknown code is kept as such");
}

#[test]
fn a_session_keeps_its_form() {
    stays::<SignIn>(&json!({"login": "ann", "password": "secret", "desk": null}));
    let person = json!({"id": "ann", "login": "ann", "name": "坐席甲", "roles": ["agent"], "line": 1,
                        "team": "service", "disabled": false});
    stays::<SignedIn>(
        &json!({"token": "t", "desk": "d", "person": person, "hub_time": "2026-03-06T14:00:00Z"}),
    );
    let extra = json!({"login": "ann", "password": "secret", "role": "manager"});
    assert!(serde_json::from_value::<SignIn>(extra).is_err(), "a sign-in names nothing else");
}
