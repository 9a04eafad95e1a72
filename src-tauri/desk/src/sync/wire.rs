//! The hub at the other end of the line: HTTP requests, what their failures mean, and what they say about the clock.

use std::{sync::LazyLock, time::Duration};

use backstop_domain::id::DeskId;
use backstop_protocol::{
    LARGEST_PAGE, VERSION, VERSION_HEADER,
    commands::{Push, Pushed},
    feed::{FeedQuery, Page},
    problem::{Problem, ProblemCode},
    session::{Me, SignIn, SignedIn},
};
use jiff::Timestamp;
use reqwest::{Client, RequestBuilder, Response, StatusCode, redirect::Policy};
use serde::de::DeserializeOwned;

use crate::{
    desk::Desk,
    error::{DeskError, LineTrouble, Result},
    store::facts::Position,
};

/// How long a connection may take to come about.
const CONNECT: Duration = Duration::from_secs(5);
/// How long an answer to a small request may take.
const ANSWER: Duration = Duration::from_secs(30);
/// How long a hub may say nothing at all, while an answer is awaited or half of it is there.
const SILENCE: Duration = Duration::from_secs(25);
/// How long a page may take, over a slow line.
const PAGE: Duration = Duration::from_mins(2);
/// A round trip longer than this says nothing about the clock.
const CLOCK_TRIP_MS: i64 = 3_000;

/// One client for the whole program: it keeps connections.
static HTTP: LazyLock<Client> = LazyLock::new(|| {
    // Another part of the program may have installed the same provider before.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let version = concat!("backstop-desk/", env!("CARGO_PKG_VERSION"));
    let client = Client::builder().connect_timeout(CONNECT).read_timeout(SILENCE);
    let client = client.redirect(Policy::none()).user_agent(version);
    client.build().expect("the HTTP client has everything it needs")
});

/// A hub, as one who is signed in there reaches it.
#[derive(Debug, Clone)]
pub(super) struct Hub {
    url: String,
    token: String,
}

/// Checks the address of a hub and takes the trailing slash off.
pub(super) fn address(text: &str) -> Result<String> {
    let url = reqwest::Url::parse(text.trim())
        .map_err(|error| LineTrouble::Unreachable(format!("{text} is not an address: {error}")))?;
    if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
        let why = format!("{text} is not the http(s) address of a hub");
        return Err(LineTrouble::Unreachable(why).into());
    }
    Ok(url.as_str().trim_end_matches('/').to_owned())
}

/// Signs in.
pub(super) async fn sign_in(
    desk: &Desk,
    hub: &str,
    login: &str,
    password: &str,
    known: Option<DeskId>,
) -> Result<SignedIn> {
    let body = SignIn { login: login.to_owned(), password: password.to_owned(), desk: known };
    let request = HTTP.post(format!("{hub}/v1/sessions")).json(&body).timeout(ANSWER);
    let trip = Trip::begin(desk);
    let (signed_in, trip): (SignedIn, _) = trip.take(request).await?;
    trip.measured(desk, signed_in.hub_time).await?;
    Ok(signed_in)
}

impl Hub {
    /// The hub that this desk is signed in at, if it holds a token. A copied profile has none until it has been
    /// given a desk of its own.
    pub(super) async fn of(desk: &Desk) -> Result<Option<Self>> {
        let who = desk.who().await?;
        if who.as_ref().is_some_and(|who| who.copied) {
            return Err(LineTrouble::Copied.into());
        }
        Ok(who.and_then(|who| Some(Self { url: who.hub, token: who.token? })))
    }

    /// The hub at an address, with a token.
    pub(super) fn with(url: &str, token: &str) -> Self {
        Self { url: url.to_owned(), token: token.to_owned() }
    }

    /// Asks who the token belongs to.
    pub(super) async fn me(&self, desk: &Desk) -> Result<()> {
        let request = self.authorised(HTTP.get(self.at("me"))).timeout(ANSWER);
        let (me, trip): (Me, _) = Trip::begin(desk).take(request).await?;
        trip.measured(desk, me.hub_time).await
    }

    /// Gives the token back. A hub that does not hear it lets the token expire.
    pub(super) async fn end_session(&self) {
        let request = self.authorised(HTTP.delete(self.at("sessions/current")));
        if let Err(error) = request.timeout(ANSWER).send().await {
            tracing::debug!(%error, "the session could not be ended at the hub");
        }
    }

    /// Sends commands.
    pub(super) async fn push(&self, desk: &Desk, push: &Push) -> Result<Pushed> {
        let request = self.authorised(HTTP.post(self.at("commands"))).json(push).timeout(ANSWER);
        let (pushed, trip): (Pushed, _) = Trip::begin(desk).take(request).await?;
        trip.measured(desk, pushed.hub_time).await?;
        Ok(pushed)
    }

    /// Asks for the next page.
    pub(super) async fn page(&self, desk: &Desk, from: &Position) -> Result<Page> {
        let request = self.authorised(HTTP.get(self.at("feed"))).query(&query(from)).timeout(PAGE);
        let (page, trip): (Page, _) = Trip::begin(desk).take(request).await?;
        trip.measured(desk, page.hub_time).await?;
        Ok(page)
    }

    /// Opens the live stream.
    pub(super) async fn stream(&self, from: &Position) -> Result<Response> {
        let request = self.authorised(HTTP.get(self.at("stream"))).query(&query(from));
        answered(request.send().await).await
    }

    fn at(&self, path: &str) -> String {
        format!("{}/v1/{path}", self.url)
    }

    fn authorised(&self, request: RequestBuilder) -> RequestBuilder {
        request.bearer_auth(&self.token).header(VERSION_HEADER, VERSION)
    }
}

fn query(from: &Position) -> FeedQuery {
    FeedQuery {
        cursor: from.cursor,
        scope: from.scope.clone(),
        epoch: from.epoch.clone(),
        limit: Some(LARGEST_PAGE),
    }
}

/// A request and its answer, as the local clock saw them.
struct Trip {
    desk: Desk,
    sent: Timestamp,
    came: Timestamp,
}

impl Trip {
    fn begin(desk: &Desk) -> Self {
        let sent = desk.local_now();
        Self { desk: desk.clone(), sent, came: sent }
    }

    async fn take<T: DeserializeOwned>(mut self, request: RequestBuilder) -> Result<(T, Self)> {
        let response = answered(request.send().await).await?;
        self.came = self.desk.local_now();
        let bytes = response.bytes().await.map_err(|error| unreachable_hub(&error))?;
        let answer = serde_json::from_slice(&bytes).map_err(|error| {
            LineTrouble::HubError(format!("its answer cannot be read: {error}"))
        })?;
        Ok((answer, self))
    }

    /// The hub read its clock at some moment of the trip.
    async fn measured(self, desk: &Desk, hub_time: Timestamp) -> Result<()> {
        let (sent, came) = (self.sent.as_millisecond(), self.came.as_millisecond());
        if !(0..=CLOCK_TRIP_MS).contains(&(came - sent)) {
            return Ok(());
        }
        let hub = hub_time.as_millisecond();
        desk.apart(move |desk| desk.keep_offset(hub - came, hub - sent)).await
    }
}

/// The answer if it is a good one, or what its failure means.
async fn answered(answer: reqwest::Result<Response>) -> Result<Response, DeskError> {
    let response = answer.map_err(|error| unreachable_hub(&error))?;
    let status = response.status();
    if status.is_success() {
        return Ok(response);
    }
    let bytes = response.bytes().await.unwrap_or_default();
    Err(trouble(status, serde_json::from_slice(&bytes).ok()).into())
}

fn trouble(status: StatusCode, problem: Option<Problem>) -> LineTrouble {
    let code = problem.as_ref().map(|problem| problem.code);
    match (code, status) {
        (Some(ProblemCode::WrongCredentials), _) => LineTrouble::WrongCredentials,
        (Some(ProblemCode::Unauthorized), _) | (None, StatusCode::UNAUTHORIZED) => {
            LineTrouble::Unauthorized
        }
        (Some(ProblemCode::TooManyAttempts), _) => LineTrouble::TooManyAttempts,
        (Some(ProblemCode::UpgradeRequired), _) => LineTrouble::UpgradeRequired,
        (Some(ProblemCode::Gap), _) => LineTrouble::Gap,
        (Some(ProblemCode::OtherHistory), _) => LineTrouble::OtherHistory,
        (Some(ProblemCode::NumberReused), _) => LineTrouble::Copied,
        _ => LineTrouble::HubError(problem.map_or_else(
            || status.to_string(),
            |problem| format!("{}: {}", problem.title, problem.detail),
        )),
    }
}

fn unreachable_hub(error: &reqwest::Error) -> DeskError {
    // The chain of causes says more than the outermost error, and none of it holds the token.
    let mut words = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        words = format!("{words}: {inner}");
        cause = inner.source();
    }
    LineTrouble::Unreachable(words).into()
}
