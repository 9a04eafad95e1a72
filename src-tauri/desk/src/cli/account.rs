//! Signing in and out, syncing, and how the desk stands.

use std::{io::Read as _, path::PathBuf, time::Duration};

use clap::Args;
use serde_json::{Value, json};

use crate::{
    cli::Session,
    error::{DeskError, LineTrouble, Result},
};

/// How long `status` waits for a sign of life of the hub.
const PROBE: Duration = Duration::from_secs(1);

/// The longest password that is read.
const LONGEST_PASSWORD: u64 = 4_096;

#[derive(Debug, Args)]
pub(super) struct Login {
    /// The address of the hub.
    #[arg(long, value_name = "URL")]
    hub: String,
    /// The login name.
    #[arg(long = "login", value_name = "NAME")]
    name: String,
    /// Read the password from standard input.
    #[arg(long, required = true)]
    password_stdin: bool,
}

#[derive(Debug, Args)]
pub(super) struct Sync {
    /// Go on until interrupted.
    #[arg(long)]
    watch: bool,
}

impl Login {
    pub(super) async fn run(&self, session: &Session) -> Result<Value> {
        forbid_offline(session)?;
        let password = password()?;
        session.desk.sign_in(&self.hub, &self.name, &password).await?;
        if let Err(error) = session.desk.sync_once().await {
            eprintln!(
                "warning: signed in, but not everything is here yet: {error}; `backstop-desk sync` fetches the rest"
            );
        }
        standing(session)
    }
}

impl Sync {
    pub(super) async fn run(&self, session: &Session) -> Result<Value> {
        forbid_offline(session)?;
        if session.desk.identity()?.is_none() {
            return Err(DeskError::NotSignedIn);
        }
        if self.watch {
            let running = session.desk.run();
            interrupted().await;
            running.stop().await;
        } else {
            session.desk.sync_once().await?;
        }
        standing(session)
    }
}

pub(super) async fn logout(session: &Session) -> Result<Value> {
    if !session.offline {
        session.desk.end_session(PROBE).await?;
    }
    session.desk.sign_out()?;
    standing(session)
}

/// How the desk stands, after asking the hub for a sign of life.
pub(super) async fn status(session: &Session) -> Result<Value> {
    if !session.offline && session.desk.identity()?.is_some_and(|who| who.token.is_some()) {
        session.desk.probe(PROBE).await;
    }
    standing(session)
}

fn standing(session: &Session) -> Result<Value> {
    let desk = &session.desk;
    let line = desk.line()?;
    let who = desk.identity()?;
    Ok(json!({
        "online": line.online,
        "cursor": line.cursor,
        "outbox": { "waiting": line.waiting, "stuck": line.stuck },
        "clock_offset_ms": line.clock_offset_ms,
        "clock_verified": line.clock_verified,
        "trouble": line.trouble,
        "complete": line.complete,
        "storage": line.storage,
        "drafts": desk.drafts()?.len(),
        "signed_in": who.as_ref().is_some_and(|who| who.token.is_some()),
        "person": who.as_ref().map(|who| &who.person.id),
        "name": who.as_ref().map(|who| &who.person.name),
        "desk": who.as_ref().map(|who| &who.desk),
        "hub": who.as_ref().map(|who| &who.hub),
        "key": desk.key_home().map(crate::key::KeyHome::code),
    }))
}

/// The profile when none is named: where this system keeps a program's data.
pub(super) fn usual_profile() -> Result<PathBuf> {
    let folder = |name: &str| std::env::var_os(name).filter(|v| !v.is_empty()).map(PathBuf::from);
    if let Some(named) = folder("BACKSTOP_PROFILE") {
        return Ok(named);
    }
    let base = if cfg!(windows) {
        folder("APPDATA")
    } else if cfg!(target_os = "macos") {
        folder("HOME").map(|home| home.join("Library/Application Support"))
    } else {
        folder("XDG_DATA_HOME").or_else(|| folder("HOME").map(|home| home.join(".local/share")))
    };
    let base =
        base.ok_or(DeskError::WrongKind("without --profile, because there is no home folder"))?;
    Ok(base.join("backstop").join("desk"))
}

fn forbid_offline(session: &Session) -> Result<()> {
    if session.offline {
        return Err(LineTrouble::Unreachable("--offline forbids it".to_owned()).into());
    }
    Ok(())
}

/// The first line of standard input, without its end.
fn password() -> Result<String> {
    let mut text = String::new();
    let read = std::io::stdin().lock().take(LONGEST_PASSWORD).read_to_string(&mut text);
    read.map_err(DeskError::file("standard input".as_ref()))?;
    Ok(text.lines().next().unwrap_or_default().to_owned())
}

/// Waits for Ctrl-C, or on Unix for a polite request to end.
async fn interrupted() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminated) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminated.recv() => {}
            }
            return;
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}
