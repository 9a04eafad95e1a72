//! A record: what one transaction of `work.db` has changed. Frozen, because it lies on disk: fields are added with
//! defaults.

use serde::{Deserialize, Serialize};

use crate::journal::{place::Place, rows::Row};

/// One record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Record {
    /// The format of the store whose rows these are.
    pub(crate) schema: i64,
    /// In the first record of a file: the end of the one before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) follows: Option<Place>,
    /// Whether it is a part of what was there when the file was written anew.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) snapshot: bool,
    /// What has changed.
    pub(crate) rows: Vec<Row>,
}
