//! A world: it is built from a seed, lives until so many commands were made, is healed, and must then be whole.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use anyhow::{Context as _, Result, bail, ensure};
use backstop_desk::{DeskError, LineTrouble, Next, simulated::Question};
use backstop_domain::{
    command::CommandBody,
    id::{DeskId, PersonId, TeamId},
    person::Role,
};
use backstop_hub::{
    error::HubError,
    person::{self, Change},
    simulated::Side,
    store::{Image, Store},
};
use backstop_protocol::{
    commands::{Push, Pushed},
    feed::FeedQuery,
};

use crate::{
    acting::{self, Deed, Things},
    chance::Chance,
    faults::Faults,
    line::{Agenda, Answer, Event, Letter, Request},
    place::Place,
    promise::Promise,
    shop::{self, BEGINNING, PEOPLE, SECRET, instant},
    truth::{Truth, own_notes_show},
};

const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;
const TEN_YEARS: i64 = 10 * 365 * 24 * 60 * MINUTE;
/// How long a desk waits for an answer before it asks again.
const PATIENCE: i64 = 30 * SECOND;
/// How often everybody sends and asks after the world is healed, at most: then nothing may be left.
const ROUNDS_TO_PEACE: usize = 40;

/// What a world came to.
#[derive(Debug, Clone, Copy, Default)]
pub struct Fate {
    /// Commands that desks acknowledged.
    pub commands: u64,
    /// Things that happened.
    pub steps: u64,
    /// How long all desks together were at work, in milliseconds of their time.
    pub desk_ms: i64,
    /// What happened, as one number: the same seed has the same.
    pub trace: u64,
}

/// A world.
pub struct World {
    chance: Chance,
    faults: Faults,
    hub: Store,
    backup: Option<(Image, Truth)>,
    places: Vec<Place>,
    agenda: Agenda,
    now: Arc<AtomicI64>,
    things: Things,
    truth: Truth,
    fate: Fate,
    restores_left: u32,
    /// Prints what happens.
    told: bool,
}

/// Runs the world of a seed for so many commands.
pub fn live(seed: u64, commands: u64, told: bool) -> Result<Fate> {
    let mut world = World::new(seed, told)?;
    let lived = world.live(commands).and_then(|()| world.end());
    lived.with_context(|| {
        let ms = world.ms() - BEGINNING;
        format!("seed {seed}, step {}, {} s: {:?}", world.fate.steps, ms / SECOND, world.faults)
    })?;
    Ok(world.fate)
}

impl World {
    fn new(seed: u64, told: bool) -> Result<Self> {
        let mut chance = Chance::of(seed);
        let faults = Faults::of(&mut chance);
        let now = Arc::new(AtomicI64::new(BEGINNING));
        let hub = shop::hub()?;
        let mut world = Self {
            chance,
            faults,
            hub,
            backup: None,
            places: Vec::new(),
            agenda: Agenda::default(),
            now,
            things: Things::default(),
            truth: Truth::default(),
            fate: Fate::default(),
            restores_left: 2,
            told,
        };
        world.furnish()?;
        Ok(world)
    }

    /// Two to six desks; the first two people always, so that somebody can approve and somebody can race.
    fn furnish(&mut self) -> Result<()> {
        let mut people = vec!["agent-a", "manager"];
        people.extend(PEOPLE.iter().map(|person| person.0).filter(|_| self.chance.below(2) == 0));
        for (number, login) in people.into_iter().enumerate() {
            let name = DeskId(format!("d{number}"));
            let id = PersonId::new(login);
            let seat = self.hub.seat_named(&id, &name, instant(BEGINNING))?;
            self.places.push(Place::new(name, &seat.person, Arc::clone(&self.now))?);
            if self.faults.clocks {
                self.places[number].set_clock(self.chance.between(-TEN_YEARS, TEN_YEARS));
            }
            let (act, ask) = (self.soon(20 * SECOND), self.soon(SECOND));
            self.agenda.at(act, Event::Act(number));
            self.agenda.at(ask, Event::Ask(number));
        }
        let trouble = self.soon(2 * MINUTE);
        self.agenda.at(trouble, Event::Trouble);
        Ok(())
    }

    fn ms(&self) -> i64 {
        self.now.load(Ordering::Relaxed)
    }

    fn soon(&mut self, within: i64) -> i64 {
        self.ms() + self.chance.between(1, within)
    }

    fn live(&mut self, commands: u64) -> Result<()> {
        while self.fate.commands < commands {
            let Some((ms, event)) = self.agenda.next() else { bail!("nothing is left to happen") };
            let before = self.ms();
            let now = ms.max(before);
            self.now.store(now, Ordering::Relaxed);
            self.fate.desk_ms += (now - before) * i64::try_from(self.places.len())?;
            self.fate.steps += 1;
            ensure!(self.fate.steps < commands * 200 + 10_000, "the world stands still");
            self.happen(event)?;
        }
        Ok(())
    }

    fn happen(&mut self, event: Event) -> Result<()> {
        self.note(&event);
        match event {
            Event::Act(place) => self.act(place),
            Event::Send(place) => self.send(place),
            Event::Ask(place) => {
                let next = self.soon(MINUTE);
                self.agenda.at(next, Event::Ask(place));
                self.ask(place)
            }
            Event::AskNow(place) => self.ask(place),
            Event::AtHub(letter) => self.at_hub(letter),
            Event::AtDesk(letter) => self.at_desk(letter),
            Event::Trouble => self.trouble(),
        }
    }

    fn note(&mut self, event: &Event) {
        let (kind, place) = match event {
            Event::Act(place) => (1, *place),
            Event::Send(place) => (2, *place),
            Event::Ask(place) | Event::AskNow(place) => (3, *place),
            Event::AtHub(letter) => (4, letter.place),
            Event::AtDesk(letter) => (5, letter.place),
            Event::Trouble => (6, 0),
        };
        self.trace(kind);
        self.trace(place as u64);
        self.trace(self.ms().unsigned_abs());
        if self.told {
            let words: String = format!("{event:?}").chars().take(300).collect();
            println!("{:>9} {words}", self.ms() - BEGINNING);
        }
    }

    fn trace(&mut self, value: u64) {
        self.fate.trace = (self.fate.trace ^ value).wrapping_mul(0x0100_0000_01B3).rotate_left(7);
    }

    /// Somebody does something; the program may die at any write of it.
    fn act(&mut self, number: usize) -> Result<()> {
        let next = self.soon(30 * SECOND);
        self.agenda.at(next, Event::Act(number));
        let dies = self.chance.in_thousand(self.faults.deaths);
        if dies {
            let side = self.chance.below(6);
            self.places[number].desk.die_after(side);
        }
        let chosen = acting::choose(&mut self.chance, &self.places[number].desk, &self.things);
        let done = match chosen {
            Ok(Some(deed)) => self.perform(number, deed),
            Ok(None) => Ok(()),
            Err(error) => Err(error),
        };
        self.survive(number, done)?;
        if dies {
            self.restart(number)?;
        }
        self.look(number)
    }

    fn perform(&mut self, number: usize, deed: Deed) -> Result<()> {
        if let Deed::Resend(n) | Deed::Discard(n) = deed {
            self.promise_of(number, n).into_iter().for_each(|promise| promise.doubtful = true);
        }
        let desk = &self.places[number].desk;
        let outcome = match deed {
            Deed::Submit(intent) => {
                desk.submit(intent, None).map(|written| Some((written.n, None)))
            }
            Deed::Resend(n) => desk.resend(n, None).map(|written| Some((written.n, Some(n)))),
            Deed::Discard(n) => desk.discard(n).map(|()| Some((0, Some(n)))),
            Deed::Draft(draft) => {
                let words = draft.fields.get("text").cloned().unwrap_or_default();
                let saved = desk.save_draft(&draft);
                let may_be = self.places[number].drafts.entry(draft.id).or_default();
                // Of a program that died while it saved, nobody knows whether it had.
                match &saved {
                    Ok(()) => *may_be = vec![words],
                    Err(_) if may_be.is_empty() => may_be.extend([String::new(), words]),
                    Err(_) => may_be.push(words),
                }
                saved?;
                return Ok(());
            }
        };
        let (n, ended) = match outcome {
            Ok(Some(done)) => done,
            Ok(None) => return Ok(()),
            Err(error) if acting::was_refused(&error) => return Ok(()),
            Err(error) => return Err(error.into()),
        };
        if let Some(ended) = ended {
            self.promise_of(number, ended).into_iter().for_each(|promise| promise.given_up = true);
        }
        if n > 0 {
            self.promise(number, n)?;
        }
        Ok(())
    }

    /// The promise that a desk knows by a number.
    fn promise_of(&mut self, number: usize, n: u64) -> Option<&mut Promise> {
        let id = self.places[number].desk.remembered().ok()?.into_iter().find(|row| row.n == n)?.id;
        // What was told again after a restore keeps its name; the row that it was first told in is called `name#n`.
        self.truth.promises.get_mut(id.split('#').next().unwrap_or(&id))
    }

    /// A desk has acknowledged a command.
    fn promise(&mut self, number: usize, n: u64) -> Result<()> {
        let place = &self.places[number];
        let id = place.newest_id();
        let body =
            place.desk.made(n)?.context("I1: an acknowledged command is not in the outbox")?;
        match &body {
            CommandBody::OpenTicket { ticket_id, .. } => {
                self.things.tickets.push(ticket_id.0.clone());
            }
            CommandBody::RequestGrant { grant_id, .. } => {
                self.things.grants.push(grant_id.0.clone())
            }
            _ => {}
        }
        let promise = Promise { place: number, n, body, given_up: false, doubtful: false };
        self.truth.promises.insert(id, promise);
        self.fate.commands += 1;
        let soon = self.soon(SECOND);
        self.agenda.at(soon, Event::Send(number));
        Ok(())
    }

    /// An error that is the planned death of a program is no failure; any other is.
    fn survive(&mut self, number: usize, done: Result<()>) -> Result<()> {
        match done {
            Err(error) if matches!(error.downcast_ref(), Some(DeskError::Crashed)) => {
                self.restart(number)
            }
            other => other,
        }
    }

    fn restart(&mut self, number: usize) -> Result<()> {
        let power = self.chance.in_thousand(self.faults.power);
        self.places[number].restart(power)?;
        let soon = self.soon(10 * SECOND);
        self.agenda.at(soon, Event::AskNow(number));
        self.agenda.at(soon + 1, Event::Send(number));
        Ok(())
    }

    /// What must be so on a desk at every moment.
    fn look(&mut self, number: usize) -> Result<()> {
        let place = &self.places[number];
        let drafts = place.desk.drafts()?;
        for (id, words) in &place.drafts {
            let kept = drafts.iter().find(|draft| draft.id == *id);
            let kept = kept.and_then(|draft| draft.fields.get("text")).cloned().unwrap_or_default();
            ensure!(
                words.contains(&kept),
                "I7: desk {number} has the draft {id} as {kept:?}, not {words:?}"
            );
        }
        if let Some(ticket) = self.chance.one(&self.things.tickets) {
            own_notes_show(&self.truth, number, place, ticket)?;
        }
        Ok(())
    }

    fn is_silent(&self, number: usize) -> bool {
        self.places[number].silent_until > self.ms()
    }

    /// A desk sends what waits, unless it awaits an answer.
    fn send(&mut self, number: usize) -> Result<()> {
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

    fn ask(&mut self, number: usize) -> Result<()> {
        if self.is_silent(number) {
            return Ok(());
        }
        let question = self.places[number].desk.question()?;
        self.post(number, Request::Page(question));
        let soon = self.soon(SECOND);
        self.agenda.at(soon, Event::Send(number));
        Ok(())
    }

    fn post(&mut self, place: usize, says: Request) {
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

    fn travel(&mut self) -> i64 {
        let longest = if self.chance.in_thousand(self.faults.delays) { 2 * MINUTE } else { 100 };
        self.soon(longest)
    }

    fn at_hub(&mut self, letter: Letter<Request>) -> Result<()> {
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
    fn decide(
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
    fn wake(&mut self) {
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

    fn page(
        &mut self,
        number: usize,
        question: &Question,
    ) -> Result<Option<backstop_protocol::feed::Page>> {
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

    fn at_desk(&mut self, letter: Letter<Answer>) -> Result<()> {
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

    fn hear(&mut self, number: usize, answer: Answer) -> Result<()> {
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

    /// Everything that happens to a team besides its work.
    fn trouble(&mut self) -> Result<()> {
        let next = self.soon(2 * MINUTE);
        self.agenda.at(next, Event::Trouble);
        let number = self.chance.index(self.places.len());
        match self.chance.below(12) {
            0 | 1 if self.faults.clocks => {
                self.places[number].set_clock(self.chance.between(-TEN_YEARS, TEN_YEARS));
            }
            2 | 3 if self.faults.silence => {
                let until = self.soon(20 * MINUTE);
                self.places[number].silent_until = until;
                self.agenda.at(until, Event::AskNow(number));
            }
            4 | 5 if self.faults.power > 0 => self.places[number].remember_disk()?,
            6 if self.faults.restores => {
                self.backup = Some((self.hub.image()?, self.truth.clone()));
            }
            7 if self.faults.restores => self.restore()?,
            8 if self.faults.people => self.change_somebody()?,
            9 if self.faults.people && self.chance.below(6) == 0 => self.disable_somebody()?,
            10 if self.faults.deaths > 0 => self.restart(number)?,
            _ => {}
        }
        Ok(())
    }

    /// The hub comes back as it was when the backup was made.
    fn restore(&mut self) -> Result<()> {
        if self.restores_left == 0 {
            return Ok(());
        }
        let Some((image, then)) = self.backup.take() else { return Ok(()) };
        self.restores_left -= 1;
        self.hub = Store::from_image(&image, true)?;
        self.truth.told.clone_from(&then.told);
        self.truth.answers.clone_from(&then.answers);
        self.truth.disabled.clone_from(&then.disabled);
        self.truth.restored = true;
        Ok(())
    }

    fn change_somebody(&mut self) -> Result<()> {
        let login = PEOPLE[self.chance.index(PEOPLE.len())].0;
        let team = if self.chance.below(2) == 0 { "service" } else { "repair" };
        let role = if self.chance.below(2) == 0 { Role::Agent } else { Role::Senior };
        let mut change = Change { team: Some(TeamId::new(team)), ..Change::default() };
        if login != "manager" {
            change.roles = Some([role].into());
        }
        person::change(&self.hub, login, change, instant(self.ms()))?;
        Ok(())
    }

    fn disable_somebody(&mut self) -> Result<()> {
        if self.truth.disabled.is_empty() {
            person::disable(&self.hub, "agent-b", instant(self.ms()))?;
            self.truth.disabled.insert("agent-b".to_owned());
        }
        Ok(())
    }

    /// Nothing goes wrong any more: soon everything has arrived everywhere, and all of it is as was promised.
    fn end(&mut self) -> Result<()> {
        self.agenda.clear();
        for round in 0..ROUNDS_TO_PEACE {
            self.now.fetch_add(MINUTE, Ordering::Relaxed);
            let mut quiet = true;
            for number in 0..self.places.len() {
                quiet &= self.settle(number)?;
            }
            if quiet && round > 0 {
                break;
            }
            ensure!(round + 1 < ROUNDS_TO_PEACE, "I9: after {round} rounds there is no peace");
        }
        for number in 0..self.places.len() {
            self.holds_what_it_may(number)?;
        }
        self.truth.is_kept(&self.hub, &self.places)?;
        for number in 0..self.places.len() {
            self.look(number)?;
        }
        Ok(())
    }

    fn is_out(&self, number: usize) -> bool {
        self.truth.disabled.contains(&self.places[number].person)
    }

    /// A desk sends and asks until there is nothing to say. Returns whether there was nothing from the beginning.
    fn settle(&mut self, number: usize) -> Result<bool> {
        let mut quiet = true;
        if self.is_out(number) {
            return Ok(true);
        }
        for turn in 0.. {
            ensure!(turn < 200, "I9: desk {number} sends for ever");
            let Some(push) = self.places[number].desk.outgoing()? else { break };
            quiet = false;
            match self.decide_calmly(number, &push)? {
                Ok(pushed) => self.places[number].desk.hear_answer(&pushed)?,
                Err(trouble) => {
                    let next = self.places[number].desk.hear_refusal(&trouble)?;
                    ensure!(next != Next::Stop, "I9: desk {number} cannot send: {trouble}");
                    if next == Next::Read {
                        break;
                    }
                }
            }
        }
        for turn in 0.. {
            ensure!(turn < 2_000, "I9: desk {number} reads for ever");
            let question = self.places[number].desk.question()?;
            let page =
                self.page(number, &question)?.context("I9: a desk in good standing is refused")?;
            quiet &= page.items.is_empty() && !page.restarted;
            let kept = self.places[number].desk.hear_page(&question, &page)?;
            if kept && page.complete {
                break;
            }
        }
        Ok(quiet)
    }

    fn decide_calmly(&mut self, number: usize, push: &Push) -> Result<Result<Pushed, LineTrouble>> {
        self.faults.hub_deaths = 0;
        self.faults.people = false;
        self.decide(number, push)?.context("I9: the hub does not answer")
    }

    /// The desk holds exactly what the hub lets its person see, and nothing is pending.
    fn holds_what_it_may(&mut self, number: usize) -> Result<()> {
        if self.is_out(number) {
            return Ok(());
        }
        let seat = self.hub.seat_of(&self.places[number].name)?;
        let query = FeedQuery { limit: Some(2_000), ..FeedQuery::default() };
        let page = self.hub.page(&seat.person, &query, instant(self.ms()))?;
        let told = page.items.iter().filter_map(|item| {
            let body = item.body.as_ref()?;
            Some(((item.kind, item.id.clone()), (item.seq, body.get().to_owned())))
        });
        let mut wanted: std::collections::BTreeMap<_, _> = told.collect();
        for held in self.places[number].desk.holdings()? {
            let thing = (held.kind, held.id.clone());
            let Some(body) = held.confirmed else {
                bail!("I8: desk {number} holds {thing:?}, which the hub does not show it");
            };
            ensure!(
                wanted.remove(&thing).is_some_and(|(seq, told)| seq == held.seq && told == body),
                "I8: desk {number} holds {thing:?} at {} otherwise than the hub",
                held.seq
            );
            ensure!(
                held.current.is_none() && held.pending == 0,
                "I8: on desk {number} something is still pending on {thing:?}"
            );
        }
        ensure!(wanted.is_empty(), "I8: desk {number} does not hold {:?}", wanted.keys());
        self.has_sent_everything(number)?;
        self.trace(page.cursor);
        Ok(())
    }

    /// Nothing waits.
    fn has_sent_everything(&self, number: usize) -> Result<()> {
        let line = self.places[number].desk.line()?;
        ensure!(line.waiting == 0, "I9: desk {number} has {} commands waiting", line.waiting);
        Ok(())
    }
}
