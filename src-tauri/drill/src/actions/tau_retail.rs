//! The actions of the English shop. Names, arguments and values are those of the tau-retail data.

use super::{Field, ParameterKind as Kind, Row};

const ORDER: Field = Field::new("order_id", "订单", "Order", Kind::Order);
const ITEMS: Field = Field::new("item_ids", "商品", "Items", Kind::Items);
const NEW_ITEMS: Field = Field::new("new_item_ids", "换成", "New items", Kind::NewItems);
const PAYMENT: Field = Field::new("payment_method_id", "支付方式", "Payment method", Kind::Payment);
const PRODUCT: Field = Field::new("product_id", "商品", "Product", Kind::Product);

const ADDRESS: [Field; 6] = [
    Field::new("address1", "街道", "Street", Kind::Text),
    Field::new("address2", "门牌", "Suite", Kind::Text).optional(),
    Field::new("city", "城市", "City", Kind::Text),
    Field::new("state", "州", "State", Kind::Text),
    Field::new("country", "国家", "Country", Kind::Text),
    Field::new("zip", "邮编", "Zip code", Kind::Text),
];

const ORDER_ADDRESS: [Field; 7] = {
    let [street, suite, city, state, country, zip] = ADDRESS;
    [ORDER, street, suite, city, state, country, zip]
};

const fn row(
    name: &'static str,
    zh: &'static str,
    en: &'static str,
    changes: bool,
    parameters: &'static [Field],
) -> Row {
    Row { name, mode: "", zh, en, changes, parameters }
}

/// Changes first, then look-ups; within each, the usual ones first.
pub(super) const CATALOGUE: &[Row] = &[
    row(
        "cancel_pending_order",
        "取消未处理订单",
        "Cancel a pending order",
        true,
        &[
            ORDER,
            Field::new("reason", "原因", "Reason", Kind::Choice)
                .of(&["no longer needed", "ordered by mistake"]),
        ],
    ),
    row(
        "return_delivered_order_items",
        "退货",
        "Return delivered items",
        true,
        &[ORDER, ITEMS, PAYMENT],
    ),
    row(
        "exchange_delivered_order_items",
        "换货",
        "Exchange delivered items",
        true,
        &[ORDER, ITEMS, NEW_ITEMS, PAYMENT],
    ),
    row(
        "modify_pending_order_items",
        "修改订单商品",
        "Change the items of a pending order",
        true,
        &[ORDER, ITEMS, NEW_ITEMS, PAYMENT],
    ),
    row(
        "modify_pending_order_address",
        "修改订单地址",
        "Change the address of a pending order",
        true,
        &ORDER_ADDRESS,
    ),
    row(
        "modify_pending_order_payment",
        "修改订单支付方式",
        "Change the payment of a pending order",
        true,
        &[ORDER, PAYMENT],
    ),
    row(
        "modify_user_address",
        "修改用户默认地址",
        "Change the customer's default address",
        true,
        &ADDRESS,
    ),
    row(
        "transfer_to_human_agents",
        "转人工",
        "Transfer to a human agent",
        true,
        &[Field::new("summary", "摘要", "Summary", Kind::Text)],
    ),
    row(
        "find_user_id_by_email",
        "按邮箱查用户",
        "Find the customer by e-mail",
        false,
        &[Field::new("email", "邮箱", "E-mail", Kind::Text)],
    ),
    row(
        "find_user_id_by_name_zip",
        "按姓名和邮编查用户",
        "Find the customer by name and zip code",
        false,
        &[
            Field::new("first_name", "名", "First name", Kind::Text),
            Field::new("last_name", "姓", "Last name", Kind::Text),
            Field::new("zip", "邮编", "Zip code", Kind::Text),
        ],
    ),
    row("get_user_details", "查询用户信息", "Look up the customer", false, &[]),
    row("get_order_details", "查询订单", "Look up an order", false, &[ORDER]),
    row("get_product_details", "查询商品", "Look up a product", false, &[PRODUCT]),
    row(
        "get_item_details",
        "查询规格",
        "Look up an item",
        false,
        &[Field::new("item_id", "规格", "Item", Kind::Text)],
    ),
    row("list_all_product_types", "查询商品目录", "List all products", false, &[]),
    row(
        "calculate",
        "计算",
        "Calculate",
        false,
        &[Field::new("expression", "算式", "Expression", Kind::Text)],
    ),
];
