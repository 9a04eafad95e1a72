//! Backstop's rules, pure: what a ticket, a grant, a clock is and what may happen to it.
//!
//! This room knows no file, no network, no clock and no chance of its own, and none of the other
//! rooms: whatever varies is passed in. The desk and the hub both call [`decide::decide`], so
//! that what an agent sees at once is what the hub will say, unless the world has moved.

pub mod article;
pub mod audience;
pub mod calendar;
pub mod clock;
pub mod command;
pub mod customer;
pub mod decide;
pub mod document;
pub mod drill_run;
pub mod grant;
pub mod id;
pub mod invoice;
pub mod ledger;
pub mod money;
pub mod order;
pub mod person;
#[cfg(feature = "simulation")]
pub mod plant;
pub mod product;
pub mod rejection;
pub mod scenario;
pub mod service_order;
pub mod shipment;
pub mod ticket;
pub mod world;

/// Whether a mistake is planted here. In the product there is none: this is the literal `false`.
#[cfg(not(feature = "simulation"))]
#[macro_export]
macro_rules! planted {
    ($plant:ident) => {
        false
    };
}

/// Whether a mistake is planted here.
#[cfg(feature = "simulation")]
#[macro_export]
macro_rules! planted {
    ($plant:ident) => {
        $crate::plant::is($crate::plant::Plant::$plant)
    };
}
