//! The watch over promises: gives alerts in time, with the window hidden, after sleep, once each.
//!
//! It asks the desk every second what is due. A timer is only a hint here: timers stop while a machine
//! sleeps, so what counts are the instants that the desk compares with its clock.

use std::time::Duration;

use backstop_desk::{Desk, Locale, view::app::Alert, view::queue::QueueQuery};
use tauri::AppHandle;

use crate::{console::Console, notice::Notifier, tray};

const EVERY: Duration = Duration::from_secs(1);

/// Watches until the program ends.
pub(crate) async fn over(app: AppHandle, console: Console, notifier: Notifier) {
    let mut beat = tokio::time::interval(EVERY);
    beat.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut shown = (0, 0);
    loop {
        beat.tick().await;
        let Some(stage) = console.stage_now() else { continue };
        let desk = stage.desk().clone();
        let seen = tauri::async_runtime::spawn_blocking(move || look(&desk)).await;
        let Ok(seen) = seen else { continue };
        for alert in seen.alerts {
            notifier.show(&alert, open_label(seen.locale));
        }
        if shown != seen.counts {
            shown = seen.counts;
            tray::count(&app, shown.0, shown.1);
        }
    }
}

/// What one look found.
struct Seen {
    alerts: Vec<Alert>,
    locale: Locale,
    /// Live tickets of this person, and how many of them are late.
    counts: (u32, u32),
}

fn look(desk: &Desk) -> Seen {
    let locale = locale(desk);
    let alerts = desk.due_alerts(locale).unwrap_or_else(|error| {
        tracing::error!(%error, "alarm.not_read");
        Vec::new()
    });
    let queue = desk.queue(&QueueQuery { limit: 0, ..QueueQuery::default() });
    let counts = queue.map(|page| (page.counts.mine, page.counts.breached)).unwrap_or_default();
    Seen { alerts, locale, counts }
}

fn locale(desk: &Desk) -> Locale {
    let chosen = desk.preferences().ok().and_then(|all| all.get("locale").cloned());
    let language = chosen.filter(|c| c != "system").unwrap_or_else(crate::stage::system_locale);
    if language.starts_with("en") { Locale::English } else { Locale::Chinese }
}

fn open_label(locale: Locale) -> &'static str {
    match locale {
        Locale::Chinese => "打开工单",
        Locale::English => "Open the ticket",
    }
}
