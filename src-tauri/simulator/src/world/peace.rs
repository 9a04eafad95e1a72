//! The end of a world: nothing goes wrong any more, and everything that was promised must be so.

use std::{collections::BTreeMap, sync::atomic::Ordering};

use anyhow::{Context as _, Result, bail, ensure};
use backstop_desk::{LineTrouble, Next};
use backstop_protocol::{
    commands::{Push, Pushed},
    feed::FeedQuery,
};

use super::{MINUTE, World};
use crate::shop::instant;

/// How often everybody sends and asks after the world is healed, at most: then nothing may be left.
const ROUNDS_TO_PEACE: usize = 40;

impl World {
    /// Nothing goes wrong any more: soon everything has arrived everywhere, and all of it is as was promised.
    pub(super) fn end(&mut self) -> Result<()> {
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

    pub(super) fn is_out(&self, number: usize) -> bool {
        self.truth.disabled.contains(&self.places[number].person)
    }

    /// A desk sends and asks until there is nothing to say. Returns whether there was nothing from the beginning.
    pub(super) fn settle(&mut self, number: usize) -> Result<bool> {
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

    pub(super) fn decide_calmly(
        &mut self,
        number: usize,
        push: &Push,
    ) -> Result<Result<Pushed, LineTrouble>> {
        self.faults.hub_deaths = 0;
        self.faults.people = false;
        self.decide(number, push)?.context("I9: the hub does not answer")
    }

    /// The desk holds exactly what the hub lets its person see, and nothing is pending.
    pub(super) fn holds_what_it_may(&mut self, number: usize) -> Result<()> {
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
        let mut wanted: BTreeMap<_, _> = told.collect();
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
    pub(super) fn has_sent_everything(&self, number: usize) -> Result<()> {
        let line = self.places[number].desk.line()?;
        ensure!(line.waiting == 0, "I9: desk {number} has {} commands waiting", line.waiting);
        Ok(())
    }
}
