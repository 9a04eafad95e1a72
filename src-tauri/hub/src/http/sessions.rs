//! Signing in and out, and who one is.

use std::net::SocketAddr;

use axum::{
    Json,
    extract::{ConnectInfo, Request, State},
    http::StatusCode,
};
use backstop_protocol::{
    problem::Problem,
    session::{Me, SignIn, SignedIn},
};
use jiff::Timestamp;

use super::{body, problem::Failure, seat::Seated};
use crate::{hub::Hub, store::desks};

/// The largest sign-in, in bytes.
const LARGEST: usize = 64 * 1024;

/// Signs a person in on a desk.
#[utoipa::path(
    post,
    path = "/v1/sessions",
    request_body = SignIn,
    responses(
        (status = 200, description = "Signed in.", body = SignedIn),
        (status = 400, description = "The body is no sign-in.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Login name or password is wrong, or the account is disabled.", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "The body is too large: at most 64 KiB.", body = Problem, content_type = "application/problem+json"),
        (status = 415, description = "The body is not plain JSON.", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many failures of this name or from this address: wait.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn sign_in(
    State(hub): State<Hub>,
    request: Request,
) -> Result<Json<SignedIn>, Failure> {
    let from = request.extensions().get().map(|ConnectInfo(from): &ConnectInfo<SocketAddr>| *from);
    let wish: SignIn = body::json(request, LARGEST).await?;
    Ok(Json(hub.sign_in(wish, from.map(|from| from.ip())).await?))
}

/// Signs this desk out: its token is worth nothing any more.
#[utoipa::path(
    delete,
    path = "/v1/sessions/current",
    security(("token" = [])),
    responses(
        (status = 204, description = "Signed out."),
    )
)]
pub(super) async fn sign_out(
    State(hub): State<Hub>,
    seated: Seated,
) -> Result<StatusCode, Failure> {
    let token = seated.token;
    hub.store().write_async(move |transaction| desks::sign_out(transaction, &token)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Says who the token belongs to.
#[utoipa::path(
    get,
    path = "/v1/me",
    security(("token" = [])),
    responses(
        (status = 200, description = "The person and the desk.", body = Me),
    )
)]
pub(super) async fn me(seated: Seated) -> Json<Me> {
    let person = seated.seat.person;
    Json(Me { person, desk: seated.seat.desk, hub_time: Timestamp::now() })
}
