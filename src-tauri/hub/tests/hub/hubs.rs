//! Several hubs on one PostgreSQL: one order, one winner, and none that anybody has to stay with.

use std::{
    collections::BTreeMap,
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
    time::{Duration, Instant},
};

use backstop_domain::{
    command::CommandBody,
    document::{Document, DocumentKind},
    id::{PersonId, TicketId},
};
use backstop_hub::store::{Seat, Store};
use backstop_protocol::{
    commands::{Outcome, Verdict},
    feed::FeedQuery,
};
use backstop_testkit::postgres::Postgres;
use jiff::Timestamp;
use tokio::sync::mpsc::UnboundedSender;

use crate::{
    client::{Client, accepted, rejected},
    process::{Serving, answer},
    shop::{PASSWORD, command, goods, note, open_ticket, request, staff},
    suite::verified,
};

/// Desks that write at the same time, half of them on each hub.
const WRITERS: usize = 32;
/// Desks that read along at the same time.
const TAILS: usize = 16;
/// What each desk writes here. `BACKSTOP_FEED_ROWS` asks for more rows in all.
const EACH: usize = 60;

/// A shop on a new database, for hubs in this process.
fn shop() -> (String, Store) {
    let url = Postgres::shared().database();
    let store = Store::open(&url).expect("a database");
    staff(&store, None);
    store.import(goods()).expect("goods come in");
    (url, store)
}

/// The same for hubs of their own.
fn shop_with_passwords() -> String {
    let url = Postgres::shared().database();
    let store = Store::open(&url).expect("a database");
    staff(&store, Some(PASSWORD));
    store.import(goods()).expect("goods come in");
    url
}

fn seat(store: &Store, login: &str) -> Seat {
    store.seat(&PersonId::new(login), None, Timestamp::now()).expect("a seat")
}

fn push(store: &Store, seat: &Seat, n: u64, body: CommandBody) -> Vec<Outcome> {
    let made = command(&seat.desk, n, seat.person.login.as_str(), body);
    store.push(seat.clone(), vec![made], Timestamp::now()).expect("an answer")
}

/// What a reader has seen: the number of each ticket's last change.
type Picture = BTreeMap<String, u64>;

/// Reads along until `done` and nothing is left; a page that goes back or repeats is a fault.
fn tail(store: &Store, seat: &Seat, done: &AtomicBool) -> Picture {
    let mut seen = Picture::new();
    let mut query = FeedQuery { limit: Some(200), ..FeedQuery::default() };
    loop {
        let over = done.load(Ordering::SeqCst);
        let page = store.page(&seat.person, &query, Timestamp::now()).expect("a page");
        for item in page.items {
            assert!(item.seq > query.cursor, "nothing comes twice");
            if item.kind == DocumentKind::Ticket {
                seen.insert(item.id, item.seq);
            }
        }
        let still = page.complete && page.cursor == query.cursor;
        (query.cursor, query.scope, query.epoch) = (page.cursor, page.scope, page.epoch);
        if still && over {
            return seen;
        }
        if still {
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

#[test]
fn no_reader_skips_anything_while_many_write_on_two_hubs() {
    let (url, one) = shop();
    let other = Store::open(&url).expect("another hub");
    let wanted = std::env::var("BACKSTOP_FEED_ROWS").ok().and_then(|rows| rows.parse().ok());
    let each = wanted.map_or(EACH, |rows: usize| rows.div_ceil(WRITERS));
    let done = AtomicBool::new(false);
    let before = *one.head().borrow();
    let began = Instant::now();
    let (seqs, pictures) = std::thread::scope(|scope| {
        let tails: Vec<_> = (0..TAILS)
            .map(|n| {
                let store = if n % 2 == 0 { &one } else { &other };
                let (seat, done) = (seat(store, "agent-a"), &done);
                scope.spawn(move || tail(store, &seat, done))
            })
            .collect();
        let writers: Vec<_> = (0..WRITERS)
            .map(|n| {
                let store = if n % 2 == 0 { &one } else { &other };
                let seat = seat(store, if n % 3 == 0 { "agent-a" } else { "agent-b" });
                scope.spawn(move || {
                    let open = |k: u64| {
                        let made = open_ticket(&format!("t-{n}-{k}"));
                        accepted(&push(store, &seat, k, made)[0].verdict)
                    };
                    (1..=each as u64).map(open).collect::<Vec<_>>()
                })
            })
            .collect();
        let seqs: Vec<u64> =
            writers.into_iter().flat_map(|writer| writer.join().expect("it writes")).collect();
        done.store(true, Ordering::SeqCst);
        let pictures: Vec<_> =
            tails.into_iter().map(|tail| tail.join().expect("it reads along")).collect();
        (seqs, pictures)
    });
    println!("{} rows in {:?} past {TAILS} tails", seqs.len(), began.elapsed());
    let mut numbers = seqs;
    numbers.sort_unstable();
    let expected: Vec<u64> = (before + 1..).take(WRITERS * each).collect();
    assert_eq!(numbers, expected, "the numbers have no hole and no double");
    for picture in &pictures {
        assert_eq!(picture.len(), WRITERS * each, "each reader saw everything");
        assert_eq!(picture, &pictures[0], "and all of them the same");
    }
    verified(&one);
}

#[test]
fn a_retry_on_another_hub_happens_once() {
    let (url, one) = shop();
    let other = Store::open(&url).expect("another hub");
    let seat = seat(&one, "agent-a");
    let happened = AtomicUsize::new(0);
    for n in 1..=20 {
        let made = command(&seat.desk, n, "agent-a", open_ticket(&format!("t-{n}")));
        let answers: Vec<Vec<Outcome>> = std::thread::scope(|scope| {
            let pushing = [&one, &other, &one, &other].map(|store| {
                let (seat, made) = (seat.clone(), vec![made.clone()]);
                scope.spawn(move || store.push(seat, made, Timestamp::now()).expect("an answer"))
            });
            pushing.map(|pushing| pushing.join().expect("it is pushed")).into()
        });
        assert!(answers.iter().all(|given| *given == answers[0]), "all get the same answer");
        happened.fetch_add(1, Ordering::SeqCst);
    }
    let tickets = one.documents(DocumentKind::Ticket).expect("readable").len();
    assert_eq!(tickets, happened.into_inner(), "and it happened once");
    verified(&other);
}

#[test]
fn a_quota_is_spent_once_over_two_hubs() {
    let (url, one) = shop();
    let other = Store::open(&url).expect("another hub");
    std::thread::scope(|scope| {
        for desk in 0..8 {
            let store = if desk % 2 == 0 { &one } else { &other };
            scope.spawn(move || {
                let seat = seat(store, "agent-a");
                for n in 1..=10 {
                    let (grant, transfer) = (format!("g-{desk}-{n}"), format!("x-{desk}-{n}"));
                    accepted(&push(store, &seat, n, request(&grant, &transfer, 900))[0].verdict);
                }
            });
        }
    });
    let report = one.verify_ledger().expect("it adds up");
    assert_eq!(report.held.0, (80 - 22) * 900, "200 yuan hold 22 times 9 yuan, and not once more");
    verified(&other);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_of_two_claims_on_two_hub_processes_wins() {
    let url = tokio::task::spawn_blocking(shop_with_passwords).await.expect("a shop");
    let folders = [tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder")];
    let hubs = folders.each_ref().map(|folder| Serving::start_on(folder.path(), &url));
    let mut a = Client::sign_in(&hubs[0].url, "agent-a").await;
    let mut b = Client::sign_in(&hubs[1].url, "agent-b").await;
    for n in 0..15 {
        let ticket = format!("t-{n}");
        accepted(&a.act(open_ticket(&ticket)).await);
        let claim = CommandBody::ClaimTicket { ticket_id: TicketId::new(ticket.as_str()) };
        let (by_a, by_b) = tokio::join!(a.act(claim.clone()), b.act(claim));
        let won = [&by_a, &by_b]
            .into_iter()
            .filter(|verdict| matches!(verdict, Verdict::Accepted { .. }));
        assert_eq!(won.count(), 1, "one winner: {by_a:?} {by_b:?}");
        let lost = if matches!(by_a, Verdict::Accepted { .. }) { by_b } else { by_a };
        assert_eq!(rejected(&lost), "already_claimed");
    }
    answer(&["audit", "verify", "--database", &url], "");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_is_good_on_every_hub_and_a_change_wakes_the_streams_of_all() {
    let url = tokio::task::spawn_blocking(shop_with_passwords).await.expect("a shop");
    let folders = [tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder")];
    let hubs = folders.each_ref().map(|folder| Serving::start_on(folder.path(), &url));
    let mut agent = Client::sign_in(&hubs[0].url, "agent-a").await;
    accepted(&agent.act(open_ticket("t-1")).await);
    let page = agent.page("").await;
    agent.url.clone_from(&hubs[1].url);
    let mut stream = agent.stream(&crate::client::after(&page)).await;
    stream.page().await;
    agent.url.clone_from(&hubs[0].url);
    let mut waits = Vec::new();
    for n in 0..20 {
        let began = Instant::now();
        let seq = accepted(&agent.act(note("t-1", &format!("e-{n}"))).await);
        stream.pages_until(seq).await;
        waits.push(began.elapsed());
    }
    waits.sort_unstable();
    println!("written on one hub, read on the other: median {:?}, most {:?}", waits[10], waits[19]);
    silence_the_bells(&url).await;
    let seq = accepted(&agent.act(note("t-1", "unheard")).await);
    stream.pages_until(seq).await;
    assert!(
        waits[10] < Duration::from_millis(700),
        "they are woken and do not only look: {waits:?}"
    );
}

/// Ends the connections on which hubs tell each other.
async fn silence_the_bells(url: &str) {
    let (_, database) = url.rsplit_once('/').expect("a URL ends in a database");
    let database = database.to_owned();
    let silencing = tokio::task::spawn_blocking(move || {
        let bells = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
                     WHERE datname = current_database()
                       AND (query LIKE 'NOTIFY%' OR query LIKE 'SELECT feed FROM counter')";
        let silenced = Postgres::shared().psql(&database, bells);
        assert_ne!(silenced, "0", "there were bells");
    });
    silencing.await.expect("they are silent");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hub_that_is_killed_under_load_loses_nothing_and_the_other_goes_on() {
    let url = tokio::task::spawn_blocking(shop_with_passwords).await.expect("a shop");
    let folders = [tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder")];
    let [dying, living] = folders.each_ref().map(|folder| Serving::start_on(folder.path(), &url));
    let urls = [dying.url.clone(), living.url.clone()];
    let mut desks = tokio::task::JoinSet::new();
    let (told, mut heard) = tokio::sync::mpsc::unbounded_channel();
    for desk in 0..8 {
        let (urls, told) = (urls.clone(), told.clone());
        let agent = Client::sign_in(&urls[0], "agent-a").await;
        desks.spawn(async move { work_over_a_death(agent, &urls, desk, told).await });
    }
    for _ in 0..40 {
        heard.recv().await.expect("the desks work");
    }
    dying.kill();
    let told: Vec<String> = desks.join_all().await.into_iter().flatten().collect();
    let tickets = tokio::task::spawn_blocking({
        let url = url.clone();
        move || {
            let store = Store::open(&url).expect("the database");
            verified(&store);
            store.documents(DocumentKind::Ticket).expect("readable")
        }
    });
    let tickets = tickets.await.expect("it is read");
    let known: Vec<&str> = tickets.iter().map(Document::id).collect();
    for ticket in &told {
        assert!(known.contains(&ticket.as_str()), "{ticket} was acknowledged and is there");
    }
    assert_eq!(known.len(), told.len(), "and nothing is there twice or that nobody sent");
}

/// Opens tickets on the first hub for as long as it lives and then on the other, each until it is acknowledged.
async fn work_over_a_death(
    mut agent: Client,
    urls: &[String; 2],
    desk: usize,
    tell: UnboundedSender<()>,
) -> Vec<String> {
    let mut told = Vec::new();
    for n in 0..30 {
        let ticket = format!("t-{desk}-{n}");
        let made = agent.next(open_ticket(&ticket));
        while !agent.push_over_a_death(&made).await {
            agent.url.clone_from(&urls[1]);
        }
        told.push(ticket);
        tell.send(()).ok();
    }
    told
}
