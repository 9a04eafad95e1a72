//! The shop that every world begins with: a team and its neighbours, two customers, an order.

use std::{cell::RefCell, collections::BTreeSet};

use anyhow::Result;
use backstop_domain::{
    customer::{Address, Customer, Handle},
    id::{CustomerId, PersonId, TeamId},
    money::Fen,
    person::Role,
};
use backstop_hub::{
    person::{self, NewPerson},
    store::{Image, Store},
};
use jiff::Timestamp;

/// When every world begins.
pub const BEGINNING: i64 = 1_800_000_000_000;

/// The customers.
pub const CUSTOMERS: [&str; 2] = ["c-1", "c-2"];

/// A telephone number that agents must never hold.
pub const SECRET: &str = "13987654321";

/// Who works here: login, role, line, team.
pub const PEOPLE: [(&str, Role, u8, &str); 5] = [
    ("agent-a", Role::Agent, 1, "service"),
    ("agent-b", Role::Agent, 1, "service"),
    ("senior", Role::Senior, 2, "service"),
    ("manager", Role::Manager, 3, "service"),
    ("neighbour", Role::Agent, 1, "repair"),
];

/// The instant so many milliseconds after the epoch.
pub fn instant(ms: i64) -> Timestamp {
    Timestamp::from_millisecond(ms).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// A hub with the shop in it.
pub fn hub() -> Result<Store> {
    thread_local! {
        static SHOP: RefCell<Option<Image>> = const { RefCell::new(None) };
    }
    SHOP.with_borrow_mut(|shop| {
        if shop.is_none() {
            *shop = Some(furnished()?.image()?);
        }
        let image = shop.as_ref().ok_or_else(|| anyhow::anyhow!("there is no shop"))?;
        Ok(Store::from_image(image, false)?)
    })
}

fn furnished() -> Result<Store> {
    let store = Store::in_memory()?;
    let now = instant(BEGINNING);
    for (login, role, line, team) in PEOPLE {
        person::add(&store, newcomer(login, role, line, team), now)?;
    }
    store.import(CUSTOMERS.iter().map(|id| customer(id).into()).collect())?;
    Ok(store)
}

fn newcomer(login: &str, role: Role, line: u8, team: &str) -> NewPerson {
    NewPerson {
        id: Some(PersonId::new(login)),
        login: login.to_owned(),
        name: login.to_owned(),
        roles: BTreeSet::from([role]),
        line,
        team: TeamId::new(team),
        quota: Some(Fen(5_000)),
        password: None,
    }
}

fn customer(id: &str) -> Customer {
    Customer {
        id: CustomerId::new(id),
        source: "simulation".to_owned(),
        name: format!("customer {id}"),
        gender: String::new(),
        age: None,
        handles: vec![Handle { channel: "phone".to_owned(), value: SECRET.to_owned() }],
        address: Address { phone: SECRET.to_owned(), ..Address::default() },
        card_balance: None,
        payment_methods: Vec::new(),
        tags: Vec::new(),
    }
}
