//! The rules of compensation.

use backstop_domain::{
    command::CommandBody,
    grant::GrantState,
    id::TransferId,
    money::Fen,
    person::{Person, Role},
    rejection::Rejection,
    ticket::EntryBody,
};

use crate::shop::{Shop, approval, person, refusal, wish};

#[test]
fn inside_the_quota_a_grant_stands_at_once() {
    let mut shop = Shop::open();
    shop.does("ann", wish("g1", 5_000)).expect("just inside");
    assert_eq!(shop.grant_now("g1").state, GrantState::Granted);
    assert_eq!(shop.quota("ann").available(), Fen(0), "the quota is used up");
    shop.does("ann", wish("g2", 1)).expect("one fen more is a request");
    assert_eq!(shop.grant_now("g2").state, GrantState::Waiting);
}

#[test]
fn above_the_quota_the_money_is_held_until_a_manager_decides() {
    let mut shop = Shop::open();
    let free = shop.budget().available();
    shop.does("ann", wish("g1", 30_000)).expect("a request");
    assert_eq!(shop.budget().available(), Fen(free.0 - 30_000), "the budget keeps it ready");
    assert_eq!(shop.budget().balance, free, "but has not paid yet");
    shop.does("mia", approval("g1", 30_000)).expect("approved");
    assert_eq!(shop.grant_now("g1").state, GrantState::Granted);
    assert_eq!(shop.budget().balance, Fen(free.0 - 30_000), "now it has");
    assert_eq!(shop.budget().held, Fen(0), "and holds nothing more");
}

#[test]
fn a_refusal_needs_a_reason_and_frees_the_money() {
    let mut shop = Shop::open();
    let free = shop.budget().available();
    shop.does("ann", wish("g1", 30_000)).expect("a request");
    let silent = shop.does("mia", refusal("g1", " "));
    assert!(matches!(silent, Err(Rejection::Invalid { .. })), "why? {silent:?}");
    shop.does("mia", refusal("g1", "物流已赔付")).expect("refused");
    assert_eq!(shop.grant_now("g1").state, GrantState::Rejected);
    assert_eq!(shop.budget().available(), free, "nothing stays held");
}

#[test]
fn nobody_decides_twice_or_over_their_own_request_or_without_the_right() {
    let mut shop = Shop::open();
    shop.does("mia", wish("g1", 30_000)).expect("a manager asks too");
    assert_eq!(shop.does("mia", approval("g1", 30_000)), Err(Rejection::OwnRequest));
    assert_eq!(shop.does("ann", approval("g1", 30_000)), Err(Rejection::NotAllowed));
    assert_eq!(
        shop.does("eve", approval("g1", 30_000)),
        Err(Rejection::NotAllowed),
        "another team's money"
    );
    shop.does("max", approval("g1", 30_000)).expect("another manager may");
    let again = shop.does("max", refusal("g1", "想了想"));
    assert!(
        matches!(again, Err(Rejection::AlreadyDecided { .. })),
        "decided is decided: {again:?}"
    );
}

#[test]
fn an_approval_binds_to_the_amount_that_was_shown() {
    let mut shop = Shop::open();
    shop.does("ann", wish("g1", 30_000)).expect("a request");
    let answer = shop.does("mia", approval("g1", 3_000));
    assert_eq!(answer, Err(Rejection::GrantDiffers { amount: Fen(30_000) }));
}

#[test]
fn a_budget_is_never_promised_twice() {
    let mut shop = Shop::open();
    shop.does("ann", wish("g1", 60_000)).expect("the first fits");
    let second = shop.does("ben", wish("g2", 60_000));
    assert!(
        matches!(second, Err(Rejection::BudgetShort { .. })),
        "the rest does not reach: {second:?}"
    );
}

#[test]
fn amounts_that_are_none_are_refused() {
    let mut shop = Shop::open();
    for amount in [0, -1, i64::MIN, i64::MAX, 1_000_000_001] {
        let answer = shop.does("ann", wish("g1", amount));
        assert!(matches!(answer, Err(Rejection::Invalid { .. })), "{amount}: {answer:?}");
    }
}

#[test]
fn an_allotment_moves_budget_to_a_colleague_but_not_to_oneself() {
    let mut shop = Shop::open();
    let allot = |to: &str| CommandBody::AllotQuota {
        person_id: to.into(),
        transfer_id: TransferId(format!("q-{to}")),
        amount: Fen(10_000),
    };
    assert_eq!(shop.does("ann", allot("ben")), Err(Rejection::NotAllowed));
    assert_eq!(shop.does("mia", allot("mia")), Err(Rejection::OwnRequest));
    shop.put(Person { disabled: true, ..person("ben", Role::Agent, "red") });
    assert!(
        matches!(shop.does("mia", allot("ben")), Err(Rejection::Invalid { .. })),
        "not to somebody who has left"
    );
    shop.does("mia", allot("ann")).expect("a manager allots");
    assert_eq!(shop.quota("ann").available(), Fen(15_000));
}

#[test]
fn the_ticket_tells_the_story_of_its_grant() {
    let mut shop = Shop::open();
    let ticket = shop.with_ticket();
    let mut body = wish("g1", 30_000);
    if let CommandBody::RequestGrant { ticket_id, .. } = &mut body {
        *ticket_id = Some(ticket);
    }
    shop.does("ann", body).expect("a request");
    shop.does("mia", approval("g1", 30_000)).expect("approved");
    let steps: Vec<_> = shop
        .ticket_now()
        .timeline
        .iter()
        .filter_map(|e| match &e.body {
            EntryBody::Grant { step, .. } => Some(step.clone()),
            _ => None,
        })
        .collect();
    assert_eq!(steps, ["requested", "approved"], "both steps are in the timeline");
}
