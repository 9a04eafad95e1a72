//! Serving: from a listener to the last answer.

mod door;
mod limits;
mod line;

use std::{future::Future, net::SocketAddr, time::Duration};

use axum::{
    Router,
    extract::{ConnectInfo, Request},
};
use hyper::{
    body::Incoming,
    server::conn::http1,
    service::{Service, service_fn},
};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    service::TowerToHyperService,
};
use tokio::{net::TcpListener, sync::watch, task::JoinSet, time::MissedTickBehavior};

use door::{Door, Guest};
pub use limits::Limits;
use line::Line;

use crate::{
    error::{HubError, Result},
    http,
    hub::Hub,
};

/// How long the hub waits at its end for readers that do not read.
const PATIENCE: Duration = Duration::from_secs(5);

/// Binds an address.
pub async fn bind(address: SocketAddr) -> Result<TcpListener> {
    TcpListener::bind(address).await.map_err(HubError::io(format!("listening on {address}")))
}

/// The URL under which a listener is reached from this machine.
pub fn url(listener: &TcpListener) -> Result<String> {
    let mut address = listener.local_addr().map_err(HubError::io("reading the address"))?;
    if address.ip().is_unspecified() {
        address.set_ip(if address.is_ipv4() {
            std::net::Ipv4Addr::LOCALHOST.into()
        } else {
            std::net::Ipv6Addr::LOCALHOST.into()
        });
    }
    Ok(format!("http://{address}"))
}

/// Serves until `stop` is done, then answers what is under way and ends. Whoever does not take
/// their answer in time goes without it.
pub async fn serve(
    listener: TcpListener,
    hub: Hub,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<()> {
    serve_within(Limits::default(), listener, hub, stop).await
}

/// The same within other limits.
pub async fn serve_within(
    limits: Limits,
    listener: TcpListener,
    hub: Hub,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<()> {
    let watching = tokio::spawn(watch_other_processes(hub.clone()));
    let closer = hub.clone();
    tokio::spawn(async move {
        stop.await;
        closer.close();
    });
    let mut connections = let_in(limits, listener, &hub).await;
    let ending = async { while connections.join_next().await.is_some() {} };
    tokio::time::timeout(PATIENCE, ending).await.ok();
    watching.abort();
    Ok(())
}

/// Serves whoever comes until the hub closes. Gives those who are still connected then.
async fn let_in(limits: Limits, listener: TcpListener, hub: &Hub) -> JoinSet<()> {
    let router = http::router(hub.clone());
    let mut door = Door::new(listener, limits.connections);
    let mut closing = std::pin::pin!(closed(hub.closing()));
    let mut connections = JoinSet::new();
    loop {
        let guest = tokio::select! {
            guest = door.next() => guest,
            () = closing.as_mut() => return connections,
        };
        connections.spawn(attend(limits, guest, router.clone(), closed(hub.closing())));
        while connections.try_join_next().is_some() {}
    }
}

/// Answers one connection, request after request, until it ends, stands still or the hub closes.
async fn attend(limits: Limits, guest: Guest, router: Router, closing: impl Future<Output = ()>) {
    let Guest { stream, from, place } = guest;
    let router = TowerToHyperService::new(router);
    let answering = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(from));
        router.call(request)
    });
    let mut speaking = http1::Builder::new();
    speaking.timer(TokioTimer::new()).header_read_timeout(limits.head);
    let line = TokioIo::new(Line::new(stream, limits.stall));
    let mut connection = std::pin::pin!(speaking.serve_connection(line, answering));
    // How a connection ends concerns the other side alone: errors here are theirs.
    tokio::select! {
        _ = connection.as_mut() => {}
        () = closing => {
            connection.as_mut().graceful_shutdown();
            connection.await.ok();
        }
    }
    drop(place);
}

/// Done when the hub begins to close.
async fn closed(mut closing: watch::Receiver<bool>) {
    closing.wait_for(|closing| *closing).await.ok();
}

async fn watch_other_processes(hub: Hub) {
    let mut ticks = tokio::time::interval(hub.store().look_every());
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        let store = hub.store().clone();
        let looking = tokio::task::spawn_blocking(move || store.look_for_changes());
        if let Ok(Err(error)) = looking.await {
            tracing::warn!(error = %error, "hub.look.failed");
        }
    }
}
