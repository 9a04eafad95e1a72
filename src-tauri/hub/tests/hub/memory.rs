//! What strangers can do without a password costs them time and the hub no memory.

use std::net::{IpAddr, Ipv4Addr};

use backstop_hub::store::Store;
use futures_util::future::join_all;
use reqwest::StatusCode;
use serde_json::json;
use tokio::{io::AsyncWriteExt, net::TcpStream};

use crate::{process::Serving, shop::staff};

/// How many guesses come from one address: fewer than it may make at once.
const FROM_EACH: u8 = 30;
/// What the hub may keep for checking passwords, in KiB.
const MAY_GROW: u64 = 60 * 1024;

#[tokio::test(flavor = "multi_thread")]
async fn three_hundred_wrong_passwords_at_once_leave_no_memory_behind() {
    let folder = tempfile::tempdir().expect("a folder");
    let url = format!("sqlite:{}", folder.path().join("hub.db").display());
    staff(&Store::open(&url).expect("a database"), None);
    let hub = Serving::start(folder.path());
    let before = hub.memory();
    for address in 1..=5 {
        join_all((0..FROM_EACH).map(|n| hang_up(&hub, address, n))).await;
    }
    let clients: Vec<_> = (11..=15).map(http_from).collect();
    let all = clients.iter().cycle().take(clients.len() * usize::from(FROM_EACH)).enumerate();
    let answers = join_all(all.map(|(n, http)| guess(&hub, http, n))).await;
    let hashed = answers.iter().filter(|status| **status == StatusCode::UNAUTHORIZED).count();
    assert_eq!(hashed, 150, "each of these passwords was checked and found wrong: {answers:?}");
    let grown = hub.memory().saturating_sub(before);
    assert!(grown < MAY_GROW, "300 wrong passwords cost the hub {grown} KiB for good");
}

/// Guesses and waits for the answer.
async fn guess(hub: &Serving, http: &reqwest::Client, n: usize) -> StatusCode {
    let wish = json!({"login": format!("nobody-{n}"), "password": "guessed"});
    let request = http.post(format!("{}/v1/sessions", hub.url)).json(&wish);
    request.send().await.expect("a response").status()
}

/// Guesses and hangs up before the answer.
async fn hang_up(hub: &Serving, address: u8, n: u8) {
    let socket = tokio::net::TcpSocket::new_v4().expect("a socket");
    socket.bind((Ipv4Addr::new(127, 0, 1, address), 0).into()).expect("an own address");
    let to = hub.url.trim_start_matches("http://").parse().expect("an address");
    let mut socket: TcpStream = socket.connect(to).await.expect("a connection");
    let wish = format!(r#"{{"login": "gone-{address}-{n}", "password": "guessed"}}"#);
    let request = format!(
        "POST /v1/sessions HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n\
         content-length: {}\r\n\r\n{wish}",
        wish.len()
    );
    socket.write_all(request.as_bytes()).await.expect("the guess is sent");
}

/// A client that comes from an address of its own.
fn http_from(address: u8) -> reqwest::Client {
    rustls::crypto::ring::default_provider().install_default().ok();
    let own = IpAddr::V4(Ipv4Addr::new(127, 0, 1, address));
    reqwest::Client::builder().local_address(own).build().expect("an HTTP client")
}
