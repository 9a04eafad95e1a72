//! The line between desks and hub: messages that wait for their time to arrive, or never do.

use std::{cmp::Reverse, collections::BinaryHeap};

use backstop_desk::{LineTrouble, simulated::Question};
use backstop_protocol::{
    commands::{Push, Pushed},
    feed::Page,
};

/// Something that will happen.
#[derive(Debug)]
pub enum Event {
    /// The person at a desk does something.
    Act(usize),
    /// A desk sends what waits.
    Send(usize),
    /// A desk asks for what is new, as it does every now and then.
    Ask(usize),
    /// A desk asks for what is new, out of turn.
    AskNow(usize),
    /// A request reaches the hub.
    AtHub(Letter<Request>),
    /// An answer reaches a desk.
    AtDesk(Letter<Answer>),
    /// Something happens to a clock, a disk, the hub's backup or a person.
    Trouble,
}

/// What passes between a program on a desk and the hub.
#[derive(Debug, Clone)]
pub struct Letter<T> {
    /// The desk.
    pub place: usize,
    /// Which of the programs that ran there.
    pub boot: u64,
    /// What it says.
    pub says: T,
}

/// What a desk asks.
#[derive(Debug, Clone)]
pub enum Request {
    /// Takes commands.
    Push(Push),
    /// Gives a page.
    Page(Question),
}

/// What the hub answers.
#[derive(Debug, Clone)]
pub enum Answer {
    /// To a push.
    Pushed(Result<Pushed, LineTrouble>),
    /// To a question.
    Page(Question, Box<Page>),
}

/// Everything that is still to happen, by its time; what happens at the same time keeps its order.
#[derive(Debug, Default)]
pub struct Agenda {
    heap: BinaryHeap<Reverse<(i64, u64, Slot)>>,
    events: Vec<Option<Event>>,
    free: Vec<usize>,
    count: u64,
}

/// Where an event lies; not part of the order.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Slot(usize);

impl Agenda {
    /// Something will happen at an instant.
    pub fn at(&mut self, ms: i64, event: Event) {
        let slot = self.free.pop().unwrap_or_else(|| {
            self.events.push(None);
            self.events.len() - 1
        });
        self.events[slot] = Some(event);
        self.count += 1;
        self.heap.push(Reverse((ms, self.count, Slot(slot))));
    }

    /// What happens next, and when.
    pub fn take_next(&mut self) -> Option<(i64, Event)> {
        let Reverse((ms, _, Slot(slot))) = self.heap.pop()?;
        let event = self.events[slot].take()?;
        self.free.push(slot);
        Some((ms, event))
    }

    /// Nothing that was planned happens any more.
    pub fn clear(&mut self) {
        *self = Self { count: self.count, ..Self::default() };
    }
}
