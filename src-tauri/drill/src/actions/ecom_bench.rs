//! The actions of the Chinese shop. Names, arguments and values are those of the ecom-bench data.

use super::{Field, ParameterKind as Kind, Row};

const ORDER: Field = Field::new("order_id", "订单", "Order", Kind::Order);
const PRODUCT: Field = Field::new("product_id", "商品", "Product", Kind::Product);
const ORIGINAL: Field =
    Field::new("original_product_id", "原商品", "Product to give back", Kind::Product);
const PHONE: Field = Field::new("phone_number", "电话", "Phone", Kind::Text);
const QUANTITY: Field = Field::new("quantity", "数量", "Quantity", Kind::Number);

/// Looks up nothing but what its arguments name.
const fn lookup(
    name: &'static str,
    mode: &'static str,
    zh: &'static str,
    en: &'static str,
    parameters: &'static [Field],
) -> Row {
    Row { name, mode, zh, en, changes: false, parameters }
}

const fn change(
    name: &'static str,
    mode: &'static str,
    zh: &'static str,
    en: &'static str,
    parameters: &'static [Field],
) -> Row {
    Row { name, mode, zh, en, changes: true, parameters }
}

/// Changes first, then look-ups; within each, the usual ones first.
pub(super) const CATALOGUE: &[Row] = &[
    change("manage_order", "取消", "取消订单", "Cancel an order", &[ORDER]),
    change(
        "manage_order",
        "修改",
        "修改地址或电话",
        "Change address or phone",
        &[
            ORDER,
            Field::new("address", "新地址", "New address", Kind::Text).optional(),
            PHONE.optional(),
        ],
    ),
    change(
        "manage_order",
        "增加",
        "帮用户下单",
        "Place an order",
        &[
            Field::new("product_info_list", "商品和数量", "Products and quantities", Kind::Cart),
            Field::new("payment", "支付方式", "Payment", Kind::Choice).of(&[
                "京东E卡",
                "微信",
                "支付宝",
                "银行卡",
            ]),
        ],
    ),
    change("manage_return", "", "退货申请", "Return an order", &[ORDER]),
    change(
        "manage_exchange",
        "换货",
        "换货",
        "Exchange a product",
        &[
            ORDER,
            ORIGINAL,
            Field::new("exchange_product_id", "换成的商品", "Product to get", Kind::Product),
        ],
    ),
    change(
        "manage_ecard",
        "退款",
        "退款到京东E卡",
        "Refund to the e-card",
        &[Field::new("amount", "金额（元）", "Amount (yuan)", Kind::Money), PRODUCT.optional()],
    ),
    change(
        "manage_ecard",
        "余额使用",
        "用京东E卡支付",
        "Pay with the e-card",
        &[PRODUCT, QUANTITY],
    ),
    change("manage_urgent", "", "加急", "Make an order urgent", &[ORDER]),
    change(
        "manage_invoice",
        "",
        "开具发票",
        "Issue an invoice",
        &[
            ORDER,
            Field::new("invoice_type", "发票类型", "Kind", Kind::Choice)
                .of(&["个人发票", "企业发票"]),
            Field::new("title", "发票抬头", "Title", Kind::Text),
            PHONE,
        ],
    ),
    change(
        "schedule_service",
        "",
        "预约上门服务",
        "Book a visit",
        &[
            ORDER,
            Field::new("service_type", "服务类型", "Kind", Kind::Choice).of(&["安装", "维修"]),
            Field::new("service_time", "上门时间", "Day", Kind::Choice)
                .of(&["周一", "周二", "周三", "周四", "周五", "周六", "周日"]),
            Field::new("user_name", "联系人", "Contact", Kind::Text),
            PHONE,
        ],
    ),
    change("register_cashback_by_review", "返现", "登记晒单返现", "Register cashback", &[ORDER]),
    lookup("manage_order", "查询", "查询订单", "Look up an order", &[ORDER]),
    lookup("get_logistics_info", "", "查询物流", "Track a parcel", &[ORDER]),
    lookup("get_user_info", "", "查询用户信息", "Look up the customer", &[]),
    lookup("get_product_info", "", "查询商品", "Look up a product", &[PRODUCT]),
    lookup("get_installation_service_info", "", "查询安装说明", "Look up installation", &[PRODUCT]),
    lookup("get_repair_info", "", "查询维修政策", "Look up repair", &[PRODUCT]),
    lookup(
        "get_fault_code_info",
        "",
        "查询故障码",
        "Look up a fault code",
        &[PRODUCT, Field::new("fault_code", "故障码", "Fault code", Kind::Text)],
    ),
    lookup("get_gift_info", "", "查询赠品", "Look up gifts", &[PRODUCT]),
    lookup("get_auxiliary_materials_info", "", "查询辅材", "Look up materials", &[PRODUCT]),
    lookup(
        "compare_products_info",
        "",
        "对比商品",
        "Compare products",
        &[Field::new("product_ids", "商品", "Products", Kind::Products)],
    ),
    lookup("get_discount_info", "", "查询优惠政策", "Look up discounts", &[]),
    lookup("manage_exchange", "查询", "查询可换商品", "Look up exchanges", &[ORDER, ORIGINAL]),
    lookup("manage_ecard", "余额查询", "查询京东E卡余额", "E-card balance", &[]),
    lookup("manage_ecard", "信息查询", "查询京东E卡说明", "E-card rules", &[]),
    lookup("register_cashback_by_review", "查询", "查询返现记录", "Look up cashback", &[ORDER]),
];
