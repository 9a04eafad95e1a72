//! Errors as RFC 9457 problem details, with stable codes.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The media type of a problem.
pub const MEDIA_TYPE: &str = "application/problem+json";

/// What stands before the code in the type of a problem.
pub const TYPE: &str = "urn:backstop:problem:";

/// A problem. `code` is what programs act on; `title` and `detail` are for people.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Problem {
    /// `urn:backstop:problem:` and the code.
    pub r#type: String,
    /// What sort of problem, in a few words.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// The stable code.
    pub code: ProblemCode,
    /// What happened here and what to do.
    #[serde(default)]
    pub detail: String,
}

/// The stable codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ProblemCode {
    /// The request cannot be read.
    BadRequest,
    /// No token, or one that is not known or no longer valid.
    Unauthorized,
    /// Login name and password do not match, or the account is disabled.
    WrongCredentials,
    /// The token may not do this.
    Forbidden,
    /// There is no such address.
    NotFound,
    /// The address does not know this method.
    MethodNotAllowed,
    /// The commands leave out a number.
    Gap,
    /// A number was used before for another command.
    NumberReused,
    /// The hub has another history than the desk knows: it was restored. The desk reads the feed, then repeats.
    OtherHistory,
    /// The request is too large.
    TooLarge,
    /// The media type is not JSON.
    UnsupportedMediaType,
    /// The request took too long.
    Timeout,
    /// Too many attempts; wait.
    TooManyAttempts,
    /// The desk speaks a protocol that this hub does not.
    UpgradeRequired,
    /// The hub failed; the request may be repeated.
    Internal,
    /// The hub cannot write at the moment; the request may be repeated.
    Unavailable,
    /// A code that this version does not know yet.
    #[serde(other)]
    Other,
}
