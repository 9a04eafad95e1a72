//! What the hub says about itself.

use axum::{Json, extract::State};
use backstop_protocol::VERSION;
use serde_json::{Value, json};
use utoipa::openapi::OpenApi;

use super::problem::Failure;
use crate::{hub::Hub, store::feed};

/// Says that the hub is well: it can read its database.
#[utoipa::path(
    get,
    path = "/health",
    responses((status = 200, description = "The hub is well.", body = Object))
)]
pub(super) async fn health(State(hub): State<Hub>) -> Result<Json<Value>, Failure> {
    let head = hub.store().read_async(feed::head).await?;
    Ok(Json(json!({"status": "ok", "protocol": VERSION, "head": head})))
}

/// Describes the hub's addresses.
#[utoipa::path(
    get,
    path = "/v1/openapi.json",
    responses((status = 200, description = "This description.", body = Object))
)]
pub(super) async fn openapi() -> Json<OpenApi> {
    Json(super::description())
}
