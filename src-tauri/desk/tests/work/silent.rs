//! A hub whose line dies without a word: it answers a page, accepts the stream, and then says nothing for ever.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    net::{TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use jiff::Timestamp;

pub(crate) struct SilentHub {
    pub(crate) url: String,
    streams: Arc<AtomicUsize>,
}

impl SilentHub {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let streams = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&streams);
        thread::spawn(move || {
            for connection in listener.incoming().flatten() {
                let counted = Arc::clone(&counted);
                thread::spawn(move || answer(connection, &counted));
            }
        });
        Self { url, streams }
    }

    /// How often the stream was opened.
    pub(crate) fn streams(&self) -> usize {
        self.streams.load(Ordering::SeqCst)
    }
}

/// Answers requests until the other side goes.
fn answer(mut connection: TcpStream, streams: &AtomicUsize) {
    let mut lines = BufReader::new(connection.try_clone().expect("two ends")).lines();
    while let Some(Ok(request)) = lines.next() {
        while lines.next().is_some_and(|line| line.is_ok_and(|line| !line.is_empty())) {}
        let said = if request.contains("/v1/stream") {
            streams.fetch_add(1, Ordering::SeqCst);
            "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n".to_owned()
        } else {
            page()
        };
        if connection.write_all(said.as_bytes()).is_err() {
            return;
        }
    }
}

/// A feed in which nothing ever happens.
fn page() -> String {
    let page = serde_json::json!({
        "items": [], "cursor": 1, "complete": true, "scope": "s", "epoch": "e",
        "restarted": false, "hub_time": Timestamp::now(),
    })
    .to_string();
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ";
    format!("{head}{}\r\n\r\n{page}", page.len())
}
