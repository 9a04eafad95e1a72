//! The hub describes itself, and whatever is wrong with a request is a problem with a stable code.

use backstop_testkit::{
    http::{Answer, Http},
    pusher::Pusher,
};
use serde_json::{Value, json};

use crate::ground;

const JSON: &[(&str, &str)] = &[("content-type", "application/json")];

#[track_caller]
fn assert_problem(answer: &Answer, status: u16, code: &str) {
    assert_eq!(answer.media_type, "application/problem+json", "it is a problem: {}", answer.text);
    let problem = answer.json();
    assert_eq!((answer.status, &problem["code"]), (status, &json!(code)), "{problem}");
    assert_eq!(problem["status"], status, "the problem repeats its status");
    for member in ["type", "title", "detail"] {
        assert!(problem[member].is_string(), "a problem has its {member}: {problem}");
    }
}

#[test]
fn the_hub_serves_a_description_of_every_address_it_has() {
    let hub = ground::shop(&[]);
    let http = Http::new(&hub.url());
    let description = http.get("/v1/openapi.json").json();
    assert!(ground::text(&description, "openapi").starts_with("3."), "it is OpenAPI 3");
    let paths = description["paths"].as_object().expect("it lists addresses");
    for path in [
        "/health",
        "/v1/commands",
        "/v1/feed",
        "/v1/me",
        "/v1/openapi.json",
        "/v1/sessions",
        "/v1/sessions/current",
        "/v1/stream",
    ] {
        assert!(paths.contains_key(path), "{path} is described");
    }
    for (path, methods) in paths {
        for method in methods.as_object().expect("an address has methods").keys() {
            let answer = http.send(&method.to_uppercase(), path, None, &[]).expect("it answers");
            assert!(![404, 405, 500].contains(&answer.status), "{method} {path} is really there");
        }
    }
}

#[test]
fn whatever_is_wrong_with_a_request_is_a_problem_with_a_code() {
    let hub = ground::shop(&[("agent", "agent")]);
    let open = Http::new(&hub.url());
    let pusher = Pusher::sign_in(&hub.url(), "agent");
    let send = |body: Vec<u8>| {
        pusher.http.send("POST", "/v1/commands", Some(body), JSON).expect("the hub answers")
    };
    assert_problem(&open.get("/v1/nothing"), 404, "not_found");
    assert_problem(&open.get("/v1/commands"), 405, "method_not_allowed");
    assert_problem(&open.get("/v1/feed"), 401, "unauthorized");
    assert_problem(&open.with_token("forged").get("/v1/me"), 401, "unauthorized");
    let wrong = json!({ "login": "agent", "password": "wrong" });
    assert_problem(&open.post("/v1/sessions", &wrong), 401, "wrong_credentials");
    assert_problem(&send(b"{\"commands\": [".to_vec()), 400, "bad_request");
    assert_problem(&send(b"{\"commands\": 7}".to_vec()), 400, "bad_request");
    assert_problem(&send("[".repeat(100_000).into_bytes()), 400, "bad_request");
    assert_problem(&send(vec![0xff, 0xfe, 0x00]), 400, "bad_request");
    assert_problem(&send(vec![b' '; 9 * 1024 * 1024]), 413, "too_large");
    let plain = pusher.http.send("POST", "/v1/commands", Some(b"{}".to_vec()), &[]);
    assert_problem(&plain.expect("the hub answers"), 415, "unsupported_media_type");
    assert_problem(&pusher.http.get("/v1/feed?cursor=minus"), 400, "bad_request");
    let future = [("backstop-protocol", "99")];
    let answer = open.send("GET", "/health", None, &future).expect("the hub answers");
    assert_problem(&answer, 426, "upgrade_required");
    assert_eq!(open.get("/health").status, 200, "and afterwards all is well");
}

/// A note on a ticket that may not exist: enough to be numbered.
fn note(text: &str) -> Value {
    json!({ "type": "add_note", "ticket_id": "none", "entry_id": "e-1", "text": text })
}

#[test]
fn numbers_may_not_be_skipped_nor_used_twice_nor_be_anothers() {
    let hub = ground::shop(&[("agent", "agent"), ("other", "agent")]);
    let mut pusher = Pusher::sign_in(&hub.url(), "agent");
    let other = Pusher::sign_in(&hub.url(), "other");
    let post = |pusher: &Pusher, command: &Value| {
        pusher.http.post("/v1/commands", &json!({ "commands": [command] }))
    };
    let mut skipping = pusher.command(&note("跳号"));
    skipping["n"] = json!(5);
    assert_problem(&post(&pusher, &skipping), 409, "gap");

    let mut reused = pusher.command(&note("占号"));
    pusher.push(&note("第一"));
    reused["body"]["text"] = json!("换了内容");
    assert_problem(&post(&pusher, &reused), 409, "number_reused");

    let mut anothers = pusher.command(&note("冒名"));
    anothers["n"] = json!(1);
    assert_problem(&post(&other, &anothers), 403, "forbidden");
}

#[test]
fn a_disabled_person_is_out_at_once() {
    let hub = ground::shop(&[("agent", "agent")]);
    let pusher = Pusher::sign_in(&hub.url(), "agent");
    assert_eq!(pusher.http.get("/v1/me").status, 200, "the token is good");
    hub.run(&["person", "disable", "--login", "agent"]).ok();
    assert_problem(&pusher.http.get("/v1/me"), 401, "unauthorized");
    assert_problem(&pusher.http.get("/v1/feed"), 401, "unauthorized");
}
