//! Signing in: `POST /v1/sessions`, and who one is: `GET /v1/me`.

use backstop_domain::{id::DeskId, person::Person};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::described;

/// A person signs in on a desk.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// The login name.
    pub login: String,
    /// The password.
    pub password: String,
    /// The desk, if it has signed in before; the hub makes one otherwise.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub desk: Option<DeskId>,
}

/// The answer to a sign-in.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct SignedIn {
    /// The opaque token for the `Authorization: Bearer` header.
    pub token: String,
    /// The desk that the token is for.
    #[schema(value_type = String)]
    pub desk: DeskId,
    /// Who signed in.
    #[schema(value_type = described::Person)]
    pub person: Person,
    /// The hub's clock.
    #[schema(value_type = String, format = DateTime)]
    pub hub_time: Timestamp,
}

/// Who the token belongs to.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Me {
    /// The person.
    #[schema(value_type = described::Person)]
    pub person: Person,
    /// The desk.
    #[schema(value_type = String)]
    pub desk: DeskId,
    /// The hub's clock.
    #[schema(value_type = String, format = DateTime)]
    pub hub_time: Timestamp,
}
