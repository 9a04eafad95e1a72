//! Bad input: a problem with a stable code for everything, quickly, and the hub goes on.

use std::time::Duration;

use backstop_protocol::problem::ProblemCode;
use reqwest::{Method, StatusCode};
use serde_json::json;

use crate::{
    client::{Client, PATIENCE, accepted, http, problem},
    shop::{Shop, open_ticket},
};

async fn code_of(agent: &Client, body: impl Into<reqwest::Body>) -> ProblemCode {
    let request = agent.request(Method::POST, "/v1/commands");
    let request = request.header("content-type", "application/json").body(body);
    problem(request.send().await.expect("a response")).await.code
}

#[tokio::test]
async fn unreadable_bodies_are_named_as_such() {
    let shop = Shop::open().await;
    let mut agent = shop.desk("agent-a").await;
    let valid = serde_json::to_string(&agent.next(open_ticket("t-1"))).expect("a command");
    let with = |from: &str, to: &str| {
        let changed = valid.replacen(from, to, 1);
        assert_ne!(changed, valid, "{from} is in the command");
        format!("{{\"commands\":[{changed}]}}")
    };
    let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
    let bodies = [
        String::new(),
        "null".to_owned(),
        "[]".to_owned(),
        "{".to_owned(),
        "{\"commands\":[{".to_owned(),
        "{\"commands\":[]} trailing".to_owned(),
        "{\"commands\":[],\"commands\":[]}".to_owned(),
        "\u{feff}{\"commands\":[]}".to_owned(),
        deep.clone(),
        format!("{{\"commands\":{deep}}}"),
        with("\"n\":1", "\"n\":-1"),
        with("\"n\":1", "\"n\":1.5"),
        with("\"n\":1", "\"n\":\"1\""),
        with("\"n\":1", "\"n\":1e999"),
        with("\"n\":1", "\"n\":18446744073709551616"),
        with("\"n\":1", "\"n\":1,\"n\":1"),
        with("open_ticket", "drop_table"),
        with("\"urgent\":false", "\"urgent\":\"no\""),
        with("快递", "\\ud800"),
        with("t-1", "\u{1}"),
    ];
    for body in bodies {
        let shown: String = body.chars().take(80).collect();
        assert_eq!(code_of(&agent, body).await, ProblemCode::BadRequest, "{shown}");
    }
    assert_eq!(code_of(&agent, vec![b'"', 0xff, 0xfe, b'"']).await, ProblemCode::BadRequest);
    agent.last_n = 0;
    accepted(&agent.act(open_ticket("t-1")).await);
}

#[tokio::test]
async fn strange_numbers_are_gaps_and_never_a_panic() {
    let shop = Shop::open().await;
    let mut agent = shop.desk("agent-a").await;
    for n in [0, 2, 9_007_199_254_740_993, i64::MAX as u64, u64::MAX] {
        let mut command = agent.next(open_ticket("t-1"));
        command.n = n;
        let refused = problem(agent.try_push(vec![command]).await).await;
        assert_eq!(refused.code, ProblemCode::Gap, "{n} is not the next number");
    }
    let last = problem(
        agent
            .request(Method::GET, "/v1/feed?cursor=18446744073709551616")
            .send()
            .await
            .expect("a response"),
    )
    .await;
    assert_eq!(last.code, ProblemCode::BadRequest);
    let page = agent.page(&format!("cursor={}&limit=4294967295", u64::MAX)).await;
    assert!(page.restarted, "a cursor from the far future begins again");
}

#[tokio::test]
async fn too_much_is_refused_before_it_is_read() {
    let shop = Shop::open().await;
    let mut agent = shop.desk("agent-a").await;
    let huge = " ".repeat(8 * 1024 * 1024 + 1);
    assert_eq!(code_of(&agent, huge.clone()).await, ProblemCode::TooLarge);
    let chunks = huge
        .into_bytes()
        .chunks(65_536)
        .map(|c| Ok::<_, std::io::Error>(c.to_vec()))
        .collect::<Vec<_>>();
    let streamed = reqwest::Body::wrap_stream(futures_util::stream::iter(chunks));
    assert_eq!(code_of(&agent, streamed).await, ProblemCode::TooLarge, "without a length too");

    let many = (0..201).map(|n| agent.next(open_ticket(&format!("t-{n}")))).collect();
    assert_eq!(problem(agent.try_push(many).await).await.code, ProblemCode::TooLarge);

    let wish = json!({"login": "a".repeat(70_000), "password": "x"});
    let request = http().post(format!("{}/v1/sessions", agent.url)).json(&wish);
    let refused = problem(request.send().await.expect("a response")).await;
    assert_eq!(refused.code, ProblemCode::TooLarge, "a sign-in is short");
}

#[tokio::test]
async fn other_media_methods_addresses_and_versions_are_named_as_such() {
    let shop = Shop::open().await;
    let agent = shop.desk("agent-a").await;
    let code = |request: reqwest::RequestBuilder| async {
        problem(request.send().await.expect("a response")).await.code
    };
    let commands = || agent.request(Method::POST, "/v1/commands").body("{}");
    assert_eq!(code(commands()).await, ProblemCode::UnsupportedMediaType);
    let xml = commands().header("content-type", "text/xml");
    assert_eq!(code(xml).await, ProblemCode::UnsupportedMediaType);
    let zipped =
        commands().header("content-type", "application/json").header("content-encoding", "gzip");
    assert_eq!(code(zipped).await, ProblemCode::UnsupportedMediaType, "no compressed bombs");

    assert_eq!(code(agent.request(Method::PUT, "/v1/me")).await, ProblemCode::MethodNotAllowed);
    let trace = agent.request(Method::TRACE, "/v1/feed");
    assert_eq!(code(trace).await, ProblemCode::MethodNotAllowed);
    for path in ["/", "/v1", "/v2/feed", "/v1/feed/", "/v1/../../etc/passwd", "/%2e%2e%2f"] {
        assert_eq!(code(agent.request(Method::GET, path)).await, ProblemCode::NotFound, "{path}");
    }
    let other = agent.request(Method::GET, "/v1/me").header("backstop-protocol", "2");
    assert_eq!(code(other).await, ProblemCode::UpgradeRequired);
    let same = agent.request(Method::GET, "/v1/me").header("backstop-protocol", "1");
    let same = same.send().await.expect("a response");
    assert_eq!(same.status(), StatusCode::OK);
    assert_eq!(same.headers()["backstop-protocol"], "1", "the hub says which version it speaks");
}

#[tokio::test]
async fn sign_ins_with_unknown_fields_or_odd_texts_are_refused_calmly() {
    let shop = Shop::open_with_passwords().await;
    let url = format!("{}/v1/sessions", shop.hub.url());
    let extra = json!({"login": "agent-a", "password": "x", "role": "manager"});
    let refused = http().post(&url).json(&extra).send().await.expect("a response");
    assert_eq!(problem(refused).await.code, ProblemCode::BadRequest, "no role by assignment");
    for login in ["", "' OR 1=1 --", "\u{0}", "agent-a\u{202e}", "%_", " agent-a"] {
        let wish = json!({"login": login, "password": "open sesame"});
        let refused = http().post(&url).json(&wish).send().await.expect("a response");
        assert_eq!(problem(refused).await.code, ProblemCode::WrongCredentials, "{login:?}");
    }
}

#[tokio::test]
async fn a_request_that_never_ends_is_ended() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let shop = Shop::open().await;
    let address = shop.hub.url().strip_prefix("http://").expect("an address").to_owned();
    let mut socket = tokio::net::TcpStream::connect(&address).await.expect("a connection");
    let beginning = "POST /v1/sessions HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\
                     content-type: application/json\r\ncontent-length: 100\r\n\r\n{";
    socket.write_all(beginning.as_bytes()).await.expect("half a request is sent");
    tokio::time::pause();
    let mut answer = String::new();
    socket.read_to_string(&mut answer).await.expect("an answer comes all the same");
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    assert!(answer.contains("\"code\":\"timeout\""), "{answer}");
}

#[tokio::test]
async fn a_broken_request_does_not_hold_up_the_others() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let shop = Shop::open().await;
    let address = shop.hub.url().strip_prefix("http://").expect("an address").to_owned();
    let mut stuck = Vec::new();
    for garbage in [
        "GARBAGE\r\n\r\n",
        "GET / HTTP/9.9\r\n\r\n",
        "POST /v1/commands HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\n",
        "POST /v1/sessions HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{",
    ] {
        let mut socket = tokio::net::TcpStream::connect(&address).await.expect("a connection");
        socket.write_all(garbage.as_bytes()).await.expect("garbage is sent");
        stuck.push(socket);
    }
    let health = http().get(format!("{}/health", shop.hub.url())).timeout(Duration::from_secs(5));
    let health = health.send().await.expect("the hub answers others meanwhile");
    assert_eq!(health.status(), StatusCode::OK);
    let mut answer = [0; 12];
    let read = tokio::time::timeout(PATIENCE, stuck[0].read_exact(&mut answer)).await;
    read.expect("garbage is answered in time").expect("and with a status");
    assert_eq!(&answer, b"HTTP/1.1 400");
}
