//! The 360 view and the list of customers, on small cases and on the real shop.

use backstop_desk::view::customer::Guess;
use backstop_domain::{
    document::Document,
    order::{Order, OrderLine},
    product::Product,
    shipment::{Shipment, TrackEvent},
    ticket::{Ending, EntryBody, Liable, Solved, TicketStatus},
};
use backstop_hub::import::Shop;
use jiff::Timestamp;

use crate::shop::{customer, desk, hours, ids, morning, real, said, ticket};

fn order(id: &str, status: &str) -> Order {
    serde_json::from_value(serde_json::json!({
        "id": id, "source": "test", "customer_id": "c1", "status": status, "total": 129_900,
        "currency": "CNY", "urgent": false, "address": {}, "payment": "微信",
        "lines": [OrderLine {
            product_id: "p1".into(), item_id: String::new(), title: String::new(),
            options: String::new(), quantity: 1, price: backstop_domain::money::Fen(129_900),
        }],
    }))
    .expect("an order")
}

fn parcel(order: &str, expected: Option<Timestamp>, delivered: Option<Timestamp>) -> Shipment {
    Shipment {
        id: format!("parcel-{order}").as_str().into(),
        source: "test".to_owned(),
        order_id: order.into(),
        customer_id: "c1".into(),
        tracking_number: "JD1234567890".to_owned(),
        carrier: "京东快递".to_owned(),
        expected_at: expected,
        delivered_at: delivered,
        receiver: String::new(),
        receiver_phone: String::new(),
        track: vec![TrackEvent {
            at: Some(morning() - hours(5)),
            status: "运输中".to_owned(),
            place: "南京市".to_owned(),
            text: "快件已到达南京分拨中心".to_owned(),
            operator: String::new(),
        }],
    }
}

fn product() -> Product {
    serde_json::from_value(serde_json::json!({
        "id": "p1", "source": "test", "name": "智能马桶盖", "status": "", "price": null,
        "currency": "CNY", "description": "", "variants": [], "exchanges": [], "gifts": [],
        "materials": [], "installation": "", "repair": "", "faults": [],
    }))
    .expect("a product")
}

#[test]
fn the_likeliest_reason_to_call_comes_first() {
    let past = Some(morning() - hours(20));
    let future = Some(morning() + hours(20));
    let long_ago = Some(morning() - hours(24 * 60));
    let documents: Vec<Document> = vec![
        customer("c1", "宋敬明", "15500004614").into(),
        product().into(),
        order("o-unshipped", "已付款").into(),
        order("o-travels", "已发货").into(),
        parcel("o-travels", future, None).into(),
        order("o-late", "运输中").into(),
        parcel("o-late", past, None).into(),
        order("o-done", "已签收").into(),
        parcel("o-done", None, None).into(),
        order("o-forgiven", "已签收").into(),
        parcel("o-forgiven", Some(morning() - hours(24 * 61)), long_ago).into(),
        ticket("t1", "c1", "安装师傅没上门", morning()).into(),
    ];
    let view = desk(documents).customer("c1").expect("the customer is here");
    let named: Vec<String> = view
        .guesses
        .iter()
        .map(|guess| match guess {
            Guess::LiveTicket { ticket_id, .. } => ticket_id.to_string(),
            Guess::LateShipment { order_id, .. } => format!("late {order_id}"),
            Guess::OpenShipment { order_id, status } => format!("{status} {order_id}"),
            Guess::UnshippedOrder { order_id, .. } => format!("unshipped {order_id}"),
        })
        .collect();
    assert_eq!(
        named,
        ["t1", "late o-late", "运输中 o-travels", "unshipped o-unshipped"],
        "a live ticket, then what is late, then what travels, then what has not left; what has ended is silent"
    );
}

#[test]
fn titles_come_from_the_catalogue_and_interactions_from_everywhere() {
    let mut told = ticket("t1", "c1", "安装师傅没上门", morning() - hours(2));
    said(&mut told, morning() - hours(1), "我等了一上午");
    let documents: Vec<Document> = vec![
        customer("c1", "宋敬明", "15500004614").into(),
        order("o1", "已发货").into(),
        parcel("o1", None, None).into(),
        product().into(),
        told.into(),
    ];
    let desk = desk(documents);
    let view = desk.customer("c1").expect("the customer is here");
    assert_eq!(
        view.orders[0].order.lines[0].title, "智能马桶盖",
        "the line borrows the product's name"
    );
    let lived: Vec<_> =
        view.interactions.iter().map(|i| (i.kind.as_str(), i.text.as_str())).collect();
    assert_eq!(
        lived,
        [("message", "我等了一上午"), ("parcel", "快件已到达南京分拨中心")],
        "the newest comes first"
    );
    assert_eq!(ids(view.tickets.iter().map(|row| &row.id)), ["t1"]);
    assert_eq!((view.value.orders, view.value.spent[0].amount.0), (1, 129_900));
}

#[test]
fn marks_and_endings_count_for_the_customer() {
    let ended = |id: &str, solved: Solved, mark: Option<u8>, at: Timestamp| {
        let mut ticket = ticket(id, "c1", "退款", at);
        let ending =
            Ending { solved, liable: Liable::Carrier, satisfied: mark, summary: String::new() };
        said(&mut ticket, at, "");
        ticket.timeline[0].body = EntryBody::Resolved { ending: ending.clone() };
        ticket.ending = Some(ending);
        ticket.status = TicketStatus::Resolved;
        Document::from(ticket)
    };
    let view = desk(vec![
        customer("c1", "宋敬明", "15500004614").into(),
        ended("t1", Solved::Confirmed, Some(5), morning() - hours(2)),
        ended("t2", Solved::No, Some(1), morning() - hours(1)),
        ended("t3", Solved::Inferred, None, morning() - hours(3)),
    ])
    .customer("c1")
    .expect("the customer is here");
    assert_eq!(
        (view.value.tickets, view.value.solved),
        (3, 2),
        "an unsolved end is not a solved ticket"
    );
    assert_eq!(view.value.satisfaction, [1, 5], "the newest mark comes first");
}

#[test]
fn the_list_is_in_the_order_of_pinyin_and_answers_to_names_and_phone_suffixes() {
    let desk = desk(vec![
        customer("c3", "丙", "13800000003").into(),
        customer("c1", "甲", "155****4614").into(),
        customer("c2", "乙", "13800000002").into(),
        ticket("t1", "c2", "退款", morning()).into(),
    ]);
    let named = |text: &str, offset, limit| {
        let page = desk.customers(text, offset, limit).expect("a page");
        (page.total, page.rows.into_iter().map(|row| row.name).collect::<Vec<_>>())
    };
    assert_eq!(named("", 0, 2), (3, vec!["丙".to_owned(), "甲".to_owned()]));
    assert_eq!(named("", 2, 2), (3, vec!["乙".to_owned()]), "bing, jia, yi");
    assert_eq!(
        named("4614", 0, 9),
        (1, vec!["甲".to_owned()]),
        "the end of a masked number finds it"
    );
    assert_eq!(named("15512344614", 0, 9), (1, vec!["甲".to_owned()]), "so does the whole number");
    assert_eq!(named("乙", 0, 9), (1, vec!["乙".to_owned()]));
    assert_eq!(named("揭阳", 1, 1), (3, vec!["甲".to_owned()]), "a search is paged like the list");
    let row = desk.customers("乙", 0, 1).expect("a page").rows.remove(0);
    assert_eq!((row.live_tickets, row.place.as_str()), (1, "广东省 揭阳市"));
}

#[test]
fn every_customer_of_the_real_shops_has_a_view() {
    for shop in [Shop::EcomBench, Shop::TauRetail] {
        let Some(documents) = real(shop) else { return };
        let orders = documents.iter().filter(|d| matches!(d, Document::Order(_))).count();
        let desk = desk(documents);
        let list = desk.customers("", 0, 1_000).expect("the list");
        assert!(list.total >= 19, "the shop has customers");
        let views: Vec<_> =
            list.rows.iter().map(|row| desk.customer(row.id.as_str()).expect("a view")).collect();
        let seen: usize = views.iter().map(|view| view.orders.len()).sum();
        assert_eq!(seen, orders, "every order is seen at its customer");
        for order in views.iter().flat_map(|view| &view.orders) {
            let titled = order.order.lines.iter().all(|line| !line.title.is_empty());
            assert!(titled, "order {} has a line without a title", order.order.id);
        }
        let counted: u32 = list.rows.iter().map(|row| row.orders).sum();
        assert_eq!(counted as usize, orders, "the list counts the orders");
    }
}
