//! A small HTTP client for tests: one request, one answer.

use std::{
    sync::{Arc, Once},
    time::Duration,
};

use reqwest::{Client, Method};
use serde_json::Value;
use tokio::runtime::{Builder, Runtime};

use crate::wait::PATIENCE;

/// An answer.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The media type, without parameters.
    pub media_type: String,
    /// The body as it came.
    pub text: String,
}

impl Answer {
    /// The body as JSON.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text)
            .unwrap_or_else(|error| panic!("the body must be JSON ({error}): {}", self.text))
    }
}

/// A client of one server. Cloning it is cheap.
#[derive(Clone)]
pub struct Http {
    base: String,
    token: Option<String>,
    client: Client,
    runtime: Arc<Runtime>,
}

impl Http {
    /// A client of the server at this URL.
    pub fn new(base: &str) -> Self {
        static PROVIDER: Once = Once::new();
        PROVIDER.call_once(|| {
            // Somebody else may have installed one: that is as good.
            rustls::crypto::ring::default_provider().install_default().ok();
        });
        // A kept connection may be closed by the server in the moment it is used again.
        let client = Client::builder().timeout(PATIENCE).no_proxy().pool_max_idle_per_host(0);
        let client = client.connect_timeout(Duration::from_secs(5)).build();
        Self {
            base: base.trim_end_matches('/').to_owned(),
            token: None,
            client: client.expect("an HTTP client can be made"),
            runtime: Arc::new(
                Builder::new_current_thread().enable_all().build().expect("a runtime can be made"),
            ),
        }
    }

    /// The same client with a token.
    #[must_use]
    pub fn with_token(&self, token: &str) -> Self {
        Self { token: Some(token.to_owned()), ..self.clone() }
    }

    /// Asks for something.
    #[track_caller]
    pub fn get(&self, path: &str) -> Answer {
        self.send("GET", path, None, &[]).expect("the server answers")
    }

    /// Sends JSON.
    #[track_caller]
    pub fn post(&self, path: &str, body: &Value) -> Answer {
        self.try_post(path, body).expect("the server answers")
    }

    /// Sends JSON over a line that may break.
    pub fn try_post(&self, path: &str, body: &Value) -> Result<Answer, reqwest::Error> {
        let json = [("content-type", "application/json")];
        self.send("POST", path, Some(body.to_string().into_bytes()), &json)
    }

    /// Sends anything.
    pub fn send(
        &self,
        method: &str,
        path: &str,
        body: Option<Vec<u8>>,
        headers: &[(&str, &str)],
    ) -> Result<Answer, reqwest::Error> {
        let method = Method::from_bytes(method.as_bytes()).expect("the method is a word");
        let mut request = self.client.request(method, format!("{}{path}", self.base));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        if let Some(body) = body {
            request = request.body(body);
        }
        self.runtime.block_on(answer(request))
    }
}

async fn answer(request: reqwest::RequestBuilder) -> Result<Answer, reqwest::Error> {
    let response = request.send().await?;
    let media_type = response.headers().get("content-type").and_then(|v| v.to_str().ok());
    let media_type = media_type.and_then(|v| v.split(';').next()).unwrap_or_default().to_owned();
    let status = response.status().as_u16();
    Ok(Answer { status, media_type, text: response.text().await? })
}
