//! Documents down: each desk ends with what its person may see, and nothing else.

use std::collections::BTreeMap;

use backstop_domain::{
    command::CommandBody,
    document::DocumentKind,
    id::{PersonId, TicketId},
    person::Role,
};
use backstop_protocol::feed::Item;

use crate::{
    client::{accepted, after},
    shop::{Shop, customer, note, open_ticket, with_role},
};

/// What a desk holds after applying items.
fn held(items: &[Item]) -> BTreeMap<(DocumentKind, String), String> {
    let mut held = BTreeMap::new();
    for item in items {
        let key = (item.kind, item.id.clone());
        match &item.body {
            Some(body) => held.insert(key, body.get().to_owned()),
            None => held.remove(&key),
        };
    }
    held
}

fn tickets(items: &[Item]) -> Vec<(String, bool)> {
    let tickets = items.iter().filter(|item| item.kind == DocumentKind::Ticket);
    tickets.map(|item| (item.id.clone(), item.body.is_some())).collect()
}

fn assign(ticket: &str, owner: Option<&str>) -> CommandBody {
    CommandBody::AssignTicket { ticket_id: TicketId::new(ticket), owner: owner.map(PersonId::new) }
}

#[tokio::test]
async fn pages_of_any_size_add_up_to_the_same() {
    let shop = Shop::open().await;
    let many = (0..50).map(|n| customer(&format!("c-{n}")).into()).collect();
    shop.hub.store().import(many).expect("customers come in");
    let agent = shop.desk("agent-a").await;
    let (whole, last) = agent.everything(2_000).await;
    for size in [1, 7, 60] {
        let (parts, end) = agent.everything(size).await;
        assert_eq!(held(&parts), held(&whole), "pages of {size} add up");
        assert_eq!(end.cursor, last.cursor, "and end at the head");
        assert!(parts.is_sorted_by(|a, b| a.seq < b.seq), "in the order of the feed");
    }
}

#[tokio::test]
async fn a_page_says_how_to_read_on_and_whether_there_is_more() {
    let shop = Shop::open().await;
    let mut agent = shop.desk("agent-a").await;
    let (_, page) = agent.everything(2_000).await;
    assert!(page.complete && !page.restarted, "a first reading is no restart");
    let seq = accepted(&agent.act(open_ticket("t-1")).await);
    let next = agent.page(&after(&page)).await;
    assert_eq!(tickets(&next.items), [("t-1".to_owned(), true)], "only what is new");
    assert!(!next.restarted && next.cursor >= seq, "reading goes on where it was");
}

#[tokio::test]
async fn what_leaves_an_audience_is_taken_away_and_what_enters_is_given() {
    let shop = Shop::open().await;
    let mut agent = shop.desk("agent-a").await;
    let stranger = shop.desk("stranger").await;
    let (start, page) = stranger.everything(2_000).await;
    assert!(tickets(&start).is_empty(), "another team's tickets are not theirs");

    accepted(&agent.act(open_ticket("t-1")).await);
    let next = stranger.page(&after(&page)).await;
    assert!(next.items.is_empty(), "nothing to see yet");
    accepted(&agent.act(assign("t-1", Some("stranger"))).await);
    let next = stranger.page(&after(&next)).await;
    assert_eq!(tickets(&next.items), [("t-1".to_owned(), true)], "whoever owns it sees it");

    accepted(&agent.act(assign("t-1", None)).await);
    let next = stranger.page(&after(&next)).await;
    assert_eq!(tickets(&next.items), [("t-1".to_owned(), false)], "then it is taken away");
    accepted(&agent.act(note("t-1", "e-1")).await);
    let (all, _) = stranger.everything(3).await;
    assert!(!held(&all).contains_key(&(DocumentKind::Ticket, "t-1".to_owned())));
    let texts: String = all.iter().filter_map(|i| i.body.as_ref()).map(|b| b.get()).collect();
    assert!(!texts.contains("快递"), "not a word of it reaches a desk that may not see it");
}

#[tokio::test]
async fn other_rights_begin_the_feed_again() {
    let shop = Shop::open().await;
    let agent = shop.desk("agent-a").await;
    let (_, before) = agent.everything(2_000).await;
    let people = backstop_hub::person::list(shop.hub.store()).expect("the people");
    let person = people.iter().find(|p| p.login == "agent-a").expect("the agent");
    let promoted = with_role(person, Role::Senior);
    shop.hub.store().import(vec![promoted]).expect("a promotion");
    let after_it = agent.page(&after(&before)).await;
    assert!(after_it.restarted, "the old cursor means nothing under new rights");
    assert_ne!(after_it.scope, before.scope, "new rights have a new name");
    assert!(after_it.items.iter().any(|item| item.seq <= before.cursor), "from zero");
}

#[tokio::test]
async fn another_history_or_a_cursor_from_the_future_begins_the_feed_again() {
    let shop = Shop::open().await;
    let agent = shop.desk("agent-a").await;
    let (items, page) = agent.everything(2_000).await;
    for query in [
        format!("cursor={}&scope={}&epoch=other", page.cursor, page.scope),
        format!("cursor={}&scope={}&epoch={}", page.cursor + 1, page.scope, page.epoch),
        format!("cursor={}&epoch={}", page.cursor, page.epoch),
    ] {
        let again = agent.page(&query).await;
        assert!(again.restarted, "{query} cannot be read on from");
        assert_eq!(held(&again.items), held(&items), "everything comes again");
    }
}

#[tokio::test]
async fn importing_the_same_again_changes_nothing() {
    use backstop_hub::store::ImportChange::{Added, Changed, Unchanged};
    let shop = Shop::open().await;
    let store = shop.hub.store();
    let mut other = customer("c-1");
    other.tags.push("vip".to_owned());
    let known = store.import(vec![customer("c-1").into()]).expect("an import");
    assert_eq!(known, [Unchanged]);
    let head = *store.head().borrow();
    let mixed = store.import(vec![customer("c-9").into(), other.into(), customer("c-9").into()]);
    assert_eq!(mixed.expect("an import"), [Added, Changed, Unchanged]);
    assert_eq!(*store.head().borrow(), head + 2, "only what changed has a new number");
}

#[tokio::test]
async fn the_feed_travels_compressed() {
    let shop = Shop::open().await;
    let many = (0..100).map(|n| customer(&format!("c-{n}")).into()).collect();
    shop.hub.store().import(many).expect("customers come in");
    let agent = shop.desk("agent-a").await;
    let plain = reqwest::Client::builder().no_gzip().build().expect("a client");
    let request = plain.get(format!("{}/v1/feed", agent.url)).bearer_auth(&agent.token);
    let response = request.header("accept-encoding", "gzip").send().await.expect("a response");
    assert_eq!(response.headers()["content-encoding"], "gzip");
    let bytes = response.bytes().await.expect("a body");
    assert!(bytes.len() < 10_000, "a hundred customers fit into {} bytes", bytes.len());
}
