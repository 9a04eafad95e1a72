//! The live stream: what is committed arrives at once, for as long as the token is good.

use backstop_domain::id::TicketId;
use backstop_protocol::feed::Beat;
use jiff::Timestamp;
use reqwest::{Method, StatusCode};

use crate::{
    client::{accepted, after},
    process::answer,
    shop::{PASSWORD, Shop, note, open_ticket},
};

#[tokio::test]
async fn what_one_desk_does_reaches_the_other() {
    let shop = Shop::open().await;
    let mut a = shop.desk("agent-a").await;
    let b = shop.desk("agent-b").await;
    let (_, page) = b.everything(2_000).await;
    let mut events = b.stream(&after(&page)).await;
    assert!(events.page().await.items.is_empty(), "the stream begins with where it stands");
    let seq = accepted(&a.act(open_ticket("t-1")).await);
    let items = events.pages_until(seq).await;
    assert!(items.iter().any(|item| item.id == "t-1"), "the other desk hears of the ticket");
}

#[tokio::test]
async fn a_stream_resumes_where_it_broke_off() {
    let shop = Shop::open().await;
    let mut a = shop.desk("agent-a").await;
    let (_, page) = a.everything(2_000).await;
    drop(a.stream(&after(&page)).await);
    let mut last = 0;
    for n in 0..5 {
        last = accepted(&a.act(open_ticket(&format!("t-{n}"))).await);
    }
    let mut events = a.stream(&after(&page)).await;
    let items = events.pages_until(last).await;
    let ids: Vec<&str> = items.iter().map(|item| item.id.as_str()).collect();
    assert_eq!(ids, ["t-0", "t-1", "t-2", "t-3", "t-4"], "everything in between, once, in order");
}

#[tokio::test]
async fn a_slow_reader_is_caught_up_from_the_database() {
    let shop = Shop::open().await;
    let mut a = shop.desk("agent-a").await;
    let b = shop.desk("agent-b").await;
    let mut events = b.stream("").await;
    accepted(&a.act(open_ticket("t-1")).await);
    let mut last = 0;
    for burst in 0..10 {
        let notes = (0..20).map(|n| note("t-1", &format!("e-{burst}-{n}")));
        let commands = notes.map(|body| a.next(body)).collect();
        last = accepted(&a.push(commands).await[19].verdict);
    }
    let items = events.pages_until(last).await;
    let newest = items.iter().rfind(|item| item.id == "t-1").expect("the ticket");
    let body = newest.body.as_ref().expect("its body").get();
    assert!(body.contains("e-9-19"), "the slow reader ends with the newest state");
    assert!(items.len() < 100, "and does not get every step in between: {}", items.len());
}

#[tokio::test]
async fn what_another_process_writes_reaches_the_stream() {
    let shop = Shop::open().await;
    let agent = shop.desk("agent-a").await;
    let (_, page) = agent.everything(2_000).await;
    let mut events = agent.stream(&after(&page)).await;
    let arguments = ["person", "add", "--database", &shop.url(), "--login", "newcomer"];
    let more = ["--name", "新同事", "--role", "agent", "--password-stdin"];
    answer(&[arguments.as_slice(), more.as_slice()].concat(), PASSWORD);
    loop {
        let page = events.page().await;
        if page.items.iter().any(|item| item.id == "newcomer") {
            return;
        }
    }
}

#[tokio::test]
async fn a_disabled_person_is_out_at_once() {
    let shop = Shop::open().await;
    let mut agent = shop.desk("agent-a").await;
    let mut events = agent.stream("").await;
    events.page().await;
    backstop_hub::person::disable(shop.hub.store(), "agent-a", Timestamp::now())
        .expect("the person is disabled");
    let me = agent.request(Method::GET, "/v1/me").send().await.expect("a response");
    assert_eq!(me.status(), StatusCode::UNAUTHORIZED, "the token is worth nothing");
    let command = agent.next(open_ticket("t-1"));
    let pushed = agent.try_push(vec![command]).await;
    assert_eq!(pushed.status(), StatusCode::UNAUTHORIZED, "nothing is accepted any more");
    while let Some((name, _)) = events.next().await {
        assert_ne!(name, "page", "a disabled person is shown nothing more");
    }
    let ticket = shop.hub.store();
    let kind = backstop_domain::document::DocumentKind::Ticket;
    let found = ticket.document(kind, TicketId::new("t-1").as_str()).expect("the database reads");
    assert!(found.is_none(), "and nothing of it happened");
}

#[tokio::test]
async fn a_silent_stream_shows_that_it_is_alive() {
    let shop = Shop::open().await;
    let agent = shop.desk("agent-a").await;
    let mut events = agent.stream("").await;
    events.page().await;
    tokio::time::pause();
    let (name, data) = events.next().await.expect("the stream goes on");
    assert_eq!(name, "beat", "nothing happened, and that is said");
    serde_json::from_str::<Beat>(&data).expect("a beat tells the hub's time");
}

#[tokio::test]
async fn the_hub_ends_its_streams_when_it_closes() {
    let shop = Shop::open().await;
    let agent = shop.desk("agent-a").await;
    let mut events = agent.stream("").await;
    events.page().await;
    shop.hub.stop().await.expect("the hub ends well");
    assert!(events.next().await.is_none(), "the stream is over");
}
