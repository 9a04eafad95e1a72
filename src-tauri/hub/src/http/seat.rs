//! Who is asking: the token in the `Authorization` header, looked up for every request.

use axum::{
    extract::FromRequestParts,
    http::{header, request::Parts},
};

use super::problem::Failure;
use crate::{
    error::HubError,
    hub::Hub,
    store::Seat,
    token::{self, Hash},
};

/// The desk and the person behind a valid token.
pub(super) struct Seated {
    /// Who.
    pub(super) seat: Seat,
    /// The token's hash.
    pub(super) token: Hash,
}

impl FromRequestParts<Hub> for Seated {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, hub: &Hub) -> Result<Self, Failure> {
        let header = parts.headers.get(header::AUTHORIZATION);
        let text = header.and_then(|value| value.to_str().ok());
        let token = text.and_then(|text| text.split_once(' '));
        let token = token.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
        let (_, token) = token.ok_or(HubError::Unauthorized)?;
        let token = token::hash(token.trim());
        Ok(Self { seat: hub.seat(token).await?, token })
    }
}
