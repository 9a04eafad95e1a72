//! The hub describes itself, and is as it says.

use backstop_protocol::problem::ProblemCode;
use reqwest::{Method, RequestBuilder, StatusCode};
use serde_json::{Value, json};

use crate::{
    client::{Client, after, http, problem},
    schema::{DESCRIPTION, assert_documented, assert_fits, operations},
    shop::{PASSWORD, Shop, note, open_for_nobody, open_ticket},
};

/// The query parameters of the feed, each with nonsense for a value.
const QUERY: [(&str, &str); 4] =
    [("cursor", "minus"), ("scope", "other"), ("epoch", "other"), ("limit", "minus")];

async fn json(request: RequestBuilder) -> Value {
    let response = request.send().await.expect("a response");
    assert_eq!(response.status(), StatusCode::OK, "{} is answered", response.url());
    response.json().await.expect("JSON")
}

#[tokio::test]
async fn every_address_is_described_and_every_described_address_exists() {
    let shop = Shop::open().await;
    let url = |path: &str| format!("{}{path}", shop.hub.url());
    assert_eq!(json(http().get(url("/v1/openapi.json"))).await, *DESCRIPTION, "it is served");
    let named = |(method, path, _): (&str, &str, _)| format!("{} {path}", method.to_uppercase());
    let mut described: Vec<String> = operations().map(named).collect();
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
        let request = http().request(method.parse().expect("a method"), url(path));
        let response = request.send().await.expect("a response");
        if !response.status().is_success() {
            let code = problem(response).await.code;
            let missing = [ProblemCode::NotFound, ProblemCode::MethodNotAllowed];
            assert!(!missing.contains(&code), "{line} is described but not served");
        }
    }
}

#[test]
fn every_parameter_stands_where_the_description_says() {
    for (method, path, operation) in operations() {
        for parameter in operation["parameters"].as_array().expect("parameters") {
            let name = parameter["name"].as_str().expect("a name");
            let line = format!("{name} of {method} {path}");
            let in_path = path.contains(&format!("{{{name}}}"));
            assert_eq!(parameter["in"] == "path", in_path, "{line} is in the path or is not");
            assert_eq!(parameter["required"], in_path, "{line} may be left out");
            assert!(parameter["description"].is_string(), "{line} is explained");
        }
    }
}

#[tokio::test]
async fn every_query_parameter_that_is_read_is_described() {
    for path in ["/v1/feed", "/v1/stream"] {
        let parameters = DESCRIPTION["paths"][path]["get"]["parameters"].as_array();
        let parameters = parameters.expect("parameters").iter();
        let query = parameters.filter(|parameter| parameter["in"] == "query");
        let names: Vec<_> = query.map(|parameter| parameter["name"].clone()).collect();
        assert_eq!(names, QUERY.map(|(name, _)| json!(name)), "of {path}");
    }
    let shop = Shop::open().await;
    let agent = shop.desk("agent-a").await;
    let (_, page) = agent.everything(100).await;
    for (name, nonsense) in QUERY {
        let query = format!("{}&limit=1", after(&page));
        let query = query.split('&').filter(|pair| !pair.starts_with(&format!("{name}=")));
        let query = query.chain([format!("{name}={nonsense}").leak() as &str]);
        let path = format!("/v1/feed?{}", query.collect::<Vec<_>>().join("&"));
        let answer = agent.request(Method::GET, &path).send().await.expect("a response");
        let heeded = answer.status() == StatusCode::BAD_REQUEST
            || answer.json::<Value>().await.expect("a page")["restarted"] == true;
        assert!(heeded, "{name} is read");
    }
}

#[test]
fn every_answer_says_the_version_and_every_problem_is_described_as_one() {
    for (method, path, operation) in operations() {
        for (status, response) in operation["responses"].as_object().expect("responses") {
            let line = format!("{status} of {method} {path}");
            assert!(response["headers"]["backstop-protocol"].is_object(), "{line}");
            let schema = &response["content"]["application/problem+json"]["schema"]["$ref"];
            let refused = status.starts_with(['4', '5']);
            assert_eq!(schema == "#/components/schemas/Problem", refused, "{line}");
            let waits = response["headers"]["retry-after"].is_object();
            assert_eq!(waits, status == "429", "{line} says how long to wait or does not");
        }
    }
}

#[tokio::test]
async fn what_any_address_may_answer_is_described() {
    let shop = Shop::open().await;
    for (method, path, _) in operations() {
        let request = |method: &str| {
            let method = method.to_uppercase().parse().expect("a method");
            http().request(method, format!("{}{path}", shop.hub.url()))
        };
        for request in [
            request(method),
            request("patch"),
            request(method).header("backstop-protocol", "99"),
            request(method).body("{").header("content-type", "application/json"),
        ] {
            let response = request.send().await.expect("a response");
            assert_documented(path, response.status().as_u16());
        }
    }
}

#[tokio::test]
async fn what_the_hub_answers_is_what_it_describes() {
    let shop = Shop::open_with_passwords().await;
    let url = shop.hub.url();
    let wish = json!({"login": "agent-a", "password": PASSWORD});
    assert_fits("SignIn", &wish);
    let signed = json(http().post(format!("{url}/v1/sessions")).json(&wish)).await;
    assert_fits("SignedIn", &signed);
    let mut agent = Client::with(url, serde_json::from_value(signed).expect("a session"));
    assert_fits("Me", &json(agent.request(Method::GET, "/v1/me")).await);
    assert_fits("Health", &json(http().get(format!("{url}/health"))).await);

    let bodies = [open_ticket("t-1"), note("t-1", "e-1"), open_for_nobody("t-2")];
    let push = json!({"commands": bodies.map(|body| agent.next(body))});
    assert_fits("Push", &push);
    let pushing = agent.request(Method::POST, "/v1/commands").json(&push);
    let pushed = json(pushing).await;
    assert_fits("Pushed", &pushed);
    assert_eq!(pushed["outcomes"][2]["verdict"], "rejected", "a rejection was among them");

    let page = json(agent.request(Method::GET, "/v1/feed?limit=2000")).await;
    assert!(page["items"].as_array().is_some_and(|items| items.len() > 5), "{page}");
    assert_fits("Page", &page);
    let (name, data) = agent.stream("").await.next().await.expect("an event");
    let data: Value = serde_json::from_str(&data).expect("JSON");
    assert_fits("Event", &json!({"event": name, "data": data}));
    let missing = http().get(format!("{url}/v1/me")).send().await.expect("a response");
    assert_fits("Problem", &missing.json().await.expect("JSON"));
}

#[tokio::test]
async fn the_type_of_a_problem_is_a_uri() {
    let shop = Shop::open().await;
    let nowhere = http().get(format!("{}/nowhere", shop.hub.url())).send().await;
    let problem = problem(nowhere.expect("a response")).await;
    assert_eq!(problem.r#type, "urn:backstop:problem:not_found");
}
