//! Commands up.

use axum::{
    Json,
    extract::{Request, State},
};
use backstop_protocol::{
    LARGEST_PUSH,
    commands::{Push, Pushed},
    problem::{Problem, ProblemCode},
};
use jiff::Timestamp;

use super::{body, problem::Failure, seat::Seated};
use crate::hub::Hub;

/// The largest push, in bytes.
const LARGEST: usize = 8 * 1024 * 1024;

/// Takes the commands of a desk, in order, and answers each. The same push again gets the same
/// answers; a push with a missing or reused number changes nothing.
#[utoipa::path(
    post,
    path = "/v1/commands",
    request_body = Push,
    security(("token" = [])),
    responses(
        (status = 200, description = "An answer for each command.", body = Pushed),
        (status = 409, description = "A number is missing or was used before, or the desk knows another history of this hub.", body = Problem, content_type = "application/problem+json"),
        (status = 400, description = "The body is no push.", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "A command is of another desk or person.", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "The push is too large: at most 200 commands and 8 MiB.", body = Problem, content_type = "application/problem+json"),
        (status = 415, description = "The body is not plain JSON.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn push(
    State(hub): State<Hub>,
    seated: Seated,
    request: Request,
) -> Result<Json<Pushed>, Failure> {
    let push: Push = body::json(request, LARGEST).await?;
    if push.commands.len() > LARGEST_PUSH {
        let detail = format!("a push has at most {LARGEST_PUSH} commands");
        return Err(Failure::new(ProblemCode::TooLarge, detail));
    }
    hub.store().has_history(&push.epoch)?;
    let now = Timestamp::now();
    let deciding = hub.store().push_async(seated.seat, push.commands, now);
    let epoch = hub.store().epoch().to_owned();
    Ok(Json(Pushed { outcomes: deciding.await?, hub_time: now, epoch }))
}
