//! Notifications through the operating system, from Rust, so that a hidden window changes nothing.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use backstop_desk::view::app::Alert;
use notify_rust::{Notification, NotificationResponse};

/// The most notifications that are waited on at a time; each holds a thread while it stands.
/// Beyond it a notification still shows, but a click on it opens nothing.
const MOST_WAITING: usize = 16;

/// Shows alerts and reports clicks on them.
#[derive(Clone)]
pub(crate) struct Notifier {
    waiting: Arc<AtomicUsize>,
    opened: Arc<dyn Fn(String) + Send + Sync>,
}

impl Notifier {
    /// `opened` is called with the ticket of an alert that the person clicked.
    pub(crate) fn new(opened: impl Fn(String) + Send + Sync + 'static) -> Self {
        Self { waiting: Arc::default(), opened: Arc::new(opened) }
    }

    /// Shows an alert without waiting for anything. Where the system has no notifications the alert is
    /// still in the console's own list; the failure is logged.
    pub(crate) fn show(&self, alert: &Alert, open_label: &str) {
        let notification = notification(alert, open_label);
        let ticket = alert.tickets.first().cloned();
        let this = self.clone();
        // Showing can block on the system for seconds, and on macOS must not happen on the main thread.
        let spawned = std::thread::Builder::new()
            .name("notification".to_owned())
            .spawn(move || this.show_and_wait(&notification, ticket));
        if let Err(error) = spawned {
            tracing::warn!(%error, "notification.no_thread");
        }
    }

    fn show_and_wait(&self, notification: &Notification, ticket: Option<String>) {
        let handle = match notification.show() {
            Ok(handle) => handle,
            Err(error) => {
                tracing::warn!(%error, "notification.not_shown");
                return;
            }
        };
        let before = self.waiting.fetch_add(1, Ordering::SeqCst);
        if before < MOST_WAITING {
            let opened = Arc::clone(&self.opened);
            let answered = handle.wait_for_response(move |response: &NotificationResponse| {
                let clicked = matches!(response, NotificationResponse::Default)
                    || matches!(response, NotificationResponse::Action(name) if name == "open");
                if let (true, Some(ticket)) = (clicked, ticket.clone()) {
                    opened(ticket);
                }
            });
            if let Err(error) = answered {
                tracing::debug!(%error, "notification.no_answer");
            }
        }
        self.waiting.fetch_sub(1, Ordering::SeqCst);
    }
}

fn notification(alert: &Alert, open_label: &str) -> Notification {
    let mut notification = Notification::new();
    notification
        .appname("Backstop")
        .summary(&alert.title)
        .body(&alert.body)
        .action("default", open_label)
        .action("open", open_label);
    #[cfg(all(unix, not(target_os = "macos")))]
    notification.urgency(if alert.breached {
        notify_rust::Urgency::Critical
    } else {
        notify_rust::Urgency::Normal
    });
    #[cfg(windows)]
    notification.app_id("app.backstop.console");
    notification.finalize()
}
