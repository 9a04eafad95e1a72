//! A small shop and its team: the ground that the tests stand on.

use backstop_domain::{
    command::{Command, CommandBody},
    customer::{Address, Customer, Handle},
    document::Document,
    grant::GrantKind,
    id::{CommandId, CustomerId, DeskId, EntryId, GrantId, PersonId, TeamId, TicketId, TransferId},
    money::Fen,
    order::Order,
    person::{Person, Role},
    ticket::TicketKind,
};
use backstop_hub::{
    embedded::Embedded,
    person::{self, NewPerson},
    store::Store,
};
use jiff::Timestamp;
use tempfile::TempDir;

use crate::client::Client;

/// The password of everybody.
pub(crate) const PASSWORD: &str = "open sesame";
/// The customer's telephone number, which only some may see.
pub(crate) const PHONE: &str = "15500004614";
/// The customer's house, which only some may see.
pub(crate) const STREET: &str = "和平路 18 号 3 单元";

/// A hub in this process, with a team and a customer.
pub(crate) struct Shop {
    pub(crate) hub: Embedded,
    pub(crate) folder: TempDir,
}

impl Shop {
    /// Opens the shop for people who come in without a password.
    pub(crate) async fn open() -> Self {
        Self::open_for(None).await
    }

    /// Opens the shop for people who have to show their password.
    pub(crate) async fn open_with_passwords() -> Self {
        Self::open_for(Some(PASSWORD)).await
    }

    /// Signs somebody in on a new desk.
    pub(crate) async fn desk(&self, login: &str) -> Client {
        let signed = self.hub.sign_in_as(&PersonId::new(login), None).await;
        Client::with(self.hub.url(), signed.expect("somebody of the team"))
    }

    async fn open_for(password: Option<&str>) -> Self {
        let folder = tempfile::tempdir().expect("a folder for the database");
        let hub = Embedded::start(&folder.path().join("hub.db")).await.expect("the hub starts");
        staff(hub.store(), password);
        hub.store().import(goods()).expect("the shop's data come in");
        Self { hub, folder }
    }

    /// The database URL, for other processes.
    pub(crate) fn url(&self) -> String {
        format!("sqlite:{}", self.folder.path().join("hub.db").display())
    }
}

/// Adds the team: agents, a senior, a trainer and a manager, and an agent of another team.
pub(crate) fn staff(store: &Store, password: Option<&str>) {
    for (login, role, team) in [
        ("agent-a", Role::Agent, "service"),
        ("agent-b", Role::Agent, "service"),
        ("senior", Role::Senior, "service"),
        ("trainer", Role::Trainer, "service"),
        ("manager", Role::Manager, "service"),
        ("stranger", Role::Agent, "elsewhere"),
    ] {
        let mut new = new_person(login, role, team);
        new.password = password.map(str::to_owned);
        person::add(store, new, Timestamp::now()).expect("a new person");
    }
}

/// Somebody to be added.
pub(crate) fn new_person(login: &str, role: Role, team: &str) -> NewPerson {
    NewPerson {
        id: None,
        login: login.to_owned(),
        name: format!("同事 {login}"),
        roles: [role].into(),
        line: 1,
        team: TeamId::new(team),
        quota: None,
        password: None,
    }
}

/// The same person with other roles, as an import would bring it.
pub(crate) fn with_role(person: &Person, role: Role) -> Document {
    Person { roles: [role].into(), ..person.clone() }.into()
}

/// A customer and their order.
pub(crate) fn goods() -> Vec<Document> {
    vec![customer("c-1").into(), order("o-1", "c-1").into()]
}

/// A customer with personal data.
pub(crate) fn customer(id: &str) -> Customer {
    Customer {
        id: CustomerId::new(id),
        source: "test".to_owned(),
        name: "宋敬明".to_owned(),
        gender: String::new(),
        age: None,
        handles: vec![
            Handle { channel: "phone".to_owned(), value: PHONE.to_owned() },
            Handle { channel: "email".to_owned(), value: "song.jm@example.com".to_owned() },
            Handle { channel: "wechat".to_owned(), value: format!("wx {PHONE}") },
        ],
        address: address(),
        card_balance: None,
        payment_methods: vec![],
        tags: vec![],
    }
}

/// An address with personal data.
pub(crate) fn address() -> Address {
    Address {
        receiver: "宋敬明".to_owned(),
        phone: PHONE.to_owned(),
        city: "天津市".to_owned(),
        detail: STREET.to_owned(),
        ..Address::default()
    }
}

/// An order of a customer.
pub(crate) fn order(id: &str, customer: &str) -> Order {
    Order {
        id: id.into(),
        source: "test".to_owned(),
        customer_id: customer.into(),
        status: "已发货".to_owned(),
        total: Fen(19_900),
        currency: "CNY".to_owned(),
        urgent: false,
        lines: vec![],
        address: address(),
        payment: "在线支付".to_owned(),
    }
}

/// A command with a fresh identifier.
pub(crate) fn command(desk: &DeskId, n: u64, actor: &str, body: CommandBody) -> Command {
    let id = CommandId::new(format!("{desk}-{n}"));
    let (desk, actor) = (desk.clone(), PersonId::new(actor));
    Command { id, desk, n, actor, made_at: Timestamp::now(), body }
}

/// Opens a ticket about the customer.
pub(crate) fn open_ticket(ticket: &str) -> CommandBody {
    CommandBody::OpenTicket {
        ticket_id: TicketId::new(ticket),
        customer_id: CustomerId::new("c-1"),
        order_id: None,
        kind: TicketKind::Complaint,
        title: "快递一直没到".to_owned(),
        text: "用户说快递三天没有更新。".to_owned(),
        urgent: false,
    }
}

/// Opens a ticket about a customer who is not there: the hub rejects it.
pub(crate) fn open_for_nobody(ticket: &str) -> CommandBody {
    match open_ticket(ticket) {
        CommandBody::OpenTicket { ticket_id, order_id, kind, title, text, urgent, .. } => {
            let customer_id = CustomerId::new("nobody");
            CommandBody::OpenTicket { ticket_id, customer_id, order_id, kind, title, text, urgent }
        }
        other => other,
    }
}

/// Writes a note on a ticket.
pub(crate) fn note(ticket: &str, entry: &str) -> CommandBody {
    CommandBody::AddNote {
        ticket_id: TicketId::new(ticket),
        entry_id: EntryId::new(entry),
        text: "已联系快递站点。".to_owned(),
    }
}

/// Asks for money.
pub(crate) fn request(grant: &str, transfer: &str, amount: i64) -> CommandBody {
    CommandBody::RequestGrant {
        grant_id: GrantId::new(grant),
        transfer_id: TransferId::new(transfer),
        customer_id: CustomerId::new("c-1"),
        order_id: None,
        ticket_id: None,
        kind: GrantKind::Cash,
        amount: Fen(amount),
        cause: "late_delivery".to_owned(),
        note: String::new(),
    }
}
