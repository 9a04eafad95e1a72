//! What a text or an action is about: the link between an intent, a reply and a deed.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{actions::Deed, script::Language};

/// Something customers and shops talk about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum Topic {
    Install,
    Repair,
    Fault,
    Logistics,
    Urgent,
    Cancel,
    Return,
    Exchange,
    Buy,
    Pay,
    Invoice,
    Visit,
    Cashback,
    Discount,
    Gift,
    Material,
    Price,
    Product,
    Address,
    Status,
    Picture,
    Fee,
    Person,
}

/// Words that mark a topic, in folded text. Ordered by topic, Chinese before English.
const WORDS: &[(Topic, &[&str])] = &[
    (Topic::Install, &["安装", "烟管", "左右墙", "角落", "install"]),
    (Topic::Repair, &["维修", "修理", "保修", "质保", "包修", "repair", "warranty"]),
    (Topic::Fault, &["故障", "报错", "f001", "错误代码", "异响", " fault", "broken", "damaged"]),
    (
        Topic::Logistics,
        &[
            "物流", "快递", "包裹", "送到", "送达", "到达", "签收", "运输", "派送", "派件", "揽收",
            "发货", "tracking", "deliver", "shipped", "shipment", "parcel",
        ],
    ),
    (Topic::Urgent, &["加急", "催", "尽快", "优先", "urgent", "expedite"]),
    (Topic::Cancel, &["取消", "退掉", "cancel"]),
    (Topic::Return, &["退货", "退掉", "退回", "return", "refund", "get back"]),
    (
        Topic::Exchange,
        &[
            "换货", "替换", "可换", "换成", "换新", "更换", "换一", "更大", "更小", "型号", "库存",
            "exchange", "modify", "change", "switch", "upgrade", "instead", "variant", "swap",
        ],
    ),
    (
        Topic::Buy,
        &["下单", "购买", "购入", "买", "数量", "order for", "buy", "purchase", "reorder"],
    ),
    (
        Topic::Pay,
        &[
            "支付",
            "付款",
            "e卡",
            "ecard",
            "余额",
            "退款",
            "扣款",
            "价保",
            "差额",
            "payment",
            "paypal",
            "gift card",
            "giftcard",
            "credit card",
            "card",
            "refund",
            "pay",
        ],
    ),
    (Topic::Invoice, &["发票", "抬头", "开票", "invoice"]),
    (Topic::Visit, &["预约", "上门", "师傅", "appointment", "visit"]),
    (Topic::Cashback, &["返现", "晒单", "晒图", "评价", "好评", "cashback", "review"]),
    (
        Topic::Discount,
        &["优惠", "活动", "补贴", "以旧换新", "折扣", "618", "discount", "promotion"],
    ),
    (Topic::Gift, &["赠品", "赠送", "礼品", "风扇", "空气炸锅", "free gift"]),
    (Topic::Material, &["辅材", "角阀", "排水管", "配件", "材料", "material"]),
    (
        Topic::Price,
        &[
            "价格",
            "价保",
            "降价",
            "差价",
            "多少钱",
            "便宜",
            "元",
            "价",
            "cheap",
            "price",
            "cost",
            "expensive",
            "amount",
            "total",
            "balance",
            "$",
        ],
    ),
    (
        Topic::Product,
        &[
            "商品",
            "参数",
            "功能",
            "区别",
            "差异",
            "差别",
            "对比",
            "型号",
            "容量",
            "体积",
            "升",
            "功率",
            "生产日期",
            "规格",
            "热水器",
            "product",
            "item",
            "option",
            "available",
            "size",
            "color",
            "material",
        ],
    ),
    (Topic::Address, &["地址", "手机号", "收件", "收货", "address", "suite", "deliver"]),
    (Topic::Status, &["状态", "查询订单", "已付款", "处理中", "订单", "status", "order"]),
    (Topic::Picture, &["图片", "截图", "照片", "凭证", "picture", "photo", "screenshot"]),
    (Topic::Fee, &["收费", "费用", "免费", "自费", " fee", "charges"]),
    (Topic::Person, &["人工", "专员", "human", "supervisor", "transfer"]),
];

/// The topics of a folded text.
pub(crate) fn topics(folded: &str) -> BTreeSet<Topic> {
    let named = |words: &[&str]| words.iter().any(|word| folded.contains(word));
    WORDS.iter().filter(|(_, words)| named(words)).map(|(topic, _)| *topic).collect()
}

/// The topics of a deed.
pub(crate) fn topics_of(deed: &Deed) -> &'static [Topic] {
    match (deed.name.as_str(), deed.mode()) {
        ("manage_order", "取消") | ("cancel_pending_order", _) => &[Topic::Cancel, Topic::Return],
        ("manage_order", "修改") | ("modify_pending_order_address" | "modify_user_address", _) => {
            &[Topic::Address]
        }
        ("manage_order", "增加") => &[Topic::Buy],
        ("manage_order" | "get_order_details", _) => {
            &[Topic::Status, Topic::Logistics, Topic::Address]
        }
        ("manage_return" | "return_delivered_order_items", _) => &[Topic::Return, Topic::Cancel],
        (
            "manage_exchange" | "exchange_delivered_order_items" | "modify_pending_order_items",
            _,
        ) => &[Topic::Exchange],
        ("manage_ecard", "退款") => &[Topic::Pay, Topic::Price, Topic::Return, Topic::Cancel],
        ("manage_ecard" | "modify_pending_order_payment", _) => &[Topic::Pay, Topic::Buy],
        ("manage_urgent", _) => &[Topic::Urgent],
        ("manage_invoice", _) => &[Topic::Invoice],
        ("schedule_service", _) => &[Topic::Visit, Topic::Install, Topic::Repair],
        ("register_cashback_by_review", _) => &[Topic::Cashback, Topic::Picture],
        ("get_logistics_info", _) => &[Topic::Logistics, Topic::Status],
        ("get_installation_service_info", _) => &[Topic::Install, Topic::Fee],
        ("get_repair_info", _) => &[Topic::Repair, Topic::Fee],
        ("get_fault_code_info", _) => &[Topic::Fault],
        ("get_gift_info", _) => &[Topic::Gift],
        ("get_auxiliary_materials_info", _) => &[Topic::Material, Topic::Fee],
        ("get_discount_info", _) => &[Topic::Discount],
        ("transfer_to_human_agents", _) => &[Topic::Person],
        (
            "get_product_info"
            | "compare_products_info"
            | "get_product_details"
            | "get_item_details"
            | "list_all_product_types",
            _,
        ) => &[Topic::Product, Topic::Price],
        _ => &[],
    }
}

/// A word for a topic.
pub(crate) fn word(topic: Topic, language: Language) -> &'static str {
    let words = WORDS.iter().find(|(other, _)| *other == topic).map_or(&[][..], |(_, words)| words);
    let english = language == Language::English;
    words.iter().find(|word| word.is_ascii() == english).copied().unwrap_or_default()
}
