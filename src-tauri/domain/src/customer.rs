//! A customer of the shop: who they are and how they can be reached.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{id::CustomerId, money::Fen};

/// Where something goes or someone lives. Every part is as the shop wrote it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Address {
    /// The receiver's name, where it differs from the customer's.
    pub receiver: String,
    /// The receiver's telephone number.
    pub phone: String,
    /// Country.
    pub country: String,
    /// Province or state.
    pub province: String,
    /// City.
    pub city: String,
    /// District or county.
    pub district: String,
    /// Street, house, room: the part that is masked for most roles.
    pub detail: String,
    /// Postal code, where the shop has one.
    pub postcode: String,
}

/// One address of a customer on one channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Handle {
    /// The channel: `phone`, `email`, `account`, `wechat`…
    pub channel: String,
    /// The address there.
    pub value: String,
}

/// A customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Customer {
    /// The shop's account name.
    pub id: CustomerId,
    /// Which import this came from: `ecom-bench`, `tau-retail`…
    pub source: String,
    /// Full name.
    pub name: String,
    /// As the shop recorded it; empty when it did not.
    pub gender: String,
    /// In years, where known.
    pub age: Option<u16>,
    /// Every way to reach or recognise them.
    pub handles: Vec<Handle>,
    /// Home address.
    pub address: Address,
    /// Balance of the shop's stored-value card, where there is one.
    pub card_balance: Option<Fen>,
    /// Ways to pay that the shop has on file, in words.
    pub payment_methods: Vec<String>,
    /// Marks given by rule or by hand.
    pub tags: Vec<String>,
}

impl Customer {
    /// The first telephone number, if any.
    pub fn phone(&self) -> Option<&str> {
        self.handles.iter().find(|h| h.channel == "phone").map(|h| h.value.as_str())
    }
}
