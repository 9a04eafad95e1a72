//! Generated shops: the same number gives the same shop, and nothing in it is impossible.

use std::collections::BTreeSet;

use backstop_domain::{
    document::{Document, DocumentKind},
    id::PersonId,
    ticket::{EntryBody, Ticket},
};
use backstop_hub::{
    generate::{Generated, Plan, generate},
    person, sample,
    store::Store,
};
use jiff::Timestamp;

const PLAN: Plan = Plan { seed: 7, tickets: 400, customers: 80, until: UNTIL };
const UNTIL: Timestamp = Timestamp::constant(1_795_000_000, 0);

struct Hub {
    store: Store,
    _directory: tempfile::TempDir,
}

fn hub() -> Hub {
    let directory = tempfile::tempdir().expect("a directory for the hub");
    let url = format!("sqlite:{}", directory.path().join("hub.db").display());
    Hub { store: Store::open(&url).expect("the hub opens"), _directory: directory }
}

impl Hub {
    fn make(&self, plan: &Plan) -> Generated {
        generate(&self.store, plan, &|_| ()).expect("generating works")
    }

    fn all(&self, kind: DocumentKind) -> Vec<Document> {
        self.store.documents(kind).expect("readable")
    }

    fn tickets(&self) -> Vec<Ticket> {
        let tickets = self.all(DocumentKind::Ticket).into_iter().filter_map(|d| match d {
            Document::Ticket(ticket) => Some(ticket),
            _ => None,
        });
        tickets.collect()
    }
}

fn generated(plan: &Plan) -> (Hub, Generated) {
    let hub = hub();
    let made = hub.make(plan);
    (hub, made)
}

const KINDS: [DocumentKind; 6] = [
    DocumentKind::Person,
    DocumentKind::Product,
    DocumentKind::Customer,
    DocumentKind::Order,
    DocumentKind::Shipment,
    DocumentKind::Ticket,
];

#[test]
fn the_same_seed_gives_the_same_shop() {
    let (first, second) = (generated(&PLAN).0, generated(&PLAN).0);
    for kind in KINDS {
        assert_eq!(first.all(kind), second.all(kind), "{} are the same", kind.code());
    }
}

#[test]
fn another_seed_gives_another_shop_beside_the_first() {
    let (hub, made) = generated(&PLAN);
    let more = hub.make(&Plan { seed: 8, ..PLAN });
    assert_eq!((more.customers, more.tickets), (made.customers, made.tickets));
    assert_eq!(more.products, 0, "the goods are the same");
    let tickets = hub.tickets();
    assert_eq!(tickets.len(), 800);
    let numbers: BTreeSet<_> = tickets.iter().filter_map(|ticket| ticket.number).collect();
    assert_eq!(numbers.len(), 800, "no number was given twice");
}

#[test]
fn the_same_seed_again_changes_nothing() {
    let (hub, _) = generated(&PLAN);
    let head = *hub.store.head().borrow();
    assert_eq!(hub.make(&PLAN), Generated::default(), "nothing new was made");
    assert_eq!(*hub.store.head().borrow(), head, "no feed number was used");
}

#[test]
fn it_makes_what_was_asked_for() {
    let (hub, made) = generated(&PLAN);
    assert_eq!((made.customers, made.tickets), (80, 400));
    assert_eq!(hub.all(DocumentKind::Customer).len(), 80);
    assert!(made.orders >= 80 && made.shipments > 0, "everybody bought something: {made:?}");
    let each = made.messages * 10 / made.tickets;
    assert!((20..=40).contains(&each), "about three messages a ticket, not {each} tenths");
}

#[test]
fn tickets_are_spread_over_states_people_and_kinds() {
    let (hub, _) = generated(&PLAN);
    let tickets = hub.tickets();
    let owners: BTreeSet<_> = tickets.iter().map(|ticket| &ticket.owner).collect();
    assert_eq!(owners.len(), 5, "agents, senior, manager, and nobody");
    let states: BTreeSet<_> = tickets.iter().map(|ticket| ticket.status).collect();
    assert_eq!(states.len(), 4, "every state occurs");
    let kinds: BTreeSet<_> = tickets.iter().map(|ticket| ticket.kind).collect();
    assert_eq!(kinds.len(), 8, "every kind occurs");
    let live = tickets.iter().filter(|ticket| ticket.is_live()).count();
    assert!((30..=90).contains(&live), "about an eighth is live, not {live} of 400");
}

#[test]
fn a_ticket_is_about_an_order_of_its_customer_and_lies_in_the_past() {
    let (hub, _) = generated(&PLAN);
    for ticket in hub.tickets() {
        let id = ticket.order_id.expect("every ticket is about an order");
        let order = hub.store.document(DocumentKind::Order, id.as_str()).expect("readable");
        let Some(Document::Order(order)) = order else { panic!("{id} is an order") };
        assert_eq!(order.customer_id, ticket.customer_id);
        assert!(ticket.updated_at <= UNTIL, "nothing happens after the end");
        let times: Vec<_> = ticket.timeline.iter().map(|entry| entry.at).collect();
        assert!(times.is_sorted(), "a timeline runs forwards");
        let opening = ticket.timeline.first().map(|entry| &entry.body);
        assert!(
            matches!(opening, Some(EntryBody::Description { .. })),
            "it begins at the beginning"
        );
    }
}

#[test]
fn numbers_rise_with_time() {
    let (hub, _) = generated(&PLAN);
    let mut tickets = hub.tickets();
    tickets.sort_by_key(|ticket| ticket.number);
    assert!(
        tickets.is_sorted_by_key(|ticket| ticket.created_at),
        "later tickets have later numbers"
    );
}

#[test]
fn people_who_are_here_get_the_tickets() {
    let hub = hub();
    let mut only = sample::team().remove(0);
    only.login = "only-one".to_owned();
    only.id = None;
    person::add(&hub.store, only, UNTIL).expect("the person is added");
    hub.make(&PLAN);
    assert_eq!(person::list(&hub.store).expect("readable").len(), 1, "nobody was added");
    let owners: BTreeSet<_> = hub.tickets().into_iter().filter_map(|t| t.owner).collect();
    let owners: Vec<_> = owners.iter().map(PersonId::as_str).collect();
    assert_eq!(owners, ["only-one"]);
}

#[test]
fn nothing_asked_for_is_an_error() {
    let hub = hub();
    for plan in [Plan { tickets: 0, ..PLAN }, Plan { customers: 0, ..PLAN }] {
        assert!(generate(&hub.store, &plan, &|_| ()).is_err(), "{plan:?} makes nothing");
    }
}
