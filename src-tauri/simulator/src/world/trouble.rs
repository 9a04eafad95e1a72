//! Everything that happens to a team besides its work: clocks jump, lines fall silent, people change, a backup is restored.

use anyhow::Result;
use backstop_domain::{id::TeamId, person::Role};
use backstop_hub::{
    person::{self, Change},
    store::Store,
};

use super::{MINUTE, TEN_YEARS, World};
use crate::{
    line::Event,
    shop::{PEOPLE, instant},
};

impl World {
    /// Everything that happens to a team besides its work.
    pub(super) fn trouble(&mut self) -> Result<()> {
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
    pub(super) fn restore(&mut self) -> Result<()> {
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

    pub(super) fn change_somebody(&mut self) -> Result<()> {
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

    pub(super) fn disable_somebody(&mut self) -> Result<()> {
        if self.truth.disabled.is_empty() {
            person::disable(&self.hub, "agent-b", instant(self.ms()))?;
            self.truth.disabled.insert("agent-b".to_owned());
        }
        Ok(())
    }
}
