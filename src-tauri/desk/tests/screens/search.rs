//! Search: everything that a scan would find, in an order that helps, however a person types it.

use backstop_desk::{Desk, view::search::SearchHit};
use backstop_domain::{article::Article, document::Document, order::Order, shipment::Shipment};
use backstop_hub::import::Shop;

use crate::shop::{customer, desk, hours, morning, real, said, ticket};

fn found(desk: &Desk, text: &str) -> Vec<SearchHit> {
    desk.search(text, 10_000).expect("a search")
}

fn names(hits: &[SearchHit]) -> Vec<(&str, &str)> {
    hits.iter().map(|hit| (hit.kind.as_str(), hit.id.as_str())).collect()
}

fn order(id: &str, customer: &str, status: &str) -> Order {
    serde_json::from_value(serde_json::json!({
        "id": id, "source": "test", "customer_id": customer, "status": status, "total": 100,
        "currency": "CNY", "urgent": false, "address": {}, "payment": "", "lines": [],
    }))
    .expect("an order")
}

/// The one parcel of an order.
fn parcel(tracking_number: &str, order: &str, customer: &str) -> Shipment {
    serde_json::from_value(serde_json::json!({
        "id": format!("parcel-{order}"), "source": "test", "order_id": order, "customer_id": customer,
        "tracking_number": tracking_number, "carrier": "快递", "expected_at": null,
        "delivered_at": null, "receiver": "", "receiver_phone": "", "track": [],
    }))
    .expect("a parcel")
}

fn small_shop() -> Desk {
    let mut told = ticket("t1", "c1", "安装师傅没上门", morning());
    told.number = Some(2041);
    said(&mut told, morning(), "师傅没来，我要退款");
    said(&mut told, morning(), "退款什么时候到");
    let other = ticket("t2", "c2", "退款没到账", morning() - hours(3));
    desk(vec![
        customer("c1", "宋敬明", "15500004614").into(),
        customer("c2", "彭穆清", "138****2319").into(),
        told.into(),
        other.into(),
    ])
}

#[test]
fn a_two_character_word_finds_titles_before_messages_and_each_message_for_itself() {
    let desk = small_shop();
    let hits = found(&desk, "退款");
    assert_eq!(names(&hits), [("ticket", "t2"), ("message", "t1"), ("message", "t1")]);
    let entries: Vec<_> =
        hits.iter().map(|hit| hit.entry_id.as_ref().map(|id| id.0.as_str())).collect();
    assert_eq!(entries, [None, Some("t1-1"), Some("t1-0")], "the newest message comes first");
    assert_eq!(hits[2].title, "安装师傅没上门", "a message is named by its ticket");
    assert_eq!(
        (hits[2].snippet.as_str(), &hits[2].marks[..]),
        ("师傅没来，我要退款", &[(7, 9)][..])
    );
}

#[test]
fn numbers_are_found_whole_and_by_their_end() {
    let desk = small_shop();
    for (text, expected) in [
        ("2041", ("ticket", "t1")),
        ("#2041", ("ticket", "t1")),
        ("4614", ("customer", "c1")),
        ("15500004614", ("customer", "c1")),
        ("155 0000 4614", ("customer", "c1")),
        ("2319", ("customer", "c2")),
        ("13812342319", ("customer", "c2")),
        ("c2", ("customer", "c2")),
        ("t2", ("ticket", "t2")),
        ("彭", ("customer", "c2")),
    ] {
        assert_eq!(names(&found(&desk, text)).first(), Some(&expected), "{text} is typed");
    }
}

/// A shop whose numbers are seen by an agent: masked, long, in groups, on parcels.
fn shop_of_numbers() -> Desk {
    let mut numbered = ticket("t1", "c1", "安装师傅没上门", morning());
    numbered.number = Some(2041);
    said(&mut numbered, morning(), "订单号 3130 2109 8954 没到");
    desk(vec![
        customer("c1", "宋敬明", "155****4614").into(),
        numbered.into(),
        order("313021098954", "c1", "已付款").into(),
        order("#W2611340", "c1", "processed").into(),
        parcel("JD1234567890", "313021098954", "c1").into(),
    ])
}

#[test]
fn a_number_is_found_however_it_is_written_and_whatever_is_said_beside_it() {
    let desk = shop_of_numbers();
    for (text, expected) in [
        ("3130 2109 8954", ("order", "313021098954")),
        ("3130-2109-8954", ("order", "313021098954")),
        ("订单号：313021098954", ("order", "313021098954")),
        ("order 313021098954", ("order", "313021098954")),
        ("313021098954 退款没到", ("order", "313021098954")),
        ("手机尾号4614", ("customer", "c1")),
        ("尾号 4614 的宋先生", ("customer", "c1")),
        ("工单 2041", ("ticket", "t1")),
        ("#W2611340", ("order", "#W2611340")),
        ("W2611340", ("order", "#W2611340")),
        ("w2611340", ("order", "#W2611340")),
        ("W 2611340", ("order", "#W2611340")),
        ("W-2611340", ("order", "#W2611340")),
        ("order w2611340 refund", ("order", "#W2611340")),
    ] {
        assert_eq!(names(&found(&desk, text)).first(), Some(&expected), "{text} is typed");
    }
    let both = found(&desk, "订单号 313021098954");
    assert!(names(&both).contains(&("message", "t1")), "who wrote it in groups meant it too");
    assert_eq!(names(&found(&desk, "空调 300 元")), [], "a short number alone is not enough");
    let listed = desk.customers("手机尾号4614", 0, 9).expect("the list");
    assert_eq!(listed.total, 1, "the list of customers understands it too");
}

#[test]
fn a_tracking_number_leads_to_its_order_once() {
    let desk = shop_of_numbers();
    for text in ["JD1234567890", "jd 1234567890", "7890", "快递单号 JD1234567890-1-1-"] {
        let hits = found(&desk, text);
        assert_eq!(names(&hits), [("order", "313021098954")], "{text} is typed");
        assert_eq!(hits[0].snippet, "JD1234567890", "it shows what was found");
        assert!(!hits[0].marks.is_empty(), "and marks it");
    }
    desk.put_local(vec![parcel("SF5550000111", "313021098954", "c1").into()]).expect("it changes");
    assert_eq!(names(&found(&desk, "SF5550000111")), [("order", "313021098954")]);
    assert_eq!(names(&found(&desk, "JD1234567890")), [], "the old number is forgotten");
    let twice = parcel("ZT313021098954", "313021098954", "c1");
    desk.put_local(vec![twice.into()]).expect("it changes");
    let hits = found(&desk, "8954");
    let orders = hits.iter().filter(|hit| hit.kind == "order").count();
    assert_eq!(orders, 1, "an order that is found by both is found once: {hits:?}");
}

#[test]
fn the_parcel_with_exactly_this_number_comes_before_those_that_begin_so() {
    let parcels = ["JD1234567890", "JD12345678901", "JD123456789012"];
    let orders = ["o-1", "o-2", "o-3"].into_iter().zip(parcels);
    let documents = orders.flat_map(|(id, number)| {
        [order(id, "c1", "已付款").into(), parcel(number, id, "c1").into()]
    });
    let desk = desk(documents.collect());
    let hits = found(&desk, "运单号 jd 1234567890");
    assert_eq!(names(&hits), [("order", "o-1"), ("order", "o-3"), ("order", "o-2")]);
}

#[test]
fn a_number_that_fits_only_by_its_visible_digits_is_marked_so() {
    let desk = desk(vec![
        customer("c2", "彭穆清", "15599994614").into(),
        customer("c1", "宋敬明", "155****4614").into(),
    ]);
    let partial = |text: &str| {
        let hits = found(&desk, text).into_iter();
        hits.map(|hit| (hit.id, hit.partial)).collect::<Vec<_>>()
    };
    let of = |id: &str, partial| (id.to_owned(), partial);
    assert_eq!(partial("15599994614"), [of("c2", false), of("c1", true)]);
    assert_eq!(
        partial("4614"),
        [of("c1", false), of("c2", false)],
        "who types an end means an end"
    );
}

#[test]
fn a_customer_is_found_without_an_input_method() {
    let desk = small_shop();
    for text in ["sjm", "SJM", "songjingming", "songjing", "song jing ming", "jingming"] {
        assert_eq!(names(&found(&desk, text)), [("customer", "c1")], "{text} is typed");
    }
    assert_eq!(desk.customers("pmq", 0, 9).expect("the list").total, 1, "in the list too");
}

#[test]
fn what_is_named_outright_comes_before_what_only_ends_so() {
    let mut numbered = ticket("t1", "c1", "安装师傅没上门", morning());
    numbered.number = Some(2041);
    let desk = desk(vec![customer("c1", "宋敬明", "15500002041").into(), numbered.into()]);
    assert_eq!(names(&found(&desk, "2041")), [("ticket", "t1"), ("customer", "c1")]);
    assert_eq!(names(&found(&desk, "041")), [("customer", "c1"), ("ticket", "t1")]);
}

#[test]
fn a_new_reply_is_found_and_a_changed_title_forgotten() {
    let desk = small_shop();
    let mut told = ticket("t1", "c1", "空调不制冷", morning());
    said(&mut told, morning(), "师傅没来，我要退款");
    said(&mut told, morning(), "换一台新的吧");
    desk.put_local(vec![told.into()]).expect("the ticket changes");
    assert_eq!(names(&found(&desk, "上门")), [], "the old title is gone");
    assert_eq!(names(&found(&desk, "制冷")), [("ticket", "t1")]);
    assert_eq!(names(&found(&desk, "换一台")), [("message", "t1")]);
    assert_eq!(names(&found(&desk, "什么时候")), [], "an entry that was replaced is gone");
    assert_eq!(names(&found(&desk, "没来")), [("message", "t1")], "what stayed is still found");
}

#[test]
fn few_rooms_are_shared_fairly_between_kinds() {
    let mut documents: Vec<Document> = Vec::new();
    for n in 0..30 {
        documents.push(customer(&format!("c{n}"), "揭阳商行", "13800000000").into());
        let mut told = ticket(&format!("t{n}"), "c1", "发往揭阳", morning());
        said(&mut told, morning(), "揭阳收不到货");
        documents.push(told.into());
    }
    let hits = desk(documents).search("揭阳", 20).expect("a search");
    let count = |kind: &str| hits.iter().filter(|hit| hit.kind == kind).count();
    assert_eq!(hits.len(), 20, "the room is full");
    assert_eq!((count("customer"), count("ticket"), count("message")), (7, 7, 6));
}

#[test]
fn hostile_queries_are_only_words() {
    let desk = small_shop();
    for text in [
        "",
        " ",
        "\"",
        "退款\" OR 1",
        "*",
        "AND",
        "NEAR(",
        "(",
        "tokens:退款",
        "-",
        "'; DROP TABLE words",
        "\0",
        "🙂",
    ] {
        desk.search(text, 20).unwrap_or_else(|error| panic!("{text:?} breaks the search: {error}"));
    }
}

/// What a scan over the folded text finds, for words of Chinese characters.
fn scan(paragraphs: &[String], word: &str) -> usize {
    let word = backstop_lens::normal::fold(word);
    paragraphs.iter().filter(|text| backstop_lens::normal::fold(text).contains(&word)).count()
}

#[test]
fn nothing_that_a_scan_finds_is_missed() {
    let Some(folder) = backstop_testkit::shop::folder("A/zh-cmrc2018") else { return };
    let lines =
        std::fs::read_to_string(folder.join("paragraphs_qas.jsonl")).expect("the paragraphs");
    let paragraphs: Vec<String> = lines
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).expect("a line of JSON"))
        .map(|row| row["context"].as_str().expect("a paragraph").to_owned())
        .collect();
    let article = |(n, body): (usize, &String)| {
        Document::from(Article {
            id: format!("a{n}").as_str().into(),
            source: "cmrc".to_owned(),
            kind: "text".to_owned(),
            title: String::new(),
            body: body.clone(),
        })
    };
    let desk = desk(paragraphs.iter().enumerate().map(article).collect());
    let mut words = std::collections::BTreeSet::new();
    for text in paragraphs.iter().step_by(40) {
        let chars: Vec<char> = text.chars().collect();
        for length in [1, 2, 3, 5] {
            words.extend(chars.windows(length).step_by(101).map(String::from_iter));
        }
    }
    words.retain(|word: &String| word.chars().all(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c)));
    assert!(words.len() > 60, "there are words to look for");
    for word in &words {
        assert_eq!(found(&desk, word).len(), scan(&paragraphs, word), "{word} is looked for");
    }
}

#[test]
fn every_order_and_customer_of_the_real_shops_is_found() {
    for shop in [Shop::EcomBench, Shop::TauRetail] {
        let Some(documents) = real(shop) else { return };
        let desk = desk(documents.clone());
        for document in &documents {
            match document {
                Document::Order(order) => {
                    let hits = found(&desk, order.id.as_str());
                    assert_eq!(
                        names(&hits)[0],
                        ("order", order.id.as_str()),
                        "the whole number names it"
                    );
                    let suffix = &order.id.as_str()[order.id.as_str().len() - 4..];
                    let hits = found(&desk, suffix);
                    assert!(
                        names(&hits).contains(&("order", order.id.as_str())),
                        "{suffix} ends its number"
                    );
                }
                Document::Customer(customer) => {
                    for text in [customer.name.as_str(), customer.id.as_str()] {
                        let hits = found(&desk, text);
                        assert!(
                            names(&hits).contains(&("customer", customer.id.as_str())),
                            "{text} names them"
                        );
                    }
                }
                _ => {}
            }
        }
    }
}

#[test]
fn an_order_is_found_by_a_product_that_arrives_later() {
    let Some(mut documents) = real(Shop::EcomBench) else { return };
    documents.sort_by_key(|document| matches!(document, Document::Product(_)));
    let desk = desk(documents.clone());
    let products: Vec<_> = documents
        .iter()
        .filter_map(|d| if let Document::Product(p) = d { Some(p) } else { None })
        .collect();
    for document in &documents {
        let Document::Order(order) = document else { continue };
        let product = products.iter().find(|p| p.id == order.lines[0].product_id);
        let Some(product) = product else { continue };
        let hits = found(&desk, &product.name);
        assert!(
            names(&hits).contains(&("order", order.id.as_str())),
            "{} is in {}",
            product.name,
            order.id
        );
    }
}
