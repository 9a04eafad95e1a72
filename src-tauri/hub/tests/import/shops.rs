//! Two shops in one hub: where their identifiers meet, neither takes what is the other's.

use backstop_domain::document::DocumentKind;
use backstop_hub::{
    import::{Counts, Folder, Shop, Silent, Summary, import},
    sample,
    store::Store,
};

/// The identifiers of a customer, a product and an order of the Chinese shop.
const TAKEN: [(DocumentKind, &str); 3] = [
    (DocumentKind::Customer, "cnjd喜哥2号"),
    (DocumentKind::Product, "100133171244"),
    (DocumentKind::Order, "313157059869"),
];

/// An English shop that uses them too, each beside one of its own.
fn english() -> Folder {
    let user = |id: &str| {
        format!(
            r#""{id}": {{"user_id": "{id}", "name": {{"first_name": "Ann", "last_name": "Li"}},
                "address": {{"address1": "1 High Street", "city": "Denver", "zip": "80279"}},
                "email": "ann@example.com", "payment_methods": {{}}}}"#
        )
    };
    let product =
        |id: &str| format!(r#""{id}": {{"name": "Lamp", "product_id": "{id}", "variants": {{}}}}"#);
    let order = |id: &str, user: &str| {
        format!(
            r#""{id}": {{"order_id": "{id}", "user_id": "{user}", "status": "pending",
                "items": [{{"name": "Lamp", "product_id": "1", "item_id": "2", "price": 1}}],
                "payment_history": []}}"#
        )
    };
    let file = |rows: [String; 2]| format!("{{\n{}\n}}", rows.join(",\n")).into_bytes();
    let [(_, customer), (_, thing), (_, number)] = TAKEN;
    let mut folder = Folder::default();
    folder.put("users.json", file([user(customer), user("ann_li_1")]));
    folder.put("products.json", file([product(thing), product("1")]));
    folder.put("orders.json", file([order(number, "ann_li_1"), order("#W1", customer)]));
    folder
}

fn said(summary: &Summary) -> Vec<(&str, usize, &str)> {
    let said = summary.refusals.iter();
    said.map(|refusal| (refusal.file.as_str(), refusal.line, refusal.reason.as_str())).collect()
}

#[test]
fn a_row_that_is_another_shops_is_refused_and_the_other_shop_keeps_it() {
    let directory = tempfile::tempdir().expect("a directory");
    let url = format!("sqlite:{}", directory.path().join("hub.db").display());
    let store = Store::open(&url).expect("the hub opens");
    let bring = |shop, folder: &Folder| import(shop, folder, &store, false, &Silent);
    bring(Shop::EcomBench, &sample::folder()).expect("the Chinese shop comes in");
    let kept = TAKEN.map(|(kind, id)| store.document(kind, id).expect("readable"));
    assert!(kept.iter().all(Option::is_some), "the Chinese shop has them");

    let first = bring(Shop::TauRetail, &english()).expect("the import works");
    assert_eq!(
        said(&first),
        [
            ("users.json", 2, "customer cnjd喜哥2号 belongs to another shop: ecom-bench"),
            ("products.json", 2, "product 100133171244 belongs to another shop: ecom-bench"),
            ("orders.json", 2, "order 313157059869 belongs to another shop: ecom-bench"),
            ("orders.json", 5, "its customer cnjd喜哥2号 belongs to another shop: ecom-bench"),
        ]
    );
    for (kind, added) in
        [(DocumentKind::Customer, 1), (DocumentKind::Product, 1), (DocumentKind::Order, 0)]
    {
        let counts = Counts { added, refused: 2 - added, ..Counts::default() };
        assert_eq!(first.of_kind(kind), counts, "of {}", kind.code());
    }
    let head = *store.head().borrow();
    let again = bring(Shop::TauRetail, &english()).expect("the import works");
    assert_eq!(said(&again), said(&first), "the second time says the same");
    bring(Shop::EcomBench, &sample::folder()).expect("the Chinese shop comes in again");
    assert_eq!(*store.head().borrow(), head, "and changes nothing, in either shop");
    let after = TAKEN.map(|(kind, id)| store.document(kind, id).expect("readable"));
    assert_eq!(after, kept, "what the Chinese shop has is untouched");
}

#[test]
fn what_hangs_on_the_order_of_another_shop_is_refused_with_it() {
    let directory = tempfile::tempdir().expect("a directory");
    let url = format!("sqlite:{}", directory.path().join("hub.db").display());
    let store = Store::open(&url).expect("the hub opens");
    let bring = |shop, folder: &Folder| import(shop, folder, &store, false, &Silent);
    let mut other = Folder::default();
    for file in ["users.json", "orders.json"] {
        let text = String::from_utf8(english().get(file).expect("it is there").to_vec());
        let text = text.expect("it is text").replace(TAKEN[0].1, "bob_ray_2");
        other.put(file, text.into_bytes());
    }
    bring(Shop::TauRetail, &other).expect("the English shop comes in");
    let chinese = bring(Shop::EcomBench, &sample::folder()).expect("the Chinese shop comes in");
    let said: Vec<_> = said(&chinese).into_iter().map(|(file, _, reason)| (file, reason)).collect();
    let order = "order 313157059869 belongs to another shop: tau-retail";
    let its = "its order 313157059869 belongs to another shop: tau-retail";
    let expected = [("orders.json", order), ("logistics.json", its), ("invoices.json", its)];
    assert_eq!(said, expected, "no parcel and no invoice goes to a stranger's order");
}
