//! What every database must do alike: each case runs on SQLite and on a real PostgreSQL.

use std::collections::BTreeSet;

use backstop_domain::{
    command::{Command, CommandBody},
    document::{Document, DocumentKind},
    id::{DeskId, GrantId, PersonId, TicketId, TransferId},
    person::Role,
};
use backstop_hub::{
    error::HubError,
    person, sample,
    store::{ImportChange, Seat, Store},
};
use backstop_protocol::{
    commands::{Outcome, Verdict},
    feed::{FeedQuery, Item, Page},
};
use backstop_testkit::postgres::Postgres;
use jiff::Timestamp;
use tempfile::TempDir;

use crate::{
    client::{accepted, rejected},
    shop::{
        command, customer, goods, new_person, note, open_for_nobody, open_ticket, order, request,
        staff,
    },
};

/// A new database, on whatever engine.
pub(crate) struct Ground {
    pub(crate) url: String,
    _folder: Option<TempDir>,
}

impl Ground {
    pub(crate) fn sqlite() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let url = format!("sqlite:{}", folder.path().join("hub.db").display());
        Self { url, _folder: Some(folder) }
    }

    pub(crate) fn postgres() -> Self {
        Self { url: Postgres::shared().database(), _folder: None }
    }

    pub(crate) fn open(&self) -> Store {
        Store::open(&self.url).expect("the database opens")
    }

    /// With the team and the goods of the shop.
    pub(crate) fn shop(&self) -> Store {
        let store = self.open();
        staff(&store, None);
        store.import(goods()).expect("goods come in");
        store
    }
}

macro_rules! on_every_engine {
    ($($case:ident),+ $(,)?) => {
        mod on_sqlite {
            $(#[test] fn $case() { super::$case(&super::Ground::sqlite()); })+
        }
        mod on_postgres {
            $(#[test] fn $case() { super::$case(&super::Ground::postgres()); })+
        }
    };
}

on_every_engine!(
    a_retry_gets_the_same_answers_and_happens_once,
    a_number_is_never_used_for_two_commands,
    a_command_that_comes_from_a_copy_is_known,
    work_that_fails_leaves_nothing,
    the_feed_gives_everything_once_whatever_the_page,
    whoever_may_no_longer_see_a_thing_is_told,
    imports_know_what_changed,
    money_is_held_taken_and_released,
    a_quota_is_spent_once_by_many_at_once,
    whoever_is_disabled_is_out,
    a_days_work_adds_up,
    what_cannot_be_stored_is_an_answer_too,
    everything_is_there_after_opening_again,
    a_history_that_is_renewed_is_another_for_who_knew_the_old_one,
);

/// A desk that pushes straight into the store.
struct Desk<'s> {
    store: &'s Store,
    seat: Seat,
    login: String,
    n: u64,
}

impl<'s> Desk<'s> {
    fn of(store: &'s Store, login: &str) -> Self {
        let seat = store.seat(&PersonId::new(login), None, Timestamp::now()).expect("a seat");
        Self { store, seat, login: login.to_owned(), n: 0 }
    }

    fn next(&mut self, body: CommandBody) -> Command {
        self.n += 1;
        command(&self.seat.desk, self.n, &self.login, body)
    }

    fn push(&self, commands: Vec<Command>) -> Result<Vec<Outcome>, HubError> {
        self.store.push(self.seat.clone(), commands, Timestamp::now())
    }

    fn act(&mut self, body: CommandBody) -> Verdict {
        let command = self.next(body);
        self.push(vec![command]).expect("an answer").remove(0).verdict
    }

    fn page(&self, query: &FeedQuery) -> Page {
        self.store.page(&self.seat.person, query, Timestamp::now()).expect("a page")
    }

    fn everything(&self, limit: u32) -> Vec<Item> {
        let mut items = Vec::new();
        let mut query = FeedQuery { limit: Some(limit), ..FeedQuery::default() };
        loop {
            let page = self.page(&query);
            items.extend(page.items);
            (query.cursor, query.scope, query.epoch) = (page.cursor, page.scope, page.epoch);
            if page.complete {
                return items;
            }
        }
    }
}

/// The books are right.
#[track_caller]
pub(crate) fn verified(store: &Store) {
    store.verify_audit().expect("the audit log is whole");
    store.verify_ledger().expect("the ledger adds up");
}

fn a_retry_gets_the_same_answers_and_happens_once(ground: &Ground) {
    let store = ground.shop();
    let mut agent = Desk::of(&store, "agent-a");
    let commands = vec![
        agent.next(open_ticket("t-1")),
        agent.next(open_for_nobody("t-2")),
        agent.next(note("t-1", "e-1")),
    ];
    let first = agent.push(commands.clone()).expect("answers");
    let head = *store.head().borrow();
    assert_eq!(agent.push(commands.clone()).expect("answers"), first, "wholly repeated");
    assert_eq!(agent.push(commands[1..].to_vec()).expect("answers"), first[1..], "partly repeated");
    let longer = [&commands[2..], &[agent.next(note("t-1", "e-2"))]].concat();
    let outcomes = agent.push(longer).expect("answers");
    assert_eq!(outcomes[0], first[2], "and gone on from there");
    assert_eq!(accepted(&outcomes[1].verdict), head + 1, "only what is new is done");
    verified(&store);
}

fn a_number_is_never_used_for_two_commands(ground: &Ground) {
    let store = ground.shop();
    let mut agent = Desk::of(&store, "agent-a");
    let first = agent.next(open_ticket("t-1"));
    agent.push(vec![first.clone()]).expect("an answer");
    let other = command(&agent.seat.desk, 1, "agent-a", open_ticket("t-2"));
    let reused = |error| matches!(error, HubError::NumberReused { n: 1 });
    assert!(agent.push(vec![other]).is_err_and(reused), "the number says another thing");
    let renumbered = Command { n: 2, ..first.clone() };
    let head = *store.head().borrow();
    agent.push(vec![renumbered]).expect("the answer it got before");
    assert_eq!(*store.head().borrow(), head, "what was accepted is never decided again");
    let gap = command(&agent.seat.desk, 4, "agent-a", open_ticket("t-3"));
    let error = agent.push(vec![gap]).expect_err("number 3 is missing");
    assert!(matches!(error, HubError::Gap { expected: 3, found: 4 }), "{error}");
}

fn a_command_that_comes_from_a_copy_is_known(ground: &Ground) {
    let store = ground.shop();
    let mut one = Desk::of(&store, "agent-a");
    let sent = one.next(open_ticket("t-1"));
    let first = one.push(vec![sent.clone()]).expect("an answer");
    let copy = Desk::of(&store, "agent-a");
    let again = Command { desk: copy.seat.desk.clone(), ..sent };
    let second = copy.push(vec![again.clone()]).expect("an answer");
    assert_eq!(first, second, "it happened once");
    assert_eq!(copy.push(vec![again]).expect("an answer"), second, "and is known here too");
    verified(&store);
}

fn work_that_fails_leaves_nothing(ground: &Ground) {
    let store = ground.shop();
    let mut agent = Desk::of(&store, "agent-a");
    let before = (*store.head().borrow(), store.verify_audit().expect("whole"));
    let good = agent.next(open_ticket("t-1"));
    let of_another = command(&agent.seat.desk, 2, "agent-b", open_ticket("t-2"));
    let error = agent.push(vec![good.clone(), of_another]).expect_err("not of this person");
    assert!(matches!(error, HubError::Forbidden(_)), "{error}");
    let after = (*store.head().borrow(), store.verify_audit().expect("whole"));
    assert_eq!(before, after, "nothing happened");
    let number = accepted(&agent.push(vec![good]).expect("an answer")[0].verdict);
    assert_eq!(number, before.0 + 1, "no number was used up");
}

fn the_feed_gives_everything_once_whatever_the_page(ground: &Ground) {
    let store = ground.shop();
    let mut agent = Desk::of(&store, "agent-a");
    for n in 0..30 {
        accepted(&agent.act(open_ticket(&format!("t-{n}"))));
    }
    for n in (0..30).step_by(3) {
        accepted(&agent.act(note(&format!("t-{n}"), &format!("e-{n}"))));
    }
    let whole = agent.everything(2_000);
    let seqs: Vec<_> = whole.iter().map(|item| item.seq).collect();
    assert!(seqs.is_sorted_by(|a, b| a < b), "by rising number");
    let things: BTreeSet<_> =
        whole.iter().map(|item| (item.kind.code(), item.id.clone())).collect();
    assert_eq!(things.len(), whole.len(), "each thing once");
    for limit in [1, 2, 7, 1_000] {
        let again = agent.everything(limit);
        assert_eq!(again.iter().map(|item| item.seq).collect::<Vec<_>>(), seqs, "by {limit}");
    }
    let last = agent.page(&FeedQuery { cursor: *store.head().borrow(), ..FeedQuery::default() });
    assert!(last.restarted, "a cursor without its scope and epoch is worth nothing");
}

fn whoever_may_no_longer_see_a_thing_is_told(ground: &Ground) {
    let store = ground.shop();
    let mut agent = Desk::of(&store, "agent-a");
    let stranger = Desk::of(&store, "stranger");
    accepted(&agent.act(open_ticket("t-1")));
    let sees = |desk: &Desk<'_>| {
        let items = desk.everything(100);
        items.iter().find(|item| item.id == "t-1").map(|item| item.body.is_some())
    };
    assert_eq!(sees(&stranger), None, "another team never hears of it");
    let mut manager = Desk::of(&store, "manager");
    let assign = |owner: &str| CommandBody::AssignTicket {
        ticket_id: TicketId::new("t-1"),
        owner: Some(PersonId::new(owner)),
    };
    let Some(Document::Ticket(mut ticket)) =
        store.document(DocumentKind::Ticket, "t-1").expect("readable")
    else {
        panic!("the ticket is there")
    };
    ticket.owner = Some(PersonId::new("stranger"));
    store.import(vec![ticket.into()]).expect("it comes to a stranger");
    assert_eq!(sees(&stranger), Some(true), "now it is theirs");
    accepted(&manager.act(assign("agent-b")));
    assert_eq!(sees(&stranger), Some(false), "and now it is gone, and they hear that it is");
    assert_eq!(sees(&agent), Some(true));
}

fn imports_know_what_changed(ground: &Ground) {
    let store = ground.open();
    let come = |documents: Vec<Document>| store.import(documents).expect("an import");
    let goods = || vec![customer("c-1").into(), order("o-1", "c-1").into()];
    assert_eq!(come(goods()), [ImportChange::Added; 2]);
    let head = *store.head().borrow();
    assert_eq!(come(goods()), [ImportChange::Unchanged; 2]);
    assert_eq!(*store.head().borrow(), head, "what is the same keeps its number");
    let mut moved = customer("c-1");
    "宋敬之".clone_into(&mut moved.name);
    let mixed = come(vec![moved.into(), order("o-2", "c-1").into(), order("o-1", "c-1").into()]);
    assert_eq!(mixed, [ImportChange::Changed, ImportChange::Added, ImportChange::Unchanged]);
    assert_eq!(*store.head().borrow(), head + 2);
    assert_eq!(store.documents(DocumentKind::Order).expect("readable").len(), 2);
    verified(&store);
}

fn approve(grant: &str, transfer: &str, amount: i64) -> CommandBody {
    let (grant_id, transfer_id) = (GrantId::new(grant), TransferId::new(transfer));
    CommandBody::ApproveGrant { grant_id, transfer_id, amount: backstop_domain::money::Fen(amount) }
}

fn money_is_held_taken_and_released(ground: &Ground) {
    let store = ground.shop();
    let mut agent = Desk::of(&store, "agent-a");
    let mut manager = Desk::of(&store, "manager");
    accepted(&agent.act(request("g-1", "x-1", 20_000)));
    accepted(&agent.act(request("g-2", "x-2", 30_000)));
    accepted(&agent.act(request("g-3", "x-3", 40_000)));
    let held = store.verify_ledger().expect("it adds up").held;
    assert_eq!(held.0, 70_000, "what is above the quota is held");
    assert_eq!(rejected(&agent.act(request("g-4", "x-3", 1_000))), "duplicate");
    accepted(&manager.act(approve("g-2", "x-4", 30_000)));
    let refusal = CommandBody::RejectGrant {
        grant_id: GrantId::new("g-3"),
        transfer_id: TransferId::new("x-5"),
        reason: "不符合".to_owned(),
    };
    accepted(&manager.act(refusal));
    assert_eq!(rejected(&manager.act(approve("g-2", "x-6", 30_000))), "already_decided");
    assert_eq!(store.verify_ledger().expect("it adds up").held.0, 0, "all of it was settled");
    // Request and decision in one push: the second settles what the first has only just held.
    let both = vec![
        manager.next(request("g-5", "x-7", 50_000)),
        manager.next(request("g-6", "x-8", 50_000)),
    ];
    manager.push(both).expect("answers");
    verified(&store);
}

fn a_quota_is_spent_once_by_many_at_once(ground: &Ground) {
    let store = ground.shop();
    std::thread::scope(|scope| {
        for desk in 0..8 {
            let store = &store;
            scope.spawn(move || {
                let mut agent = Desk::of(store, "agent-a");
                for n in 0..10 {
                    let (grant, transfer) = (format!("g-{desk}-{n}"), format!("x-{desk}-{n}"));
                    accepted(&agent.act(request(&grant, &transfer, 900)));
                }
            });
        }
    });
    let report = store.verify_ledger().expect("it adds up");
    assert_eq!(report.held.0, (80 - 22) * 900, "200 yuan hold 22 times 9 yuan, and not once more");
    verified(&store);
}

fn whoever_is_disabled_is_out(ground: &Ground) {
    let store = ground.shop();
    let mut agent = Desk::of(&store, "agent-a");
    accepted(&agent.act(open_ticket("t-1")));
    let now = Timestamp::now();
    person::disable(&store, "agent-a", now).expect("they are disabled");
    let next = agent.next(note("t-1", "e-1"));
    assert!(matches!(agent.push(vec![next]), Err(HubError::Unauthorized)));
    assert!(store.seat(&PersonId::new("agent-a"), None, now).is_err(), "and get no seat");
    let again = person::add(&store, new_person("agent-a", Role::Agent, "service"), now);
    assert!(again.is_err(), "their name stays theirs");
    assert_eq!(person::list(&store).expect("a list").len(), 6);
    verified(&store);
}

fn a_days_work_adds_up(ground: &Ground) {
    let store = ground.open();
    assert!(sample::seed(&store, Timestamp::now()).expect("a sample shop"), "it is filled");
    assert!(!sample::seed(&store, Timestamp::now()).expect("a sample shop"), "but only once");
    let tickets = store.documents(DocumentKind::Ticket).expect("readable");
    assert!(tickets.len() > 10, "{} tickets", tickets.len());
    verified(&store);
}

fn what_cannot_be_stored_is_an_answer_too(ground: &Ground) {
    let store = ground.shop();
    let mut agent = Desk::of(&store, "agent-a");
    let strange = "t-\0-1";
    assert_eq!(rejected(&agent.act(note(strange, "e-1"))), "unknown");
    assert_eq!(rejected(&agent.act(open_ticket(strange))), "invalid");
    assert_eq!(store.document(DocumentKind::Ticket, strange).expect("readable"), None);
    let named = Command { id: strange.into(), ..agent.next(open_ticket("t-1")) };
    let error = agent.push(vec![named]).expect_err("no such name");
    assert!(matches!(error, HubError::Refused(_)), "{error}");
    let desk = DeskId::new(strange);
    let seat = store.seat(&PersonId::new("agent-a"), Some(&desk), Timestamp::now());
    assert_ne!(seat.expect("a seat").desk, desk, "a desk gets a name that can be kept");
    verified(&store);
}

fn everything_is_there_after_opening_again(ground: &Ground) {
    let store = ground.shop();
    let mut agent = Desk::of(&store, "agent-a");
    let opened = agent.next(open_ticket("t-1"));
    let answers = agent.push(vec![opened.clone()]).expect("answers");
    let (seat, epoch, head) =
        (agent.seat.clone(), store.epoch().to_owned(), *store.head().borrow());
    drop(store);
    let store = Store::open_existing(&ground.url).expect("the database is there");
    assert_eq!(store.epoch(), epoch, "it is the same history");
    assert_eq!(*store.head().borrow(), head, "as long as it was");
    let again = store.push(seat, vec![opened], Timestamp::now()).expect("answers");
    assert_eq!(again, answers, "and it remembers");
    verified(&store);
}

fn a_history_that_is_renewed_is_another_for_who_knew_the_old_one(ground: &Ground) {
    let store = ground.shop();
    let old = store.epoch().to_owned();
    let named = store.renew_history(Timestamp::now()).expect("a new history");
    drop(store);

    let store = ground.open();
    assert_eq!(store.epoch(), named, "whoever opens the database has the new history");
    assert_ne!(named, old, "it is another than before");
    store.has_history(&named).expect("who knows it may send");
    let refused = store.has_history(&old).expect_err("who knows the old one reads first");
    assert!(matches!(refused, HubError::OtherHistory), "and is told why: {refused}");
    store.verify_audit().expect("it is written down, and the log is whole");
}
