//! What is open: a desk, signed in, with its sync running, and in solo mode the hub it talks to.

use std::{path::Path, sync::Mutex};

use backstop_desk::{Desk, Identity, KeyChoice, RunningSync};
use backstop_domain::{id::PersonId, person::Person};
use backstop_hub::{embedded::Embedded, sample};

use jiff::Timestamp;

use crate::{
    console::lock,
    drill_session::DrillScreen,
    error::IpcError,
    settings::Team,
    state::{AppState, Mode},
};

/// As whom solo mode opens the first time.
const FIRST_PERSON: &str = "agent-a";

type Answer<T> = Result<T, IpcError>;

/// A desk that is open.
pub(crate) struct Stage {
    desk: Desk,
    running: Mutex<Option<RunningSync>>,
    /// The hub inside this program, in solo mode.
    solo: Option<Mutex<Option<Embedded>>>,
}

impl Stage {
    /// Opens solo mode: a hub inside this program, with sample data the first time, and the desk of
    /// one of its people.
    pub(crate) async fn solo(home: &Path, person: Option<PersonId>) -> Answer<Self> {
        let folder = home.join("solo");
        let person = person.unwrap_or_else(|| PersonId::new(FIRST_PERSON));
        std::fs::create_dir_all(&folder).map_err(|error| IpcError::new("storage", error))?;
        let hub = Embedded::start(&folder.join("hub.db")).await?;
        let store = hub.store().clone();
        crate::ipc::off_thread(move || Ok(sample::seed(&store, Timestamp::now())?)).await?;
        let profile = folder.join("desks").join(person.as_str());
        let desk = Self::open_desk(&profile).await?;
        let known = desk.identity()?.and_then(Identity::seat);
        let signed_in = hub.sign_in_as(&person, known).await?;
        let url = hub.url().to_owned();
        let adopting = desk.clone();
        crate::ipc::off_thread(move || Ok(adopting.adopt(&signed_in, &url)?)).await?;
        first_pull(&desk).await?;
        let running = Mutex::new(Some(desk.run()));
        Ok(Self { desk, running, solo: Some(Mutex::new(Some(hub))) })
    }

    /// Opens a desk of the team, as it was left; it works without its hub.
    pub(crate) async fn team(profile: &Path) -> Answer<Self> {
        let desk = Self::open_desk(profile).await?;
        let running = Mutex::new(Some(desk.run()));
        Ok(Self { desk, running, solo: None })
    }

    /// Signs in to a team's hub. Where that fails the first time, no folder is left behind.
    pub(crate) async fn sign_in(home: &Path, team: &Team, password: &str) -> Answer<Self> {
        let profile = team.profile(home);
        let is_new = !profile.exists();
        let desk = Self::open_desk(&profile).await?;
        if let Err(error) = desk.sign_in(&team.hub, &team.login, password).await {
            drop(desk);
            if is_new && let Err(error) = std::fs::remove_dir_all(&profile) {
                tracing::warn!(%error, "team.empty_profile_not_removed");
            }
            return Err(error.into());
        }
        let running = Mutex::new(Some(desk.run()));
        Ok(Self { desk, running, solo: None })
    }

    async fn open_desk(profile: &Path) -> Answer<Desk> {
        let profile = profile.to_owned();
        crate::ipc::off_thread(move || Ok(Desk::open(&profile, KeyChoice::from_environment())?))
            .await
    }

    /// The desk.
    pub(crate) fn desk(&self) -> &Desk {
        &self.desk
    }

    /// Whether it belongs to a team's hub.
    pub(crate) fn is_team(&self) -> bool {
        self.solo.is_none()
    }

    /// What the web view needs to draw its frame.
    pub(crate) fn state(&self, drill: Option<DrillScreen>) -> Answer<AppState> {
        let identity = self.desk.identity()?;
        let identity =
            identity.ok_or_else(|| IpcError::new("signed_out", "nobody is signed in"))?;
        Ok(AppState {
            mode: if self.is_team() { Mode::Team } else { Mode::Solo },
            people: if self.is_team() { Vec::new() } else { self.people()? },
            person: identity.person,
            hub_url: self.is_team().then_some(identity.hub),
            system_locale: system_locale(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            drill,
            line: self.desk.line()?,
        })
    }

    fn people(&self) -> Answer<Vec<Person>> {
        let people = self.desk.people()?;
        Ok(people.into_iter().filter(|person| !person.disabled).collect())
    }

    /// Stops sync and, in solo mode, the hub, after what is under way.
    pub(crate) async fn close(&self) {
        let running = lock(&self.running).take();
        if let Some(running) = running {
            running.stop().await;
        }
        let hub = self.solo.as_ref().and_then(|hub| lock(hub).take());
        let Some(hub) = hub else { return };
        if let Err(error) = hub.stop().await {
            tracing::warn!(%error, "solo.hub_not_stopped");
        }
    }
}

/// In solo mode the hub is next door: the first screen waits until the desk has everything once.
async fn first_pull(desk: &Desk) -> Answer<()> {
    let asked = desk.clone();
    let line = crate::ipc::off_thread(move || Ok(asked.line()?)).await?;
    if !line.complete {
        desk.sync_once().await?;
    }
    Ok(())
}

/// The language of the system, such as `zh-CN`; English where it cannot be told.
pub(crate) fn system_locale() -> String {
    let named = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
    let named = named.unwrap_or_default();
    let plain = named.split('.').next().unwrap_or_default().replace('_', "-");
    if plain.is_empty() || plain == "C" || plain == "POSIX" { String::new() } else { plain }
}
