//! Errors as they cross to the web view: a code that the UI acts on, and words for the log.

use backstop_desk::error::DeskError;
use backstop_domain::rejection::Rejection;
use backstop_hub::error::HubError;
use serde::Serialize;
use ts_rs::TS;

/// What an IPC command answers when it fails.
#[derive(Debug, Clone, Serialize, TS)]
pub struct IpcError {
    /// `rejected`, `unknown`, `invalid`, `no_line`, `wrong_credentials`, `busy`, `storage`, `internal`.
    pub code: String,
    /// What happened, in English, for the details.
    pub message: String,
    /// Why the rules refused it, when they did.
    pub rejection: Option<Rejection>,
}

impl IpcError {
    /// An error with a code.
    pub(crate) fn new(code: &str, message: impl std::fmt::Display) -> Self {
        Self { code: code.to_owned(), message: message.to_string(), rejection: None }
    }

    /// Something that is not there.
    pub(crate) fn unknown(kind: &str, id: &str) -> Self {
        Self::new("unknown", format!("there is no {kind} {id}"))
    }
}

impl From<DeskError> for IpcError {
    fn from(error: DeskError) -> Self {
        let rejection = match &error {
            DeskError::Rejected(rejection) => Some(rejection.clone()),
            _ => None,
        };
        Self { code: error.code().to_owned(), message: error.to_string(), rejection }
    }
}

impl From<HubError> for IpcError {
    fn from(error: HubError) -> Self {
        Self::new("storage", error)
    }
}
