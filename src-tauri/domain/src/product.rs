//! A product and what the service team must know about it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{id::ProductId, money::Fen};

/// A named piece of knowledge about a product: a gift, a material, a fault and its cure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Fact {
    /// A code where the shop has one (a fault code).
    pub code: String,
    /// What it is called.
    pub name: String,
    /// What there is to know.
    pub text: String,
}

/// A buyable form of a product, or another product it may be exchanged for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Variant {
    /// Its number.
    pub id: String,
    /// Colour, size… or a description, in words.
    pub text: String,
    /// Price, where the shop gives one.
    pub price: Option<Fen>,
    /// Whether it can be bought now.
    pub available: bool,
}

/// A product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Product {
    /// Its number.
    pub id: ProductId,
    /// Which import this came from.
    pub source: String,
    /// Its full name.
    pub name: String,
    /// The shop's word for whether it is on sale.
    pub status: String,
    /// List price, where the product itself has one.
    pub price: Option<Fen>,
    /// ISO 4217 code.
    pub currency: String,
    /// The shop's description.
    pub description: String,
    /// Forms it is sold in.
    pub variants: Vec<Variant>,
    /// What it may be exchanged for.
    pub exchanges: Vec<Variant>,
    /// Gifts that come with it.
    pub gifts: Vec<Fact>,
    /// Auxiliary materials.
    pub materials: Vec<Fact>,
    /// How it is installed.
    pub installation: String,
    /// How it is repaired, and the warranty.
    pub repair: String,
    /// Known faults and their cures.
    pub faults: Vec<Fact>,
}
