//! Documents: every thing that the hub keeps and desks mirror.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    article::Article, customer::Customer, drill_run::DrillRun, grant::Grant, invoice::Invoice,
    ledger::Account, order::Order, person::Person, product::Product, scenario::Scenario,
    service_order::ServiceOrder, shipment::Shipment, ticket::Ticket,
};

macro_rules! documents {
    ($($(#[$doc:meta])* $kind:ident($of:ty) = $code:literal by $id:ident),+ $(,)?) => {
        /// What sort of thing a document is.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
        #[serde(rename_all = "snake_case")]
        pub enum DocumentKind {
            $($(#[$doc])* $kind),+
        }

        impl DocumentKind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$kind),+];

            /// The code that is stored and sent.
            pub fn code(self) -> &'static str {
                match self { $(Self::$kind => $code),+ }
            }

            /// Reads a [`code`](Self::code).
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$kind),)+ _ => None }
            }
        }

        /// A document: one thing in its present state.
        #[derive(Debug, Clone, PartialEq)]
        pub enum Document {
            $($(#[$doc])* $kind($of)),+
        }

        impl Document {
            /// What sort of thing it is.
            pub fn kind(&self) -> DocumentKind {
                match self { $(Self::$kind(_) => DocumentKind::$kind),+ }
            }

            /// Its identifier, unique within its kind.
            pub fn id(&self) -> &str {
                match self { $(Self::$kind(d) => d.$id.as_str()),+ }
            }

            /// The body as JSON text.
            pub fn to_json(&self) -> serde_json::Result<String> {
                match self { $(Self::$kind(d) => serde_json::to_string(d)),+ }
            }

            /// Reads a body of a kind. Unknown fields are ignored, so that an older desk can read a newer hub.
            pub fn from_json(kind: DocumentKind, body: &str) -> serde_json::Result<Self> {
                Ok(match kind { $(DocumentKind::$kind => Self::$kind(serde_json::from_str(body)?)),+ })
            }
        }

        $(impl From<$of> for Document {
            fn from(body: $of) -> Self { Self::$kind(body) }
        })+
    };
}

documents! {
    /// A member of the team.
    Person(Person) = "person" by id,
    /// A customer.
    Customer(Customer) = "customer" by id,
    /// A product.
    Product(Product) = "product" by id,
    /// An order.
    Order(Order) = "order" by id,
    /// A parcel.
    Shipment(Shipment) = "shipment" by id,
    /// A visit.
    ServiceOrder(ServiceOrder) = "service_order" by id,
    /// An invoice.
    Invoice(Invoice) = "invoice" by order_id,
    /// Written knowledge.
    Article(Article) = "article" by id,
    /// A training scenario.
    Scenario(Scenario) = "scenario" by id,
    /// A ticket.
    Ticket(Ticket) = "ticket" by id,
    /// A compensation.
    Grant(Grant) = "grant" by id,
    /// A ledger account.
    Account(Account) = "account" by id,
    /// A finished drill.
    DrillRun(DrillRun) = "drill_run" by id,
}
