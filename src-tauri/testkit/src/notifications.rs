//! A real `org.freedesktop.Notifications` server on a bus: it keeps what it was asked to show, and
//! clicks on it when a test says so.

#![expect(clippy::unused_self, reason = "methods of a D-Bus interface have a receiver")]

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU32, Ordering},
    },
};

use tokio::runtime::{Builder, Runtime};
use zbus::{Connection, OwnedVariant, connection, interface, object_server::SignalEmitter};

use crate::{bus::Bus, wait};

const PATH: &str = "/org/freedesktop/Notifications";

/// A notification as an application asked for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// The number the server gave it.
    pub id: u32,
    /// Who asked.
    pub application: String,
    /// The title.
    pub summary: String,
    /// The words.
    pub body: String,
    /// What can be clicked: key and label in turn.
    pub actions: Vec<String>,
    /// The notification that this one takes the place of; 0 for none.
    pub replaces: u32,
    /// The icon's name; may be empty.
    pub icon: String,
    /// 0 low, 1 normal, 2 critical.
    pub urgency: Option<u8>,
    /// Milliseconds until it goes by itself; -1 leaves that to the server.
    pub expires: i32,
}

/// The server, as long as it lives.
pub struct Notifications {
    runtime: Runtime,
    connection: Connection,
    shown: Arc<Mutex<Vec<Shown>>>,
}

impl Notifications {
    /// Starts serving on this bus.
    pub fn start(bus: &Bus) -> Self {
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build();
        let runtime = runtime.expect("a runtime for the notification server");
        let shown = Arc::<Mutex<Vec<Shown>>>::default();
        let server = Server { shown: Arc::clone(&shown), last: AtomicU32::new(0) };
        let connection = runtime.block_on(async {
            connection::Builder::address(bus.address())
                .name("org.freedesktop.Notifications")
                .serve_at(PATH, server)
                .build()
                .await
        });
        let connection = connection.expect("the notification server is on the bus");
        Self { runtime, connection, shown }
    }

    /// Everything that was shown so far, in order.
    pub fn shown(&self) -> Vec<Shown> {
        self.shown.lock().expect("nobody panics while showing").clone()
    }

    /// Waits for a notification that satisfies a condition.
    #[track_caller]
    pub fn await_one(&self, what: &str, fits: impl Fn(&Shown) -> bool) -> Shown {
        wait::until(what, || self.shown().into_iter().find(&fits))
    }

    /// Clicks on a notification, on an action of it or with `default` on its body, until what should
    /// come of it is there: a program hears clicks only from a moment after it has asked to show.
    #[track_caller]
    pub fn click_until(&self, id: u32, action: &str, what: &str, mut there: impl FnMut() -> bool) {
        wait::until_true(what, || {
            self.runtime.block_on(async {
                let click = Server::action_invoked(&self.emitter(), id, action).await;
                click.expect("the click is sent");
            });
            there()
        });
    }

    fn emitter(&self) -> SignalEmitter<'_> {
        SignalEmitter::new(&self.connection, PATH).expect("the path is a path")
    }
}

struct Server {
    shown: Arc<Mutex<Vec<Shown>>>,
    last: AtomicU32,
}

#[interface(name = "org.freedesktop.Notifications")]
impl Server {
    #[expect(
        clippy::too_many_arguments,
        clippy::needless_pass_by_value,
        reason = "the specification of the interface has them"
    )]
    fn notify(
        &self,
        app_name: String,
        replaces_id: u32,
        app_icon: String,
        summary: String,
        body: String,
        actions: Vec<String>,
        hints: HashMap<String, OwnedVariant>,
        expire_timeout: i32,
    ) -> u32 {
        let id = match replaces_id {
            0 => self.last.fetch_add(1, Ordering::SeqCst) + 1,
            id => id,
        };
        let shown = Shown {
            id,
            application: app_name,
            summary,
            body,
            actions,
            replaces: replaces_id,
            icon: app_icon,
            urgency: hints.get("urgency").and_then(|urgency| u8::try_from(urgency).ok()),
            expires: expire_timeout,
        };
        self.shown.lock().expect("nobody panics while showing").push(shown);
        id
    }

    async fn close_notification(
        &self,
        id: u32,
        #[zbus(signal_emitter)] emitter: SignalEmitter<'_>,
    ) {
        // Closing by call is reason 3. A listener that is gone does not need to hear it.
        Self::notification_closed(&emitter, id, 3).await.ok();
    }

    fn get_capabilities(&self) -> Vec<String> {
        ["actions", "body", "persistence"].map(str::to_owned).to_vec()
    }

    fn get_server_information(&self) -> (String, String, String, String) {
        let word = |text: &str| text.to_owned();
        (word("backstop-testkit"), word("Backstop"), word("1"), word("1.2"))
    }

    #[zbus(signal)]
    async fn action_invoked(
        emitter: &SignalEmitter<'_>,
        id: u32,
        action_key: &str,
    ) -> zbus::Result<()>;

    #[zbus(signal)]
    async fn notification_closed(
        emitter: &SignalEmitter<'_>,
        id: u32,
        reason: u32,
    ) -> zbus::Result<()>;
}
