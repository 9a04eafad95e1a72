//! Serving: from a listener to the last answer.

use std::{
    future::{Future, IntoFuture},
    net::SocketAddr,
    time::Duration,
};

use axum::serve::ListenerExt;
use tokio::{net::TcpListener, time::MissedTickBehavior};

use crate::{
    error::{HubError, Result},
    http,
    hub::Hub,
};

/// How often to look whether another process has written to the database.
const LOOK_EVERY: Duration = Duration::from_millis(250);

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
    let watching = tokio::spawn(watch_other_processes(hub.clone()));
    let listener = listener.tap_io(|connection| {
        connection.set_nodelay(true).ok();
    });
    let mut closing = hub.closing();
    let mut over = hub.closing();
    let ending = async move {
        closing.wait_for(|closing| *closing).await.ok();
    };
    let closer = hub.clone();
    tokio::spawn(async move {
        stop.await;
        closer.close();
    });
    let serving = axum::serve(listener, http::router(hub)).with_graceful_shutdown(ending);
    let patience = async move {
        over.wait_for(|closing| *closing).await.ok();
        tokio::time::sleep(PATIENCE).await;
    };
    let served = tokio::select! {
        served = serving.into_future() => served.map_err(HubError::io("serving")),
        () = patience => Ok(()),
    };
    watching.abort();
    served
}

async fn watch_other_processes(hub: Hub) {
    let mut ticks = tokio::time::interval(LOOK_EVERY);
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
