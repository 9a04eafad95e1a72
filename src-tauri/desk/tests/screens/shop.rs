//! A small shop to look at, and the real ones where they are at hand.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex},
};

use backstop_desk::{Desk, desk::Clock};
use backstop_domain::{
    clock::standard_policy,
    customer::{Address, Customer, Handle},
    document::Document,
    id::{CustomerId, PersonId, TeamId, TicketId},
    person::{Person, Role},
    ticket::{Author, Entry, EntryBody, Ticket, TicketKind, TicketStatus},
};
use backstop_hub::import::{Folder, Shop, Surroundings};
use jiff::{SignedDuration, Timestamp};

/// The instant at which the tests begin: a Wednesday morning.
pub(crate) fn morning() -> Timestamp {
    "2026-03-11T01:00:00Z".parse().expect("an instant")
}

/// A clock that stands still until it is set.
#[derive(Clone)]
pub(crate) struct Hands(Arc<Mutex<Timestamp>>);

impl Hands {
    pub(crate) fn at(now: Timestamp) -> Self {
        Self(Arc::new(Mutex::new(now)))
    }

    pub(crate) fn set(&self, now: Timestamp) {
        *self.0.lock().expect("the clock") = now;
    }

    pub(crate) fn clock(&self) -> Clock {
        let hands = self.clone();
        Arc::new(move || *hands.0.lock().expect("the clock"))
    }
}

pub(crate) fn hours(n: i64) -> SignedDuration {
    SignedDuration::from_hours(n)
}

/// The agent whose desk it is.
pub(crate) fn agent() -> Person {
    person("p-agent", "客服甲", Role::Agent)
}

pub(crate) fn person(id: &str, name: &str, role: Role) -> Person {
    Person {
        id: id.into(),
        login: id.to_owned(),
        name: name.to_owned(),
        roles: BTreeSet::from([role]),
        line: 1,
        team: "service".into(),
        disabled: false,
    }
}

/// A desk in memory that holds these documents, at nine in the morning in Shanghai.
pub(crate) fn desk(documents: Vec<Document>) -> Desk {
    desk_at(documents, &Hands::at(morning()))
}

pub(crate) fn desk_at(mut documents: Vec<Document>, hands: &Hands) -> Desk {
    documents.push(agent().into());
    Desk::sandbox_at(documents, &agent(), hands.clock()).expect("a sandbox opens")
}

pub(crate) fn customer(id: &str, name: &str, phone: &str) -> Customer {
    Customer {
        id: id.into(),
        source: "test".to_owned(),
        name: name.to_owned(),
        gender: String::new(),
        age: None,
        handles: vec![Handle { channel: "phone".to_owned(), value: phone.to_owned() }],
        address: Address {
            province: "广东省".to_owned(),
            city: "揭阳市".to_owned(),
            ..Address::default()
        },
        card_balance: None,
        payment_methods: Vec::new(),
        tags: Vec::new(),
    }
}

/// A ticket that was opened at an instant by the agent and that nobody has yet.
pub(crate) fn ticket(id: &str, customer: &str, title: &str, created_at: Timestamp) -> Ticket {
    let policy = standard_policy("complaint", false);
    Ticket {
        id: id.into(),
        number: None,
        kind: TicketKind::Complaint,
        title: title.to_owned(),
        customer_id: customer.into(),
        order_id: None,
        status: TicketStatus::Open,
        urgent: false,
        line: 1,
        team: TeamId::new("service"),
        owner: None,
        opened_by: agent().id,
        created_at,
        updated_at: created_at,
        clocks: policy.targets.iter().filter_map(|t| policy.bind(t.kind, created_at)).collect(),
        timeline: Vec::new(),
        ending: None,
    }
}

/// What the customer said on a ticket.
pub(crate) fn said(ticket: &mut Ticket, at: Timestamp, text: &str) {
    let body = EntryBody::Message { channel: "chat".to_owned(), text: text.to_owned() };
    let author = Author::Customer(ticket.customer_id.clone());
    let id = format!("{}-{}", ticket.id, ticket.timeline.len());
    ticket.timeline.push(Entry { id: id.as_str().into(), at, author, body });
}

/// The ticket in somebody's hands.
pub(crate) fn owned(mut ticket: Ticket, owner: &PersonId) -> Ticket {
    ticket.owner = Some(owner.clone());
    ticket
}

/// Identifiers of tickets, for comparing.
pub(crate) fn ids<'a>(tickets: impl IntoIterator<Item = &'a TicketId>) -> Vec<&'a str> {
    tickets.into_iter().map(TicketId::as_str).collect()
}

/// Everything in a real shop, or nothing where it is not at hand.
pub(crate) fn real(shop: Shop) -> Option<Vec<Document>> {
    let folder = match shop {
        Shop::EcomBench => "A/zh-ecom-bench",
        Shop::TauRetail => "A/en-tau-retail",
    };
    let folder = backstop_testkit::shop::folder(folder)?;
    let folder = Folder::read(&folder, shop.files()).expect("the shop can be read");
    Some(shop.read(&folder, &Alone).documents)
}

/// Nothing was imported earlier, and nobody watches.
struct Alone;

impl Surroundings for Alone {
    fn has_customer(&self, _: &CustomerId) -> bool {
        false
    }

    fn reading(&self, _: &str, _: usize) {}
}
