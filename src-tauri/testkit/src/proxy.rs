//! A line between a desk and a hub that can be cut in several ways.

use std::{
    io,
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{
        TcpListener, TcpStream,
        tcp::{OwnedReadHalf, OwnedWriteHalf},
    },
    runtime::{Builder, Runtime},
    sync::watch,
};

/// What the line does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// Everything passes.
    Through,
    /// Nobody answers at the address: connections are refused, those that stand are cut.
    Down,
    /// Connections are made, and then nothing ever comes: half open.
    Silent,
    /// What the desk sends arrives and is worked on, and the answer is lost with the connection.
    LosesAnswers,
    /// So many bytes of each answer arrive, then the connection breaks.
    CutAfter(usize),
    /// Everything passes, each piece of an answer so much later.
    Slow(Duration),
}

/// The line. Dropping it cuts it.
pub struct Proxy {
    address: SocketAddr,
    line: watch::Sender<Line>,
    counts: Arc<Counts>,
    /// Everything runs on it; it ends with the proxy.
    runtime: Option<Runtime>,
}

#[derive(Default)]
struct Counts {
    connections: AtomicUsize,
    lost: AtomicUsize,
}

impl Proxy {
    /// A line to this address, open.
    pub fn to(target: SocketAddr) -> Self {
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build();
        let runtime = runtime.expect("a runtime for the line");
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).expect("a free port");
        let address = listener.local_addr().expect("a bound port has a number");
        let line = watch::Sender::new(Line::Through);
        let counts = Arc::new(Counts::default());
        runtime.spawn(accept(listener, target, line.subscribe(), Arc::clone(&counts)));
        Self { address, line, counts, runtime: Some(runtime) }
    }

    /// Where the desk finds the hub through this line.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Changes what the line does. Connections that stand are cut, unless the line only fell silent.
    pub fn set(&self, line: Line) {
        self.line.send_replace(line);
    }

    /// How many connections were made or tried while the line accepted any.
    pub fn connections(&self) -> usize {
        self.counts.connections.load(Ordering::SeqCst)
    }

    /// How many answers were lost or cut on the way back.
    pub fn lost_answers(&self) -> usize {
        self.counts.lost.load(Ordering::SeqCst)
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

async fn accept(
    listener: TcpListener,
    target: SocketAddr,
    mut line: watch::Receiver<Line>,
    counts: Arc<Counts>,
) {
    let address = listener.local_addr().expect("a bound port has a number");
    let mut listener = Some(listener);
    loop {
        if *line.borrow_and_update() == Line::Down {
            listener = None;
            if line.changed().await.is_err() {
                return;
            }
            continue;
        }
        let open = match listener.take() {
            Some(open) => open,
            None => TcpListener::bind(address).await.expect("the port is still ours"),
        };
        tokio::select! {
            accepted = open.accept() => if let Ok((client, _)) = accepted {
                counts.connections.fetch_add(1, Ordering::SeqCst);
                tokio::spawn(carry(client, target, line.clone(), Arc::clone(&counts)));
            },
            changed = line.changed() => if changed.is_err() { return },
        }
        listener = Some(open);
    }
}

/// Carries one connection until either side ends it or the line changes.
async fn carry(
    client: TcpStream,
    target: SocketAddr,
    mut line: watch::Receiver<Line>,
    counts: Arc<Counts>,
) {
    let now = *line.borrow_and_update();
    if now == Line::Silent {
        return hold(client, line).await;
    }
    let Ok(hub) = TcpStream::connect(target).await else { return };
    let (from_client, to_client) = client.into_split();
    let (from_hub, to_hub) = hub.into_split();
    let mut lost = false;
    tokio::select! {
        _ = up(from_client, to_hub) => {}
        ended = down(from_hub, to_client, now) => lost = ended.unwrap_or(false),
        _ = line.changed() => {}
    }
    if lost {
        counts.lost.fetch_add(1, Ordering::SeqCst);
    }
}

/// Keeps a connection open without a word until the line changes.
async fn hold(client: TcpStream, mut line: watch::Receiver<Line>) {
    line.changed().await.ok();
    drop(client);
}

async fn up(mut from: OwnedReadHalf, mut to: OwnedWriteHalf) -> io::Result<u64> {
    tokio::io::copy(&mut from, &mut to).await
}

/// Carries answers back; says whether it broke one off.
async fn down(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, line: Line) -> io::Result<bool> {
    let mut left = match line {
        Line::LosesAnswers => 0,
        Line::CutAfter(bytes) => bytes,
        _ => usize::MAX,
    };
    let delay = if let Line::Slow(delay) = line { delay } else { Duration::ZERO };
    let mut buffer = vec![0; 16 * 1024];
    loop {
        let read = from.read(&mut buffer).await?;
        if read == 0 {
            return Ok(false);
        }
        tokio::time::sleep(delay).await;
        to.write_all(&buffer[..read.min(left)]).await?;
        if read > left {
            return Ok(true);
        }
        left -= read;
    }
}
