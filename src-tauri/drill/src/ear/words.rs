//! The words that show an act. All in folded form: lower case, simplified, half-width punctuation.

use super::{Act, clauses, holds};

/// Acts that a single word shows.
pub(super) const ACTS: &[(Act, &[&str])] = &[
    (
        Act::Greets,
        &[
            "您好", "你好", "早上好", "上午好", "中午好", "下午好", "晚上好", "欢迎光临", "小主好", "亲亲", "hello", "hi",
            "good morning", "good afternoon", "good evening", "welcome", "thanks for contacting",
            "thank you for contacting",
        ],
    ),
    (
        Act::Empathises,
        &[
            "理解您", "理解你", "能理解", "可以理解", "体会到", "您的心情", "让您久等", "让您着急", "辛苦您", "换作是我",
            "换做是我", "换成我也", "感受到您", "别着急", "不要着急", "请您放心", "i understand", "i can imagine",
            "frustrating", "sorry to hear", "i can see why", "that must be", "appreciate your patience",
        ],
    ),
    (
        Act::Apologises,
        &[
            "抱歉", "对不起", "不好意思", "致歉", "道歉", "给您带来不便", "给您添麻烦", "sorry", "apologize", "apologise",
            "apologies",
        ],
    ),
    (
        Act::Holds,
        &[
            "稍等", "稍候", "请等", "等一下", "等一会", "马上为您查", "正在为您查", "帮您查一下", "为您查一下", "one moment",
            "a moment", "hold on", "please wait", "let me check", "let me look", "bear with me", "let me pull up",
        ],
    ),
    (
        Act::Promises,
        &[
            "小时内", "天内", "个工作日", "分钟内", "今天内", "今晚前", "明天前", "会为您跟进", "会帮您跟进", "within", "by tomorrow",
            "by tonight", "i will follow up", "business days",
        ],
    ),
    (
        Act::Offers,
        &[
            "建议您", "推荐您", "向您推荐", "您可以考虑", "不如", "要不要", "补偿您", "赔付您", "送您", "优惠券", "i recommend",
            "i suggest", "how about", "you could also", "we can offer", "i can offer",
        ],
    ),
    (
        Act::Refuses,
        &[
            "无法", "不能", "不支持", "不可以", "没办法", "做不到", "不允许", "办不了", "不行", "不予", "cannot", "can't", "unable",
            "not possible", "not able", "not allowed", "won't be able", "not eligible",
        ],
    ),
    (
        Act::GivesReason,
        &[
            "因为", "由于", "根据", "按照", "规定", "规则", "原因", "状态", "只有", "仅", "所以", "已经发货", "已发货", "because",
            "since", "due to", "policy", "as the", "status", "only", "already",
        ],
    ),
    (
        Act::Blames,
        &[
            "你自己", "您自己没", "您自己不", "怪您", "怪你", "谁让你", "谁让您", "谁叫你", "您没看清", "你没看清", "没看清楚",
            "不关我们", "跟我们没关系", "和我们没关系", "与我们无关", "不是我们的问题", "是您的问题", "你的问题", "您的责任",
            "投诉也没用", "爱买不买", "随便你", "闭嘴", "有病", "滚", "烦不烦", "听不懂", "your fault", "your own fault",
            "you should have", "not our problem", "not our fault", "stupid", "shut up", "deal with it", "idiot",
            "calm down", "your problem",
        ],
    ),
    (
        Act::Exaggerates,
        &[
            "绝对", "百分之百", "百分百", "100%", "最低价", "最便宜", "最好的", "全网最", "史上最", "第一品牌", "国家级", "世界级",
            "永远不", "永不", "万能", "独一无二", "零风险", "绝无", "顶级", "guarantee you", "absolutely no risk",
            "the best in the world", "cheapest ever", "never ever", "zero risk", "100% sure",
        ],
    ),
    (
        Act::Closes,
        &[
            "还有其他", "还有别的", "还有什么可以", "还有什么需要", "还需要", "祝您", "祝你", "再见", "拜拜", "感谢您的", "欢迎再来",
            "生活愉快", "购物愉快", "anything else", "have a great", "have a nice", "have a good", "goodbye", "take care",
            "thank you for your", "thanks for your",
        ],
    ),
];

/// What marks a clause as a question or a demand for something.
const DEMANDS: &[&str] = &[
    "请提供", "提供一下", "提供下", "麻烦提供", "能提供", "发一下", "发下", "发给我", "发我", "告诉我", "告知", "告诉一下", "报一下",
    "请问", "多少", "是什么", "什么", "哪个", "哪笔", "哪一", "怎么称呼", "贵姓", "?", "provide", "what is", "what's", "may i have",
    "can i have", "could i have", "could you", "can you", "please share", "share", "tell me", "which", "send me",
    "verify", "need your", "give me", "would you",
];

/// What is asked for.
const OBJECTS: &[(Act, &[&str])] = &[
    (
        Act::AsksOrder,
        &[
            "订单号", "订单id", "订单编号", "单号", "哪个订单", "哪笔订单", "哪一笔订单", "订单信息", "order number", "order id",
            "order #", "which order", "order numbers", "order ids",
        ],
    ),
    (
        Act::AsksProduct,
        &[
            "商品id", "商品链接", "商品编号", "哪款商品", "哪个商品", "哪款", "什么商品", "链接", "which item", "which product",
            "item id", "product id", "product link",
        ],
    ),
    (Act::AsksName, &["姓名", "名字", "怎么称呼", "贵姓", "联系人", "your name", "full name", "first name", "last name"]),
    (Act::AsksPhone, &["电话", "手机号", "联系方式", "手机号码", "phone number", "your phone"]),
    (Act::AsksAddress, &["收货地址", "新地址", "地址是", "什么地址", "地址", "address"]),
    (Act::AsksMail, &["邮箱", "email", "e-mail"]),
    (Act::AsksZip, &["邮编", "zip", "zip code", "postal code"]),
    (Act::AsksAccount, &["用户名", "账号", "用户id", "user id", "username"]),
    (
        Act::AsksPayment,
        &["支付方式", "怎么支付", "怎么付款", "付款方式", "如何支付", "payment method", "refund to", "pay with", "how would you like to pay"],
    ),
    (Act::AsksReason, &["什么原因", "取消原因", "退货原因", "为什么要", "reason"]),
    (Act::AsksPicture, &["截图", "照片", "图片", "凭证", "screenshot", "photo", "picture"]),
    (
        Act::AsksNeed,
        &[
            "可以帮您", "可以帮到您", "能帮您", "需要什么帮助", "有什么可以", "有什么需要", "遇到什么问题", "how can i help",
            "how may i help", "what can i do", "how can i assist", "how may i assist",
        ],
    ),
];

/// What a clause asks for, with the words.
pub(super) fn questions(clause: &str) -> Vec<(Act, String)> {
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
    ["已为您", "已经为您", "已帮您", "为您提供", "i have", "i've"].iter().any(|word| clause.contains(word))
        && !clause.contains('?')
}

/// Ways to ask for a yes. They span clauses, so the whole turn is searched.
const CONFIRMATIONS: &[&str] = &[
    "请确认", "请您确认", "麻烦确认", "麻烦您确认", "确认吗", "确认一下吗", "是否确认", "回复\"确认\"", "回复“确认”", "回复'确认'", "回复确认",
    "回复「确认」", "\"确认\"以继续", "确认以继续", "确认后", "确认无误", "您确认", "是否继续", "是否同意", "同意吗", "可以吗", "对吗",
    "对不对", "好吗", "行吗", "需要我帮您", "需要为您", "要帮您", "是否需要", "是否为您", "please confirm", "do you confirm", "can you confirm",
    "could you confirm", "confirm (yes)", "(yes)", "(yes/no)", "shall i", "should i proceed", "shall we",
    "would you like me to", "do you want me to", "is that correct", "is this correct", "is that right", "is that ok",
    "is that okay", "would you like to proceed", "do you want to proceed", "may i proceed", "confirm that you",
    "reply yes", "say yes",
];

/// The words with which the turn asks to confirm, if it does.
pub(super) fn confirmation(folded: &str) -> Option<String> {
    let asks = |text: &str| CONFIRMATIONS.iter().find(|word| text.contains(**word)).map(|w| (*w).to_owned());
    let clauses = clauses(folded);
    let mut clauses = clauses.iter().filter(|clause| !clause.contains("身份") && !clause.contains("identity"));
    clauses.find_map(|clause| asks(clause))
}
