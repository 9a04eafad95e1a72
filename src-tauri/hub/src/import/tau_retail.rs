//! The English shop: an export in the format of tau-bench and tau2-bench, retail. It has no dates.

mod article;
mod caller;
mod customer;
mod order;
mod product;
mod scenario;

use backstop_domain::document::DocumentKind;

use super::{Folder, harvest::Harvest, rows::Layout};

/// The `source` of everything that comes from here.
pub(super) const SOURCE: &str = "tau-retail";
/// Every amount is in dollars.
const CURRENCY: &str = "USD";

const USERS: &str = "users.json";
const PRODUCTS: &str = "products.json";
const ORDERS: &str = "orders.json";
const POLICY: &str = "policy.md";
const ROLE_PLAY: &str = "user_simulation_guidelines.md";
const SCENARIOS: &str = "scenarios_tau2.json";
const PERSONAS: &str = "scenarios_tau1_personas.json";

/// The files of the export.
pub(super) const FILES: [&str; 7] =
    [USERS, PRODUCTS, ORDERS, SCENARIOS, PERSONAS, POLICY, ROLE_PLAY];

/// Reads the export. Customers come first, because orders must have one; orders carry the parcels.
pub(super) fn read(folder: &Folder, harvest: &mut Harvest<'_>) {
    use DocumentKind as Kind;
    let keyed = Layout::Keyed(1);
    harvest.rows(folder, USERS, Kind::Customer, keyed, customer::read);
    harvest.rows(folder, PRODUCTS, Kind::Product, keyed, product::read);
    harvest.each_row(folder, ORDERS, Kind::Order, keyed, order::read);
    harvest.rows(folder, SCENARIOS, Kind::Scenario, Layout::List, scenario::read);
    harvest.rows(folder, PERSONAS, Kind::Scenario, Layout::List, scenario::read_persona);
    harvest.words(folder, POLICY, Kind::Article, article::policy);
    harvest.words(folder, ROLE_PLAY, Kind::Article, article::role_play);
}
