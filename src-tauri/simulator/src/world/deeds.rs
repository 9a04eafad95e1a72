//! What people do in a world, and what their programs do about it: live on, or die and be started again.

use anyhow::{Context as _, Result, ensure};
use backstop_desk::DeskError;
use backstop_domain::command::CommandBody;

use super::{SECOND, World};
use crate::{
    acting::{self, Deed},
    line::Event,
    promise::Promise,
    truth::own_notes_show,
};

impl World {
    /// Somebody does something; the program may die at any write of it.
    pub(super) fn act(&mut self, number: usize) -> Result<()> {
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

    pub(super) fn perform(&mut self, number: usize, deed: Deed) -> Result<()> {
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
    pub(super) fn promise_of(&mut self, number: usize, n: u64) -> Option<&mut Promise> {
        let id = self.places[number].desk.remembered().ok()?.into_iter().find(|row| row.n == n)?.id;
        // What was told again after a restore keeps its name; the row that it was first told in is called `name#n`.
        self.truth.promises.get_mut(id.split('#').next().unwrap_or(&id))
    }

    /// A desk has acknowledged a command.
    pub(super) fn promise(&mut self, number: usize, n: u64) -> Result<()> {
        let place = &self.places[number];
        let id = place.newest_id();
        let body =
            place.desk.made(n)?.context("I1: an acknowledged command is not in the outbox")?;
        match &body {
            CommandBody::OpenTicket { ticket_id, .. } => {
                self.things.tickets.push(ticket_id.0.clone());
            }
            CommandBody::RequestGrant { grant_id, .. } => {
                self.things.grants.push(grant_id.0.clone());
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
    pub(super) fn survive(&mut self, number: usize, done: Result<()>) -> Result<()> {
        match done {
            Err(error) if matches!(error.downcast_ref(), Some(DeskError::Crashed)) => {
                self.restart(number)
            }
            other => other,
        }
    }

    pub(super) fn restart(&mut self, number: usize) -> Result<()> {
        let power = self.chance.in_thousand(self.faults.power);
        self.places[number].restart(power)?;
        let soon = self.soon(10 * SECOND);
        self.agenda.at(soon, Event::AskNow(number));
        self.agenda.at(soon + 1, Event::Send(number));
        Ok(())
    }

    /// What must be so on a desk at every moment.
    pub(super) fn look(&mut self, number: usize) -> Result<()> {
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
}
