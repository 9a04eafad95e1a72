//! A small office: a hub in this process, a few people, a customer with an order, and desks in folders.

use std::{collections::BTreeSet, path::PathBuf, time::Duration};

use backstop_desk::{
    Desk, Identity, KeyChoice,
    draft::{Draft, DraftKind},
    intent::Intent,
    view::{app::DeskEvent, outbox::Written},
};
use backstop_domain::{
    customer::{Address, Customer, Handle},
    document::{Document, DocumentKind},
    id::{CustomerId, TicketId},
    money::Fen,
    order::Order,
    person::{Person, Role},
    ticket::{Ticket, TicketKind},
};
use backstop_hub::{
    embedded::Embedded,
    person::{NewPerson, add},
};
use jiff::Timestamp;
use tempfile::TempDir;
use tokio::sync::broadcast::Receiver;

pub(crate) const CUSTOMER: &str = "cnjd-1";
pub(crate) const ORDER: &str = "313021098954";

/// How long anything may take before a test gives up.
const PATIENCE: Duration = Duration::from_mins(1);

pub(crate) struct Office {
    folder: TempDir,
    hub: Option<Embedded>,
}

impl Office {
    /// A hub with a customer, an order, two agents and a manager.
    pub(crate) async fn open() -> Self {
        let mut office = Self { folder: tempfile::tempdir().expect("a folder"), hub: None };
        office.start_hub().await;
        let store = office.hub().store();
        store.import(vec![customer().into(), order().into()]).expect("the shop is imported");
        for (login, role) in [("ann", Role::Agent), ("bob", Role::Agent), ("boss", Role::Manager)] {
            add(store, new_person(login, role), Timestamp::now()).expect("a person is added");
        }
        office
    }

    pub(crate) async fn start_hub(&mut self) {
        let hub = Embedded::start(&self.hub_folder().join("hub.db")).await;
        self.hub = Some(hub.expect("the hub starts"));
    }

    pub(crate) async fn stop_hub(&mut self) {
        if let Some(hub) = self.hub.take() {
            hub.stop().await.expect("the hub stops");
        }
    }

    pub(crate) fn hub(&self) -> &Embedded {
        self.hub.as_ref().expect("the hub runs")
    }

    /// Where the hub keeps everything; made if it is not there.
    pub(crate) fn hub_folder(&self) -> PathBuf {
        let folder = self.folder.path().join("hub");
        std::fs::create_dir_all(&folder).expect("a folder for the hub");
        folder
    }

    pub(crate) fn profile(&self, name: &str) -> PathBuf {
        self.folder.path().join("desks").join(name)
    }

    /// Opens a desk without signing in.
    pub(crate) fn reopen(&self, name: &str) -> Desk {
        Desk::open(self.profile(name), KeyChoice::File).expect("the desk opens")
    }

    /// Signs a person in on a desk.
    pub(crate) async fn sign_in(&self, desk: &Desk, person: &str) -> backstop_desk::Result<()> {
        let known =
            desk.identity().expect("the store reads").filter(|w| w.person.id.as_str() == person);
        let known = known.and_then(Identity::seat);
        let signed_in = self.hub().sign_in_as(&person.into(), known).await.expect("a known person");
        desk.adopt(&signed_in, self.hub().url())
    }

    /// A desk of a person, signed in and up to date.
    pub(crate) async fn desk(&self, person: &str) -> Desk {
        let desk = self.reopen(person);
        self.sign_in(&desk, person).await.expect("signing in works");
        desk.sync_once().await.expect("the first pull works");
        desk
    }

    /// What the hub holds of a ticket.
    pub(crate) fn ticket_on_hub(&self, id: &str) -> Option<Ticket> {
        match self.hub().store().document(DocumentKind::Ticket, id).expect("the hub reads") {
            Some(Document::Ticket(ticket)) => Some(ticket),
            _ => None,
        }
    }
}

/// A ticket of a desk.
pub(crate) fn ticket(desk: &Desk, id: &str) -> Ticket {
    desk.ticket(id).expect("the ticket is here").ticket
}

/// The written words of a ticket, in order.
pub(crate) fn said(ticket: &Ticket) -> Vec<String> {
    ticket.timeline.iter().filter_map(|entry| entry.body.text()).map(str::to_owned).collect()
}

pub(crate) fn complaint(title: &str, text: &str) -> Intent {
    Intent::OpenTicket {
        customer_id: CustomerId::new(CUSTOMER),
        order_id: None,
        kind: TicketKind::Complaint,
        title: title.to_owned(),
        text: text.to_owned(),
        urgent: false,
    }
}

pub(crate) fn note(ticket: &str, text: &str) -> Intent {
    Intent::AddNote { ticket_id: TicketId::new(ticket), text: text.to_owned() }
}

pub(crate) fn open(desk: &Desk, title: &str, text: &str) -> String {
    desk.submit(complaint(title, text), None).expect("a ticket can be opened").id
}

/// Something half written.
pub(crate) fn draft(id: &str, text: &str) -> Draft {
    Draft {
        id: id.to_owned(),
        kind: DraftKind::Reply,
        subject: "t".to_owned(),
        fields: [("text".to_owned(), text.to_owned())].into(),
        focus: "text".to_owned(),
        caret: 0,
        updated_at: None,
    }
}

/// A reply of a desk on a new ticket of its own that bob, at another desk, has answered first. Returns the ticket, and
/// the reply as it stands in the outbox: the hub has refused it.
pub(crate) async fn overtaken(office: &Office, desk: &Desk, text: &str) -> (String, Written) {
    let bob = office.desk("bob").await;
    let id = open(desk, "物流不动", "三天没有更新");
    desk.sync_once().await.expect("the ticket is delivered");
    bob.sync_once().await.expect("bob has it, too");
    let seen = ticket(desk, &id).timeline.last().map(|entry| entry.id.clone());
    let reply = |text: &str| Intent::Reply {
        ticket_id: TicketId::new(&id),
        text: text.to_owned(),
        seen: seen.clone(),
    };
    bob.submit(reply("已催快递"), None).expect("bob replies");
    bob.sync_once().await.expect("bob is first");
    let written = desk.submit(reply(text), None).expect("the desk does not know of it");
    desk.sync_once().await.expect("the hub answers");
    (id, written)
}

/// Waits until something is so, looking again whenever the desk says that something changed.
pub(crate) async fn until(events: &mut Receiver<DeskEvent>, what: &str, so: impl Fn() -> bool) {
    let wait = async {
        while !so() {
            let _ = events.recv().await;
        }
    };
    let waited = tokio::time::timeout(PATIENCE, wait).await;
    assert!(waited.is_ok(), "{what} must happen within {PATIENCE:?}");
}

pub(crate) fn new_person(login: &str, role: Role) -> NewPerson {
    NewPerson {
        id: None,
        login: login.to_owned(),
        name: login.to_owned(),
        roles: BTreeSet::from([role]),
        line: 1,
        team: "service".into(),
        quota: None,
        password: Some("correct horse".to_owned()),
    }
}

pub(crate) fn person(id: &str, team: &str) -> Person {
    Person {
        id: id.into(),
        login: id.to_owned(),
        name: id.to_owned(),
        roles: BTreeSet::from([Role::Agent]),
        line: 1,
        team: team.into(),
        disabled: false,
    }
}

pub(crate) fn customer() -> Customer {
    Customer {
        id: CUSTOMER.into(),
        source: "test".to_owned(),
        name: "侯采薇".to_owned(),
        gender: String::new(),
        age: None,
        handles: vec![Handle { channel: "phone".to_owned(), value: "15512344614".to_owned() }],
        address: Address::default(),
        card_balance: None,
        payment_methods: Vec::new(),
        tags: Vec::new(),
    }
}

pub(crate) fn order() -> Order {
    Order {
        id: ORDER.into(),
        source: "test".to_owned(),
        customer_id: CUSTOMER.into(),
        status: "已完成".to_owned(),
        total: Fen(119_900),
        currency: "CNY".to_owned(),
        urgent: false,
        lines: Vec::new(),
        address: Address::default(),
        payment: String::new(),
    }
}
