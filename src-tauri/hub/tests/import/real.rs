//! Both real shops, whole and twice.

use std::path::{Path, PathBuf};

use backstop_domain::{
    document::{Document, DocumentKind},
    money::Fen,
    scenario::Scenario,
};
use backstop_hub::{
    import::{Counts, Folder, Shop, Silent, Summary, import},
    store::Store,
};

/// The folder of a shop, or nothing where the data is not on this machine.
pub(crate) fn folder_of(shop: Shop) -> Option<PathBuf> {
    backstop_testkit::shop::folder(match shop {
        Shop::EcomBench => "A/zh-ecom-bench",
        Shop::TauRetail => "A/en-tau-retail",
    })
}

struct Hub {
    store: Store,
    _directory: tempfile::TempDir,
}

fn hub() -> Hub {
    let directory = tempfile::tempdir().expect("a directory for the hub");
    let url = format!("sqlite:{}", directory.path().join("hub.db").display());
    Hub { store: Store::open(&url).expect("the hub opens"), _directory: directory }
}

fn bring(hub: &Hub, shop: Shop, folder: &Path) -> Summary {
    let folder = Folder::read(folder, shop.files()).expect("the folder is readable");
    import(shop, &folder, &hub.store, false, &Silent).expect("the import works")
}

/// Imports a folder twice and checks that the second time changed nothing.
fn twice(shop: Shop, folder: &Path) -> (Hub, Summary) {
    let hub = hub();
    let first = bring(&hub, shop, folder);
    let head = *hub.store.head().borrow();
    let second = bring(&hub, shop, folder);
    for (kind, counts) in &first.counts {
        let again = second.of_kind(*kind);
        let expected =
            Counts { unchanged: counts.added, refused: counts.refused, ..Counts::default() };
        assert_eq!(again, expected, "{} are all unchanged the second time", kind.code());
    }
    assert_eq!(*hub.store.head().borrow(), head, "no new feed numbers the second time");
    (hub, first)
}

fn added(summary: &Summary) -> Vec<(&'static str, usize)> {
    summary.counts.iter().map(|(kind, counts)| (kind.code(), counts.added)).collect()
}

#[test]
fn the_chinese_shop_comes_in_whole_and_twice_is_once() {
    let Some(folder) = folder_of(Shop::EcomBench) else { return };
    let (hub, summary) = twice(Shop::EcomBench, &folder);
    assert_eq!(summary.refusals, [], "nothing in the real shop is refused");
    assert_eq!(
        added(&summary),
        [
            ("customer", 19),
            ("product", 52),
            ("order", 30),
            ("shipment", 29),
            ("service_order", 1),
            ("invoice", 64),
            ("article", 3),
            ("scenario", 39),
        ]
    );
    let order = hub.store.document(DocumentKind::Order, "314415092676").expect("readable");
    let Some(Document::Order(order)) = order else { panic!("the order is there") };
    assert_eq!(order.total, Fen(108_810), "1088.1 is 108,810 fen");
}

#[test]
fn the_tracks_of_the_chinese_shop_are_instants() {
    let Some(folder) = folder_of(Shop::EcomBench) else { return };
    let hub = hub();
    bring(&hub, Shop::EcomBench, &folder);
    let id = "931050936855/JDVA9310509368";
    let parcel = hub.store.document(DocumentKind::Shipment, id).expect("readable");
    let Some(Document::Shipment(parcel)) = parcel else { panic!("the parcel is there") };
    let last = parcel.track.last().expect("it has a track");
    assert_eq!(last.at, "2025-06-11T09:15:42Z".parse().ok(), "17:15:42 in Shanghai");
    assert_eq!(last.status, "已签收", "a state under its English key is a state");
}

#[test]
fn the_scenarios_of_the_chinese_shop_have_persona_and_intents() {
    let Some(folder) = folder_of(Shop::EcomBench) else { return };
    let scenarios = scenarios(Shop::EcomBench, &folder);
    let first = scenarios.iter().find(|s| s.id.as_str() == "ecom-bench-0").expect("it is there");
    assert_eq!(first.intents.len(), 8);
    assert_eq!(first.persona.mood, "略有不满，对话时会有一定生气。");
    assert_eq!((first.actions.len(), first.lookups.len()), (3, 4));
    let open_ended = scenarios.iter().find(|s| s.id.as_str() == "ecom-bench-46");
    assert_eq!(open_ended.expect("it is there").intents.len(), 6, "its last tag is never closed");
    assert!(scenarios.iter().all(|s| s.customer_id.is_some() && !s.persona.kind.is_empty()));
    assert!(scenarios.iter().all(|s| !s.title.contains("http")), "titles have no links");
}

#[test]
fn the_english_shop_comes_in_whole_and_twice_is_once() {
    let Some(folder) = folder_of(Shop::TauRetail) else { return };
    let (_hub, summary) = twice(Shop::TauRetail, &folder);
    assert_eq!(summary.refusals, [], "nothing in the real shop is refused");
    assert_eq!(
        added(&summary),
        [
            ("customer", 350),
            ("product", 50),
            ("order", 692),
            ("shipment", 397),
            ("article", 2),
            ("scenario", 87 + 379),
        ]
    );
}

#[test]
fn the_scenarios_of_the_english_shop_know_who_calls() {
    let Some(folder) = folder_of(Shop::TauRetail) else { return };
    let scenarios = scenarios(Shop::TauRetail, &folder);
    assert!(scenarios.iter().all(|s| s.customer_id.is_some()), "every caller is a customer");
    let fifth = scenarios.iter().find(|s| s.id.as_str() == "tau2-5").expect("it is there");
    let changes: Vec<_> = fifth.actions.iter().map(|action| action.name.as_str()).collect();
    assert_eq!(changes, ["return_delivered_order_items"], "look-ups are kept apart");
    assert_eq!((fifth.lookups.len(), fifth.intents.len()), (4, 4));
}

#[test]
fn both_shops_live_in_one_hub() {
    let (Some(chinese), Some(english)) = (folder_of(Shop::EcomBench), folder_of(Shop::TauRetail))
    else {
        return;
    };
    let hub = hub();
    bring(&hub, Shop::EcomBench, &chinese);
    bring(&hub, Shop::TauRetail, &english);
    let customers = hub.store.documents(DocumentKind::Customer).expect("readable");
    assert_eq!(customers.len(), 19 + 350);
}

fn scenarios(shop: Shop, folder: &Path) -> Vec<Scenario> {
    let hub = hub();
    bring(&hub, shop, folder);
    let documents = hub.store.documents(DocumentKind::Scenario).expect("readable");
    let scenarios = documents.into_iter().filter_map(|document| match document {
        Document::Scenario(scenario) => Some(scenario),
        _ => None,
    });
    scenarios.collect()
}
