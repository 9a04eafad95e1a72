//! Personal data stays on the hub for whoever may not see it.

use std::{collections::BTreeSet, path::Path};

use backstop_domain::{
    document::{Document, DocumentKind},
    id::OrderId,
    invoice::Invoice,
    scenario::{ExpectedAction, Persona, Scenario},
    service_order::ServiceOrder,
    shipment::{Shipment, TrackEvent},
};

use serde_json::Value;

use crate::{
    process::answer,
    shop::{PHONE, STREET, Shop},
};

/// Everything that reaches a person, as one text.
async fn seen_by(shop: &Shop, login: &str) -> String {
    let client = shop.desk(login).await;
    let (items, _) = client.everything(500).await;
    items.iter().filter_map(|item| item.body.as_ref()).map(|body| body.get()).collect()
}

/// One document of every kind that carries personal data, beside those of the shop.
fn documents() -> Vec<Document> {
    let track = TrackEvent {
        at: None,
        status: "派送中".to_owned(),
        place: format!("揭阳市饶平县{STREET}"),
        text: format!("快递员派送中，收件人电话 {PHONE}"),
        operator: format!("快递员 {PHONE}"),
    };
    let shipment = Shipment {
        id: "o-1/SF1".into(),
        source: "test".to_owned(),
        order_id: "o-1".into(),
        customer_id: "c-1".into(),
        tracking_number: "SF1".to_owned(),
        carrier: "顺丰".to_owned(),
        expected_at: None,
        delivered_at: None,
        receiver: "宋敬明".to_owned(),
        receiver_phone: PHONE.to_owned(),
        track: vec![track],
    };
    let visit = ServiceOrder {
        id: "s-1".into(),
        source: "test".to_owned(),
        customer_id: "c-1".into(),
        order_id: "o-1".into(),
        kind: "安装".to_owned(),
        appointment: "周六上午".to_owned(),
        contact: "宋敬明".to_owned(),
        phone: PHONE.to_owned(),
    };
    let invoice = Invoice {
        order_id: OrderId::new("o-1"),
        source: "test".to_owned(),
        kind: "个人".to_owned(),
        title: "宋敬明".to_owned(),
        phone: PHONE.to_owned(),
    };
    vec![shipment.into(), visit.into(), invoice.into(), scenario().into()]
}

fn scenario() -> Scenario {
    let arguments = [("phone_number".to_owned(), PHONE.into())].into();
    Scenario {
        id: "x-1".into(),
        source: "test".to_owned(),
        title: "改电话".to_owned(),
        language: "zh".to_owned(),
        customer_id: None,
        persona: Persona::default(),
        intents: vec![format!("你的电话是 {PHONE}。")],
        actions: vec![ExpectedAction { name: "manage_order".to_owned(), arguments }],
        lookups: vec![],
    }
}

#[tokio::test]
async fn agents_and_trainers_never_receive_what_is_masked() {
    let shop = Shop::open().await;
    shop.hub.store().import(documents()).expect("documents come in");
    for login in ["agent-a", "trainer", "stranger"] {
        let text = seen_by(&shop, login).await;
        assert!(!text.contains(PHONE), "{login} never receives the number");
        assert!(!text.contains(STREET), "{login} never receives the house");
        assert!(!text.contains("song.jm@"), "{login} never receives the e-mail address");
        assert!(text.contains("155****4614"), "{login} can still recognise the number");
        assert!(text.contains("宋敬明"), "{login} knows whom to talk to");
    }
    for login in ["senior", "manager"] {
        let text = seen_by(&shop, login).await;
        assert_eq!(text.matches(PHONE).count(), 11, "{login} receives everything as it is");
        assert!(text.contains(STREET) && text.contains("song.jm@example.com"));
    }
}

/// The telephone numbers and e-mail addresses that the JSON files of a folder name as such.
fn personal_data(folder: &Path) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for file in std::fs::read_dir(folder).expect("a folder") {
        let text = std::fs::read_to_string(file.expect("a file").path()).unwrap_or_default();
        if let Ok(value) = serde_json::from_str(&text) {
            collect(&value, "", &mut found);
        }
    }
    found
}

fn collect(value: &Value, name: &str, found: &mut BTreeSet<String>) {
    let personal = ["电话", "手机", "phone", "email"].iter().any(|word| name.contains(word));
    match value {
        Value::String(text) if personal && text.len() >= 7 => drop(found.insert(text.clone())),
        Value::Array(values) => values.iter().for_each(|value| collect(value, name, found)),
        Value::Object(fields) => {
            fields.iter().for_each(|(name, value)| collect(value, name, found));
        }
        _ => {}
    }
}

#[tokio::test]
async fn no_number_of_the_real_shops_reaches_an_agent() {
    let shops = [("ecom-bench", "A/zh-ecom-bench"), ("tau-retail", "A/en-tau-retail")];
    let shop = Shop::open().await;
    let mut canaries = BTreeSet::new();
    for (kind, name) in shops {
        let Some(folder) = backstop_testkit::shop::folder(name) else { return };
        canaries.extend(personal_data(&folder));
        let path = folder.to_str().expect("a path").to_owned();
        answer(&["import", kind, &path, "--database", &shop.url()], "");
    }
    let senior = seen_by(&shop, "senior").await;
    let known = canaries.iter().filter(|canary| senior.contains(canary.as_str())).count();
    assert!(known > 400, "personal data came in: {known} of {}", canaries.len());
    let mut agent = seen_by(&shop, "agent-a").await;
    // A customer's account name is their identity; the shop made one of them out of a number.
    let customers = shop.hub.store().documents(DocumentKind::Customer).expect("the customers");
    let telling = |id: &str| canaries.iter().any(|canary| id.contains(canary.as_str()));
    for customer in customers.iter().filter(|customer| telling(customer.id())) {
        agent = agent.replace(customer.id(), "");
    }
    let leaked: Vec<_> = canaries.iter().filter(|canary| agent.contains(canary.as_str())).collect();
    assert!(leaked.is_empty(), "these reach an agent: {leaked:?}");
}
