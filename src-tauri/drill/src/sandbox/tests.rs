//! The sandbox shop changes as the real one would.

use backstop_domain::{document::DocumentKind, id::CustomerId, money::Fen};
use serde_json::{Value, json};

use super::*;
use crate::samples::{self, action};

fn order_of(world: &SandboxWorld, id: &str) -> Order {
    world.orders[&OrderId::from(id)].clone()
}

fn refusal(world: &mut SandboxWorld, name: &str, arguments: Value) -> String {
    let before = world.clone();
    let refused = apply(&action(name, arguments), world).expect_err("the rules stand against it");
    assert_eq!(*world, before, "a refused action changes nothing");
    refused.reason
}

fn done(world: &mut SandboxWorld, name: &str, arguments: Value) -> Effect {
    apply(&action(name, arguments), world).expect("the rules allow it")
}

#[test]
fn an_order_is_cancelled_before_it_is_shipped_only() {
    let mut world = samples::excerpt_shop();
    let effect = done(&mut world, "manage_order/取消", json!({"order_id": "313271663680"}));
    assert_eq!(order_of(&world, "313271663680").status, "已取消");
    assert!(effect.answer.contains("由“已付款”变为“已取消”"), "{}", effect.answer);
    assert_eq!(effect.changed.len(), 1);
    assert_eq!(
        (effect.changed[0].kind(), effect.changed[0].id()),
        (DocumentKind::Order, "313271663680")
    );
    let shipped =
        refusal(&mut world, "manage_order", json!({"action": "取消", "order_id": "966768741700"}));
    assert!(
        shipped.contains("已发货") && shipped.contains("可以取消"),
        "the rule is named: {shipped}"
    );
    let again =
        refusal(&mut world, "manage_order", json!({"action": "取消", "order_id": "313271663680"}));
    assert!(again.contains("已取消"), "{again}");
    assert_eq!(refusal(&mut world, "manage_urgent", json!({"order_id": "1"})), "没有查到订单1");
}

#[test]
fn address_and_phone_are_changed_apart() {
    let mut world = samples::excerpt_shop();
    done(
        &mut world,
        "manage_order/修改",
        json!({"order_id": "313271663680", "address": "玉泉路3号"}),
    );
    let order = order_of(&world, "313271663680");
    assert_eq!(
        (order.address.detail.as_str(), order.address.phone.as_str()),
        ("玉泉路3号", "15500004614")
    );
    refusal(&mut world, "manage_order/修改", json!({"order_id": "313271663680"}));
}

#[test]
fn only_what_was_signed_for_is_returned() {
    let mut world = samples::excerpt_shop();
    let unsigned = refusal(&mut world, "manage_return", json!({"order_id": "313271663680"}));
    assert!(unsigned.contains("已签收"), "{unsigned}");
    done(&mut world, "manage_return", json!({"order_id": "232400272153"}));
    assert_eq!(order_of(&world, "232400272153").status, "退货申请中");
}

#[test]
fn the_card_is_never_overdrawn() {
    let mut world = samples::excerpt_shop();
    let user = "cnjd喜哥2号";
    let balance = |world: &SandboxWorld| world.customers[&CustomerId::from(user)].card_balance;
    assert_eq!(balance(&world), Some(Fen(550_000)));
    done(&mut world, "manage_ecard/退款", json!({"user_id": user, "amount": 301.35}));
    assert_eq!(balance(&world), Some(Fen(580_135)));
    let price =
        world.products[&ProductId::from("100112573625")].price.expect("the product has a price");
    done(
        &mut world,
        "manage_ecard/余额使用",
        json!({"user_id": user, "product_id": "100112573625", "quantity": 1}),
    );
    assert_eq!(balance(&world), Some(Fen(580_135 - price.0)));
    let short = refusal(
        &mut world,
        "manage_ecard/余额使用",
        json!({"user_id": user, "product_id": "100112573625", "quantity": 99}),
    );
    assert!(short.contains("不够"), "{short}");
    for amount in [json!(0), json!(-5), json!("abc"), json!(1e30)] {
        assert_eq!(
            refusal(&mut world, "manage_ecard/退款", json!({"user_id": user, "amount": amount})),
            "退款金额不对"
        );
    }
}

#[test]
fn a_new_order_has_a_number_of_its_own_and_the_right_sum() {
    let mut world = samples::excerpt_shop();
    let cart = json!([{"product_id": "100112573625", "quantity": 2}]);
    let arguments = json!({"user_id": "cnjd喜哥2号", "payment": "微信", "product_info_list": cart});
    done(&mut world, "manage_order/增加", arguments.clone());
    done(&mut world, "manage_order/增加", arguments);
    let price =
        world.products[&ProductId::from("100112573625")].price.expect("the product has a price");
    for id in ["1234567890", "1234567891"] {
        let order = order_of(&world, id);
        assert_eq!((order.total, order.lines[0].quantity), (Fen(price.0 * 2), 2));
        assert_eq!(order.address.receiver, "宋敬明", "it goes to the customer");
    }
    let unknown = json!([{"product_id": "1", "quantity": 1}]);
    refusal(
        &mut world,
        "manage_order/增加",
        json!({"user_id": "cnjd喜哥2号", "product_info_list": unknown}),
    );
    world.products.values_mut().for_each(|product| product.status = "已下架".to_owned());
    let cart = json!([{"product_id": "100112573625", "quantity": 1}]);
    let gone = refusal(
        &mut world,
        "manage_order/增加",
        json!({"user_id": "cnjd喜哥2号", "product_info_list": cart}),
    );
    assert!(gone.contains("已下架"), "{gone}");
}

#[test]
fn exchanges_stay_inside_the_list() {
    let mut world = samples::excerpt_shop();
    let swap = |new: &str| json!({"order_id": "313271663680", "original_product_id": "100112573625", "exchange_product_id": new});
    refusal(&mut world, "manage_exchange/换货", swap("100042754736"));
    done(&mut world, "manage_exchange/换货", swap("100112573624"));
    assert!(
        order_of(&world, "313271663680")
            .lines
            .iter()
            .any(|line| line.product_id.as_str() == "100112573624")
    );
}

#[test]
fn visits_invoices_haste_and_cashback_leave_their_documents() {
    let mut world = samples::excerpt_shop();
    let order = "313271663680";
    done(&mut world, "manage_urgent", json!({"order_id": order}));
    assert!(order_of(&world, order).urgent);
    let visit = json!({"order_id": order, "service_type": "安装", "service_time": "周日", "user_name": "宋敬明", "phone_number": "1"});
    done(&mut world, "schedule_service", visit);
    assert_eq!(
        world.service_orders[&ServiceOrderId::from("313271663680/安装")].appointment,
        "周日"
    );
    done(
        &mut world,
        "manage_invoice",
        json!({"order_id": order, "invoice_type": "个人发票", "title": "宋敬明", "phone_number": "1"}),
    );
    assert_eq!(world.invoices[&OrderId::from(order)].title, "宋敬明");
    done(&mut world, "register_cashback_by_review/返现", json!({"order_id": order}));
    refusal(&mut world, "register_cashback_by_review/返现", json!({"order_id": order}));
    let known = done(&mut world, "register_cashback_by_review/查询", json!({"order_id": order}));
    assert!(known.answer.ends_with("已晒单") && known.changed.is_empty());
}

#[test]
fn lookups_answer_and_change_nothing() {
    let mut world = samples::excerpt_shop();
    let before = world.clone();
    let order = done(
        &mut world,
        "manage_order_tool",
        json!({"action": "查询", "order_id": "313271663680"}),
    );
    assert!(
        order.answer.contains("已付款") && order.answer.contains("3294.00"),
        "{}",
        order.answer
    );
    done(&mut world, "compare_products_info", json!({"product_ids": ["100112573625", "1"]}));
    refusal(&mut world, "get_logistics_info", json!({"order_id": "313271663680"}));
    refusal(&mut world, "no_such_thing", json!({}));
    assert_eq!(world, before);
}

#[test]
fn knowledge_is_read_by_its_kind() {
    let mut world = samples::excerpt_shop();
    for kind in ["promotion", "rules", "role_play"] {
        let article = Article {
            id: ArticleId::from(kind),
            source: "ecom-bench".to_owned(),
            kind: kind.to_owned(),
            title: format!("title of {kind}"),
            body: String::new(),
        };
        world.put(article.into());
    }
    assert_eq!(
        done(&mut world, "get_discount_info", json!({})).answer.trim(),
        "title of promotion"
    );
    assert_eq!(
        done(&mut world, "manage_ecard/信息查询", json!({})).answer.trim(),
        "title of rules"
    );
}

#[test]
fn the_english_shop_keeps_its_policy() {
    let mut world = samples::english_excerpt_shop();
    let (pending, delivered, processed) = ("#W1000001", "#W1000002", "#W1000003");
    refusal(
        &mut world,
        "cancel_pending_order",
        json!({"order_id": processed, "reason": "no longer needed"}),
    );
    refusal(&mut world, "cancel_pending_order", json!({"order_id": pending, "reason": "too blue"}));
    refusal(
        &mut world,
        "return_delivered_order_items",
        json!({"order_id": pending, "item_ids": ["i1"], "payment_method_id": "paypal_1"}),
    );
    refusal(
        &mut world,
        "return_delivered_order_items",
        json!({"order_id": delivered, "item_ids": ["i1", "i1"], "payment_method_id": "paypal_1"}),
    );
    refusal(
        &mut world,
        "return_delivered_order_items",
        json!({"order_id": delivered, "item_ids": ["i1"], "payment_method_id": "visa_9"}),
    );
    for (old, new) in [("i3", "i4"), ("i1", "i3"), ("i2", "i1")] {
        let swap = json!({"order_id": delivered, "item_ids": [old], "new_item_ids": [new], "payment_method_id": "paypal_1"});
        refusal(&mut world, "exchange_delivered_order_items", swap);
    }
    let swap = json!({"order_id": pending, "item_ids": ["i1"], "new_item_ids": ["i2"], "payment_method_id": "paypal_1"});
    done(&mut world, "modify_pending_order_items", swap.clone());
    let order = order_of(&world, pending);
    assert_eq!(
        (order.status.as_str(), order.total),
        ("pending (items modified)", Fen(2_550 + 950))
    );
    refusal(&mut world, "modify_pending_order_items", swap);
    let address = json!({"order_id": pending, "address1": "1 Elm St", "address2": "Suite 2", "city": "Houston", "state": "TX", "country": "USA", "zip": "77001"});
    done(&mut world, "modify_pending_order_address", address);
    assert_eq!(order_of(&world, pending).address.detail, "1 Elm St, Suite 2");
    refusal(
        &mut world,
        "modify_pending_order_payment",
        json!({"order_id": pending, "payment_method_id": "paypal_1"}),
    );
    done(
        &mut world,
        "modify_pending_order_payment",
        json!({"order_id": pending, "payment_method_id": "gift_card_1"}),
    );
    done(
        &mut world,
        "return_delivered_order_items",
        json!({"order_id": delivered, "item_ids": ["i1"], "payment_method_id": "gift_card_1"}),
    );
    assert_eq!(order_of(&world, delivered).status, "return requested");
}
