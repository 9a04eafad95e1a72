//! Getting out what somebody was writing, from a profile that this program may not or cannot open: one of a newer
//! Backstop, or a damaged one. Nothing is changed.

use std::{fs, path::Path};

use serde_json::Value;

use crate::{
    error::Result,
    journal::{Sealer, read},
    key::{Key, KeyChoice},
    profile::Profile,
    store,
};

/// Every draft in a profile, the newest first, as it was stored: from the work store if that can be read, otherwise from
/// its journal.
pub fn drafts(dir: impl AsRef<Path>, choice: KeyChoice) -> Result<Vec<Value>> {
    let profile = Profile::at(dir)?;
    if !profile.has_work() {
        return Ok(Vec::new());
    }
    let lock = profile.lock()?;
    let (key, _) = Key::of_profile(&profile, choice, &lock)?;
    match store::drafts_read_only(&profile, &key) {
        Ok(drafts) => Ok(drafts),
        Err(error) => from_journal(&profile, &key).ok_or(error),
    }
}

fn from_journal(profile: &Profile, key: &Key) -> Option<Vec<Value>> {
    let bytes = fs::read(profile.journal()).ok()?;
    let reading = read(&bytes, &Sealer::of(key));
    (!reading.is_blank()).then(|| reading.picture().drafts())
}
