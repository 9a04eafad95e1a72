//! News about money: what has become of a request is told once, and stays in the list of alerts.

use backstop_desk::{Desk, Locale, intent::Intent};
use backstop_domain::{grant::GrantKind, id::GrantId, money::Fen};

use crate::office::{CUSTOMER, Office};

fn wish(amount: i64) -> Intent {
    Intent::RequestGrant {
        customer_id: CUSTOMER.into(),
        order_id: None,
        ticket_id: None,
        kind: GrantKind::Cash,
        amount: Fen(amount),
        cause: "late_delivery".to_owned(),
        note: String::new(),
    }
}

fn told(desk: &Desk) -> Vec<String> {
    let alerts = desk.due_alerts(Locale::Chinese).expect("a look");
    alerts.into_iter().map(|alert| alert.title).collect()
}

fn listed(desk: &Desk) -> Vec<String> {
    desk.alerts().expect("the list").into_iter().map(|alert| alert.title).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_grant_that_stood_here_and_has_to_wait_after_all_is_told() {
    let office = Office::open().await;
    let (desk, phone) = (office.desk("ann").await, office.reopen("ann-at-home"));
    office.sign_in(&phone, "ann").await.expect("ann signs in at home, too");
    phone.sync_once().await.expect("a first pull");
    desk.submit(wish(15_000), None).expect("inside the quota, without a line");
    phone.submit(wish(15_000), None).expect("inside the quota");
    phone.sync_once().await.expect("the other desk is first");
    assert!(told(&desk).is_empty(), "nobody knows yet");
    desk.sync_once().await.expect("the request arrives");
    let title = "赔付转为待审批：侯采薇 ¥150.00";
    assert_eq!(told(&desk), [title]);
    assert_eq!(told(&desk), [""; 0], "once");
    assert!(told(&phone).is_empty(), "at the other desk it is what it was");
    drop(desk);
    let desk = office.reopen("ann");
    assert_eq!(listed(&desk), [title], "the list outlives the program");
    assert_eq!(desk.unheard_alerts().expect("a number"), 1);
    desk.hear_alerts().expect("somebody looks");
    assert_eq!(desk.unheard_alerts().expect("a number"), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_decision_is_told_to_whoever_asked_and_to_nobody_else() {
    let office = Office::open().await;
    let (ann, bob, boss) =
        (office.desk("ann").await, office.desk("bob").await, office.desk("boss").await);
    let ids = [30_000, 40_000].map(|amount| ann.submit(wish(amount), None).expect("asked").id);
    ann.sync_once().await.expect("the requests arrive");
    boss.sync_once().await.expect("the manager has them");
    let [first, second] = ids.map(GrantId);
    let approval = Intent::ApproveGrant { grant_id: first, amount: Fen(30_000) };
    boss.submit(approval, None).expect("approved");
    let refusal = Intent::RejectGrant { grant_id: second, reason: "先补发".to_owned() };
    boss.submit(refusal, None).expect("refused");
    for desk in [&boss, &ann, &bob] {
        desk.sync_once().await.expect("everybody hears of it");
    }
    let mut news = told(&ann);
    news.sort();
    assert_eq!(news, ["赔付已生效：侯采薇 ¥300.00", "赔付被驳回：侯采薇 ¥400.00"]);
    assert!(told(&bob).is_empty() && told(&boss).is_empty(), "it is ann's affair");
    let refused = ann.alerts().expect("the list");
    assert!(refused.iter().any(|alert| alert.body == "boss · 先补发"), "by whom and why");
}
