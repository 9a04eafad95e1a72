//! The hub describes itself.

use backstop_protocol::problem::ProblemCode;
use serde_json::Value;

use crate::{
    client::{http, problem},
    shop::Shop,
};

#[tokio::test]
async fn every_address_is_described_and_every_described_address_exists() {
    let shop = Shop::open().await;
    let url = format!("{}/v1/openapi.json", shop.hub.url());
    let description: Value =
        http().get(url).send().await.expect("a response").json().await.expect("JSON");
    let mut described = Vec::new();
    for (path, methods) in description["paths"].as_object().expect("paths") {
        for method in methods.as_object().expect("methods").keys() {
            described.push(format!("{} {path}", method.to_uppercase()));
        }
    }
    described.sort();
    let expected = [
        "DELETE /v1/sessions/current",
        "GET /health",
        "GET /v1/feed",
        "GET /v1/me",
        "GET /v1/openapi.json",
        "GET /v1/stream",
        "POST /v1/commands",
        "POST /v1/sessions",
    ];
    assert_eq!(described, expected, "the description lists every address");
    for line in &described {
        let (method, path) = line.split_once(' ').expect("a method and a path");
        let method = method.parse().expect("a method");
        let request = http().request(method, format!("{}{path}", shop.hub.url()));
        let response = request.send().await.expect("a response");
        if !response.status().is_success() {
            let came = response.headers()["content-type"].to_str().expect("a media type");
            let responses = &description["paths"][path][line_method(line)]["responses"];
            let content = &responses["4XX"]["content"];
            assert!(content[came].is_object(), "{line} answers {came}, described: {content}");
            let code = problem(response).await.code;
            let missing = [ProblemCode::NotFound, ProblemCode::MethodNotAllowed];
            assert!(!missing.contains(&code), "{line} is described but not served");
        }
    }
    let schemas = description["components"]["schemas"].as_object().expect("schemas");
    for name in ["Push", "Pushed", "Page", "SignIn", "SignedIn", "Problem"] {
        assert!(schemas.contains_key(name), "{name} is described");
    }
}

/// The method of a line such as `GET /health`, as the description writes it.
fn line_method(line: &str) -> String {
    line.split(' ').next().unwrap_or_default().to_lowercase()
}
