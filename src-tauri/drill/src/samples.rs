//! Scenarios and shops for the tests of this room: the real ones where they are, read with the least that is needed.
//!
//! The importers of the hub read the same files for real; this reader knows only what a drill looks at.

use std::{collections::BTreeMap, fs, path::PathBuf};

use backstop_domain::{
    customer::{Address, Customer, Handle},
    id::{CustomerId, OrderId, ProductId, ScenarioId},
    money::Fen,
    order::{Order, OrderLine},
    product::{Product, Variant},
    scenario::{ExpectedAction, Persona, Scenario},
};
use serde_json::Value;

use crate::sandbox::SandboxWorld;

/// The folder of real data, or `None` (said aloud) where this machine has none.
pub(crate) fn data(folder: &str) -> Option<PathBuf> {
    backstop_testkit::shop::folder(&format!("A/{folder}"))
}

fn json(folder: &str, file: &str) -> Option<Value> {
    let text = fs::read_to_string(data(folder)?.join(file)).expect("the data file can be read");
    Some(serde_json::from_str(&text).expect("the data file is JSON"))
}

fn text(value: &Value, key: &str) -> String {
    match &value[key] {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

fn fen(value: &Value) -> Fen {
    Fen::from_yuan(&value.to_string()).unwrap_or_default()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn entries(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

fn actions(value: &Value, arguments: &str) -> Vec<ExpectedAction> {
    let action = |a: &Value| ExpectedAction {
        name: text(a, "name"),
        arguments: entries(&a[arguments]).map(|(k, v)| (k.clone(), v.clone())).collect(),
    };
    list(value).iter().map(action).collect()
}

/// The scenarios of ecom-bench; none without the data.
pub(crate) fn ecom_bench() -> Vec<Scenario> {
    let all = json("zh-ecom-bench", "scenarios.json").unwrap_or_default();
    list(&all).iter().map(chinese).collect()
}

/// One scenario as ecom-bench writes it.
fn chinese(row: &Value) -> Scenario {
    let instruction = text(row, "instruction");
    let tag = |name: &str| {
        let rest = instruction.split_once(&format!("<{name}>")).map_or("", |(_, rest)| rest);
        rest.split(&format!("<\\{name}>")).next().unwrap_or_default().trim().to_owned()
    };
    let intents = instruction.split("<意图").skip(1).filter_map(|part| {
        let (_, body) = part.split_once('>')?;
        let body = body.split("<\\意图").next()?.trim();
        (!body.is_empty()).then(|| body.to_owned())
    });
    Scenario {
        id: ScenarioId::new(format!("ecom-bench-{}", text(row, "annotator"))),
        source: "ecom-bench".to_owned(),
        title: text(row, "annotator"),
        language: "zh".to_owned(),
        customer_id: Some(CustomerId::new(text(row, "user_id"))),
        persona: Persona {
            kind: tag("消费者类型"),
            mood: tag("情绪"),
            care: tag("细心程度"),
            patience: tag("耐心程度"),
            trust: tag("信任程度"),
            rights: tag("维权意识"),
            asking: tag("提问方式"),
            style: tag("发言风格"),
            tempo: tag("沟通节奏"),
        },
        intents: intents.collect(),
        actions: actions(&row["metadata"]["actions"], "arguments"),
        lookups: actions(&row["metadata"]["searches"], "arguments"),
    }
}

/// The scenarios of tau-retail's second edition; none without the data.
pub(crate) fn tau_retail() -> Vec<Scenario> {
    let all = json("en-tau-retail", "scenarios_tau2.json").unwrap_or_default();
    list(&all).iter().map(english).collect()
}

fn english(row: &Value) -> Scenario {
    let told = &row["user_scenario"]["instructions"];
    let expected = actions(&row["evaluation_criteria"]["actions"], "arguments");
    let of_user = expected.iter().find_map(|a| a.arguments.get("user_id")?.as_str());
    Scenario {
        id: ScenarioId::new(format!("tau-retail-{}", text(row, "id"))),
        source: "tau-retail".to_owned(),
        title: text(row, "id"),
        language: "en".to_owned(),
        customer_id: of_user.map(CustomerId::from),
        persona: Persona {
            kind: format!("{} {}", text(told, "known_info"), text(told, "unknown_info")),
            style: text(told, "task_instructions"),
            ..Persona::default()
        },
        intents: crate::script::english::sentences(&text(told, "reason_for_call")),
        actions: expected,
        lookups: Vec::new(),
    }
}

/// The one-paragraph scenarios of tau-retail's first edition; none without the data.
pub(crate) fn tau_personas() -> Vec<Scenario> {
    let all = json("en-tau-retail", "scenarios_tau1_personas.json").unwrap_or_default();
    let scenario = |(at, row): (usize, &Value)| Scenario {
        id: ScenarioId::new(format!("tau-retail-persona-{at}")),
        source: "tau-retail".to_owned(),
        title: at.to_string(),
        language: "en".to_owned(),
        customer_id: Some(CustomerId::new(text(row, "user_id"))),
        persona: Persona::default(),
        intents: vec![text(row, "instruction")],
        actions: actions(&row["actions"], "kwargs"),
        lookups: Vec::new(),
    };
    list(&all).iter().enumerate().map(scenario).collect()
}

/// The shop that a scenario plays in, with everybody in it.
pub(crate) fn shop(source: &str) -> SandboxWorld {
    match source {
        "ecom-bench" => chinese_shop(),
        _ => english_shop(),
    }
}

fn chinese_shop() -> SandboxWorld {
    let file = |name| json("zh-ecom-bench", name).unwrap_or_default();
    chinese_world(&file("users_info.json"), &file("orders.json"), &file("products.json"))
}

fn excerpt() -> Value {
    serde_json::from_str(include_str!("../fixtures/ecom_bench.json")).expect("the excerpt is JSON")
}

/// The scenarios of the excerpt, which is always at hand.
pub(crate) fn excerpt_scenarios() -> Vec<Scenario> {
    list(&excerpt()["scenarios"]).iter().map(chinese).collect()
}

/// The scenario of the excerpt with this number.
pub(crate) fn excerpt_scenario(number: &str) -> Scenario {
    let found = excerpt_scenarios().into_iter().find(|scenario| scenario.title == number);
    found.expect("the excerpt has the scenario")
}

/// The shop of the excerpt.
pub(crate) fn excerpt_shop() -> SandboxWorld {
    let all = excerpt();
    chinese_world(&all["users_info"], &all["orders"], &all["products"])
}

fn chinese_world(users: &Value, orders: &Value, products: &Value) -> SandboxWorld {
    let mut world = SandboxWorld::default();
    for (_, row) in entries(users) {
        world.put(chinese_customer(row).into());
    }
    let orders = entries(&orders["jd"]).flat_map(|(_, shop)| entries(shop));
    for (_, row) in orders.flat_map(|(_, customer)| entries(customer)) {
        world.put(chinese_order(row).into());
    }
    for (_, row) in entries(&products["jd"]).flat_map(|(_, shop)| entries(shop)) {
        world.put(chinese_product(row).into());
    }
    world
}

fn chinese_address(row: &Value) -> Address {
    Address {
        receiver: text(row, "收件人姓名"),
        phone: text(row, "电话号码"),
        province: text(row, "省份"),
        city: text(row, "城市"),
        district: text(row, "区县"),
        detail: text(row, "详细地址"),
        ..Address::default()
    }
}

fn chinese_customer(row: &Value) -> Customer {
    Customer {
        id: CustomerId::new(text(row, "用户ID")),
        source: "ecom-bench".to_owned(),
        name: text(row, "用户姓名"),
        gender: text(row, "性别"),
        age: None,
        handles: vec![Handle { channel: "phone".to_owned(), value: text(row, "电话号码") }],
        address: chinese_address(&row["地址信息"]),
        card_balance: Some(fen(&row["电子卡余额"])),
        payment_methods: Vec::new(),
        tags: Vec::new(),
    }
}

fn chinese_order(row: &Value) -> Order {
    let line = |l: &Value| OrderLine {
        product_id: ProductId::new(text(l, "商品ID")),
        item_id: String::new(),
        title: String::new(),
        options: String::new(),
        quantity: l["数量"].as_u64().and_then(|n| u32::try_from(n).ok()).unwrap_or(1),
        price: fen(&l["单价"]),
    };
    Order {
        id: OrderId::new(text(row, "订单ID")),
        source: "ecom-bench".to_owned(),
        customer_id: CustomerId::new(text(row, "用户ID")),
        status: text(row, "订单状态"),
        total: fen(&row["订单总金额"]),
        currency: "CNY".to_owned(),
        urgent: row["是否加急"] == true,
        lines: list(&row["订单商品列表"]).iter().map(line).collect(),
        address: chinese_address(&row["收货地址"]),
        payment: text(row, "支付方式"),
    }
}

fn chinese_product(row: &Value) -> Product {
    let exchange = |e: &Value| Variant {
        id: text(e, "商品ID"),
        text: text(e, "商品描述"),
        price: None,
        available: e["商品状态"] == "已上架",
    };
    Product {
        status: text(row, "商品状态"),
        price: Some(fen(&row["商品价格"])),
        exchanges: list(&row["可换货商品"]).iter().map(exchange).collect(),
        ..product("ecom-bench", text(row, "商品ID"), text(row, "商品名称"))
    }
}

/// A product of which only this is known.
pub(crate) fn product(source: &str, id: String, name: String) -> Product {
    Product {
        id: ProductId::new(id),
        source: source.to_owned(),
        name,
        status: String::new(),
        price: None,
        currency: "CNY".to_owned(),
        description: String::new(),
        variants: Vec::new(),
        exchanges: Vec::new(),
        gifts: Vec::new(),
        materials: Vec::new(),
        installation: String::new(),
        repair: String::new(),
        faults: Vec::new(),
    }
}

fn english_shop() -> SandboxWorld {
    let mut world = SandboxWorld::default();
    let file = |name| json("en-tau-retail", name).unwrap_or_default();
    for (_, row) in entries(&file("orders.json")) {
        world.put(english_order(row).into());
    }
    for (_, row) in entries(&file("products.json")) {
        let variants = entries(&row["variants"]).map(|(id, v)| Variant {
            id: id.clone(),
            text: v["options"].to_string(),
            price: Some(fen(&v["price"])),
            available: v["available"] == true,
        });
        world.put(
            Product {
                variants: variants.collect(),
                ..product("tau-retail", text(row, "product_id"), text(row, "name"))
            }
            .into(),
        );
    }
    for (_, row) in entries(&file("users.json")) {
        world.put(english_customer(row).into());
    }
    world
}

fn english_customer(row: &Value) -> Customer {
    let name = format!("{} {}", text(&row["name"], "first_name"), text(&row["name"], "last_name"));
    Customer {
        id: CustomerId::new(text(row, "user_id")),
        source: "tau-retail".to_owned(),
        name,
        gender: String::new(),
        age: None,
        handles: vec![Handle { channel: "email".to_owned(), value: text(row, "email") }],
        address: Address { postcode: text(&row["address"], "zip"), ..Address::default() },
        card_balance: None,
        payment_methods: entries(&row["payment_methods"]).map(|(id, _)| id.clone()).collect(),
        tags: Vec::new(),
    }
}

fn english_order(row: &Value) -> Order {
    let line = |l: &Value| OrderLine {
        product_id: ProductId::new(text(l, "product_id")),
        item_id: text(l, "item_id"),
        title: text(l, "name"),
        options: l["options"].to_string(),
        quantity: 1,
        price: fen(&l["price"]),
    };
    Order {
        id: OrderId::new(text(row, "order_id")),
        source: "tau-retail".to_owned(),
        customer_id: CustomerId::new(text(row, "user_id")),
        status: text(row, "status"),
        total: fen(&row["payment_history"][0]["amount"]),
        currency: "USD".to_owned(),
        urgent: false,
        lines: list(&row["items"]).iter().map(line).collect(),
        address: Address::default(),
        payment: text(&row["payment_history"][0], "payment_method_id"),
    }
}

/// An action by name, as a screen would send it.
pub(crate) fn action(name: &str, arguments: Value) -> crate::actions::DrillAction {
    let arguments: BTreeMap<String, Value> =
        serde_json::from_value(arguments).expect("arguments are an object");
    crate::actions::DrillAction { name: name.to_owned(), arguments }
}

/// An English scenario in the form of tau-retail, made up for the tests.
pub(crate) fn english_scenario(intents: &[&str], expected: &[(&str, Value)]) -> Scenario {
    let action = |(name, arguments): &(&str, Value)| ExpectedAction {
        name: (*name).to_owned(),
        arguments: entries(arguments).map(|(k, v)| (k.clone(), v.clone())).collect(),
    };
    Scenario {
        id: ScenarioId::from("english"),
        source: "tau-retail".to_owned(),
        title: "english".to_owned(),
        language: "en".to_owned(),
        customer_id: Some(CustomerId::from("caller_1")),
        persona: Persona {
            kind: "You are Casey Caller in zipcode 28236. You do not remember your email address"
                .to_owned(),
            ..Persona::default()
        },
        intents: intents.iter().map(ToString::to_string).collect(),
        actions: expected.iter().map(action).collect(),
        lookups: Vec::new(),
    }
}

/// The small shop that goes with it.
pub(crate) fn english_excerpt_shop() -> SandboxWorld {
    let mut world = SandboxWorld::default();
    world.put(english_customer(&serde_json::json!({
        "user_id": "caller_1", "name": {"first_name": "Casey", "last_name": "Caller"}, "email": "casey@example.com",
        "address": {"zip": "28236"}, "payment_methods": {"paypal_1": {}, "gift_card_1": {}},
    })).into());
    for (id, status) in
        [("#W1000001", "pending"), ("#W1000002", "delivered"), ("#W1000003", "processed")]
    {
        world.put(english_order(&serde_json::json!({
            "order_id": id, "user_id": "caller_1", "status": status,
            "items": [
                {"name": "Desk Lamp", "product_id": "p1", "item_id": "i1", "price": 20.5, "options": {"color": "white"}},
                {"name": "Water Bottle", "product_id": "p2", "item_id": "i3", "price": 9.5, "options": {}},
            ],
            "payment_history": [{"amount": 30, "payment_method_id": "paypal_1"}],
        })).into());
    }
    for (id, name, items) in [
        ("p1", "Desk Lamp", [("i1", true), ("i2", true)]),
        ("p2", "Water Bottle", [("i3", true), ("i4", false)]),
    ] {
        let variant = |(id, available): (&str, bool)| Variant {
            id: id.to_owned(),
            text: String::new(),
            price: Some(Fen(2_550)),
            available,
        };
        let bare = product("tau-retail", id.to_owned(), name.to_owned());
        world.put(Product { variants: items.map(variant).to_vec(), ..bare }.into());
    }
    world
}
