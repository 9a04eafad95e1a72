//! Random work, random answers, random pages: at every step what is shown is what deciding everything again,
//! slowly and from the start, would show; and in the end it is what the hub has.

use std::collections::{BTreeMap, BTreeSet};

use backstop_domain::{
    command::{Command, CommandBody},
    customer::Customer,
    decide::decide,
    document::{Document, DocumentKind},
    grant::GrantKind,
    id::{CommandId, EntryId, GrantId, PersonId, TicketId, TransferId},
    ledger::{Account, AccountOwner},
    money::Fen,
    person::{Person, Role},
    ticket::{Ending, Liable, Solved, TicketKind, TicketStatus},
    world::{Authority, Context, World},
};
use backstop_protocol::{
    commands::{Outcome, Verdict},
    feed::{Item, Page},
    session::SignedIn,
};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

use crate::{
    outbox, rebase, session,
    store::{
        Store,
        documents::{self, Thing},
        facts::Position,
    },
    sync::{Kept, keep_page},
};

const TEAM: &str = "service";
const CUSTOMER: &str = "c1";

type Documents = BTreeMap<Thing, Document>;

/// A world in a map: slow, plain, independent of the store.
struct Plain<'a>(&'a Documents);

impl World for Plain<'_> {
    fn document(&self, kind: DocumentKind, id: &str) -> Option<Document> {
        self.0.get(&(kind, id.to_owned())).cloned()
    }
}

fn put(documents: &mut Documents, document: Document) {
    documents.insert((document.kind(), document.id().to_owned()), document);
}

fn person(id: &str, roles: &[Role]) -> Person {
    Person {
        id: id.into(),
        login: id.to_owned(),
        name: id.to_owned(),
        roles: roles.iter().copied().collect(),
        line: 1,
        team: TEAM.into(),
        disabled: false,
    }
}

fn account(owner: AccountOwner, balance: i64) -> Account {
    Account { balance: Fen(balance), received: Fen(balance), ..Account::empty(owner) }
}

fn customer() -> Customer {
    Customer {
        id: CUSTOMER.into(),
        source: "test".to_owned(),
        name: "侯采薇".to_owned(),
        gender: String::new(),
        age: None,
        handles: Vec::new(),
        address: backstop_domain::customer::Address::default(),
        card_balance: None,
        payment_methods: Vec::new(),
        tags: Vec::new(),
    }
}

/// A hub in a map.
struct HubModel {
    documents: Documents,
    places: BTreeMap<Thing, u64>,
    hidden: BTreeSet<Thing>,
    head: u64,
    numbers: u64,
}

impl HubModel {
    fn new() -> Self {
        let mut hub = Self {
            documents: Documents::new(),
            places: BTreeMap::new(),
            hidden: BTreeSet::new(),
            head: 0,
            numbers: 2_000,
        };
        let people = [person("me", &[Role::Agent, Role::Manager]), person("other", &[Role::Agent])];
        for person in people {
            hub.keep(account(AccountOwner::Quota(person.id.clone()), 500).into());
            hub.keep(person.into());
        }
        hub.keep(account(AccountOwner::Team(TEAM.into()), 5_000).into());
        hub.keep(customer().into());
        hub
    }

    fn keep(&mut self, document: Document) {
        self.head += 1;
        let thing = (document.kind(), document.id().to_owned());
        self.places.insert(thing, self.head);
        put(&mut self.documents, document);
    }

    fn hide(&mut self, thing: &Thing) {
        self.head += 1;
        self.places.insert(thing.clone(), self.head);
        self.hidden.insert(thing.clone());
    }

    fn answer(&mut self, command: &Command) -> Outcome {
        let context = Context {
            authority: Authority::Hub,
            now: command.made_at,
            next_number: Some(self.numbers + 1),
        };
        let verdict = match decide(&Plain(&self.documents), command, &context) {
            Ok(effects) => {
                self.numbers += u64::from(matches!(command.body, CommandBody::OpenTicket { .. }));
                let changed = !effects.documents.is_empty();
                effects.documents.into_iter().for_each(|document| self.keep(document));
                Verdict::Accepted { seq: if changed { self.head } else { 0 } }
            }
            Err(reason) => Verdict::Rejected { reason },
        };
        Outcome { id: command.id.clone(), n: command.n, verdict }
    }

    fn page(&self, from: &Position, most: usize, restart: bool) -> Page {
        let restarted = restart || from.scope.is_empty();
        let cursor = if restarted { 0 } else { from.cursor };
        let mut places: Vec<_> = self.places.iter().filter(|(_, seq)| **seq > cursor).collect();
        places.sort_by_key(|(_, seq)| **seq);
        let complete = places.len() <= most;
        places.truncate(most);
        let end = if complete { self.head } else { places.last().map_or(cursor, |(_, seq)| **seq) };
        Page {
            items: places.into_iter().map(|(thing, seq)| self.item(thing, *seq)).collect(),
            cursor: end,
            complete,
            scope: "scope".to_owned(),
            epoch: "epoch".to_owned(),
            restarted,
            hub_time: Timestamp::UNIX_EPOCH,
        }
    }

    fn item(&self, thing: &Thing, seq: u64) -> Item {
        let body = (!self.hidden.contains(thing)).then(|| {
            let json = self.documents[thing].to_json().expect("documents are JSON");
            serde_json::value::RawValue::from_string(json).expect("documents are JSON")
        });
        Item { kind: thing.0, id: thing.1.clone(), seq, body }
    }

    /// What a desk that has read everything holds.
    fn seen(&self) -> Documents {
        let visible = |(thing, _): &(&Thing, &Document)| !self.hidden.contains(*thing);
        self.documents.iter().filter(visible).map(|(t, d)| (t.clone(), d.clone())).collect()
    }
}

/// A desk and its hub, played step by step.
struct Game {
    hub: HubModel,
    store: Store,
    me: Person,
    step: u64,
}

impl Game {
    fn new() -> Self {
        let store = Store::in_memory().expect("a store in memory");
        let me = person("me", &[Role::Agent, Role::Manager]);
        let signed_in = SignedIn {
            token: "t".to_owned(),
            desk: "d".into(),
            person: me.clone(),
            hub_time: Timestamp::UNIX_EPOCH,
        };
        session::keep(&store, &signed_in, "http://hub").expect("signing in is kept");
        let mut game = Self { hub: HubModel::new(), store, me, step: 0 };
        game.pull(100, false);
        game
    }

    fn now(&self) -> Timestamp {
        Timestamp::UNIX_EPOCH
            + SignedDuration::from_secs(i64::try_from(self.step).expect("few steps"))
    }

    fn command(&self, n: u64, actor: &str, body: CommandBody) -> Command {
        Command {
            id: CommandId(format!("cmd-{actor}-{}", self.step)),
            desk: "d".into(),
            n,
            actor: actor.into(),
            made_at: self.now(),
            body,
        }
    }

    /// One of the tickets or grants that anybody knows of, by any number.
    fn some(&self, kind: DocumentKind, which: u8) -> Option<String> {
        let mut ids: BTreeSet<String> =
            self.shown().into_keys().filter(|t| t.0 == kind).map(|t| t.1).collect();
        ids.extend(self.hub.documents.keys().filter(|t| t.0 == kind).map(|t| t.1.clone()));
        let all: Vec<_> = ids.into_iter().collect();
        (!all.is_empty()).then(|| all[usize::from(which) % all.len()].clone())
    }

    fn body(&self, deed: u8, which: u8) -> Option<CommandBody> {
        let tag = format!("x{}", self.step);
        let ticket = || self.some(DocumentKind::Ticket, which).map(TicketId);
        let grant = || self.some(DocumentKind::Grant, which).map(GrantId);
        let text = format!("话 {tag}");
        Some(match deed % 12 {
            0 => CommandBody::OpenTicket {
                ticket_id: TicketId(tag),
                customer_id: CUSTOMER.into(),
                order_id: None,
                kind: TicketKind::Complaint,
                title: "标题".to_owned(),
                text,
                urgent: false,
            },
            1 => CommandBody::AddNote { ticket_id: ticket()?, entry_id: EntryId(tag), text },
            2 => CommandBody::Reply {
                ticket_id: ticket()?,
                entry_id: EntryId(tag),
                text,
                seen: None,
            },
            3 => CommandBody::ClaimTicket { ticket_id: ticket()? },
            4 => CommandBody::AssignTicket {
                ticket_id: ticket()?,
                owner: (which.is_multiple_of(2)).then(|| PersonId("other".to_owned())),
            },
            5 => CommandBody::SetStatus {
                ticket_id: ticket()?,
                status: if which.is_multiple_of(2) {
                    TicketStatus::Open
                } else {
                    TicketStatus::WaitingCustomer
                },
            },
            6 => CommandBody::EscalateTicket {
                ticket_id: ticket()?,
                line: 2 + which % 3,
                reason: text,
            },
            7 => CommandBody::ResolveTicket { ticket_id: ticket()?, ending: ending() },
            8 => CommandBody::RequestGrant {
                grant_id: GrantId(tag.clone()),
                transfer_id: TransferId(tag),
                customer_id: CUSTOMER.into(),
                order_id: None,
                ticket_id: ticket(),
                kind: GrantKind::Cash,
                amount: Fen(i64::from(which) * 3 + 1),
                cause: "late_delivery".to_owned(),
                note: String::new(),
            },
            9 => CommandBody::ApproveGrant {
                grant_id: grant()?,
                transfer_id: TransferId(tag),
                amount: self.amount(&grant()?),
            },
            10 => CommandBody::RejectGrant {
                grant_id: grant()?,
                transfer_id: TransferId(tag),
                reason: text,
            },
            _ => CommandBody::AllotQuota {
                person_id: PersonId("other".to_owned()),
                transfer_id: TransferId(tag),
                amount: Fen(i64::from(which) + 1),
            },
        })
    }

    fn amount(&self, id: &GrantId) -> Fen {
        match self.hub.documents.get(&(DocumentKind::Grant, id.0.clone())) {
            Some(Document::Grant(grant)) => grant.amount,
            _ => Fen(1),
        }
    }

    /// Queues without showing, as a program that is killed between the two files does.
    fn queue(&mut self, deed: u8, which: u8) {
        let Some(body) = self.body(deed, which) else { return };
        let append =
            |tx: &rusqlite::Transaction<'_>| outbox::append(tx, |n| self.command(n, "me", body));
        self.store.write_work(append).expect("a command is queued");
    }

    fn show(&self) {
        self.store.write_cache(|tx| rebase::catch_up(tx, &self.me)).expect("the outbox is shown");
    }

    fn push(&mut self, most: usize) {
        let batch = self.store.read(|conn| outbox::batch(conn, most, usize::MAX)).expect("a batch");
        let waiting: Vec<_> = batch.into_iter().filter(|command| self.waits(command.n)).collect();
        let outcomes: Vec<_> = waiting.iter().map(|command| self.hub.answer(command)).collect();
        let now = self.now();
        self.store.write_work(|tx| outbox::settle(tx, &outcomes, now)).expect("answers are kept");
    }

    fn waits(&self, n: u64) -> bool {
        let open = self.store.read(outbox::open_rows).expect("the outbox");
        open.iter().any(|row| row.command.n == n && row.reason.is_none())
    }

    fn pull(&mut self, most: usize, restart: bool) {
        let from = self.store.read(Position::read).expect("a position");
        let page = self.hub.page(&from, most, restart);
        let kept = self
            .store
            .write_cache(|tx| keep_page(tx, &self.me, &from, &page))
            .expect("a page is kept");
        assert!(matches!(kept, Kept::Stored(..)), "nobody else pulls");
    }

    fn other_acts(&mut self, deed: u8, which: u8) {
        // Not the deeds of a manager, and not a grant that would be mine to approve otherwise.
        let Some(body) = self.body(deed % 9, which) else { return };
        let command = self.command(0, "other", body);
        self.hub.answer(&command);
    }

    fn hide(&mut self, which: u8) {
        let id = self.some(DocumentKind::Ticket, which);
        let thing = id.map(|id| (DocumentKind::Ticket, id));
        if let Some(thing) = thing.filter(|thing| self.hub.documents.contains_key(thing)) {
            self.hub.hide(&thing);
        }
    }

    fn play(&mut self, (act, deed, which): (u8, u8, u8)) {
        self.step += 1;
        match act % 10 {
            0..=3 => {
                self.queue(deed, which);
                self.show();
            }
            4 => self.queue(deed, which),
            5 => self.push(usize::from(which % 4) + 1),
            6 => self.other_acts(deed, which),
            7 => self.pull(usize::from(which % 5) + 1, false),
            8 => self.pull(usize::from(which % 9) + 1, which % 4 == 0),
            _ if which % 8 == 0 => self.hide(deed),
            _ => self.show(),
        }
    }

    /// Everything that the desk shows.
    fn shown(&self) -> Documents {
        self.all("ifnull(current, confirmed)", documents::current)
    }

    fn all(
        &self,
        column: &str,
        read: impl Fn(&rusqlite::Connection, DocumentKind, &str) -> crate::Result<Option<Document>>,
    ) -> Documents {
        let sql = format!("SELECT kind, id FROM document WHERE {column} IS NOT NULL");
        let found = self.store.read(|conn| {
            let mut query = conn.prepare(&sql)?;
            let rows =
                query.query_map([], |r| Ok((r.get::<_, String>(0)?, r.get::<_, String>(1)?)))?;
            let mut found = Documents::new();
            for row in rows {
                let (kind, id) = row?;
                let kind = DocumentKind::from_code(&kind).expect("a known kind");
                found.extend(read(conn, kind, &id)?.map(|document| ((kind, id), document)));
            }
            Ok(found)
        });
        found.expect("documents can be read")
    }

    /// The slow way: everything confirmed, then every pending command from the start.
    fn wanted(&self) -> Documents {
        let mut documents = self.all("confirmed", documents::confirmed);
        let Position { floor, round, .. } = self.store.read(Position::read).expect("a position");
        let last =
            self.store.read(|conn| crate::store::facts::number(conn, "last_n")).expect("a number");
        for n in 1..=last {
            let pending =
                self.store.read(|conn| outbox::pending(conn, n, floor)).expect("a command");
            let Some(outbox::Pending { command, seq }) = pending else { continue };
            let now = command.made_at;
            let context = Context { authority: Authority::Desk, now, next_number: None };
            let effects = decide(&Plain(&documents), &command, &context).unwrap_or_default();
            for document in effects.documents {
                let thing = (document.kind(), document.id().to_owned());
                let at = self.store.read(|conn| documents::confirmed_seq(conn, &thing, round));
                let at = at.expect("a place in the feed");
                if seq.is_none_or(|seq| at.is_none_or(|at| at < seq)) {
                    put(&mut documents, document);
                }
            }
        }
        documents
    }

    /// Everything is sent and read; nothing happens meanwhile.
    fn settle(&mut self) {
        for _ in 0..3 {
            self.push(1_000);
            self.pull(1_000, false);
        }
        self.show();
    }
}

fn ending() -> Ending {
    Ending {
        solved: Solved::Inferred,
        liable: Liable::Unsettled,
        satisfied: None,
        summary: "办好了".to_owned(),
    }
}

fn check(acts: Vec<(u8, u8, u8)>) {
    let mut game = Game::new();
    for act in acts {
        game.play(act);
        if game.store.read(outbox::turn).expect("a turn")
            == game.store.read(Position::read).expect("a position").turn
        {
            assert_eq!(
                game.shown(),
                game.wanted(),
                "after {act:?} the desk shows what deciding again gives"
            );
        }
    }
    game.show();
    assert_eq!(game.shown(), game.wanted(), "in the end the desk shows what deciding again gives");
    game.settle();
    assert_eq!(game.shown(), game.hub.seen(), "when all is quiet the desk shows what the hub has");
    let marks = "SELECT count(*) FROM document WHERE pending > 0 OR current IS NOT NULL";
    let marked: u64 =
        game.store.read(|conn| Ok(conn.query_row(marks, [], |r| r.get(0))?)).expect("marks");
    assert_eq!(marked, 0, "when all is quiet nothing is marked as pending");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn what_is_shown_is_what_deciding_everything_again_gives(
        acts in prop::collection::vec(any::<(u8, u8, u8)>(), 1..60),
    ) {
        check(acts);
    }
}

#[test]
fn an_accepted_command_stays_shown_until_its_effect_has_come_down() {
    let mut game = Game::new();
    game.play((0, 0, 0));
    game.push(10);
    game.show();
    let tickets =
        |game: &Game| game.shown().into_keys().filter(|t| t.0 == DocumentKind::Ticket).count();
    assert_eq!(
        tickets(&game),
        1,
        "the answer has come, the document has not: the ticket is still shown"
    );
    assert_eq!(
        game.store.read(outbox::counts).expect("counts"),
        (0, 0),
        "but nothing waits any more"
    );
    game.pull(100, false);
    assert_eq!(tickets(&game), 1, "the document replaces it");
    assert_eq!(game.shown(), game.hub.seen(), "and it is the hub's");
}
