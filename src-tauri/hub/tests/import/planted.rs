//! One broken row of every sort in an otherwise sound folder: it is named, the rest comes in.

use backstop_domain::{document::DocumentKind, id::CustomerId};
use backstop_hub::{
    import::{Folder, Refusal, Shop, Surroundings},
    sample,
};

struct Nobody;

impl Surroundings for Nobody {
    fn has_customer(&self, _: &CustomerId) -> bool {
        false
    }

    fn reading(&self, _: &str, _: usize) {}
}

struct Read {
    refusals: Vec<Refusal>,
    kept: Vec<(DocumentKind, String)>,
}

impl Read {
    fn of(shop: Shop, folder: &Folder) -> Self {
        let harvest = shop.read(folder, &Nobody);
        let kept = harvest.documents.iter().map(|d| (d.kind(), d.id().to_owned())).collect();
        Self { refusals: harvest.refusals, kept }
    }

    fn count(&self, kind: DocumentKind) -> usize {
        self.kept.iter().filter(|(kept, _)| *kept == kind).count()
    }
}

/// The sample with one change in one file; the text must be there exactly once.
fn planted(file: &str, sound: &str, broken: &str) -> Folder {
    let mut folder = sample::folder();
    let text = String::from_utf8(folder.get(file).expect("the file is there").to_vec());
    let text = text.expect("the sample is UTF-8");
    assert_eq!(text.matches(sound).count(), 1, "the place to plant in {file} is unique: {sound}");
    folder.put(file, text.replace(sound, broken).into_bytes());
    folder
}

fn line_of(folder: &Folder, file: &str, text: &str) -> usize {
    let file = String::from_utf8_lossy(folder.get(file).expect("the file is there")).into_owned();
    let at = file.find(text).expect("the text is there");
    file[..at].matches('\n').count() + 1
}

#[test]
fn the_sample_is_sound() {
    let read = Read::of(Shop::EcomBench, &sample::folder());
    assert_eq!(read.refusals, [], "nothing in the sample is broken");
    let counts = [
        (DocumentKind::Customer, 19),
        (DocumentKind::Product, 25),
        (DocumentKind::Order, 30),
        (DocumentKind::Shipment, 29),
        (DocumentKind::ServiceOrder, 1),
        (DocumentKind::Invoice, 64),
        (DocumentKind::Article, 3),
        (DocumentKind::Scenario, 12),
    ];
    for (kind, count) in counts {
        assert_eq!(read.count(kind), count, "{} in the sample", kind.code());
    }
}

/// What is planted where, and what is then said about it.
struct Case {
    file: &'static str,
    sound: &'static str,
    broken: &'static str,
    path_ends: &'static str,
    reason: &'static str,
}

const CASES: [Case; 21] = [
    Case {
        file: "orders.json",
        sound: "\"订单ID\": \"313021098954\",",
        broken: "",
        path_ends: ".cnjd喜哥2号.313021098954.订单ID",
        reason: "it is missing",
    },
    Case {
        file: "orders.json",
        sound: "\"订单ID\": \"313021098954\"",
        broken: "\"订单ID\": 313021098954",
        path_ends: ".313021098954.订单ID",
        reason: "a text was expected, not a number",
    },
    Case {
        file: "orders.json",
        sound: "\"订单ID\": \"313021098954\"",
        broken: "\"订单ID\": \"999\"",
        path_ends: ".313021098954.订单ID",
        reason: "it is 999, but the row is filed under 313021098954",
    },
    Case {
        file: "orders.json",
        sound: "\"订单总金额\": 3294",
        broken: "\"订单总金额\": -3294",
        path_ends: ".313271663680.订单总金额",
        reason: "-3294 is below zero",
    },
    Case {
        file: "orders.json",
        sound: "\"订单总金额\": 3294",
        broken: "\"订单总金额\": 32940000000000000000000",
        path_ends: ".313271663680.订单总金额",
        reason: "32940000000000000000000 is not an amount that is exact to the hundredth",
    },
    Case {
        file: "orders.json",
        sound: "\"订单总金额\": 3294",
        broken: "\"订单总金额\": 3294.005",
        path_ends: ".313271663680.订单总金额",
        reason: "3294.005 is not an amount that is exact to the hundredth",
    },
    Case {
        file: "orders.json",
        sound: "\"订单总金额\": 3294",
        broken: "\"订单总金额\": \"三千\"",
        path_ends: ".313271663680.订单总金额",
        reason: "a number was expected, not a text",
    },
    Case {
        file: "orders.json",
        sound: "\"单价\": 939,\n       \"数量\": 2",
        broken: "\"单价\": 939,\n       \"数量\": 0",
        path_ends: ".313271663680.订单商品列表[1].数量",
        reason: "0 is not a count from 1 to 100000",
    },
    Case {
        file: "orders.json",
        sound: "\"订单ID\": \"313021098954\",",
        broken: "\"订单ID\": \"313021098954\", \"订单状态\": \"已发货\",",
        path_ends: ".313021098954",
        reason: "it is not JSON: the key \"订单状态\" is there twice",
    },
    Case {
        file: "orders.json",
        sound: "\"订单ID\": \"313021098954\",",
        broken: "\"订单ID\": \"313021098954\",,",
        path_ends: ".313021098954",
        reason: "it is not JSON: key must be a string",
    },
    Case {
        file: "orders.json",
        sound: "\"订单总金额\": 3294",
        broken: "\"订单总金额\": 3294元",
        path_ends: ".313271663680",
        reason: "it is not JSON: expected `,` or `}`",
    },
    Case {
        file: "users_info.json",
        sound: "\"用户姓名\": \"刘孝享\"",
        broken: "\"用户姓名\": \"刘孝享",
        path_ends: "$.cnjd2235243611_m",
        reason: "it is not JSON: control character (\\u0000-\\u001F) found while parsing a string",
    },
    Case {
        file: "users_info.json",
        sound: "\"用户姓名\": \"刘孝享\"",
        broken: "\"用户姓名\": \"刘\\u0007孝享\"",
        path_ends: "$.cnjd2235243611_m.用户姓名",
        reason: "it contains the control character U+0007",
    },
    Case {
        file: "users_info.json",
        sound: "\"用户姓名\": \"刘孝享\"",
        broken: "\"用户姓名\": null",
        path_ends: "$.cnjd2235243611_m.用户姓名",
        reason: "it is missing",
    },
    Case {
        file: "products.json",
        sound: "\"商品ID\": \"100133171244\",",
        broken: "\"商品ID\": \"   \",",
        path_ends: ".100133171244.商品ID",
        reason: "it is missing",
    },
    Case {
        file: "logistics.json",
        sound: "\"预计送达时间\": \"2025-04-07 14:00:00\"",
        broken: "\"预计送达时间\": \"2025-04-31 14:00:00\"",
        path_ends: ".cnjd喜哥2号.313021098954.预计送达时间",
        reason: "2025-04-31 14:00:00 is not a time",
    },
    Case {
        file: "logistics.json",
        sound: "\"物流单号\": \"JDVA7747137238\",",
        broken: "",
        path_ends: ".874713723844.物流单号",
        reason: "it is missing",
    },
    Case {
        file: "logistics.json",
        sound: "\"时间\": \"2025-06-11 17:15:42\"",
        broken: "\"时间\": \"昨天\"",
        path_ends: "].时间",
        reason: "昨天 is not a time",
    },
    Case {
        file: "invoices.json",
        sound: "\"313166381743\": {",
        broken: "\"1\": [], \"313166381743\": {",
        path_ends: "$.1",
        reason: "an object was expected, not a list",
    },
    Case {
        file: "invoices.json",
        sound: "\"313166381743\": {",
        broken: "\"316646933390\": {}, \"313166381743\": {",
        path_ends: "$.316646933390",
        reason: "the same key is already there further up",
    },
    Case {
        file: "service.json",
        sound: "\"服务类型\": \"安装\",",
        broken: "\"服务类型\": \"\",",
        path_ends: ".314231443863.服务类型",
        reason: "it is missing",
    },
];

#[test]
fn one_broken_row_is_named_and_its_neighbours_come_in() {
    let sound = Read::of(Shop::EcomBench, &sample::folder());
    for Case { file, sound: text, broken, path_ends, reason } in CASES {
        let folder = planted(file, text, broken);
        let read = Read::of(Shop::EcomBench, &folder);
        let found =
            read.refusals.first().unwrap_or_else(|| panic!("{broken} in {file} is refused"));
        assert_eq!(found.file, file, "the file of {broken} is named");
        assert!(found.path.ends_with(path_ends), "{} ends with {path_ends}", found.path);
        assert_eq!(found.reason, reason, "the reason for {broken}");
        let others = sound.kept.len() - read.kept.len();
        let added_rows = usize::from(file == "invoices.json");
        let followers = read.refusals.len() - 1;
        assert_eq!(
            others + added_rows,
            1 + followers,
            "only {path_ends} and what hangs on it is lost"
        );
        assert!(followers == 0 || file == "users_info.json", "only a customer has followers");
    }
}

#[test]
fn a_refusal_points_at_the_line_of_its_row() {
    let folder = planted("orders.json", "\"订单总金额\": 3294", "\"订单总金额\": -1");
    let read = Read::of(Shop::EcomBench, &folder);
    let row = line_of(&folder, "orders.json", "\"313271663680\": {");
    assert_eq!(read.refusals[0].line, row, "the row begins on that line");
    assert_eq!(read.refusals[0].column, 21, "where its brace stands");
}

#[test]
fn what_belongs_to_a_refused_customer_is_refused_with_them() {
    let folder = planted("users_info.json", "\"用户ID\": \"cnjd林韵佩\",", "");
    let read = Read::of(Shop::EcomBench, &folder);
    assert_eq!(read.count(DocumentKind::Customer), 18, "the other customers came in");
    assert_eq!(read.count(DocumentKind::Order), 29, "the order has nobody to belong to");
    let said: Vec<_> = read.refusals.iter().map(|refusal| refusal.reason.as_str()).collect();
    assert!(said.contains(&"its customer cnjd林韵佩 is not there"), "the order says why: {said:?}");
}

#[test]
fn orders_may_come_later_than_their_customers() {
    struct Everybody;
    impl Surroundings for Everybody {
        fn has_customer(&self, _: &CustomerId) -> bool {
            true
        }

        fn reading(&self, _: &str, _: usize) {}
    }
    let mut folder = Folder::default();
    let sample = sample::folder();
    folder.put("orders.json", sample.get("orders.json").expect("it is there").to_vec());
    let harvest = Shop::EcomBench.read(&folder, &Everybody);
    assert_eq!((harvest.documents.len(), harvest.refusals.len()), (30, 0));
    assert_eq!(harvest.absent.len(), 10, "the other files are named as absent");
}

#[test]
fn a_file_that_is_not_json_is_named_and_the_others_come_in() {
    let files: [&[u8]; 5] = [b"", b"not json", b"[1, 2]", b"{\"jd\": {", b"\xff\xfe{\0"];
    for bytes in files {
        let mut folder = sample::folder();
        folder.put("orders.json", bytes.to_vec());
        let read = Read::of(Shop::EcomBench, &folder);
        assert_eq!(read.refusals.len(), 1, "the file is one refusal: {:?}", read.refusals);
        let Refusal { file, line, column, path, .. } = &read.refusals[0];
        assert_eq!((file.as_str(), path.as_str()), ("orders.json", "$"));
        assert!(*line > 0 && *column > 0, "it has a place");
        assert_eq!(read.count(DocumentKind::Order), 0, "nothing of that file came in");
        assert_eq!(read.count(DocumentKind::Customer), 19, "the other files came in");
        assert_eq!(read.count(DocumentKind::Shipment), 29, "the other files came in");
    }
}

#[test]
fn of_a_file_that_was_cut_short_the_complete_rows_come_in() {
    let sound = sample::folder().get("orders.json").expect("it is there").to_vec();
    let cut = &sound[..sound.len() / 2];
    let mut folder = sample::folder();
    folder.put("orders.json", cut.to_vec());
    let read = Read::of(Shop::EcomBench, &folder);
    let last = cut.split(|byte| *byte == b'\n').count();
    let [refusal] = &read.refusals[..] else { panic!("one refusal: {:?}", read.refusals) };
    assert!((last - 40..=last).contains(&refusal.line), "it is the last row: {refusal:?}");
    let orders = read.count(DocumentKind::Order);
    assert!((10..20).contains(&orders), "the rows before the damage came in: {orders}");
    assert_eq!(read.count(DocumentKind::Shipment), 29, "the other files came in");
}

#[test]
fn bytes_that_are_not_utf8_cost_only_their_row() {
    let mut folder = sample::folder();
    let mut bytes = folder.get("orders.json").expect("it is there").to_vec();
    let wanted = "\"订单总金额\": 3294".as_bytes();
    let at = bytes.windows(wanted.len()).position(|window| window == wanted).expect("the order");
    bytes[at + 4] = 0xff;
    folder.put("orders.json", bytes);
    let line = line_of(&folder, "orders.json", "总金额\": 3294");
    let read = Read::of(Shop::EcomBench, &folder);
    let [refusal] = &read.refusals[..] else { panic!("one refusal: {:?}", read.refusals) };
    assert_eq!(
        (refusal.line, refusal.reason.as_str()),
        (line, "it holds bytes that are not UTF-8")
    );
    assert!(refusal.path.ends_with(".313271663680"), "{}", refusal.path);
    assert_eq!(read.count(DocumentKind::Order), 29, "the other orders came in");
}

#[test]
fn a_forgotten_bracket_costs_only_its_row() {
    let folder = planted("orders.json", "\"313271663680\": {", "\"313271663680\": ");
    let read = Read::of(Shop::EcomBench, &folder);
    let [refusal] = &read.refusals[..] else { panic!("one refusal: {:?}", read.refusals) };
    assert!(refusal.path.ends_with(".313271663680"), "{}", refusal.path);
    assert_eq!(refusal.line, line_of(&folder, "orders.json", "\"313271663680\": "));
    assert_eq!(read.count(DocumentKind::Order), 29, "the other orders came in");
}

#[test]
fn a_comma_too_many_between_rows_costs_no_row_but_is_named() {
    let folder = planted("invoices.json", "\"313166381743\": {", ",\"313166381743\": {");
    let read = Read::of(Shop::EcomBench, &folder);
    assert_eq!(read.count(DocumentKind::Invoice), 64, "every invoice came in");
    assert_eq!(read.refusals.len(), 1, "the comma is named");
    let line = line_of(&folder, "invoices.json", ",\"313166381743\"");
    assert_eq!((read.refusals[0].path.as_str(), read.refusals[0].line), ("$", line));
}

#[test]
fn fields_that_nobody_knows_are_ignored_and_optional_ones_may_lack() {
    let text = "\"性别\": \"男\",\n  \"年龄\": 30,\n  \"电子卡余额\": 2000,";
    let folder = planted("users_info.json", text, "\"星座\": {\"a\": [1]}, \"性别\": null,");
    let read = Read::of(Shop::EcomBench, &folder);
    assert_eq!(read.refusals, [], "this is not broken");
}

#[test]
fn a_broken_row_of_the_english_shop_is_named() {
    let mut folder = Folder::default();
    folder.put("users.json", br#"{
        "ann_li_1": {"user_id": "ann_li_1", "name": {"first_name": "Ann", "last_name": "Li"},
            "address": {"address1": "1 High Street", "address2": "", "city": "Denver", "zip": "80279"},
            "email": "ann@example.com", "payment_methods": {
                "gift_card_1": {"source": "gift_card", "id": "gift_card_1", "balance": 61.0}}},
        "bob_ray_2": {"user_id": "bob_ray_2", "name": {"first_name": "Bob"}}
    }"#.to_vec());
    folder.put("orders.json", br##"{
        "#W1": {"order_id": "#W1", "user_id": "ann_li_1", "status": "pending", "items": [
            {"name": "Lamp", "product_id": "1", "item_id": "2", "price": 47.84, "options": {"color": "blue"}}],
            "fulfillments": [{"tracking_id": ["7", "8"], "item_ids": ["2"]}], "payment_history": []},
        "#W2": {"order_id": "#W2", "user_id": "bob_ray_2", "status": "pending", "items": [
            {"name": "Lamp", "product_id": "1", "item_id": "2", "price": 1}]},
        "#W3": {"order_id": "#W3", "user_id": "ann_li_1", "status": "pending", "items": [
            {"name": "Lamp", "product_id": "1", "item_id": "2", "price": 1, "options": {"color": 3}}]},
        "#W4": {"order_id": "#W4", "user_id": "ann_li_1", "status": "pending", "items": []}
    }"##.to_vec());
    let read = Read::of(Shop::TauRetail, &folder);
    let said: Vec<_> = read.refusals.iter().map(|r| (r.path.as_str(), r.reason.as_str())).collect();
    assert_eq!(
        said,
        [
            ("$.bob_ray_2.name.last_name", "it is missing"),
            ("$.#W2", "its customer bob_ray_2 is not there"),
            ("$.#W3.items[0].options.color", "a text was expected, not a number"),
            ("$.#W4.items", "nothing was ordered"),
        ]
    );
    assert_eq!(read.count(DocumentKind::Order), 1);
    assert_eq!(read.count(DocumentKind::Shipment), 2, "both tracking numbers are parcels");
}
