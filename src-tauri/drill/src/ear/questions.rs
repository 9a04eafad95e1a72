//! The words that ask: for a fact, or for a yes. In folded form like all the others.

use super::{Act, clauses, holds};

/// What marks a clause as a question or a demand for something.
const DEMANDS: &[&str] = &[
    "请提供",
    "提供一下",
    "提供下",
    "麻烦提供",
    "能提供",
    "发一下",
    "发下",
    "发给我",
    "发我",
    "告诉我",
    "告知",
    "告诉一下",
    "报一下",
    "请问",
    "多少",
    "是什么",
    "什么",
    "哪个",
    "哪笔",
    "哪一",
    "怎么称呼",
    "贵姓",
    "?",
    "provide",
    "what is",
    "what's",
    "may i have",
    "can i have",
    "could i have",
    "could you",
    "can you",
    "please share",
    "share",
    "tell me",
    "which",
    "send me",
    "verify",
    "need your",
    "give me",
    "would you",
];

/// What is asked for.
const OBJECTS: &[(Act, &[&str])] = &[
    (
        Act::AsksOrder,
        &[
            "订单号",
            "订单id",
            "订单编号",
            "单号",
            "哪个订单",
            "哪笔订单",
            "哪一笔订单",
            "订单信息",
            "order number",
            "order id",
            "order #",
            "which order",
            "order numbers",
            "order ids",
        ],
    ),
    (
        Act::AsksProduct,
        &[
            "商品id",
            "商品链接",
            "商品编号",
            "哪款商品",
            "哪个商品",
            "哪款",
            "什么商品",
            "链接",
            "which item",
            "which product",
            "item id",
            "product id",
            "product link",
        ],
    ),
    (
        Act::AsksName,
        &[
            "姓名",
            "名字",
            "怎么称呼",
            "贵姓",
            "联系人",
            "your name",
            "full name",
            "first name",
            "last name",
        ],
    ),
    (Act::AsksPhone, &["电话", "手机号", "联系方式", "手机号码", "phone number", "your phone"]),
    (Act::AsksAddress, &["收货地址", "新地址", "地址是", "什么地址", "地址", "address"]),
    (Act::AsksMail, &["邮箱", "email", "e-mail"]),
    (Act::AsksZip, &["邮编", "zip", "zip code", "postal code"]),
    (Act::AsksAccount, &["用户名", "账号", "用户id", "user id", "username"]),
    (
        Act::AsksPayment,
        &[
            "支付方式",
            "怎么支付",
            "怎么付款",
            "付款方式",
            "如何支付",
            "payment method",
            "refund to",
            "pay with",
            "how would you like to pay",
        ],
    ),
    (Act::AsksReason, &["什么原因", "取消原因", "退货原因", "为什么要", "reason"]),
    (Act::AsksPicture, &["截图", "照片", "图片", "凭证", "screenshot", "photo", "picture"]),
    (
        Act::AsksNeed,
        &[
            "可以帮您",
            "可以帮到您",
            "能帮您",
            "需要什么帮助",
            "有什么可以",
            "有什么需要",
            "遇到什么问题",
            "how can i help",
            "how may i help",
            "what can i do",
            "how can i assist",
            "how may i assist",
        ],
    ),
];

/// What a clause asks for, with the words.
pub(super) fn asked(clause: &str) -> Vec<(Act, String)> {
    if !DEMANDS.iter().any(|word| holds(clause, word) || (*word == "?" && clause.contains('?'))) {
        return Vec::new();
    }
    if done_already(clause) {
        return Vec::new();
    }
    let found = OBJECTS.iter().filter_map(|(act, words)| {
        let word = words.iter().find(|word| holds(clause, word))?;
        Some((*act, (*word).to_owned()))
    });
    found.collect()
}

/// "已为您提供" reports, it does not ask.
fn done_already(clause: &str) -> bool {
    ["已为您", "已经为您", "已帮您", "为您提供", "i have", "i've"]
        .iter()
        .any(|word| clause.contains(word))
        && !clause.contains('?')
}

/// Ways to ask for a yes. They span clauses, so the whole turn is searched.
const CONFIRMATIONS: &[&str] = &[
    "请确认",
    "请您确认",
    "麻烦确认",
    "麻烦您确认",
    "确认吗",
    "确认一下吗",
    "是否确认",
    "回复\"确认\"",
    "回复“确认”",
    "回复'确认'",
    "回复确认",
    "回复「确认」",
    "\"确认\"以继续",
    "确认以继续",
    "确认后",
    "确认无误",
    "您确认",
    "是否继续",
    "是否同意",
    "同意吗",
    "可以吗",
    "对吗",
    "对不对",
    "好吗",
    "行吗",
    "需要我帮您",
    "需要为您",
    "要帮您",
    "是否需要",
    "是否为您",
    "please confirm",
    "do you confirm",
    "can you confirm",
    "could you confirm",
    "confirm (yes)",
    "(yes)",
    "(yes/no)",
    "shall i",
    "should i proceed",
    "shall we",
    "would you like me to",
    "do you want me to",
    "is that correct",
    "is this correct",
    "is that right",
    "is that ok",
    "is that okay",
    "would you like to proceed",
    "do you want to proceed",
    "may i proceed",
    "confirm that you",
    "reply yes",
    "say yes",
];

/// The words with which the turn asks to confirm, if it does.
pub(super) fn confirmation(folded: &str) -> Option<String> {
    let asks = |text: &str| {
        CONFIRMATIONS.iter().find(|word| text.contains(**word)).map(|w| (*w).to_owned())
    };
    let clauses = clauses(folded);
    let mut clauses =
        clauses.iter().filter(|clause| !clause.contains("身份") && !clause.contains("identity"));
    clauses.find_map(|clause| asks(clause))
}
