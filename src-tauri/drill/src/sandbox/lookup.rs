//! Looking things up in the sandbox shop: what the trainee reads before answering.

use backstop_domain::{
    article::Article,
    customer::Customer,
    id::{OrderId, ProductId},
    order::Order,
    product::{Fact, Product, Variant},
};

use super::shop::{Answer, Shop, refuse};
use crate::actions::Deed;

/// The answer to a look-up of either shop.
pub(super) fn answer(deed: &Deed, shop: &Shop) -> Answer {
    match (deed.name.as_str(), deed.mode()) {
        ("manage_order", "查询") | ("get_order_details", _) => order(shop),
        ("get_logistics_info", _) => logistics(shop),
        ("get_user_info" | "get_user_details", _) | ("manage_ecard", "余额查询") => {
            customer(shop)
        }
        ("find_user_id_by_email" | "find_user_id_by_name_zip", _) => find(shop),
        ("get_product_info" | "get_product_details", _) => product(shop, "product_id", whole),
        ("get_installation_service_info", _) => {
            product(shop, "product_id", |p| p.installation.clone())
        }
        ("get_repair_info", _) => product(shop, "product_id", |p| p.repair.clone()),
        ("get_gift_info", _) => product(shop, "product_id", |p| facts(&p.gifts)),
        ("get_auxiliary_materials_info", _) => product(shop, "product_id", |p| facts(&p.materials)),
        ("get_fault_code_info", _) => fault(shop),
        ("compare_products_info", _) => compare(shop),
        ("manage_exchange", "查询") => {
            product(shop, "original_product_id", |p| variants(&p.exchanges))
        }
        ("get_item_details", _) => item(shop),
        ("list_all_product_types", _) => Ok(all_products(shop)),
        ("get_discount_info", _) => Ok(articles(shop, "promotion")),
        ("manage_ecard", "信息查询") => Ok(articles(shop, "rules")),
        ("register_cashback_by_review", "查询") => Ok(cashback(shop)),
        ("calculate", _) => Ok(shop.text("expression")),
        (name, _) => refuse(format!("“{name}” is unknown here / 这里没有“{name}”")),
    }
}

fn missing<T>(what: &str, id: &str) -> Result<T, super::Refused> {
    refuse(format!("{what} {id}: 没有查到 / not found"))
}

fn order(shop: &Shop) -> Answer {
    shop.order().map_or_else(|| missing("订单", &shop.text("order_id")), |order| Ok(words(&order)))
}

fn words(order: &Order) -> String {
    let lines: Vec<_> = order
        .lines
        .iter()
        .map(|l| {
            let item = if l.item_id.is_empty() { l.product_id.as_str() } else { &l.item_id };
            format!("{item} {} {} {}×{}", l.title, l.options, l.price, l.quantity)
        })
        .collect();
    let a = &order.address;
    let urgent = if order.urgent { " · 已加急" } else { "" };
    format!(
        "{} · {}{urgent} · {} {} · {}\n{}\n{} {} {}{}{}{} {}",
        order.id,
        order.status,
        order.total,
        order.currency,
        order.payment,
        lines.join("\n"),
        a.receiver,
        a.phone,
        a.province,
        a.city,
        a.district,
        a.detail,
        a.postcode,
    )
}

fn logistics(shop: &Shop) -> Answer {
    let id = OrderId::new(shop.text("order_id"));
    let parcels = shop.world.shipments.values().filter(|parcel| parcel.order_id == id);
    let track = parcels.flat_map(|parcel| {
        let step = |step: &backstop_domain::shipment::TrackEvent| {
            format!("{} {} {}", step.status, step.place, step.text)
        };
        let head = format!("{} {}", parcel.carrier, parcel.tracking_number);
        std::iter::once(head).chain(parcel.track.iter().map(step))
    });
    let track: Vec<String> = track.collect();
    if track.is_empty() { missing("物流", id.as_str()) } else { Ok(track.join("\n")) }
}

fn customer(shop: &Shop) -> Answer {
    shop.customer().map_or_else(|| missing("用户", &shop.text("user_id")), |c| Ok(profile(&c)))
}

fn profile(customer: &Customer) -> String {
    let balance = customer.card_balance.map(|b| format!(" · {b}")).unwrap_or_default();
    let reach = customer.phone().unwrap_or_default();
    let a = &customer.address;
    format!(
        "{} · {} {reach}{balance} · {}{}{}{} {} · {}",
        customer.id,
        customer.name,
        a.province,
        a.city,
        a.district,
        a.detail,
        a.postcode,
        customer.payment_methods.join(", "),
    )
}

/// Finds the customer by what they said of themselves.
fn find(shop: &Shop) -> Answer {
    let same = |a: &str, b: &str| a.eq_ignore_ascii_case(b);
    let (email, zip) = (shop.text("email"), shop.text("zip"));
    let name = format!("{} {}", shop.text("first_name"), shop.text("last_name"));
    let fits = |c: &&Customer| {
        let by_email = c.handles.iter().any(|h| h.channel == "email" && same(&h.value, &email));
        by_email || (email.is_empty() && same(&c.name, &name) && c.address.postcode == zip)
    };
    let found = shop.world.customers.values().find(fits);
    found.map_or_else(
        || missing("User", if email.is_empty() { &name } else { &email }),
        |c| Ok(profile(c)),
    )
}

fn product(shop: &Shop, argument: &str, part: fn(&Product) -> String) -> Answer {
    let found = shop.product(argument);
    found.map_or_else(|| missing("商品", &shop.text(argument)), |product| Ok(part(&product)))
}

fn whole(product: &Product) -> String {
    let price = product.price.map(|price| price.to_string()).unwrap_or_default();
    let head = format!("{} {} · {} · {price}", product.id, product.name, product.status);
    format!("{head}\n{}\n{}", product.description, variants(&product.variants))
}

fn variants(variants: &[Variant]) -> String {
    let line = |v: &Variant| {
        let price = v.price.map(|price| price.to_string()).unwrap_or_default();
        format!("{} {} {price} {}", v.id, v.text, if v.available { "✓" } else { "✗" })
    };
    variants.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn facts(facts: &[Fact]) -> String {
    facts.iter().map(|f| format!("{}：{}", f.name, f.text)).collect::<Vec<_>>().join("\n")
}

fn fault(shop: &Shop) -> Answer {
    let code = shop.text("fault_code");
    let Some(product) = shop.product("product_id") else {
        return missing("商品", &shop.text("product_id"));
    };
    let known = product.faults.iter().find(|fault| fault.code.eq_ignore_ascii_case(&code));
    known.map_or_else(|| missing("故障码", &code), |f| Ok(format!("{}：{}", f.name, f.text)))
}

fn compare(shop: &Shop) -> Answer {
    let ids = shop.list("product_ids");
    let found = ids.iter().filter_map(|id| shop.world.products.get(&ProductId::new(id.as_str())));
    let parts: Vec<_> = found.map(whole).collect();
    if parts.is_empty() { missing("商品", &ids.join(", ")) } else { Ok(parts.join("\n")) }
}

fn item(shop: &Shop) -> Answer {
    let id = shop.text("item_id");
    let of = |product: &Product| {
        let found = product.variants.iter().find(|variant| variant.id == id)?;
        Some(format!("{} · {}", product.name, variants(std::slice::from_ref(found))))
    };
    shop.world.products.values().find_map(of).map_or_else(|| missing("Item", &id), Ok)
}

fn all_products(shop: &Shop) -> String {
    let line = |product: &Product| format!("{} {}", product.id, product.name);
    shop.world.products.values().map(line).collect::<Vec<_>>().join("\n")
}

/// The written knowledge of one kind. How customers are played is never among it.
fn articles(shop: &Shop, kind: &str) -> String {
    let wanted = shop.world.articles.values().filter(|article| article.kind == kind);
    let line = |article: &Article| format!("{}\n{}", article.title, article.body);
    wanted.map(line).collect::<Vec<_>>().join("\n\n")
}

fn cashback(shop: &Shop) -> String {
    let id = shop.text("order_id");
    let known = shop.world.cashbacks.contains(&OrderId::new(id.as_str()));
    format!("订单{id}：{}", if known { "已晒单" } else { "未晒单" })
}
