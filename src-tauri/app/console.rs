//! The console as one thing: which desk is on screen, which hub it talks to, who listens.
//!
//! It opens in the background, so that the window is there at once; whoever asks before it is open waits.

use std::{
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use backstop_desk::{
    Desk,
    intent::Intent,
    view::{
        app::{DeskEvent, LineState},
        outbox::Written,
    },
};
use backstop_domain::{
    document::DocumentKind,
    drill_run::DrillRun,
    id::{PersonId, ScenarioId},
};
use backstop_drill::actions::DrillAction;
use tauri::ipc::Channel;
use tokio::sync::watch;

use crate::{
    drill_session::{DrillScreen, DrillSession},
    error::IpcError,
    settings::{Settings, Team},
    stage::Stage,
    state::AppState,
};

type Answer<T> = Result<T, IpcError>;

/// The console. Cloning it is cheap.
#[derive(Clone)]
pub(crate) struct Console {
    inner: Arc<Inner>,
}

struct Inner {
    home: PathBuf,
    /// What is on, once it is open; or why it cannot be opened.
    stage: watch::Sender<Option<Answer<Arc<Stage>>>>,
    drill: Mutex<Option<DrillSession>>,
    listeners: Mutex<Vec<Channel<DeskEvent>>>,
    /// One change of person or mode at a time.
    switching: tokio::sync::Mutex<()>,
}

impl Console {
    /// A console that keeps its data in `home`.
    pub(crate) fn new(home: PathBuf) -> Self {
        let inner = Inner {
            home,
            stage: watch::Sender::new(None),
            drill: Mutex::default(),
            listeners: Mutex::default(),
            switching: tokio::sync::Mutex::default(),
        };
        Self { inner: Arc::new(inner) }
    }

    /// Opens what was open last time: the team's hub, or solo mode.
    pub(crate) async fn open(&self) {
        let settings = Settings::load(&self.inner.home);
        let opened = match &settings.team {
            Some(team) => Stage::team(&team.profile(&self.inner.home)).await,
            None => Stage::solo(&self.inner.home, settings.person.clone()).await,
        };
        if let Err(error) = &opened {
            tracing::error!(code = error.code, message = error.message, "console.not_opened");
        }
        self.put_on(opened);
    }

    fn put_on(&self, stage: Answer<Stage>) {
        let stage = stage.map(Arc::new);
        if let Ok(stage) = &stage {
            self.forward_events(stage);
        }
        self.inner.stage.send_replace(Some(stage));
    }

    /// Passes what the live desk reports on to the screens, until another desk takes its place.
    fn forward_events(&self, stage: &Arc<Stage>) {
        let console = self.clone();
        let mut events = stage.desk().events();
        tauri::async_runtime::spawn(async move {
            loop {
                let event = match events.recv().await {
                    Ok(event) => event,
                    // Too many at once: "something changed" covers them all.
                    Err(tokio::sync::broadcast::error::RecvError::Lagged(_)) => {
                        DeskEvent::Changed { kinds: Vec::new(), ids: Vec::new() }
                    }
                    Err(tokio::sync::broadcast::error::RecvError::Closed) => return,
                };
                console.tell(&event);
            }
        });
    }

    async fn stage(&self) -> Answer<Arc<Stage>> {
        let mut watching = self.inner.stage.subscribe();
        let opened = watching.wait_for(Option::is_some).await;
        match opened.map(|stage| stage.clone()) {
            Ok(Some(stage)) => stage,
            _ => Err(IpcError::new("internal", "the console is closing")),
        }
    }

    /// The stage if it is open already.
    pub(crate) fn stage_now(&self) -> Option<Arc<Stage>> {
        self.inner.stage.borrow().as_ref().and_then(|stage| stage.as_ref().ok().cloned())
    }

    /// The desk of the person, also while a drill is on.
    pub(crate) async fn live_desk(&self) -> Answer<Desk> {
        Ok(self.stage().await?.desk().clone())
    }

    /// The desk on screen: the sandbox while a drill is on.
    pub(crate) async fn desk(&self) -> Answer<Desk> {
        let sandbox = lock(&self.inner.drill).as_ref().map(|drill| drill.desk().clone());
        match sandbox {
            Some(desk) => Ok(desk),
            None => self.live_desk().await,
        }
    }

    /// Everything the web view needs to draw its frame.
    pub(crate) async fn state(&self) -> Answer<AppState> {
        let stage = self.stage().await?;
        let drill = self.drill_screen();
        crate::ipc::off_thread(move || stage.state(drill)).await
    }

    /// Opens solo mode as one of the sample people.
    pub(crate) async fn enter_solo(&self, person: PersonId) -> Answer<AppState> {
        let _one = self.inner.switching.lock().await;
        self.leave_drill();
        self.close().await;
        let opened = Stage::solo(&self.inner.home, Some(person.clone())).await;
        let settings = Settings { person: Some(person), team: None };
        self.keep(&settings);
        self.put_on(opened);
        self.state().await
    }

    /// Signs in to a team's hub. What was open stays open if that fails.
    pub(crate) async fn sign_in(&self, hub: &str, login: &str, password: &str) -> Answer<AppState> {
        let _one = self.inner.switching.lock().await;
        if self.stage_now().is_some_and(|stage| stage.is_team()) {
            self.close().await;
        }
        let team = Team { hub: hub.to_owned(), login: login.to_owned() };
        match Stage::sign_in(&self.inner.home, &team, password).await {
            Ok(stage) => {
                self.leave_drill();
                self.close().await;
                let person = Settings::load(&self.inner.home).person;
                self.keep(&Settings { person, team: Some(team) });
                self.put_on(Ok(stage));
                self.state().await
            }
            Err(error) => {
                if self.inner.stage.borrow().is_none() {
                    self.open().await;
                }
                Err(error)
            }
        }
    }

    /// Back to solo mode. The team's desk keeps its data and its unsent work for the next sign-in.
    pub(crate) async fn sign_out(&self) -> Answer<AppState> {
        let person = Settings::load(&self.inner.home).person;
        self.enter_solo(person.unwrap_or_else(|| PersonId::new("agent-a"))).await
    }

    fn keep(&self, settings: &Settings) {
        if let Err(error) = settings.save(&self.inner.home) {
            tracing::warn!(%error, "settings.not_saved");
        }
    }

    /// Ends what is on; whoever asks meanwhile waits for what comes next.
    async fn close(&self) {
        let stage = self.inner.stage.send_replace(None);
        if let Some(Ok(stage)) = stage {
            stage.close().await;
        }
    }

    /// Does what the person wants. In a drill the simulated customer hears it too.
    pub(crate) async fn submit(&self, intent: Intent, draft_id: Option<String>) -> Answer<Written> {
        let desk = self.desk().await?;
        let heard = intent.clone();
        let written =
            crate::ipc::off_thread(move || Ok(desk.submit(intent, draft_id.as_deref())?)).await?;
        let console = self.clone();
        crate::ipc::off_thread(move || console.customer_hears(&heard)).await?;
        Ok(written)
    }

    fn customer_hears(&self, intent: &Intent) -> Answer<()> {
        let changed = match lock(&self.inner.drill).as_mut() {
            Some(drill) => drill.hears(intent)?,
            None => false,
        };
        if changed {
            self.tell_everything_changed();
        }
        Ok(())
    }

    /// Sends and fetches at once.
    pub(crate) async fn sync_now(&self) -> Answer<LineState> {
        let desk = self.live_desk().await?;
        // Without a line there is still a state to show.
        if let Err(error) = desk.sync_once().await {
            tracing::debug!(%error, "sync.now_failed");
        }
        crate::ipc::off_thread(move || Ok(desk.line()?)).await
    }

    /// Adds a screen that listens. A screen that has gone is dropped at the next event.
    pub(crate) fn subscribe(&self, channel: Channel<DeskEvent>) {
        lock(&self.inner.listeners).push(channel);
    }

    /// Tells the screens.
    pub(crate) fn tell(&self, event: &DeskEvent) {
        lock(&self.inner.listeners).retain(|channel| channel.send(event.clone()).is_ok());
    }

    fn tell_everything_changed(&self) {
        self.tell(&DeskEvent::Changed { kinds: Vec::new(), ids: Vec::new() });
    }

    /// Begins a drill; from now on the screens show the sandbox.
    pub(crate) async fn drill_start(&self, scenario: ScenarioId) -> Answer<DrillScreen> {
        let live = self.live_desk().await?;
        let session = crate::ipc::off_thread(move || DrillSession::start(&live, &scenario)).await?;
        let screen = session.screen();
        *lock(&self.inner.drill) = Some(session);
        self.tell_everything_changed();
        Ok(screen)
    }

    /// Does something in the sandbox shop.
    pub(crate) async fn drill_act(&self, action: DrillAction) -> Answer<DrillScreen> {
        let console = self.clone();
        let screen = crate::ipc::off_thread(move || {
            let mut drill = lock(&console.inner.drill);
            let drill = drill.as_mut().ok_or_else(|| IpcError::unknown("drill", ""))?;
            drill.acts(&action)?;
            Ok(drill.screen())
        })
        .await?;
        self.tell_everything_changed();
        Ok(screen)
    }

    /// In a drill, what the trainee opens counts as looked up.
    pub(crate) fn seen(&self, kind: DocumentKind, id: &str) {
        if let Some(drill) = lock(&self.inner.drill).as_mut() {
            drill.sees(kind, id);
        }
    }

    /// The drill on screen.
    pub(crate) fn drill_screen(&self) -> Option<DrillScreen> {
        lock(&self.inner.drill).as_ref().map(DrillSession::screen)
    }

    /// Ends the drill and keeps its result on the live desk.
    pub(crate) async fn drill_finish(&self) -> Answer<DrillRun> {
        let live = self.live_desk().await?;
        let console = self.clone();
        let run = crate::ipc::off_thread(move || {
            let mut drill = lock(&console.inner.drill);
            let session = drill.as_ref().ok_or_else(|| IpcError::unknown("drill", ""))?;
            let run = session.result();
            live.record_drill(run.clone())?;
            *drill = None;
            Ok(run)
        })
        .await?;
        self.tell_everything_changed();
        Ok(run)
    }

    /// Leaves the drill without a result.
    pub(crate) async fn drill_abandon(&self) -> Answer<AppState> {
        self.leave_drill();
        self.tell_everything_changed();
        self.state().await
    }

    fn leave_drill(&self) {
        *lock(&self.inner.drill) = None;
    }
}

/// A lock whose holder panicked still guards whole values: each change above is one assignment.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
