//! Search: everything that a scan would find, in an order that helps, however a person types it.

use backstop_desk::{Desk, view::search::SearchHit};
use backstop_domain::{article::Article, document::Document};
use backstop_hub::import::Shop;

use crate::shop::{customer, desk, hours, morning, real, said, ticket};

fn found(desk: &Desk, text: &str) -> Vec<SearchHit> {
    desk.search(text, 10_000).expect("a search")
}

fn names(hits: &[SearchHit]) -> Vec<(&str, &str)> {
    hits.iter().map(|hit| (hit.kind.as_str(), hit.id.as_str())).collect()
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
