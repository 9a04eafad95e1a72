//! What passes between desks and the hub, over a line that may do anything to it.

use anyhow::{Context as _, Result, bail, ensure};
use backstop_desk::{DeskError, LineTrouble, Next, simulated::Question};
use backstop_hub::{error::HubError, simulated::Side};
use backstop_protocol::{
    commands::{Push, Pushed},
    feed::Page,
};

use super::{MINUTE, SECOND, World};
use crate::{
    line::{Answer, Event, Letter, Request},
    shop::{SECRET, instant},
};

/// How long a desk waits for an answer before it asks again.
const PATIENCE: i64 = 30 * SECOND;

impl World {
    pub(super) fn is_silent(&self, number: usize) -> bool {
        self.places[number].silent_until > self.ms()
    }

    /// A desk sends what waits, unless it awaits an answer.
    pub(super) fn send(&mut self, number: usize) -> Result<()> {
        if self.places[number].push_until > self.ms() || self.is_silent(number) {
            return Ok(());
        }
        let Some(push) = self.places[number].desk.outgoing()? else { return Ok(()) };
        let until = self.ms() + PATIENCE;
        self.places[number].push_until = until;
        self.agenda.at(until, Event::Send(number));
        self.post(number, Request::Push(push));
        Ok(())
    }

    pub(super) fn ask(&mut self, number: usize) -> Result<()> {
        if self.is_silent(number) {
            return Ok(());
        }
        let question = self.places[number].desk.question()?;
        self.post(number, Request::Page(question));
        let soon = self.soon(SECOND);
        self.agenda.at(soon, Event::Send(number));
        Ok(())
    }

    pub(super) fn post(&mut self, place: usize, says: Request) {
        let boot = self.places[place].boot;
        if self.chance.in_thousand(self.faults.doubles) {
            let late = self.travel();
            let twin = Letter { place, boot, says: says.clone() };
            self.agenda.at(late, Event::AtHub(twin));
        }
        if !self.chance.in_thousand(self.faults.drops) {
            let then = self.travel();
            self.agenda.at(then, Event::AtHub(Letter { place, boot, says }));
        }
    }

    pub(super) fn travel(&mut self) -> i64 {
        let longest = if self.chance.in_thousand(self.faults.delays) { 2 * MINUTE } else { 100 };
        self.soon(longest)
    }

    pub(super) fn at_hub(&mut self, letter: Letter<Request>) -> Result<()> {
        let Letter { place, boot, says } = letter;
        let answer = match says {
            Request::Push(push) => match self.decide(place, &push)? {
                Some(answer) => Answer::Pushed(answer),
                None => return Ok(()),
            },
            Request::Page(question) => match self.page(place, &question)? {
                Some(page) => Answer::Page(question, Box::new(page)),
                None => return Ok(()),
            },
        };
        if !self.chance.in_thousand(self.faults.drops) {
            let then = self.travel();
            self.agenda.at(then, Event::AtDesk(Letter { place, boot, says: answer }));
        }
        Ok(())
    }

    /// The hub decides a push. Nothing comes back from one that died.
    pub(super) fn decide(
        &mut self,
        number: usize,
        push: &Push,
    ) -> Result<Option<Result<Pushed, LineTrouble>>> {
        let seat = match self.hub.seat_of(&self.places[number].name) {
            Ok(seat) => seat,
            Err(HubError::Unauthorized) => return Ok(Some(Err(LineTrouble::Unauthorized))),
            Err(error) => return Err(error.into()),
        };
        // Somebody may be disabled while what they sent waits for its turn.
        if self.faults.people && self.chance.below(100) == 0 {
            self.disable_somebody()?;
        }
        let dies = self.chance.in_thousand(self.faults.hub_deaths);
        let side = if self.chance.below(2) == 0 { Side::Before } else { Side::After };
        self.hub.die_at_commit(dies.then_some(side))?;
        let known = self.hub.has_history(&push.epoch);
        let decided =
            known.and_then(|()| self.hub.push(seat, push.commands.clone(), instant(self.ms())));
        Ok(match decided {
            Ok(outcomes) => {
                let now = self.ms();
                self.truth.answered(&self.hub, &push.commands, &outcomes, now)?;
                self.wake();
                let epoch = self.hub.epoch().to_owned();
                Some(Ok(Pushed { outcomes, hub_time: instant(now), epoch }))
            }
            Err(HubError::Closing) => None,
            Err(HubError::Gap { .. }) => Some(Err(LineTrouble::Gap)),
            Err(HubError::OtherHistory) => Some(Err(LineTrouble::OtherHistory)),
            Err(HubError::NumberReused { n }) => {
                bail!("I2: the hub says that desk {number} used the number {n} twice")
            }
            Err(HubError::Unauthorized) => Some(Err(LineTrouble::Unauthorized)),
            Err(error) => return Err(error).context("the hub failed"),
        })
    }

    /// Whoever follows the stream hears of it.
    pub(super) fn wake(&mut self) {
        for number in 0..self.places.len() {
            if self.chance.below(3) == 0 && !self.is_silent(number) {
                let soon = self.soon(5 * SECOND);
                if let Ok(question) = self.places[number].desk.question() {
                    let boot = self.places[number].boot;
                    let letter = Letter { place: number, boot, says: Request::Page(question) };
                    self.agenda.at(soon, Event::AtHub(letter));
                }
            }
        }
    }

    pub(super) fn page(&mut self, number: usize, question: &Question) -> Result<Option<Page>> {
        let seat = match self.hub.seat_of(&self.places[number].name) {
            Ok(seat) => seat,
            Err(HubError::Unauthorized) => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let page =
            self.hub.page(&seat.person, &question.query(self.faults.page), instant(self.ms()))?;
        if !seat.person.sees_personal_data() {
            let told = page.items.iter().filter_map(|item| item.body.as_ref());
            let leaks = told.filter(|body| body.get().contains(SECRET)).count();
            ensure!(
                leaks == 0,
                "masking: {} got {leaks} documents with personal data",
                seat.person.id
            );
        }
        Ok(Some(page))
    }

    pub(super) fn at_desk(&mut self, letter: Letter<Answer>) -> Result<()> {
        let number = letter.place;
        if self.places[number].boot != letter.boot {
            return Ok(());
        }
        let dies = self.chance.in_thousand(self.faults.deaths);
        if dies {
            let side = self.chance.below(6);
            self.places[number].desk.die_after(side);
        }
        let heard = self.hear(number, letter.says);
        self.survive(number, heard)?;
        if dies {
            self.restart(number)?;
        }
        self.look(number)
    }

    pub(super) fn hear(&mut self, number: usize, answer: Answer) -> Result<()> {
        match answer {
            Answer::Pushed(Ok(pushed)) => {
                self.places[number].push_until = 0;
                match self.places[number].desk.hear_answer(&pushed) {
                    // An answer that comes twice tells nothing new.
                    Err(DeskError::Line(_)) => {}
                    other => other?,
                }
                let soon = self.soon(SECOND);
                self.agenda.at(soon, Event::Send(number));
            }
            Answer::Pushed(Err(trouble)) => {
                self.places[number].push_until = 0;
                let soon = self.soon(SECOND);
                match self.places[number].desk.hear_refusal(&trouble)? {
                    Next::Stop => {}
                    Next::Send => self.agenda.at(soon, Event::Send(number)),
                    Next::Read => {
                        let question = self.places[number].desk.question()?;
                        self.post(number, Request::Page(question));
                    }
                }
            }
            Answer::Page(question, page) => {
                let more = !page.complete;
                if self.places[number].desk.hear_page(&question, &page)? && more {
                    let question = self.places[number].desk.question()?;
                    self.post(number, Request::Page(question));
                }
            }
        }
        Ok(())
    }
}
