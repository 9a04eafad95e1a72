//! `backstop-hub serve`: the hub itself.

use std::{
    fs, io,
    net::SocketAddr,
    path::{Path, PathBuf},
};

use clap::Args;

use crate::{
    error::{HubError, Result},
    hub::Hub,
    serve,
    store::Store,
};

/// How to serve.
#[derive(Debug, Args)]
pub struct ServeArguments {
    /// The address to listen on; port 0 takes a free one.
    #[arg(long, default_value = "127.0.0.1:7420")]
    listen: SocketAddr,
    /// The database. sqlite:FILE is encrypted; its key lies beside it as FILE.key, or in the variable
    /// `BACKSTOP_HUB_KEY` as 64 hexadecimal digits. `postgres://USER@HOST/DATABASE` may be served by many
    /// hubs at once; its password may be in the variable PGPASSWORD.
    #[arg(long)]
    database: String,
    /// Moves money even while the PostgreSQL server has a standby that it does not wait for: a failover may
    /// then lose bookings that people have seen.
    #[arg(long)]
    allow_async_money: bool,
    /// A file that is written with the hub's URL once it serves, and removed at its end.
    #[arg(long)]
    ready_file: Option<PathBuf>,
}

/// Serves until SIGTERM or Ctrl-C.
pub fn run(arguments: &ServeArguments) -> Result<()> {
    super::log_to_stderr();
    if let Some(file) = &arguments.ready_file {
        remove(file)?;
    }
    let store = Store::open(&arguments.database)?;
    if arguments.allow_async_money {
        store.allow_async_money();
    }
    let hub = Hub::new(store)?;
    let runtime = tokio::runtime::Runtime::new().map_err(HubError::io("starting the runtime"))?;
    let served = runtime.block_on(serve_until_told(arguments, hub));
    if let Some(file) = &arguments.ready_file {
        remove(file)?;
    }
    served
}

async fn serve_until_told(arguments: &ServeArguments, hub: Hub) -> Result<()> {
    let stop = told_to_stop()?;
    let listener = serve::bind(arguments.listen).await?;
    let url = serve::url(&listener)?;
    tracing::info!(url, "hub.serving");
    if let Some(file) = &arguments.ready_file {
        write_whole(file, &url).map_err(HubError::io(format!("writing {}", file.display())))?;
    }
    serve::serve(listener, hub, stop).await
}

/// Writes a file so that whoever sees it sees all of it.
fn write_whole(file: &Path, text: &str) -> io::Result<()> {
    let mut draft = file.as_os_str().to_owned();
    draft.push(".draft");
    fs::write(&draft, text)?;
    fs::rename(&draft, file)
}

fn remove(file: &Path) -> Result<()> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(HubError::io(format!("removing {}", file.display()))(error))
        }
        _ => Ok(()),
    }
}

#[cfg(unix)]
fn told_to_stop() -> Result<impl Future<Output = ()> + Send + 'static> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut term = signal(SignalKind::terminate()).map_err(HubError::io("heeding SIGTERM"))?;
    Ok(async move {
        tokio::select! {
            _ = term.recv() => {}
            _ = tokio::signal::ctrl_c() => {}
        }
    })
}

#[cfg(not(unix))]
fn told_to_stop() -> Result<impl Future<Output = ()> + Send + 'static> {
    Ok(async move {
        tokio::signal::ctrl_c().await.ok();
    })
}
