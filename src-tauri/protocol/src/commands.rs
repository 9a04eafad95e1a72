//! Commands up: `POST /v1/commands`.

use backstop_domain::{command::Command, id::CommandId, rejection::Rejection};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::described;

/// A batch of commands of one desk, in the order of their `n`, without gaps.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Push {
    /// At most 200 of them.
    #[schema(max_items = 200, value_type = Vec<described::Command>)]
    pub commands: Vec<Command>,
    /// The history of the hub that the desk knows; empty when it knows none. A hub with another history takes nothing:
    /// the desk reads the feed first, and learns from it what has to be told again.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub epoch: String,
}

/// The hub's answers, one for each command, in the same order.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Pushed {
    /// The answers.
    pub outcomes: Vec<Outcome>,
    /// The hub's clock.
    #[schema(value_type = String, format = DateTime)]
    pub hub_time: Timestamp,
    /// The history of the hub in which these answers stand; empty from a hub that does not say.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub epoch: String,
}

/// What became of a command. The hub remembers it for ever: a retry gets the same answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Outcome {
    /// The command.
    #[schema(value_type = String)]
    pub id: CommandId,
    /// Its number on its desk.
    pub n: u64,
    /// Accepted or rejected.
    #[serde(flatten)]
    pub verdict: Verdict,
}

/// Accepted or rejected.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "verdict", rename_all = "snake_case")]
pub enum Verdict {
    /// Done. When the feed has been read up to `seq`, its effects are there.
    Accepted {
        /// The highest feed number among its effects; 0 when it changed nothing.
        seq: u64,
    },
    /// Refused, for good.
    Rejected {
        /// Why.
        #[schema(value_type = described::Rejection)]
        reason: Rejection,
    },
}
