//! Connections that want nothing, or never take what they wanted: they are ended, and meanwhile
//! they hold up nobody for long.

use std::{net::SocketAddr, time::Duration};

use backstop_hub::{
    hub::Hub,
    serve::{self, Limits},
    store::Store,
};
use reqwest::StatusCode;
use tempfile::TempDir;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    sync::oneshot,
    task::JoinHandle,
    time::timeout,
};

use crate::client::{PATIENCE, http};

/// Half of the head of a request.
const HALF: &str = "GET /health HTTP/1.1\r\nHo";
/// A request whose answer is long, and needs no token.
const LONG: &str = "GET /v1/openapi.json HTTP/1.1\r\nhost: x\r\n\r\n";
/// Limits that no test waits for, unless it says so.
const WIDE: Limits =
    Limits { connections: 100, head: Duration::from_hours(1), stall: Duration::from_hours(1) };

/// A hub within limits of its own.
struct Narrow {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    serving: JoinHandle<backstop_hub::error::Result<()>>,
    _folder: TempDir,
}

impl Narrow {
    async fn start(limits: Limits) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let url = format!("sqlite:{}", folder.path().join("hub.db").display());
        let hub = Hub::new(Store::open(&url).expect("a database")).expect("a hub");
        let listener = serve::bind(([127, 0, 0, 1], 0).into()).await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let (stop, stopped) = oneshot::channel::<()>();
        let stopped = async move {
            stopped.await.ok();
        };
        let serving = tokio::spawn(serve::serve_within(limits, listener, hub, stopped));
        Self { address, stop, serving, _folder: folder }
    }

    /// Connects and says something, and leaves it at that.
    async fn say(&self, words: &str) -> TcpStream {
        let mut socket = TcpStream::connect(self.address).await.expect("a connection");
        socket.write_all(words.as_bytes()).await.expect("the words are sent");
        socket
    }

    async fn health(&self) -> StatusCode {
        let asking = http().get(format!("http://{}/health", self.address)).send();
        let answer = timeout(PATIENCE, asking).await.expect("the hub answers in time");
        answer.expect("a response").status()
    }
}

/// What comes until the hub ends the connection.
async fn rest(socket: &mut TcpStream) -> String {
    let mut rest = Vec::new();
    let ended = timeout(PATIENCE, socket.read_to_end(&mut rest)).await;
    ended.expect("the hub ends the connection in time").ok();
    String::from_utf8_lossy(&rest).into_owned()
}

#[tokio::test]
async fn half_a_head_is_not_waited_for() {
    let hub = Narrow::start(Limits { head: Duration::from_millis(100), ..WIDE }).await;
    let mut silent = hub.say("").await;
    let mut half = hub.say(HALF).await;
    assert_eq!(rest(&mut silent).await, "", "who says nothing is told nothing");
    assert_eq!(rest(&mut half).await, "", "nor who never comes to the point");
    assert_eq!(hub.health().await, StatusCode::OK);
}

#[tokio::test]
async fn an_idle_connection_is_ended_after_its_answer() {
    let hub = Narrow::start(Limits { head: Duration::from_millis(100), ..WIDE }).await;
    let mut idle = hub.say("GET /health HTTP/1.1\r\nhost: x\r\n\r\n").await;
    let answer = rest(&mut idle).await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}

#[tokio::test]
async fn when_half_open_connections_take_all_the_room_the_next_request_waits_for_their_end() {
    let head = Duration::from_millis(300);
    let hub = Narrow::start(Limits { connections: 3, head, ..WIDE }).await;
    let mut stuck = Vec::new();
    for _ in 0..7 {
        stuck.push(hub.say(HALF).await);
    }
    assert_eq!(hub.health().await, StatusCode::OK, "the hub is there for others again");
    for socket in &mut stuck {
        assert_eq!(rest(socket).await, "", "every half-open connection was ended");
    }
}

#[tokio::test]
async fn nobody_is_let_in_beyond_the_limit_until_somebody_goes() {
    let hub = Narrow::start(Limits { connections: 1, ..WIDE }).await;
    let mut first = hub.say("").await;
    let second = hub.say("GET /health HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await;
    first.write_all(b"GET /health HTTP/1.1\r\nhost: x\r\n\r\n").await.expect("a request");
    let mut beginning = [0; 12];
    first.read_exact(&mut beginning).await.expect("the first is answered");
    let early = second.try_read(&mut [0; 1]).map_err(|error| error.kind());
    assert_eq!(early, Err(std::io::ErrorKind::WouldBlock), "the second has to wait");
    drop(first);
    let mut second = second;
    assert!(rest(&mut second).await.starts_with("HTTP/1.1 200"), "until the first has gone");
}

#[tokio::test]
async fn who_asks_and_never_reads_is_given_up() {
    let stall = Duration::from_millis(100);
    let hub = Narrow::start(Limits { connections: 1, stall, ..WIDE }).await;
    let mut deaf = hub.say(LONG).await;
    let asking = async { while deaf.write_all(LONG.repeat(1_000).as_bytes()).await.is_ok() {} };
    timeout(PATIENCE, asking).await.expect("the hub hangs up on who does not listen");
    assert_eq!(hub.health().await, StatusCode::OK, "and there is room for others again");
}

#[tokio::test]
async fn a_hub_that_is_asked_to_end_waits_for_no_half_open_connection() {
    let hub = Narrow::start(WIDE).await;
    let mut half = hub.say(HALF).await;
    assert_eq!(hub.health().await, StatusCode::OK);
    let Narrow { stop, serving, _folder, .. } = hub;
    stop.send(()).expect("the hub still serves");
    timeout(PATIENCE, serving).await.expect("it ends in time").expect("calmly").expect("and well");
    assert_eq!(rest(&mut half).await, "", "nothing is left of the connection");
}
