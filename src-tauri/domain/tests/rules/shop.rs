//! A small shop in memory: what the rules are tried on.

use std::collections::{BTreeMap, BTreeSet};

use backstop_domain::{
    command::{Command, CommandBody},
    customer::{Address, Customer},
    decide::decide,
    document::{Document, DocumentKind},
    grant::{Grant, GrantKind},
    id::{
        CommandId, CustomerId, DeskId, EntryId, GrantId, OrderId, PersonId, TeamId, TicketId,
        TransferId,
    },
    ledger::{Account, AccountOwner, Transfer},
    money::Fen,
    order::Order,
    person::{Person, Role},
    rejection::Rejection,
    ticket::{Ticket, TicketKind},
    world::{Authority, Context, World},
};
use jiff::Timestamp;

/// Where every test begins: a Friday evening in Shanghai.
pub(crate) const START: &str = "2026-03-06T14:00:00Z";

/// The shop.
#[derive(Default, Clone)]
pub(crate) struct Shop {
    pub(crate) documents: BTreeMap<(DocumentKind, String), Document>,
    pub(crate) transfers: Vec<Transfer>,
    pub(crate) now: Timestamp,
    n: u64,
}

impl World for Shop {
    fn document(&self, kind: DocumentKind, id: &str) -> Option<Document> {
        self.documents.get(&(kind, id.to_owned())).cloned()
    }
}

impl Shop {
    /// Two agents, a senior, a manager and another team's manager; one customer with one order; a
    /// budget of 1,000.00 and quotas of 50.00.
    pub(crate) fn open() -> Self {
        let mut shop = Self { now: START.parse().expect("an instant"), ..Self::default() };
        for (id, role, team) in [
            ("ann", Role::Agent, "red"),
            ("ben", Role::Agent, "red"),
            ("sam", Role::Senior, "red"),
            ("mia", Role::Manager, "red"),
            ("max", Role::Manager, "red"),
            ("tom", Role::Trainer, "red"),
            ("eve", Role::Manager, "blue"),
        ] {
            shop.put(person(id, role, team));
        }
        shop.put(customer("c1"));
        shop.put(customer("c2"));
        shop.put(order("o1", "c1"));
        shop.fund("red", Fen(100_000));
        shop.fill("ann", Fen(5_000));
        shop.fill("ben", Fen(5_000));
        shop
    }

    pub(crate) fn put(&mut self, document: impl Into<Document>) {
        let document = document.into();
        self.documents.insert((document.kind(), document.id().to_owned()), document);
    }

    /// Puts money into a team's budget, from the company.
    pub(crate) fn fund(&mut self, team: &str, amount: Fen) {
        self.shift(AccountOwner::Company, AccountOwner::Team(team.into()), amount);
    }

    fn fill(&mut self, person: &str, amount: Fen) {
        self.shift(AccountOwner::Team("red".into()), AccountOwner::Quota(person.into()), amount);
    }

    fn shift(&mut self, from: AccountOwner, to: AccountOwner, amount: Fen) {
        let mut paying = self.account_of(from);
        let mut receiving = self.account_of(to);
        let phase = backstop_domain::ledger::Phase::Post;
        backstop_domain::ledger::apply(&mut paying, &mut receiving, amount, &phase).expect("funds");
        self.put(paying);
        self.put(receiving);
    }

    pub(crate) fn account_of(&self, owner: AccountOwner) -> Account {
        self.account(&owner.account_id()).unwrap_or_else(|| Account::empty(owner))
    }

    pub(crate) fn quota(&self, person: &str) -> Account {
        self.account_of(AccountOwner::Quota(PersonId::from(person)))
    }

    pub(crate) fn budget(&self) -> Account {
        self.account_of(AccountOwner::Team(TeamId::from("red")))
    }

    /// Every account there is.
    pub(crate) fn accounts(&self) -> Vec<Account> {
        let accounts = self.documents.values().filter_map(|document| match document {
            Document::Account(account) => Some(account.clone()),
            _ => None,
        });
        accounts.collect()
    }

    /// A command as the hub decides it; what it changes is stored.
    pub(crate) fn does(&mut self, who: &str, body: CommandBody) -> Result<(), Rejection> {
        self.n += 1;
        let command = Command {
            id: CommandId(format!("k{}", self.n)),
            desk: DeskId::from("d"),
            n: self.n,
            actor: PersonId::from(who),
            made_at: self.now,
            body,
        };
        let context =
            Context { authority: Authority::Hub, now: self.now, next_number: Some(2_000 + self.n) };
        let effects = decide(self, &command, &context)?;
        effects.documents.into_iter().for_each(|document| self.put(document));
        self.transfers.extend(effects.transfers);
        Ok(())
    }

    pub(crate) fn pass(&mut self, minutes: i64) {
        self.now += jiff::SignedDuration::from_mins(minutes);
    }

    /// Opens a ticket of customer c1 about order o1 as ann, and returns it.
    pub(crate) fn with_ticket(&mut self) -> TicketId {
        self.does("ann", opening("t1", "c1", Some("o1"))).expect("a ticket can be opened");
        TicketId::from("t1")
    }

    pub(crate) fn ticket_now(&self) -> Ticket {
        self.ticket(&TicketId::from("t1")).expect("the ticket is there")
    }

    pub(crate) fn grant_now(&self, id: &str) -> Grant {
        self.grant(&GrantId::from(id)).expect("the grant is there")
    }
}

pub(crate) fn opening(id: &str, customer: &str, order: Option<&str>) -> CommandBody {
    CommandBody::OpenTicket {
        ticket_id: TicketId::from(id),
        customer_id: CustomerId::from(customer),
        order_id: order.map(OrderId::from),
        kind: TicketKind::Complaint,
        title: "安装师傅没上门".to_owned(),
        text: "约了周六，等了一天".to_owned(),
        urgent: false,
    }
}

pub(crate) fn reply(entry: &str, text: &str, seen: Option<&str>) -> CommandBody {
    CommandBody::Reply {
        ticket_id: TicketId::from("t1"),
        entry_id: EntryId::from(entry),
        text: text.to_owned(),
        seen: seen.map(EntryId::from),
    }
}

pub(crate) fn heard(entry: &str, text: &str) -> CommandBody {
    CommandBody::RecordMessage {
        ticket_id: TicketId::from("t1"),
        entry_id: EntryId::from(entry),
        channel: "phone".to_owned(),
        text: text.to_owned(),
    }
}

pub(crate) fn wish(id: &str, amount: i64) -> CommandBody {
    CommandBody::RequestGrant {
        grant_id: GrantId::from(id),
        transfer_id: TransferId(format!("x-{id}")),
        customer_id: CustomerId::from("c1"),
        order_id: Some(OrderId::from("o1")),
        ticket_id: None,
        kind: GrantKind::Cash,
        amount: Fen(amount),
        cause: "late_delivery".to_owned(),
        note: "晚到两天".to_owned(),
    }
}

pub(crate) fn approval(id: &str, amount: i64) -> CommandBody {
    CommandBody::ApproveGrant {
        grant_id: GrantId::from(id),
        transfer_id: TransferId(format!("a-{id}")),
        amount: Fen(amount),
    }
}

pub(crate) fn refusal(id: &str, reason: &str) -> CommandBody {
    CommandBody::RejectGrant {
        grant_id: GrantId::from(id),
        transfer_id: TransferId(format!("r-{id}")),
        reason: reason.to_owned(),
    }
}

pub(crate) fn person(id: &str, role: Role, team: &str) -> Person {
    Person {
        id: id.into(),
        login: id.to_owned(),
        name: id.to_owned(),
        roles: BTreeSet::from([role]),
        line: 1,
        team: team.into(),
        disabled: false,
    }
}

fn customer(id: &str) -> Customer {
    Customer {
        id: id.into(),
        source: "test".to_owned(),
        name: id.to_owned(),
        gender: String::new(),
        age: None,
        handles: Vec::new(),
        address: Address::default(),
        card_balance: None,
        payment_methods: Vec::new(),
        tags: Vec::new(),
    }
}

fn order(id: &str, customer: &str) -> Order {
    Order {
        id: id.into(),
        source: "test".to_owned(),
        customer_id: customer.into(),
        status: "已付款".to_owned(),
        total: Fen(129_900),
        currency: "CNY".to_owned(),
        urgent: false,
        lines: Vec::new(),
        address: Address::default(),
        payment: "微信".to_owned(),
    }
}
