//! The hub's front door: HTTP, JSON and server-sent events, described by the hub itself.

mod about;
mod body;
mod commands;
mod description;
mod feed;
mod frame;
mod problem;
mod seat;
mod sessions;
mod stream;

use axum::{Router, middleware};
use tower_http::{CompressionLevel, catch_panic::CatchPanicLayer, compression::CompressionLayer};
use utoipa::{OpenApi, openapi::OpenApi as Description};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::hub::Hub;

/// The routes of a hub and all that surrounds them.
pub fn router(hub: Hub) -> Router {
    surrounded(described().0).with_state(hub)
}

/// What every route has around it: the last resort for whatever no route answers, the frame, and
/// compression.
fn surrounded(routes: Router<Hub>) -> Router<Hub> {
    routes
        .fallback(problem::not_found)
        .method_not_allowed_fallback(problem::method_not_allowed)
        .layer(CatchPanicLayer::custom(problem::after_panic))
        .layer(middleware::from_fn(frame::frame))
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest))
}

/// The OpenAPI description of the routes.
pub fn description() -> Description {
    description::complete(described().1)
}

fn described() -> (Router<Hub>, Description) {
    OpenApiRouter::with_openapi(description::TitlePage::openapi())
        .routes(routes!(sessions::sign_in))
        .routes(routes!(sessions::sign_out))
        .routes(routes!(sessions::me))
        .routes(routes!(commands::push))
        .routes(routes!(feed::page))
        .routes(routes!(stream::stream))
        .routes(routes!(about::openapi))
        .routes(routes!(about::health))
        .split_for_parts()
}

#[cfg(test)]
mod tests;
