//! The database dies: what was acknowledged is there, and money does not move where that cannot be said.

use std::time::{Duration, Instant};

use backstop_domain::{
    command::CommandBody,
    document::{Document, DocumentKind},
    id::PersonId,
};
use backstop_hub::store::{Seat, Store};
use backstop_protocol::{commands::Verdict, problem::ProblemCode};
use backstop_testkit::{postgres::Postgres, wait};
use jiff::Timestamp;
use tokio::sync::mpsc::UnboundedSender;

use crate::{
    client::{Client, accepted, problem, rejected},
    process::Serving,
    shop::{PASSWORD, command, goods, note, open_ticket, request, staff},
    suite::verified,
};

/// What a primary has to be told to wait for its standby.
const WAIT_FOR_STANDBY: &str = "synchronous_standby_names = 'follower'\n";

/// A primary with a standby that follows it.
fn pair(waits: bool) -> (Postgres, Postgres) {
    let primary = Postgres::start();
    let standby = primary.standby("follower");
    if waits {
        primary.change(WAIT_FOR_STANDBY);
    }
    let state = if waits { "sync" } else { "async" };
    wait::until_true("the standby follows", || {
        primary.psql("postgres", "SELECT sync_state FROM pg_stat_replication") == state
    });
    (primary, standby)
}

/// The URL of a database of the primary that finds it on the standby when that leads.
fn url_of(primary: &Postgres, standby: &Postgres) -> String {
    let url = primary.database();
    let (_, database) = url.rsplit_once('/').expect("a URL ends in a database");
    let (one, other) = (primary.port(), standby.port());
    format!(
        "postgres://hub@127.0.0.1:{one},127.0.0.1:{other}/{database}?target_session_attrs=read-write"
    )
}

fn fill(url: &str, password: Option<&str>) -> Store {
    let store = Store::open(url).expect("a database");
    staff(&store, password);
    store.import(goods()).expect("goods come in");
    store
}

/// A desk straight on the store.
struct Desk {
    seat: Seat,
    n: u64,
}

impl Desk {
    fn of(store: &Store) -> Self {
        let seat = store.seat(&PersonId::new("agent-a"), None, Timestamp::now());
        Self { seat: seat.expect("a seat"), n: 0 }
    }

    fn act(&mut self, store: &Store, body: CommandBody) -> Verdict {
        self.n += 1;
        let made = command(&self.seat.desk, self.n, "agent-a", body);
        let outcomes = store.push(self.seat.clone(), vec![made], Timestamp::now());
        outcomes.expect("an answer").remove(0).verdict
    }

    /// Asks for money until the hub's next look at the database lets it move.
    fn ask_until_it_moves(&mut self, store: &Store) {
        wait::until_true("money moves", || {
            let n = self.n;
            let verdict = self.act(store, request(&format!("g-w{n}"), &format!("x-w{n}"), 100));
            matches!(verdict, Verdict::Accepted { .. })
        });
    }
}

#[test]
fn money_does_not_move_while_a_failover_could_lose_it() {
    let (primary, standby) = pair(false);
    let url = url_of(&primary, &standby);
    let store = fill(&url, None);
    let mut agent = Desk::of(&store);
    assert_eq!(rejected(&agent.act(&store, request("g-1", "x-1", 100))), "money_paused");
    accepted(&agent.act(&store, open_ticket("t-1")));
    accepted(&agent.act(&store, note("t-1", "e-1")));

    let daring = Store::open(&url).expect("another hub");
    daring.allow_async_money();
    accepted(&Desk::of(&daring).act(&daring, request("g-2", "x-2", 100)));

    primary.change(WAIT_FOR_STANDBY);
    agent.ask_until_it_moves(&store);
    verified(&store);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_primary_that_dies_takes_nothing_acknowledged_with_it() {
    let (mut primary, standby, url) = tokio::task::spawn_blocking(|| {
        let (primary, standby) = pair(true);
        let url = url_of(&primary, &standby);
        drop(fill(&url, Some(PASSWORD)));
        (primary, standby, url)
    })
    .await
    .expect("a pair");
    let folders = [tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder")];
    let hubs = folders.each_ref().map(|folder| Serving::start_on(folder.path(), &url));
    let (tell, mut told) = tokio::sync::mpsc::unbounded_channel();
    let mut desks = tokio::task::JoinSet::new();
    for desk in 0..8 {
        let agent = Client::sign_in(&hubs[desk % 2].url, "agent-a").await;
        desks.spawn(work(agent, desk, tell.clone()));
    }
    drop(tell);
    for _ in 0..60 {
        told.recv().await.expect("the desks work");
    }
    primary.kill();
    let died = Instant::now();
    while told.try_recv().is_ok() {}
    let standby = tokio::task::spawn_blocking(move || {
        standby.promote();
        standby
    });
    let standby = standby.await.expect("it leads");
    told.recv().await.expect("the desks go on");
    println!("the first answer came {:?} after the primary's death", died.elapsed());
    let acknowledged: Vec<String> = desks.join_all().await.into_iter().flatten().collect();
    let documents = tokio::task::spawn_blocking(move || {
        let store = Store::open(&url).expect("the database");
        verified(&store);
        let mut documents = store.documents(DocumentKind::Ticket).expect("readable");
        documents.extend(store.documents(DocumentKind::Grant).expect("readable"));
        documents
    });
    let documents = documents.await.expect("it is read");
    let mut there: Vec<&str> = documents.iter().map(Document::id).collect();
    let mut wanted: Vec<&str> = acknowledged.iter().map(String::as_str).collect();
    there.sort_unstable();
    wanted.sort_unstable();
    assert_eq!(there, wanted, "what was acknowledged is there, all of it and nothing else");
    drop((hubs, standby));
}

/// Opens tickets and asks for money, each until it is acknowledged.
async fn work(mut agent: Client, desk: usize, tell: UnboundedSender<()>) -> Vec<String> {
    let mut acknowledged = Vec::new();
    for n in 0..30 {
        let (ticket, grant) = (format!("t-{desk}-{n}"), format!("g-{desk}-{n}"));
        for body in [open_ticket(&ticket), request(&grant, &format!("x-{desk}-{n}"), 50)] {
            let made = agent.next(body);
            while !agent.push_over_a_death(&made).await {}
        }
        acknowledged.extend([ticket, grant]);
        tell.send(()).ok();
    }
    acknowledged
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_goes_away_is_said_and_found_again() {
    let (mut server, url) = tokio::task::spawn_blocking(|| {
        let server = Postgres::start();
        let url = server.database();
        drop(fill(&url, Some(PASSWORD)));
        (server, url)
    })
    .await
    .expect("a server");
    let folder = tempfile::tempdir().expect("a folder");
    let hub = Serving::start_on(folder.path(), &url);
    let mut agent = Client::sign_in(&hub.url, "agent-a").await;
    accepted(&agent.act(open_ticket("t-1")).await);

    server.kill();
    let waiting = agent.next(note("t-1", "e-1"));
    let refused = problem(agent.try_push(vec![waiting.clone()]).await).await;
    assert_eq!(refused.code, ProblemCode::Unavailable, "it says that it cannot");
    let server = tokio::task::spawn_blocking(move || {
        server.start_again();
        server
    });
    let server = server.await.expect("it is there again");
    let begun = Instant::now();
    while !agent.push_over_a_death(&waiting).await {
        assert!(begun.elapsed() < Duration::from_secs(30), "the hub finds the database again");
    }
    let page = agent.page("").await;
    let ticket = page.items.iter().find(|item| item.id == "t-1").expect("the ticket");
    let body = ticket.body.as_ref().expect("its body").get();
    assert_eq!(body.matches("\"id\":\"e-1\"").count(), 1, "and the note is there once");
    drop((hub, server));
}
