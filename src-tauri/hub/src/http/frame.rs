//! What surrounds every request: the protocol version, a time limit, headers for every answer.

use std::time::Duration;

use axum::{
    extract::Request,
    http::{HeaderName, HeaderValue, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use backstop_protocol::{VERSION, VERSION_HEADER, problem::ProblemCode};

use super::problem::Failure;

/// How long a request may take until its answer begins. A stream goes on for as long as it likes.
const LONGEST: Duration = Duration::from_secs(30);

/// Answers within the time limit and in the hub's version of the protocol, or says why not.
pub(super) async fn frame(request: Request, next: Next) -> Response {
    let mut response = match speaks_our_version(&request) {
        Err(failure) => failure.into_response(),
        Ok(()) => match tokio::time::timeout(LONGEST, next.run(request)).await {
            Ok(response) => response,
            Err(_) => Failure::new(ProblemCode::Timeout, "nothing was heard or done for too long")
                .into_response(),
        },
    };
    let headers = response.headers_mut();
    headers.insert(HeaderName::from_static(VERSION_HEADER), HeaderValue::from(VERSION));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

fn speaks_our_version(request: &Request) -> Result<(), Failure> {
    let Some(version) = request.headers().get(VERSION_HEADER) else { return Ok(()) };
    if version.to_str().is_ok_and(|version| version.trim() == VERSION.to_string()) {
        return Ok(());
    }
    let detail =
        format!("this hub speaks version {VERSION} of the protocol; update the older side");
    Err(Failure::new(ProblemCode::UpgradeRequired, detail))
}
