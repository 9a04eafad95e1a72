//! A drill on screen: the engine, and a sandbox desk that shows it on the ordinary workbench.
//!
//! The sandbox desk lives in memory, has no line and no key: nothing done in it can reach the real data.

use backstop_desk::{Desk, DeskError, intent::Intent, view::customer::CustomerView};
use backstop_domain::{
    document::{Document, DocumentKind},
    drill_run::DrillRun,
    id::{CustomerId, DrillRunId, ScenarioId, TicketId},
    ledger::{Account, AccountOwner},
    money::Fen,
    person::{Person, Role},
    scenario::Scenario,
    ticket::TicketKind,
};
use backstop_drill::{
    actions::DrillAction,
    drill::Drill,
    sandbox::SandboxWorld,
    view::{DrillView, Utterance},
};
use jiff::Timestamp;
use serde::Serialize;
use ts_rs::TS;

use crate::error::IpcError;

/// What the trainee may grant in the sandbox without asking.
const SANDBOX_QUOTA: Fen = Fen(20_000);

type Answer<T> = Result<T, IpcError>;

/// A drill as its screen shows it.
#[derive(Debug, Clone, Serialize, TS)]
pub struct DrillScreen {
    /// The ticket in the sandbox on which the customer talks.
    pub ticket_id: TicketId,
    /// What is played.
    pub scenario: Scenario,
    /// Where it stands.
    #[serde(flatten)]
    pub drill: DrillView,
}

/// A drill that is on.
pub(crate) struct DrillSession {
    desk: Desk,
    drill: Drill,
    scenario: Scenario,
    ticket_id: TicketId,
    trainee: Person,
    started_at: Timestamp,
}

impl DrillSession {
    /// Seeds a sandbox from what the live desk knows of the scenario's customer, and lets them speak.
    pub(crate) fn start(live: &Desk, id: &ScenarioId) -> Answer<Self> {
        let scenario = scenario(live, id)?;
        let trainee = trainee(live)?;
        let documents = documents(live, &scenario, &trainee)?;
        let world: SandboxWorld = documents.iter().cloned().collect();
        let desk = Desk::sandbox(documents, &trainee)?;
        let started_at = desk.now();
        // Another run of the same scenario may find other words; what is said is the same.
        let seed = u64::from_ne_bytes(started_at.as_millisecond().to_ne_bytes());
        let drill = Drill::start(scenario.clone(), seed).in_world(world);
        let ticket_id = open_ticket(&desk, &scenario)?;
        let mut session = Self { desk, drill, scenario, ticket_id, trainee, started_at };
        let opening = session.drill.opening();
        session.customer_says(&opening)?;
        Ok(session)
    }

    /// The sandbox.
    pub(crate) fn desk(&self) -> &Desk {
        &self.desk
    }

    /// What its screen shows.
    pub(crate) fn screen(&self) -> DrillScreen {
        DrillScreen {
            ticket_id: self.ticket_id.clone(),
            scenario: self.scenario.clone(),
            drill: self.drill.view(),
        }
    }

    /// The trainee did something on the workbench; a reply is heard by the customer, who may answer.
    /// Says whether anything came of it.
    pub(crate) fn hears(&mut self, intent: &Intent) -> Answer<bool> {
        let Intent::Reply { ticket_id, text, .. } = intent else { return Ok(false) };
        if *ticket_id != self.ticket_id {
            return Ok(false);
        }
        let answer = self.drill.hears(text);
        self.customer_says(&answer)?;
        Ok(true)
    }

    /// The trainee does something in the sandbox shop.
    pub(crate) fn acts(&mut self, action: &DrillAction) -> Answer<()> {
        let outcome = self.drill.performs(action);
        Ok(self.desk.put_local(outcome.changed)?)
    }

    /// The trainee looked at something of the sandbox.
    pub(crate) fn sees(&mut self, kind: DocumentKind, id: &str) {
        self.drill.sees(kind, id);
    }

    /// The judgement.
    pub(crate) fn result(&self) -> DrillRun {
        let id = DrillRunId(backstop_desk::fresh::identifier());
        self.drill.finish(id, self.trainee.id.clone(), self.started_at, self.desk.now())
    }

    fn customer_says(&self, words: &[Utterance]) -> Answer<()> {
        for utterance in words {
            let said = Intent::RecordMessage {
                ticket_id: self.ticket_id.clone(),
                channel: "chat".to_owned(),
                text: utterance.text.clone(),
            };
            self.desk.submit(said, None)?;
        }
        Ok(())
    }
}

fn scenario(live: &Desk, id: &ScenarioId) -> Answer<Scenario> {
    match live.document(DocumentKind::Scenario, id.as_str())? {
        Some(Document::Scenario(scenario)) => Ok(scenario),
        _ => Err(IpcError::unknown("scenario", id.as_str())),
    }
}

/// The person, with an agent's rights: in the sandbox a trainer works tickets too.
fn trainee(live: &Desk) -> Answer<Person> {
    let identity = live.identity()?.ok_or(DeskError::NotSignedIn)?;
    let mut person = identity.person;
    person.roles.insert(Role::Agent);
    Ok(person)
}

/// Everything the sandbox begins with.
fn documents(live: &Desk, scenario: &Scenario, trainee: &Person) -> Answer<Vec<Document>> {
    let mut documents: Vec<Document> = vec![trainee.clone().into(), quota(trainee).into()];
    documents.extend(live.products()?.into_iter().map(Document::from));
    documents.extend(live.articles()?.into_iter().map(Document::from));
    let known = scenario.customer_id.as_ref().map(|id| live.customer(id.as_str())).transpose();
    match known {
        Ok(Some(customer)) => documents.extend(of_customer(customer)),
        Ok(None) | Err(DeskError::Unknown { .. }) => {}
        Err(error) => return Err(error.into()),
    }
    if !documents.iter().any(|document| document.kind() == DocumentKind::Customer) {
        documents.push(stranger(scenario).into());
    }
    Ok(documents)
}

fn of_customer(view: CustomerView) -> Vec<Document> {
    let mut documents: Vec<Document> = vec![view.customer.into()];
    for order in view.orders {
        documents.push(order.order.into());
        documents.extend(order.shipments.into_iter().map(Document::from));
        documents.extend(order.service_orders.into_iter().map(Document::from));
        documents.extend(order.invoice.map(Document::from));
    }
    documents
}

fn quota(person: &Person) -> Account {
    let mut account = Account::empty(AccountOwner::Quota(person.id.clone()));
    account.balance = SANDBOX_QUOTA;
    account.received = SANDBOX_QUOTA;
    account
}

/// A customer for a scenario whose own is not on this desk.
fn stranger(scenario: &Scenario) -> backstop_domain::customer::Customer {
    backstop_domain::customer::Customer {
        id: customer_id(scenario),
        source: scenario.source.clone(),
        name: if scenario.language == "zh" { "演练用户" } else { "Drill customer" }.to_owned(),
        gender: String::new(),
        age: None,
        handles: Vec::new(),
        address: backstop_domain::customer::Address::default(),
        card_balance: None,
        payment_methods: Vec::new(),
        tags: Vec::new(),
    }
}

fn customer_id(scenario: &Scenario) -> CustomerId {
    scenario.customer_id.clone().unwrap_or_else(|| CustomerId::new("drill-customer"))
}

fn open_ticket(desk: &Desk, scenario: &Scenario) -> Answer<TicketId> {
    let story = if scenario.language == "zh" {
        "演练：用户在网页渠道找到您。"
    } else {
        "A drill: the customer reaches you by web chat."
    };
    let opening = Intent::OpenTicket {
        customer_id: customer_id(scenario),
        order_id: None,
        kind: TicketKind::Inquiry,
        title: scenario.title.chars().take(100).collect(),
        text: story.to_owned(),
        urgent: false,
    };
    let ticket_id = TicketId(desk.submit(opening, None)?.id);
    desk.submit(Intent::ClaimTicket { ticket_id: ticket_id.clone() }, None)?;
    Ok(ticket_id)
}
