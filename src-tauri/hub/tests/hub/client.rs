//! A desk as the hub sees it: a token, a number, and HTTP.

use std::time::Duration;

use backstop_domain::{
    command::{Command, CommandBody},
    id::DeskId,
};
use backstop_protocol::{
    commands::{Outcome, Push, Pushed, Verdict},
    feed::{Item, Page},
    problem::Problem,
    session::SignedIn,
};
use futures_util::StreamExt;
use reqwest::{Method, RequestBuilder, Response, StatusCode};
use serde_json::json;

use crate::{
    schema::assert_documented,
    shop::{PASSWORD, command},
};

/// How long a test waits for something that should happen at once.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// A signed-in desk.
pub(crate) struct Client {
    pub(crate) url: String,
    pub(crate) token: String,
    pub(crate) desk: DeskId,
    pub(crate) login: String,
    pub(crate) last_n: u64,
    http: reqwest::Client,
}

/// An HTTP client.
pub(crate) fn http() -> reqwest::Client {
    rustls::crypto::ring::default_provider().install_default().ok();
    reqwest::Client::new()
}

impl Client {
    /// Signs in on a new desk with the password of everybody.
    pub(crate) async fn sign_in(url: &str, login: &str) -> Self {
        let response = try_sign_in(url, login, PASSWORD, None).await;
        Self::with(url, response.json().await.expect("a session"))
    }

    /// A desk that is signed in already.
    pub(crate) fn with(url: &str, signed: SignedIn) -> Self {
        let SignedIn { token, desk, person, .. } = signed;
        Self { url: url.to_owned(), token, desk, login: person.login, last_n: 0, http: http() }
    }

    /// A request with the token.
    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("{}{path}", self.url)).bearer_auth(&self.token)
    }

    /// The next command of this desk.
    pub(crate) fn next(&mut self, body: CommandBody) -> Command {
        self.last_n += 1;
        command(&self.desk, self.last_n, &self.login, body)
    }

    /// Makes and sends a command.
    pub(crate) async fn act(&mut self, body: CommandBody) -> Verdict {
        let command = self.next(body);
        let mut outcomes = self.push(vec![command]).await;
        outcomes.remove(0).verdict
    }

    /// Sends commands that the hub must answer.
    pub(crate) async fn push(&self, commands: Vec<Command>) -> Vec<Outcome> {
        let response = self.try_push(commands).await;
        assert_eq!(response.status(), StatusCode::OK, "the push is answered");
        response.json::<Pushed>().await.expect("answers").outcomes
    }

    /// Sends commands.
    pub(crate) async fn try_push(&self, commands: Vec<Command>) -> Response {
        let push = Push { commands, epoch: String::new() };
        self.request(Method::POST, "/v1/commands").json(&push).send().await.expect("a response")
    }

    /// Sends commands to a hub that may die over it.
    pub(crate) async fn try_push_quietly(&self, commands: Vec<Command>) {
        let push = Push { commands, epoch: String::new() };
        self.request(Method::POST, "/v1/commands").json(&push).send().await.ok();
    }

    /// Sends a command to a hub that may be dead; says whether it was acknowledged.
    #[cfg(target_os = "linux")]
    pub(crate) async fn push_over_a_death(&self, command: &Command) -> bool {
        let push = Push { commands: vec![command.clone()], epoch: String::new() };
        let request = self.request(Method::POST, "/v1/commands").json(&push);
        let Ok(response) = request.timeout(PATIENCE).send().await else { return false };
        if response.status() == StatusCode::SERVICE_UNAVAILABLE {
            tokio::time::sleep(Duration::from_millis(50)).await;
            return false;
        }
        let Ok(pushed) = response.json::<Pushed>().await else { return false };
        accepted(&pushed.outcomes[0].verdict);
        true
    }

    /// Reads one page.
    pub(crate) async fn page(&self, query: &str) -> Page {
        let path = format!("/v1/feed?{query}");
        let response = self.request(Method::GET, &path).send().await.expect("a response");
        assert_eq!(response.status(), StatusCode::OK, "the feed is readable");
        response.json().await.expect("a page")
    }

    /// Reads everything from the start, in pages of a size.
    pub(crate) async fn everything(&self, limit: u32) -> (Vec<Item>, Page) {
        let mut items = Vec::new();
        let mut page = self.page(&format!("limit={limit}")).await;
        while !page.complete {
            items.append(&mut page.items);
            page = self.page(&format!("limit={limit}&{}", after(&page))).await;
        }
        items.append(&mut page.items);
        (items, page)
    }

    /// Follows the stream.
    pub(crate) async fn stream(&self, query: &str) -> Events {
        let path = format!("/v1/stream?{query}");
        let response = self.request(Method::GET, &path).send().await.expect("a response");
        assert_eq!(response.status(), StatusCode::OK, "the stream opens");
        Events { body: response.bytes_stream().boxed(), rest: String::new() }
    }
}

/// The query that reads on after a page.
pub(crate) fn after(page: &Page) -> String {
    format!("cursor={}&scope={}&epoch={}", page.cursor, page.scope, page.epoch)
}

/// Tries to sign in.
pub(crate) async fn try_sign_in(
    url: &str,
    login: &str,
    password: &str,
    desk: Option<&DeskId>,
) -> Response {
    let wish = json!({"login": login, "password": password, "desk": desk});
    let request = http().post(format!("{url}/v1/sessions")).json(&wish);
    request.send().await.expect("a response")
}

/// The problem in a response, which the description must know of.
pub(crate) async fn problem(response: Response) -> Problem {
    let status = response.status().as_u16();
    assert_documented(response.url().path(), status);
    let media = response.headers()["content-type"].to_str().expect("a media type").to_owned();
    assert_eq!(media, "application/problem+json", "an error is a problem");
    let problem: Problem = response.json().await.expect("a problem");
    assert_eq!(problem.status, status, "the problem repeats the status");
    problem
}

/// The events of a stream.
pub(crate) struct Events {
    body: futures_util::stream::BoxStream<'static, reqwest::Result<axum::body::Bytes>>,
    rest: String,
}

impl Events {
    /// The name and the data of the next event, or nothing at the end of the stream.
    pub(crate) async fn next(&mut self) -> Option<(String, String)> {
        loop {
            if let Some((event, rest)) = self.rest.split_once("\n\n") {
                let field = |name: &str| {
                    let line = event.lines().find_map(|line| line.strip_prefix(name));
                    line.unwrap_or_default().trim().to_owned()
                };
                let parts = (field("event:"), field("data:"));
                let rest = rest.to_owned();
                self.rest = rest;
                return Some(parts);
            }
            let more = tokio::time::timeout(PATIENCE, self.body.next()).await;
            let more = more.expect("the stream says something in time")?.ok()?;
            self.rest.push_str(&String::from_utf8_lossy(&more));
        }
    }

    /// The next page.
    pub(crate) async fn page(&mut self) -> Page {
        let coming = async {
            loop {
                let (name, data) = self.next().await.expect("the stream goes on");
                if name == "page" {
                    return serde_json::from_str(&data).expect("a page");
                }
            }
        };
        tokio::time::timeout(PATIENCE, coming).await.expect("a page comes in time")
    }

    /// Reads pages until one reaches a feed number.
    pub(crate) async fn pages_until(&mut self, seq: u64) -> Vec<Item> {
        let mut items = Vec::new();
        loop {
            let page = self.page().await;
            items.extend(page.items);
            if page.cursor >= seq {
                return items;
            }
        }
    }
}

/// The feed number of an accepted command.
#[track_caller]
pub(crate) fn accepted(verdict: &Verdict) -> u64 {
    match verdict {
        Verdict::Accepted { seq } => *seq,
        Verdict::Rejected { reason } => panic!("the command should be accepted: {reason}"),
    }
}

/// The code of a rejected command.
#[track_caller]
pub(crate) fn rejected(verdict: &Verdict) -> String {
    match verdict {
        Verdict::Accepted { .. } => panic!("the command should be rejected"),
        Verdict::Rejected { reason } => {
            let reason = serde_json::to_value(reason).expect("a reason");
            reason["code"].as_str().expect("a code").to_owned()
        }
    }
}
