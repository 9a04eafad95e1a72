//! The Chinese shop: an export in the format of ECom-Bench, filed by platform, shop and customer.

mod article;
mod customer;
mod order;
mod product;
mod scenario;
mod shipment;
mod visit;

use backstop_domain::document::DocumentKind;
use jiff::tz::TimeZone;

use super::{Folder, harvest::Harvest, rows::Layout};

/// The `source` of everything that comes from here.
pub(super) const SOURCE: &str = "ecom-bench";
/// Every amount is in yuan.
const CURRENCY: &str = "CNY";

const USERS: &str = "users_info.json";
const PRODUCTS: &str = "products.json";
const ORDERS: &str = "orders.json";
const LOGISTICS: &str = "logistics.json";
const INVOICES: &str = "invoices.json";
const SERVICE: &str = "service.json";
const DISCOUNT: &str = "discount.json";
const CASHBACK: &str = "register_cashback.json";
const SCENARIOS: &str = "scenarios.json";
const RULES: &str = "agent_service_rules.md";
const ROLE_PLAY: &str = "customer_roleplay_guide.md";

/// The files of the export.
pub(super) const FILES: [&str; 11] = [
    USERS, PRODUCTS, ORDERS, LOGISTICS, INVOICES, SERVICE, DISCOUNT, CASHBACK, SCENARIOS, RULES,
    ROLE_PLAY,
];

/// How deep rows lie that are filed by platform and shop.
const BY_SHOP: Layout = Layout::Keyed(3);
/// How deep rows lie that are filed by platform, shop, customer and order.
const BY_ORDER: Layout = Layout::Keyed(4);

/// Reads the export. Customers come first, because orders must have one.
pub(super) fn read(folder: &Folder, harvest: &mut Harvest<'_>) {
    use DocumentKind as Kind;
    harvest.rows(folder, USERS, Kind::Customer, Layout::Keyed(1), customer::read);
    harvest.rows(folder, PRODUCTS, Kind::Product, BY_SHOP, product::read);
    harvest.rows(folder, ORDERS, Kind::Order, BY_ORDER, order::read);
    let zone = shop_time();
    harvest.rows(folder, LOGISTICS, Kind::Shipment, BY_ORDER, |harvest, found| {
        shipment::read(harvest, found, &zone)
    });
    harvest.rows(folder, INVOICES, Kind::Invoice, Layout::Keyed(1), order::invoice);
    harvest.rows(folder, SERVICE, Kind::ServiceOrder, BY_ORDER, visit::read);
    harvest.rows(folder, DISCOUNT, Kind::Article, Layout::Keyed(2), article::promotion);
    harvest.each_row(folder, CASHBACK, Kind::Customer, BY_ORDER, customer::mark_cashback);
    harvest.rows(folder, SCENARIOS, Kind::Scenario, Layout::List, scenario::read);
    harvest.words(folder, RULES, Kind::Article, article::rules);
    harvest.words(folder, ROLE_PLAY, Kind::Article, article::role_play);
}

/// The shop writes local times without saying so.
fn shop_time() -> TimeZone {
    TimeZone::get("Asia/Shanghai").unwrap_or_else(|_| TimeZone::fixed(jiff::tz::offset(8)))
}
