//! Identifiers: one type for each thing, so that an order can never be passed where a ticket is meant.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl $name {
            /// Wraps a text that is already an identifier.
            pub fn new(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            /// The identifier as it is stored and sent.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }
    )+};
}

ids! {
    /// A person of the service team.
    PersonId,
    /// A team: the group whose tickets and budget belong together.
    TeamId,
    /// One installation of the console, signed in as one person.
    DeskId,
    /// A customer of the shop; the shop's own account name where there is one.
    CustomerId,
    /// An order number, as the shop prints it.
    OrderId,
    /// A parcel; its tracking number where there is one.
    ShipmentId,
    /// A visit: installation, repair, return or exchange.
    ServiceOrderId,
    /// A product of the catalogue.
    ProductId,
    /// A piece of written knowledge.
    ArticleId,
    /// A training scenario.
    ScenarioId,
    /// A ticket.
    TicketId,
    /// One entry of a ticket's timeline.
    EntryId,
    /// A compensation.
    GrantId,
    /// A ledger account.
    AccountId,
    /// A ledger transfer.
    TransferId,
    /// One run of a scenario by one person.
    DrillRunId,
    /// A command: made on a desk, answered by the hub exactly once.
    CommandId,
}
