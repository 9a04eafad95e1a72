//! The sample shop: an excerpt of a real data set, a team of five, and a working day in progress.
//!
//! Everything is made the way the product makes it: the shop is imported, quotas are paid out of the
//! team's budget, and tickets come from commands that the hub accepted. So a screen that can show
//! the sample can show a real day.

mod day;
mod stories;
mod story;
mod team;

use backstop_domain::{document::DocumentKind, id::PersonId};
use jiff::Timestamp;

use crate::{
    error::Result,
    import::{Folder, Shop, Silent, import},
    person,
    store::Store,
};
pub use team::team;

macro_rules! files {
    ($($name:literal),+ $(,)?) => {
        &[$(($name, include_bytes!(concat!("../sample/", $name)))),+]
    };
}

/// The excerpt; where it comes from and what was cut is in its README.
const FILES: &[(&str, &[u8])] = files![
    "users_info.json",
    "products.json",
    "orders.json",
    "logistics.json",
    "invoices.json",
    "service.json",
    "discount.json",
    "register_cashback.json",
    "scenarios.json",
    "agent_service_rules.md",
    "customer_roleplay_guide.md",
];

/// The files of the sample shop, in the format of [`Shop::EcomBench`].
pub fn folder() -> Folder {
    let mut folder = Folder::default();
    for (name, bytes) in FILES {
        folder.put(name, bytes.to_vec());
    }
    folder
}

/// Fills an empty hub with the sample shop as it stands at `now`, and says whether it did: a hub
/// that has a ticket, or people of its own, is left alone. A seeding that was cut short is finished
/// by the next one.
pub fn seed(store: &Store, now: Timestamp) -> Result<bool> {
    if !is_ours(store)? {
        return Ok(false);
    }
    import(Shop::EcomBench, &folder(), store, true, &Silent)?;
    assemble(store, day::begin(now))?;
    day::work(store, now)?;
    Ok(true)
}

fn is_ours(store: &Store) -> Result<bool> {
    let ours: Vec<PersonId> = team().into_iter().filter_map(|member| member.id).collect();
    let known = person::list(store)?;
    let strangers = known.iter().any(|person| !ours.contains(&person.id));
    Ok(!strangers && store.documents(DocumentKind::Ticket)?.is_empty())
}

/// Adds those of the team who are not there yet, without passwords.
pub(crate) fn assemble(store: &Store, since: Timestamp) -> Result<()> {
    let known = person::list(store)?;
    for member in team() {
        if !known.iter().any(|person| Some(&person.id) == member.id.as_ref()) {
            person::add(store, member, since)?;
        }
    }
    Ok(())
}
