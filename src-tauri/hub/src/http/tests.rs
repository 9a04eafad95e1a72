//! What surrounds the routes, when a route does what it must not.

use axum::routing::get;
use backstop_protocol::problem::{Problem, ProblemCode};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

use super::*;
use crate::store::Store;

/// A route that panics.
async fn panicking() -> &'static str {
    panic!("what nobody foresaw")
}

#[tokio::test]
async fn a_panic_is_a_problem_and_the_hub_goes_on() {
    let folder = tempfile::tempdir().expect("a folder");
    let url = format!("sqlite:{}", folder.path().join("hub.db").display());
    let hub = Hub::new(Store::open(&url).expect("a database")).expect("a hub");
    let routes = Router::new().route("/panics", get(panicking)).route("/fine", get(|| async {}));
    let routes = surrounded(routes).with_state(hub);
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move { axum::serve(listener, routes).await });
    let ask = |path: &'static str| async move {
        let mut socket = TcpStream::connect(address).await.expect("a connection");
        let request = format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
        socket.write_all(request.as_bytes()).await.expect("a request");
        let mut answer = String::new();
        socket.read_to_string(&mut answer).await.expect("an answer");
        answer
    };
    let answer = ask("/panics").await;
    assert!(answer.starts_with("HTTP/1.1 500"), "{answer}");
    assert!(answer.contains("backstop-protocol: 1"), "the frame is around it: {answer}");
    let (_, body) = answer.split_once("\r\n\r\n").expect("a body");
    let problem: Problem = serde_json::from_str(body).expect("a problem");
    assert_eq!(problem.code, ProblemCode::Internal);
    assert!(!body.contains("foresaw"), "what went wrong inside stays inside: {body}");
    assert!(ask("/fine").await.starts_with("HTTP/1.1 200"), "the next request is answered");
}
