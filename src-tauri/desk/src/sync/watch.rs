//! Noticing what other programs write on the same profile: a command to send, a sign-in, documents that arrived. And
//! whether the disk, which did not take what was written, takes it again.

use std::time::Duration;

use crate::{
    desk::Desk,
    error::{Result, StorageTrouble},
    session::Identity,
    store::facts,
    view::app::DeskEvent,
};

/// How often to look. Looking costs two pragmas.
const EVERY: Duration = Duration::from_millis(150);

/// After how many looks a disk that did not take what was written is tried again.
const PATIENCE: u32 = 10;

/// What was there at the last look.
struct Seen {
    work: i64,
    cache: i64,
    who: Option<Identity>,
    trouble: Option<StorageTrouble>,
    replacements: u64,
    /// How many looks the disk has not been tried for.
    untried: u32,
}

/// Looks until it is dropped.
pub(super) async fn run(desk: Desk) {
    let mut seen: Option<Seen> = None;
    loop {
        let before = seen.take();
        match desk.apart(move |desk| look(desk, before)).await {
            Ok(now) => seen = Some(now),
            Err(error) => tracing::error!(%error, "the profile cannot be watched"),
        }
        tokio::time::sleep(EVERY).await;
    }
}

fn look(desk: &Desk, before: Option<Seen>) -> Result<Seen> {
    let work = desk.store().work_version()?;
    let cache = desk.store().cache_version()?;
    let Some(mut seen) = before else {
        let (trouble, replacements) = (None, desk.store().replacements());
        return Ok(Seen { work, cache, who: desk.identity()?, trouble, replacements, untried: 0 });
    };
    look_at_disk(desk, &mut seen)?;
    if seen.work != work {
        seen.work = work;
        work_changed(desk, &mut seen.who)?;
    }
    if seen.cache != cache {
        seen.cache = cache;
        desk.tell(DeskEvent::Changed { kinds: Vec::new(), ids: Vec::new() });
        desk.tell_line();
    }
    Ok(seen)
}

/// Says what has become of the disk, and tries whether it works again.
fn look_at_disk(desk: &Desk, seen: &mut Seen) -> Result<()> {
    if desk.store().trouble().is_some() {
        seen.untried += 1;
        if seen.untried >= PATIENCE {
            seen.untried = 0;
            // Whether it worked shows below.
            let _ = desk.store().try_to_write();
        }
    }
    let (trouble, replacements) = (desk.store().trouble(), desk.store().replacements());
    if seen.replacements != replacements {
        seen.replacements = replacements;
        desk.tell(DeskEvent::Changed { kinds: Vec::new(), ids: Vec::new() });
        desk.nudge();
        desk.tell_line();
    }
    if seen.trouble != trouble {
        seen.trouble = trouble;
        desk.show_if_possible()?;
        desk.tell_line();
    }
    Ok(())
}

fn work_changed(desk: &Desk, who: &mut Option<Identity>) -> Result<()> {
    let offset = desk.store().read(|conn| facts::get(conn, "clock_offset_ms"))?;
    if let Some(ms) = offset.and_then(|text| text.parse().ok()) {
        desk.set_offset(ms);
    }
    desk.show_newest()?;
    let now = desk.identity()?;
    let same = |a: &Identity, b: &Identity| (&a.token, &a.hub) == (&b.token, &b.hub);
    match (&*who, &now) {
        (Some(before), Some(now)) if same(before, now) => desk.wake(),
        _ => desk.nudge(),
    }
    *who = now;
    desk.tell_line();
    Ok(())
}
