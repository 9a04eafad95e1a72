//! What the hub says about itself.

use std::sync::LazyLock;

use axum::{Json, extract::State};
use backstop_protocol::VERSION;
use serde::Serialize;
use utoipa::{ToSchema, openapi::OpenApi};

use super::problem::Failure;
use crate::{hub::Hub, store::feed};

/// How the hub is.
#[derive(Serialize, ToSchema)]
pub(super) struct Health {
    /// `ok`: whatever is not, is a problem.
    status: &'static str,
    /// The version of the protocol that it speaks.
    protocol: u32,
    /// The newest feed number.
    head: u64,
}

/// Says that the hub is well: it can read its database.
#[utoipa::path(
    get,
    path = "/health",
    responses((status = 200, description = "The hub is well.", body = Health))
)]
pub(super) async fn health(State(hub): State<Hub>) -> Result<Json<Health>, Failure> {
    let head = hub.store().read_async(feed::head).await?;
    Ok(Json(Health { status: "ok", protocol: VERSION, head }))
}

/// Describes the hub's addresses.
#[utoipa::path(
    get,
    path = "/v1/openapi.json",
    responses((status = 200, description = "This description.", body = Object))
)]
pub(super) async fn openapi() -> Json<&'static OpenApi> {
    static DESCRIPTION: LazyLock<OpenApi> = LazyLock::new(super::description);
    Json(&DESCRIPTION)
}
