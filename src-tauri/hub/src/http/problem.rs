//! Errors on the wire: each failure of the hub as a problem with a stable code.

use std::any::Any;

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use backstop_protocol::problem::{MEDIA_TYPE, Problem, ProblemCode, TYPE};

use crate::error::HubError;

/// A failed request.
#[derive(Debug)]
pub(crate) struct Failure {
    code: ProblemCode,
    detail: String,
    retry_after: Option<u64>,
}

impl Failure {
    /// A failure with words for whoever reads it.
    pub(crate) fn new(code: ProblemCode, detail: impl Into<String>) -> Self {
        Self { code, detail: detail.into(), retry_after: None }
    }
}

impl From<HubError> for Failure {
    fn from(error: HubError) -> Self {
        let code = code(&error);
        let retry_after = match &error {
            HubError::TooManyAttempts { seconds } => Some(*seconds),
            _ => None,
        };
        // What went wrong inside is for the log; the one who asked learns only that it did.
        let detail = if code == ProblemCode::Internal || code == ProblemCode::Unavailable {
            tracing::error!(error = %error, "hub.request.failed");
            "the hub failed; the request may be repeated".to_owned()
        } else {
            error.to_string()
        };
        Self { code, detail, retry_after }
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let (status, title) = meaning(self.code);
        let name = name(self.code);
        let problem = Problem {
            r#type: format!("{TYPE}{name}"),
            title: title.to_owned(),
            status: status.as_u16(),
            code: self.code,
            detail: self.detail,
        };
        let text = serde_json::to_string(&problem).unwrap_or_default();
        let mut response = (status, [(header::CONTENT_TYPE, MEDIA_TYPE)], text).into_response();
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if status == StatusCode::UNAUTHORIZED {
            let scheme = HeaderValue::from_static("Bearer");
            response.headers_mut().insert(header::WWW_AUTHENTICATE, scheme);
        }
        response
    }
}

/// Answers for addresses that do not exist.
pub(super) async fn not_found() -> Failure {
    Failure::new(ProblemCode::NotFound, "GET /v1/openapi.json lists every address")
}

/// Answers for methods that an address does not know.
pub(super) async fn method_not_allowed() -> Failure {
    Failure::new(ProblemCode::MethodNotAllowed, "GET /v1/openapi.json lists every method")
}

/// Answers when the code that should have answered panicked.
pub(super) fn after_panic(_: Box<dyn Any + Send>) -> Response {
    tracing::error!("hub.request.panicked");
    Failure::new(ProblemCode::Internal, "the hub failed; the request may be repeated")
        .into_response()
}

fn code(error: &HubError) -> ProblemCode {
    match error {
        HubError::Unauthorized => ProblemCode::Unauthorized,
        HubError::WrongCredentials => ProblemCode::WrongCredentials,
        HubError::TooManyAttempts { .. } => ProblemCode::TooManyAttempts,
        HubError::Forbidden(_) => ProblemCode::Forbidden,
        HubError::Gap { .. } => ProblemCode::Gap,
        HubError::NumberReused { .. } => ProblemCode::NumberReused,
        HubError::OtherHistory => ProblemCode::OtherHistory,
        HubError::Refused(_) => ProblemCode::BadRequest,
        HubError::Commit(_) | HubError::Unavailable(_) | HubError::Closing => {
            ProblemCode::Unavailable
        }
        _ => ProblemCode::Internal,
    }
}

fn meaning(code: ProblemCode) -> (StatusCode, &'static str) {
    match code {
        ProblemCode::BadRequest => (StatusCode::BAD_REQUEST, "The request cannot be read"),
        ProblemCode::Unauthorized => (StatusCode::UNAUTHORIZED, "Not signed in"),
        ProblemCode::WrongCredentials => {
            (StatusCode::UNAUTHORIZED, "Login name or password is wrong")
        }
        ProblemCode::Forbidden => (StatusCode::FORBIDDEN, "The token may not do this"),
        ProblemCode::NotFound => (StatusCode::NOT_FOUND, "There is no such address"),
        ProblemCode::MethodNotAllowed => {
            (StatusCode::METHOD_NOT_ALLOWED, "The address does not know this method")
        }
        ProblemCode::Gap => (StatusCode::CONFLICT, "A command is missing"),
        ProblemCode::NumberReused => {
            (StatusCode::CONFLICT, "A command number was used for another command")
        }
        ProblemCode::OtherHistory => {
            (StatusCode::CONFLICT, "The hub has another history than the desk knows")
        }
        ProblemCode::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "The request is too large"),
        ProblemCode::UnsupportedMediaType => {
            (StatusCode::UNSUPPORTED_MEDIA_TYPE, "The media type is not JSON")
        }
        ProblemCode::Timeout => (StatusCode::REQUEST_TIMEOUT, "The request took too long"),
        ProblemCode::TooManyAttempts => (StatusCode::TOO_MANY_REQUESTS, "Too many attempts"),
        ProblemCode::UpgradeRequired => {
            (StatusCode::UPGRADE_REQUIRED, "Desk and hub speak different protocols")
        }
        ProblemCode::Unavailable => {
            (StatusCode::SERVICE_UNAVAILABLE, "The hub cannot write at the moment")
        }
        ProblemCode::Internal | ProblemCode::Other => {
            (StatusCode::INTERNAL_SERVER_ERROR, "The hub failed")
        }
    }
}

fn name(code: ProblemCode) -> String {
    let name = serde_json::to_value(code).ok();
    name.as_ref().and_then(|name| name.as_str()).unwrap_or("other").to_owned()
}
