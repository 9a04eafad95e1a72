//! A drill on screen: the engine, and a sandbox desk that shows it on the ordinary workbench.
//!
//! The sandbox desk lives in memory, has no line and no key: nothing done in it can reach the real data.

use backstop_desk::{Desk, intent::Intent};
use backstop_domain::{
    document::{Document, DocumentKind},
    drill_run::DrillRun,
    id::{DrillRunId, EntryId, ScenarioId, TicketId},
    scenario::Scenario,
    ticket::{Author, Entry, EntryBody, Ticket},
};
use backstop_drill::{
    actions::DrillAction,
    drill::Drill,
    view::{DrillView, Utterance},
};
use jiff::Timestamp;
use serde::Serialize;
use ts_rs::TS;

use crate::error::IpcError;

type Answer<T> = Result<T, IpcError>;

/// A drill as its screen shows it.
#[derive(Debug, Clone, Serialize, TS)]
pub struct DrillScreen {
    /// The ticket in the sandbox on which the customer talks.
    pub ticket_id: TicketId,
    /// What is played.
    pub scenario: Scenario,
    /// Where it stands.
    #[serde(flatten)]
    pub drill: DrillView,
}
