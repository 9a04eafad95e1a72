//! Compensation: the list for the one who decides, the story beside it, and who has what.

use backstop_domain::{
    document::Document,
    grant::{Grant, GrantKind, GrantState},
    ledger::{Account, AccountOwner},
    money::Fen,
    person::{Person, Role},
};
use jiff::Timestamp;

use crate::shop::{agent, customer, desk, hours, morning, person, ticket};

fn grant(id: &str, state: GrantState, requested_at: Timestamp) -> Grant {
    Grant {
        id: id.into(),
        customer_id: "c1".into(),
        order_id: None,
        ticket_id: Some("t1".into()),
        kind: GrantKind::Cash,
        amount: Fen(3_000),
        cause: "late_delivery".to_owned(),
        note: "晚到两天".to_owned(),
        state,
        requested_by: agent().id,
        team: "service".into(),
        requested_at,
        hold: None,
        decided_by: None,
        decided_at: None,
        reason: String::new(),
    }
}

fn shop() -> Vec<Document> {
    let account = |owner, balance| Account { balance: Fen(balance), ..Account::empty(owner) };
    vec![
        customer("c1", "宋敬明", "15500004614").into(),
        ticket("t1", "c1", "安装师傅没上门", morning()).into(),
        grant("g-old", GrantState::Granted, morning() - hours(9)).into(),
        grant("g-first", GrantState::Waiting, morning() - hours(2)).into(),
        grant("g-second", GrantState::Waiting, morning() - hours(1)).into(),
        account(AccountOwner::Quota(agent().id), 20_000).into(),
        person("p-other", "客服乙", Role::Agent).into(),
    ]
}

#[test]
fn those_that_wait_come_in_the_order_of_asking_and_all_others_newest_first() {
    let desk = desk(shop());
    let listed = |state| {
        let rows = desk.grants(state).expect("the list");
        rows.into_iter().map(|row| row.grant.id.0).collect::<Vec<_>>()
    };
    assert_eq!(listed(Some(GrantState::Waiting)), ["g-first", "g-second"]);
    assert_eq!(listed(None), ["g-second", "g-first", "g-old"]);
    assert!(listed(Some(GrantState::Rejected)).is_empty(), "nothing was refused");
}

#[test]
fn a_request_comes_with_its_story_its_money_and_what_was_given_before() {
    let view = desk(shop()).grant("g-second").expect("the grant is here");
    assert_eq!(view.row.customer_name, "宋敬明");
    assert_eq!(view.row.requester_name, "客服甲");
    assert_eq!(view.ticket.map(|ticket| ticket.ticket.title).as_deref(), Some("安装师傅没上门"));
    assert_eq!(view.quota.map(|quota| quota.available()), Some(Fen(20_000)));
    assert_eq!(view.budget, None, "the hub did not send the budget to this person");
    let before: Vec<_> = view.history.iter().map(|row| row.grant.id.as_str()).collect();
    assert_eq!(before, ["g-first", "g-old"], "the newest comes first");
}

#[test]
fn whoever_decides_sees_everything_else_the_customer_has_or_is_to_have() {
    let desk = desk(shop());
    let others = |id: &str| {
        let view = desk.grant(id).expect("the grant is here");
        view.history.into_iter().map(|row| row.grant.id.0).collect::<Vec<_>>()
    };
    assert_eq!(others("g-first"), ["g-second", "g-old"], "also what was asked for later");
    assert!(others("g-old").is_empty(), "a decided one is read in its time");
}

#[test]
fn compensation_stands_among_the_interactions_with_all_that_the_screen_words_it_with() {
    let view = desk(shop()).customer("c1").expect("the customer is here");
    let grants = view.interactions.iter().filter_map(|one| Some((one.grant.as_ref()?, &one.text)));
    let told: Vec<_> = grants.map(|(grant, text)| (grant.id.as_str(), text.as_str())).collect();
    assert_eq!(told, [("g-second", "晚到两天"), ("g-first", "晚到两天"), ("g-old", "晚到两天")]);
}

#[test]
fn who_has_left_is_listed_as_long_as_money_is_with_them() {
    let with = |balance| {
        let mut documents = shop();
        documents.push(Account::empty(AccountOwner::Team("service".into())).into());
        documents.push(Person { disabled: true, ..person("p-gone", "离职", Role::Agent) }.into());
        let gone = AccountOwner::Quota("p-gone".into());
        documents.push(Account { balance: Fen(balance), ..Account::empty(gone) }.into());
        let budget = desk(documents).budget().expect("the budget");
        budget.quotas.into_iter().any(|row| row.person.id.as_str() == "p-gone")
    };
    assert!(with(500), "the rows together are what the team has given out");
    assert!(!with(0), "and nobody stands there without a reason");
}

#[test]
fn an_agent_sees_their_own_quota_and_a_manager_everybodys() {
    let mut documents = shop();
    let seen = |documents: &[Document]| {
        let budget = desk(documents.to_vec()).budget().expect("the budget");
        let people = budget.quotas.into_iter().map(|row| row.person.id.0).collect::<Vec<_>>();
        (budget.team.is_some(), people)
    };
    assert_eq!(seen(&documents), (false, vec!["p-agent".to_owned()]));
    documents.push(Account::empty(AccountOwner::Team("service".into())).into());
    assert_eq!(seen(&documents), (true, vec!["p-other".to_owned(), "p-agent".to_owned()]));
}
