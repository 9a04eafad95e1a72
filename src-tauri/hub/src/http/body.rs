//! Reading what a request carries, with a limit and with words for what is wrong with it.

use axum::{
    body::{Body, to_bytes},
    extract::{FromRequestParts, Query, Request, rejection::QueryRejection},
    http::{HeaderMap, header, request::Parts},
};
use backstop_protocol::problem::ProblemCode;
use serde::de::DeserializeOwned;

use super::problem::Failure;

/// Reads a JSON body of at most `limit` bytes.
pub(super) async fn json<T: DeserializeOwned>(
    request: Request,
    limit: usize,
) -> Result<T, Failure> {
    is_plain_json(request.headers())?;
    let bytes = bytes(request.into_body(), limit).await?;
    serde_json::from_slice(&bytes)
        .map_err(|error| Failure::new(ProblemCode::BadRequest, error.to_string()))
}

/// The query of an address, with a problem for an answer when it cannot be read.
pub(super) struct Asked<T>(pub(super) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Asked<T> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let asked = Query::<T>::from_request_parts(parts, state).await;
        asked.map(|Query(query)| Self(query)).map_err(|error: QueryRejection| {
            Failure::new(ProblemCode::BadRequest, error.body_text())
        })
    }
}

fn is_plain_json(headers: &HeaderMap) -> Result<(), Failure> {
    let text = |name| headers.get(name).map_or(Ok(""), |value| value.to_str());
    let media = text(header::CONTENT_TYPE).unwrap_or("?");
    let media = media.split(';').next().unwrap_or_default().trim();
    let coding = text(header::CONTENT_ENCODING).unwrap_or("?");
    if media.eq_ignore_ascii_case("application/json") && matches!(coding, "" | "identity") {
        return Ok(());
    }
    let detail = "send JSON as it is, with content-type: application/json";
    Err(Failure::new(ProblemCode::UnsupportedMediaType, detail))
}

async fn bytes(body: Body, limit: usize) -> Result<axum::body::Bytes, Failure> {
    to_bytes(body, limit).await.map_err(|error| {
        if is_too_long(&error) {
            Failure::new(ProblemCode::TooLarge, format!("at most {limit} bytes are taken here"))
        } else {
            Failure::new(ProblemCode::BadRequest, "the body broke off")
        }
    })
}

fn is_too_long(error: &axum::Error) -> bool {
    let mut source: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(error) = source {
        if error.to_string() == "length limit exceeded" {
            return true;
        }
        source = error.source();
    }
    false
}
