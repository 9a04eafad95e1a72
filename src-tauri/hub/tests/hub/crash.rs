//! Killed without warning: what was acknowledged is there, what was not can be sent again.

use backstop_domain::command::Command;

use crate::{
    client::{Client, accepted},
    process::{Serving, answer},
    shop::{PASSWORD, goods, note, open_ticket, staff},
};
use backstop_hub::store::Store;

#[tokio::test]
async fn nothing_acknowledged_is_lost_and_nothing_happens_twice() {
    let folder = tempfile::tempdir().expect("a folder");
    let url = format!("sqlite:{}", folder.path().join("hub.db").display());
    let store = Store::open(&url).expect("a database");
    staff(&store, Some(PASSWORD));
    store.import(goods()).expect("the shop's data come in");
    drop(store);

    let mut hub = Serving::start(folder.path());
    let mut agent = Client::sign_in(&hub.url, "agent-a").await;
    let opening = agent.next(open_ticket("t-1"));
    let mut sent: Vec<Command> = vec![opening];
    for round in 0..12 {
        let answered = agent.push(sent.clone()).await;
        for outcome in &answered {
            accepted(&outcome.verdict);
        }
        // The next command is under way when the hub dies; whether it was done, nobody knows.
        sent = vec![agent.next(note("t-1", &format!("e-{round}")))];
        let flying = agent.try_push_quietly(sent.clone());
        let killing = tokio::task::spawn_blocking(move || hub.kill());
        let ((), killed) = tokio::join!(flying, killing);
        killed.expect("the hub is killed");
        hub = Serving::start(folder.path());
        agent.url.clone_from(&hub.url);
    }
    agent.push(sent).await;

    let (items, _) = agent.everything(100).await;
    let ticket = items.iter().find(|item| item.id == "t-1").expect("the ticket");
    let body = ticket.body.as_ref().expect("its body").get();
    for round in 0..12 {
        let entry = format!("\"id\":\"e-{round}\"");
        assert_eq!(body.matches(&entry).count(), 1, "note {round} is there, and once");
    }
    answer(&["audit", "verify", "--database", &url], "");
    answer(&["ledger", "verify", "--database", &url], "");
    #[cfg(unix)]
    assert!(hub.terminate().success(), "a hub that is asked to end does so in peace");
    assert!(!folder.path().join("ready").exists(), "and takes its ready file along");
}
