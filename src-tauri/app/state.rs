//! What the web view learns when it starts, and whenever the person or the mode changes.

use backstop_desk::view::app::LineState;
use backstop_domain::person::Person;
use serde::Serialize;
use ts_rs::TS;

use crate::drill_session::DrillScreen;

/// How the console is connected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// With a hub of its own, inside the program.
    Solo,
    /// With a team's hub.
    Team,
}

/// The state of the console as a whole.
#[derive(Debug, Clone, Serialize, TS)]
pub struct AppState {
    /// How it is connected.
    pub mode: Mode,
    /// Who works here.
    pub person: Person,
    /// In solo mode: whom one may switch to.
    pub people: Vec<Person>,
    /// The team's hub.
    pub hub_url: Option<String>,
    /// The language of the system, such as `zh-CN`.
    pub system_locale: String,
    /// The version of the program.
    pub version: String,
    /// The drill that is on, if any.
    pub drill: Option<DrillScreen>,
    /// The line to the hub.
    pub line: LineState,
}
