//! Generated tickets: each is a short life, played by the rules of the domain.

use backstop_domain::{
    command::{Command, CommandBody},
    decide::decide,
    document::{Document, DocumentKind},
    id::{CommandId, CustomerId, DeskId, EntryId, PersonId, TicketId},
    order::Order,
    person::Person,
    ticket::{Ending, Liable, Solved, Ticket, TicketStatus},
    world::{Authority, Context, World},
};
use jiff::Timestamp;

use super::{
    Chance, Plan,
    shopping::{Basket, earlier, later},
    words::{SUMMARIES, TALKS, THANKS, Talk},
};
use crate::error::{HubError, Result};

/// What this file's chances are for.
const PURPOSE: u64 = 2;
/// How many tickets in a hundred are from the last days; most of those still need somebody.
const RECENT_PERCENT: usize = 15;
/// How far back finished tickets reach, in minutes: half a year.
const OLDEST: i64 = 180 * 24 * 60;
/// How far back recent tickets reach, in minutes: three days, so that some have run out.
const OLDEST_RECENT: i64 = 3 * 24 * 60;

/// Where generated tickets are worked: the people, the customers and what they bought.
pub(super) struct Office {
    people: Vec<Person>,
    plan: Plan,
    baskets: Vec<Basket>,
}

impl Office {
    /// Somebody must work here.
    pub(super) fn new(people: Vec<Person>, plan: &Plan, baskets: Vec<Basket>) -> Result<Self> {
        if people.is_empty() || baskets.is_empty() {
            return Err(HubError::Refused("nobody here works tickets".to_owned()));
        }
        Ok(Self { people, plan: *plan, baskets })
    }

    /// The ticket with that index, without its number.
    pub(super) fn ticket(&self, index: usize) -> Result<Ticket> {
        let mut chance = Chance::of(self.plan.seed, PURPOSE, index);
        let (age, live) = self.age(index, &mut chance);
        let basket = chance.pick(&self.baskets);
        let order = chance.pick(&basket.orders);
        let talk = chance.pick(&TALKS);
        let owner = chance.pick(&self.people);
        let at = earlier(self.plan.until, age);
        let until = self.plan.until;
        let desk = Desk { people: &self.people, order, ticket: None, chance, at, until, n: 0 };
        Life { owner, order, talk }.live(desk, live)
    }

    /// How many minutes before the end a ticket was opened, and whether it still needs somebody.
    /// Later tickets are younger, so that their numbers rise with time as they do in a real hub.
    fn age(&self, index: usize, chance: &mut Chance) -> (i64, bool) {
        let recent = self.plan.tickets * RECENT_PERCENT / 100;
        let finished = self.plan.tickets - recent;
        let (from, until, nth, of) = match index.checked_sub(finished) {
            None => (OLDEST, OLDEST_RECENT, index, finished),
            Some(nth) => (OLDEST_RECENT, 1, nth, recent),
        };
        let part = |nth: usize| {
            let passed = (from - until) * i64::try_from(nth).unwrap_or(0);
            from - passed / i64::try_from(of).unwrap_or(1).max(1)
        };
        let age = chance.within(part(nth + 1), part(nth) + 1);
        (age, chance.percent(if index < finished { 1 } else { 90 }))
    }
}

/// What one ticket is about, and who works it.
struct Life<'a> {
    owner: &'a Person,
    order: &'a Order,
    talk: &'a Talk,
}

impl Life<'_> {
    fn live(&self, mut desk: Desk<'_>, live: bool) -> Result<Ticket> {
        let ticket_id = self.open(&mut desk)?;
        self.say(&mut desk, &ticket_id, self.talk.says[0..3].as_ref())?;
        if live && desk.chance.percent(20) {
            return desk.done();
        }
        desk.run(self.owner, CommandBody::ClaimTicket { ticket_id: ticket_id.clone() })?;
        desk.pass_minutes(20);
        self.answer(&mut desk, &ticket_id)?;
        if desk.chance.percent(30) {
            let text = (*desk.chance.pick(&self.talk.notes)).to_owned();
            let entry_id = desk.entry();
            let ticket_id = ticket_id.clone();
            desk.run(self.owner, CommandBody::AddNote { ticket_id, entry_id, text })?;
        }
        if desk.chance.percent(5) {
            self.escalate(&mut desk, &ticket_id)?;
        }
        if live {
            self.wait(&mut desk, &ticket_id)?;
        } else {
            self.end(&mut desk, &ticket_id)?;
        }
        desk.done()
    }

    fn open(&self, desk: &mut Desk<'_>) -> Result<TicketId> {
        let ticket_id = TicketId(desk.fresh());
        let title = desk.chance.pick(&self.talk.titles);
        let title = format!("{title}：{}", self.order.lines[0].title);
        let story = desk.chance.pick(&self.talk.says);
        let body = CommandBody::OpenTicket {
            ticket_id: ticket_id.clone(),
            customer_id: self.order.customer_id.clone(),
            order_id: Some(self.order.id.clone()),
            kind: self.talk.kind,
            title,
            text: format!("顾客就订单 {} 来询：{story}", self.order.id),
            urgent: desk.chance.percent(8),
        };
        desk.run(self.owner, body)?;
        Ok(ticket_id)
    }

    fn say(&self, desk: &mut Desk<'_>, ticket_id: &TicketId, lines: &[&str]) -> Result<()> {
        let text = (*desk.chance.pick(lines)).to_owned();
        let channel = (*desk.chance.pick(&["chat", "chat", "app", "phone"])).to_owned();
        let (ticket_id, entry_id) = (ticket_id.clone(), desk.entry());
        desk.run(self.owner, CommandBody::RecordMessage { ticket_id, entry_id, channel, text })
    }

    fn answer(&self, desk: &mut Desk<'_>, ticket_id: &TicketId) -> Result<()> {
        let text = (*desk.chance.pick(&self.talk.answers)).to_owned();
        let (ticket_id, entry_id) = (ticket_id.clone(), desk.entry());
        desk.run(self.owner, CommandBody::Reply { ticket_id, entry_id, text, seen: None })
    }

    fn escalate(&self, desk: &mut Desk<'_>, ticket_id: &TicketId) -> Result<()> {
        let ticket_id = ticket_id.clone();
        let reason = "顾客要求升级处理".to_owned();
        desk.run(self.owner, CommandBody::EscalateTicket { ticket_id, line: 2, reason })
    }

    /// A live ticket waits for somebody, or the customer has written again.
    fn wait(&self, desk: &mut Desk<'_>, ticket_id: &TicketId) -> Result<()> {
        if desk.chance.percent(40) {
            return self.say(desk, ticket_id, &self.talk.says[1..]);
        }
        let status = if desk.chance.percent(50) {
            TicketStatus::WaitingCustomer
        } else {
            TicketStatus::WaitingParty
        };
        desk.run(self.owner, CommandBody::SetStatus { ticket_id: ticket_id.clone(), status })
    }

    fn end(&self, desk: &mut Desk<'_>, ticket_id: &TicketId) -> Result<()> {
        desk.pass_minutes(4 * 60);
        self.say(desk, ticket_id, &THANKS)?;
        let solved =
            *desk.chance.pick(&[Solved::Confirmed, Solved::Inferred, Solved::Inferred, Solved::No]);
        let liable = *desk.chance.pick(&[
            Liable::Merchant,
            Liable::Carrier,
            Liable::Installer,
            Liable::Platform,
            Liable::Customer,
            Liable::Unsettled,
        ]);
        let told = desk.chance.percent(35);
        let satisfied = told.then(|| u8::try_from(1 + desk.chance.below(5)).unwrap_or(5));
        let summary = (*desk.chance.pick(&SUMMARIES)).to_owned();
        let ending = Ending { solved, liable, satisfied, summary };
        desk.run(self.owner, CommandBody::ResolveTicket { ticket_id: ticket_id.clone(), ending })
    }
}

/// One ticket on the table: makes commands, has them decided, keeps what they changed.
struct Desk<'a> {
    people: &'a [Person],
    order: &'a Order,
    ticket: Option<Ticket>,
    chance: Chance,
    at: Timestamp,
    until: Timestamp,
    n: u64,
}

impl Desk<'_> {
    fn run(&mut self, by: &Person, body: CommandBody) -> Result<()> {
        self.n += 1;
        let command = Command {
            id: CommandId(self.fresh()),
            desk: DeskId::new(super::DESK),
            n: self.n,
            actor: by.id.clone(),
            made_at: self.at,
            body,
        };
        let context = Context { authority: Authority::Hub, now: self.at, next_number: None };
        let decided = decide(self, &command, &context);
        let effects = decided.map_err(|why| {
            HubError::Fault(format!("a generated {} was refused: {why}", command.body.code()))
        })?;
        for document in effects.documents {
            if let Document::Ticket(ticket) = document {
                self.ticket = Some(ticket);
            }
        }
        self.pass_minutes(4);
        Ok(())
    }

    fn done(self) -> Result<Ticket> {
        self.ticket.ok_or_else(|| HubError::Fault("a generated ticket was not opened".to_owned()))
    }

    /// Lets up to so many minutes go by, but not beyond the end of the plan.
    fn pass_minutes(&mut self, most: i64) {
        let latest = self.until.max(self.at);
        self.at = later(self.at, self.chance.within(0, most)).min(latest);
    }

    fn entry(&mut self) -> EntryId {
        EntryId(self.fresh())
    }

    fn fresh(&mut self) -> String {
        self.chance.uuid(self.at.as_millisecond())
    }
}

impl World for Desk<'_> {
    fn document(&self, kind: DocumentKind, id: &str) -> Option<Document> {
        let found: Document = match kind {
            DocumentKind::Person => {
                self.people.iter().find(|p| p.id.as_str() == id)?.clone().into()
            }
            DocumentKind::Order => self.order.clone().into(),
            DocumentKind::Ticket => self.ticket.clone()?.into(),
            _ => return None,
        };
        (found.id() == id).then_some(found)
    }

    fn person(&self, id: &PersonId) -> Option<Person> {
        self.people.iter().find(|person| person.id == *id).cloned()
    }

    fn has_customer(&self, id: &CustomerId) -> bool {
        self.order.customer_id == *id
    }
}
