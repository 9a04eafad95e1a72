//! The ground of the tests is tested itself: a line that does not really cut proves nothing.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

use backstop_testkit::{
    http::Http,
    proxy::{Line, Proxy},
    wait,
};

/// A server that answers every request with the same words and counts them.
fn server() -> (SocketAddr, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("a bound port has a number");
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            answer(stream, &count);
        }
    });
    (address, asked)
}

fn answer(mut stream: TcpStream, count: &AtomicUsize) {
    let mut buffer = [0; 4096];
    if stream.read(&mut buffer).is_ok_and(|read| read > 0) {
        count.fetch_add(1, Ordering::SeqCst);
        let words = "HTTP/1.1 200 OK\r\ncontent-length: 5\r\nconnection: close\r\n\r\nhello";
        stream.write_all(words.as_bytes()).ok();
    }
}

fn ask(http: &Http) -> Result<String, reqwest::Error> {
    http.send("GET", "/", None, &[]).map(|answer| answer.text)
}

#[test]
fn an_open_line_carries_and_a_cut_one_refuses_until_it_is_mended() {
    let (hub, asked) = server();
    let line = Proxy::to(hub);
    let http = Http::new(&line.url());
    assert_eq!(ask(&http).expect("the line is open"), "hello");

    line.set(Line::Down);
    // What was on its way when the line was cut may still have arrived.
    wait::until_true("a cut line refuses", || ask(&http).is_err_and(|error| error.is_connect()));
    let arrived = asked.load(Ordering::SeqCst);
    assert!(ask(&http).is_err(), "a cut line stays cut");
    assert_eq!(asked.load(Ordering::SeqCst), arrived, "nothing passes a cut line");

    line.set(Line::Through);
    wait::until_true("a mended line carries", || ask(&http).is_ok());
}

#[test]
fn a_lost_answer_was_worked_on() {
    let (hub, asked) = server();
    let line = Proxy::to(hub);
    let http = Http::new(&line.url());
    line.set(Line::LosesAnswers);
    wait::until_true("the answer is lost after the work was done", || {
        ask(&http).is_err() && asked.load(Ordering::SeqCst) > 0
    });
    wait::until_true("the loss is counted", || line.lost_answers() > 0);
}

#[test]
fn an_answer_can_be_cut_in_the_middle() {
    let (hub, _) = server();
    let line = Proxy::to(hub);
    line.set(Line::CutAfter(20));
    let mut stream = TcpStream::connect(line.url().trim_start_matches("http://"))
        .expect("the line accepts connections");
    stream.write_all(b"GET / HTTP/1.1\r\n\r\n").expect("the request is taken");
    let mut got = Vec::new();
    stream.read_to_end(&mut got).ok();
    assert!(got.len() <= 20, "only 20 bytes come back, not {}", got.len());
}

#[test]
fn a_silent_line_accepts_and_never_answers() {
    let (hub, asked) = server();
    let line = Proxy::to(hub);
    line.set(Line::Silent);
    let mut stream = TcpStream::connect(line.url().trim_start_matches("http://"))
        .expect("a silent line accepts connections");
    stream.write_all(b"GET / HTTP/1.1\r\n\r\n").expect("the request is taken");
    stream.set_read_timeout(Some(Duration::from_millis(300))).expect("a patience can be set");
    let silence = stream.read(&mut [0; 1]).expect_err("nothing comes back");
    assert!(
        matches!(silence.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut),
        "the connection stays open: {silence}"
    );
    assert_eq!(asked.load(Ordering::SeqCst), 0, "nothing reaches the hub");
}
