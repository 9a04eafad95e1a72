//! What the environment orders.

use std::{env, path::PathBuf, sync::OnceLock};

use crate::faults::Fault;

/// The orders of this run.
pub(crate) struct Orders {
    pub(crate) folder: PathBuf,
    pub(crate) image: PathBuf,
    pub(crate) except: Vec<String>,
    pub(crate) lie: Option<Lie>,
    pub(crate) fault: Option<Fault>,
}

/// How the disk lies.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lie {
    /// A log is synced before a checkpoint only.
    Normal,
    /// Nothing is ever synced.
    Off,
}

/// The orders; nothing when there are none.
pub(crate) fn given() -> Option<&'static Orders> {
    static ORDERS: OnceLock<Option<Orders>> = OnceLock::new();
    ORDERS.get_or_init(read).as_ref()
}

fn read() -> Option<Orders> {
    let word = |name: &str| env::var(format!("BACKSTOP_DISK_{name}")).ok();
    let folder = PathBuf::from(word("FOLDER")?);
    let image = PathBuf::from(word("IMAGE")?);
    let except = word("EXCEPT").unwrap_or_default();
    let except = except.split('/').filter(|name| !name.is_empty()).map(str::to_owned).collect();
    let lie = match word("SYNC").as_deref() {
        Some("normal") => Some(Lie::Normal),
        Some("off") => Some(Lie::Off),
        _ => None,
    };
    let fault = word("FAULT").as_deref().and_then(Fault::parse);
    Some(Orders { folder, image, except, lie, fault })
}
