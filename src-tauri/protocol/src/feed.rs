//! Documents down: pages of the feed (`GET /v1/feed`) and the live stream (`GET /v1/stream`).

use backstop_domain::document::DocumentKind;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use utoipa::{IntoParams, ToSchema};

use crate::described;

/// Where to read on.
#[derive(Debug, Clone, Default, Serialize, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct FeedQuery {
    /// The feed number up to which the desk has everything; 0 for nothing.
    #[serde(default)]
    #[param(required = false)]
    pub cursor: u64,
    /// The scope under which the desk read so far; empty at first.
    #[serde(default)]
    #[param(required = false)]
    pub scope: String,
    /// The epoch under which the desk read so far; empty at first.
    #[serde(default)]
    #[param(required = false)]
    pub epoch: String,
    /// The most items wanted; the hub may give fewer.
    #[serde(default)]
    #[param(required = false, value_type = u32, minimum = 1, maximum = 2_000)]
    pub limit: Option<u32>,
}

/// One page of the feed.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Page {
    /// What changed, by rising feed number.
    pub items: Vec<Item>,
    /// Store this with the items, in one transaction; the next page starts here.
    pub cursor: u64,
    /// Whether this page reaches the head of the feed.
    pub complete: bool,
    /// Names the audiences and the projection under which this was read. When it differs from the
    /// desk's, the page starts from zero and what it does not repeat until `complete` is gone.
    pub scope: String,
    /// Names the history of this hub; rotated when a backup is restored.
    pub epoch: String,
    /// Whether reading began again from zero, because scope or epoch differ or the cursor lies ahead.
    pub restarted: bool,
    /// The hub's clock.
    #[schema(value_type = String, format = DateTime)]
    pub hub_time: Timestamp,
}

/// One changed document.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Item {
    /// What sort of thing.
    #[schema(value_type = described::Kind)]
    pub kind: DocumentKind,
    /// Which.
    pub id: String,
    /// Its place in the feed.
    pub seq: u64,
    /// Its present state; absent when the desk may no longer see it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<described::Body>)]
    pub body: Option<Box<RawValue>>,
}

/// The name of the server-sent event that carries a [`Page`].
pub const PAGE_EVENT: &str = "page";

/// The name of the server-sent event that only says that the line is alive; it carries a [`Beat`].
pub const BEAT_EVENT: &str = "beat";

/// Seconds between two signs of life on the stream.
pub const BEAT_SECONDS: u64 = 10;

/// A sign of life.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Beat {
    /// The hub's clock.
    #[schema(value_type = String, format = DateTime)]
    pub hub_time: Timestamp,
}
