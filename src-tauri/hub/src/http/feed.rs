//! Documents down, page by page.

use axum::{Json, extract::State};
use backstop_protocol::{
    feed::{FeedQuery, Page},
    problem::Problem,
};
use jiff::Timestamp;

use super::{body::Asked, problem::Failure, seat::Seated};
use crate::{hub::Hub, page};

/// Gives what changed after the cursor, as the person behind the token may see it.
#[utoipa::path(
    get,
    path = "/v1/feed",
    params(FeedQuery),
    security(("token" = [])),
    responses(
        (status = 200, description = "A page.", body = Page),
        (status = 400, description = "The query cannot be read.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn page(
    State(hub): State<Hub>,
    seated: Seated,
    Asked(query): Asked<FeedQuery>,
) -> Result<Json<Page>, Failure> {
    let epoch = hub.store().epoch().to_owned();
    let now = Timestamp::now();
    let reading = hub.store().read_async(move |transaction| {
        page::page(transaction, &epoch, &seated.seat.person, &query, now)
    });
    Ok(Json(reading.await?))
}
