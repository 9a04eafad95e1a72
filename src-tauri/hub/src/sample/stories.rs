//! The stories of the sample day: about the customers, orders and parcels that the excerpt holds.

use backstop_domain::{
    grant::GrantKind,
    money::Fen,
    ticket::{Liable, Solved, TicketKind, TicketStatus},
};

use super::story::{Act, Story, chat, phone, step};

const A: &str = "agent-a";
const B: &str = "agent-b";
const SENIOR: &str = "senior";
const MANAGER: &str = "manager";

const MINUTE: i64 = 1;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// In the order in which the queue was filled, the oldest first.
pub(super) const STORIES: [Story; 11] = [
    CRUSHED_BOX,
    RETURN_POSTAGE,
    LATE_PARCEL,
    MISSED_INSTALLATION,
    SWAPPED_HEATER,
    PRICE_FELL,
    GIFT_MISSING,
    SLOW_HEATING,
    TOO_SMALL,
    NOT_COLLECTED,
    NOISE_AND_SMELL,
];

/// Resolved with its three facts; the compensation stood at once, inside the quota.
const CRUSHED_BOX: Story = Story {
    customer: "cnjdwdwlbgefqhbifv",
    order: Some("315064585335"),
    kind: TicketKind::Complaint,
    urgent: false,
    title: "电热水器到货外包装挤压变形",
    text: "顾客签收当天来电：60升电热水器外箱一角压瘪，担心内胆受损，要求确认能否正常使用，并给个说法。",
    opened: 3 * DAY,
    by: A,
    steps: &[
        step(3 * DAY - 2, A, Act::Claim),
        step(3 * DAY - 3, A, chat("箱子压成这样，里面的机器会不会坏？你们发货都不检查的吗？")),
        step(
            3 * DAY - 7,
            A,
            Act::Reply(
                "小主您好，给您带来困扰非常抱歉。麻烦您拍一下外箱和机身四个角的照片，我马上帮您核实机器是否受损。",
            ),
        ),
        step(3 * DAY - 8, A, Act::Status(TicketStatus::WaitingCustomer)),
        step(3 * DAY - 2 * HOUR, A, chat("照片发过去了，机身好像没事，就是箱子太难看了。")),
        step(
            3 * DAY - 2 * HOUR - 10,
            A,
            Act::Note(
                "照片显示机身无划痕，外箱一角挤压，末端配送环节造成。按运输破损给小额补偿，不走退换。",
            ),
        ),
        step(
            3 * DAY - 2 * HOUR - 12,
            A,
            Act::Grant {
                kind: GrantKind::Cash,
                amount: Fen(8_000),
                cause: "damaged",
                note: "外包装挤压，机身完好，补偿 80 元",
            },
        ),
        step(
            3 * DAY - 2 * HOUR - 15,
            A,
            Act::Reply(
                "小主，机身完好，可以放心安装。包装破损是我们没照顾好，已为您申请 80 元补偿，稍后到账。",
            ),
        ),
        step(2 * DAY + 20 * HOUR, A, chat("收到了，处理得挺快，谢谢。")),
        step(
            2 * DAY + 20 * HOUR - 5,
            A,
            Act::Resolve {
                solved: Solved::Confirmed,
                liable: Liable::Carrier,
                satisfied: Some(5),
                summary: "机身完好，外包装为配送挤压；补偿 80 元，顾客确认满意。",
            },
        ),
    ],
};

/// Resolved as far as the team knows; the manager had approved what was above the quota.
const RETURN_POSTAGE: Story = Story {
    customer: "cnjdjd_7271809d790f9",
    order: Some("312635190435"),
    kind: TicketKind::PostageRefund,
    urgent: false,
    title: "退货后运费未退",
    text: "16升燃气热水器已退货，顾客自付上门取件和打木架费用共 260 元，要求退还。",
    opened: 2 * DAY + 5 * HOUR,
    by: B,
    steps: &[
        step(2 * DAY + 5 * HOUR - 1, B, Act::Claim),
        step(2 * DAY + 5 * HOUR - 4, B, phone("退货的钱退了，运费 260 怎么没人管？单子我都留着。")),
        step(
            2 * DAY + 5 * HOUR - 6,
            B,
            Act::Reply(
                "小主您好，退货运费由我们承担，请把取件单和木架费单据发给我，我来帮您申请。",
            ),
        ),
        step(
            2 * DAY + 3 * HOUR,
            B,
            Act::Note("单据齐全：取件 180 元，木架 80 元。超出我的额度，提交主管。"),
        ),
        step(
            2 * DAY + 3 * HOUR - 2,
            B,
            Act::Grant {
                kind: GrantKind::Postage,
                amount: Fen(26_000),
                cause: "return_postage",
                note: "取件 180 元、木架 80 元，单据已核对",
            },
        ),
        step(2 * DAY + 2 * HOUR, MANAGER, Act::Approve(Fen(26_000))),
        step(
            2 * DAY + HOUR,
            B,
            Act::Reply("小主，260 元运费已批准，原路退回，预计 1 到 3 个工作日到账。"),
        ),
        step(
            2 * DAY,
            B,
            Act::Resolve {
                solved: Solved::Inferred,
                liable: Liable::Merchant,
                satisfied: None,
                summary: "退货运费 260 元已退，等待顾客确认到账。",
            },
        ),
    ],
};

/// Its 48 hours ran out two hours ago.
const LATE_PARCEL: Story = Story {
    customer: "cnjd丶暖心萌面人",
    order: Some("313601294520"),
    kind: TicketKind::Complaint,
    urgent: false,
    title: "两台热水器一直没发货，物流停在已创建",
    text: "订单含 60 升和 80 升电热水器各一台，系统写着已送达时间，但轨迹只有“已创建”。顾客说根本没收到货，催了三次。",
    opened: 2 * DAY + 2 * HOUR,
    by: A,
    steps: &[
        step(2 * DAY + 2 * HOUR - 3, A, Act::Claim),
        step(
            2 * DAY + 2 * HOUR - 4,
            A,
            chat("你们系统显示送到了，我家里连个箱子都没有，东西到底在哪？"),
        ),
        step(
            2 * DAY + 2 * HOUR - 9,
            A,
            Act::Reply(
                "小主别急，我看到轨迹停在下单环节，确实不正常。我现在联系仓库核实，今天内给您答复。",
            ),
        ),
        step(
            2 * DAY,
            A,
            Act::Note(
                "仓库回复：订单拆成两件，60 升缺货待调拨，送达时间是系统按承诺时间自动回写的。",
            ),
        ),
        step(2 * DAY - 5, A, Act::Status(TicketStatus::WaitingParty)),
        step(DAY, A, Act::Reply("小主，仓库确认正在从东莞仓调货，明天中午前发出，我会一直跟进。")),
        step(3 * HOUR, A, chat("明天又明天，已经两天了，到底发没发？再不发我就全部退掉。")),
    ],
};

/// The installer did not come on Saturday; the answer is outside the team.
const MISSED_INSTALLATION: Story = Story {
    customer: "cnjd喜哥2号",
    order: None,
    kind: TicketKind::Installation,
    urgent: false,
    title: "约好周六安装，师傅没有上门",
    text: "订单 314231443863 预约周六安装，联系人宋敬明。顾客请了半天假在家等，师傅没来也没有电话。",
    opened: 26 * HOUR,
    by: B,
    steps: &[
        step(26 * HOUR - 1, B, Act::Claim),
        step(
            26 * HOUR - 2,
            B,
            phone("说好周六来装，我等到晚上六点，一个电话都没有，你们太不靠谱了。"),
        ),
        step(
            26 * HOUR - 5,
            B,
            Act::Reply(
                "小主，让您白等一天实在抱歉。我马上联系安装网点，为您优先改约，并核实师傅未到的原因。",
            ),
        ),
        step(
            25 * HOUR,
            B,
            Act::Note("揭阳网点回复：师傅排期冲突，漏打电话。要求网点今天回电并改约。"),
        ),
        step(25 * HOUR - 2, B, Act::Status(TicketStatus::WaitingParty)),
        step(
            20 * HOUR,
            B,
            Act::Reply("小主，网点负责人会在今天给您回电，改约时间由您来定，安装费全免。"),
        ),
    ],
};

/// On line 2: the old machine was taken away and the new one has not come.
const SWAPPED_HEATER: Story = Story {
    customer: "cnjdzhongx520970",
    order: Some("312571444239"),
    kind: TicketKind::AfterSale,
    urgent: true,
    title: "旧机已取走，换新机一直没发出",
    text: "顾客因质量问题换新，旧机已被取回，轨迹写着“正在准备发货的新机”，之后没有更新。家里有老人，没有热水。",
    opened: 20 * HOUR,
    by: A,
    steps: &[
        step(20 * HOUR - 1, A, Act::Claim),
        step(20 * HOUR - 2, A, phone("旧的拿走了新的不来，我家老人三天没洗澡了，你们管不管？")),
        step(
            20 * HOUR - 4,
            A,
            Act::Reply(
                "小主，非常理解您的着急。我立刻把您的情况升级到资深坐席加急处理，一小时内给您回复。",
            ),
        ),
        step(
            20 * HOUR - 6,
            A,
            Act::Escalate(2, "换新超时，家中有老人无热水，情绪激动，需要协调仓库加急出库"),
        ),
        step(19 * HOUR, SENIOR, Act::Claim),
        step(
            19 * HOUR - 10,
            SENIOR,
            Act::Note("仓库确认同型号 16 升现货 2 台，已开加急出库单，京东次日达。"),
        ),
        step(
            19 * HOUR - 12,
            SENIOR,
            Act::Reply(
                "小主您好，我是资深坐席，新机今天加急出库，明天送达并同步安排安装，运单号稍后发您。",
            ),
        ),
        step(2 * HOUR, SENIOR, phone("还没收到运单号，今天能到吗？")),
    ],
};

/// Waits for the customer: the promise to resolve rests meanwhile.
const PRICE_FELL: Story = Story {
    customer: "cnjd林韵佩",
    order: Some("314475833175"),
    kind: TicketKind::PriceDifference,
    urgent: false,
    title: "刚买就降价，申请价保",
    text: "燃气热水器实付 2009 元，付款后页面降价，顾客要求退差价，支付方式为京东E卡。",
    opened: 6 * HOUR,
    by: B,
    steps: &[
        step(6 * HOUR - 1, B, Act::Claim),
        step(6 * HOUR - 2, B, chat("我买的时候 2009，现在页面便宜了，差价能退吗？")),
        step(
            6 * HOUR - 5,
            B,
            Act::Reply(
                "小主您好，可以申请价保。麻烦您把现在的页面价格截图发给我，我核实差额后退回您的京东E卡。",
            ),
        ),
        step(6 * HOUR - 6, B, Act::Status(TicketStatus::WaitingCustomer)),
        step(5 * HOUR, B, Act::Note("等截图。差额按订单价减页面价，退回京东E卡，不考虑价保期限。")),
    ],
};

/// Worked, and the customer has just written again.
const GIFT_MISSING: Story = Story {
    customer: "cnjd波波豆",
    order: Some("311324806024"),
    kind: TicketKind::Gift,
    urgent: false,
    title: "赠品空气炸锅没有收到",
    text: "安睡M9 Pro 已签收，活动写明签收后 20 天内登记送空气炸锅，顾客说登记过但一直没发。",
    opened: 4 * HOUR,
    by: A,
    steps: &[
        step(4 * HOUR - 2, A, Act::Claim),
        step(4 * HOUR - 3, A, chat("热水器都用上了，说好的空气炸锅呢？我明明登记过了。")),
        step(
            4 * HOUR - 8,
            A,
            Act::Reply("小主您好，活动赠品需要签收后登记才会发出，我先帮您查登记记录，请稍等。"),
        ),
        step(
            3 * HOUR,
            A,
            Act::Note("系统里没有登记记录，疑似首次登记未提交成功。已在期限内，可以补登记。"),
        ),
        step(25, A, chat("查到了吗？不会是不想给了吧。")),
    ],
};

/// Above the agent's quota: waits for the manager.
const SLOW_HEATING: Story = Story {
    customer: "cnjd18400007301_p",
    order: Some("314415092676"),
    kind: TicketKind::Complaint,
    urgent: false,
    title: "80升热水器加热很慢，报 F001，维修两次未好",
    text: "顾客反映加热两小时水还是温的，屏幕报 F001。已上门两次，仍未解决，要求换机并赔偿误工。",
    opened: 3 * HOUR,
    by: A,
    steps: &[
        step(3 * HOUR - 1, A, Act::Claim),
        step(3 * HOUR - 2, A, chat("F001 修了两回还是老样子，我请了两次假，这个损失谁赔？")),
        step(
            3 * HOUR - 6,
            A,
            Act::Reply(
                "小主，反复维修耽误您时间真的很抱歉。F001 是加热管故障，我为您安排更换加热管，并向主管申请误工补偿。",
            ),
        ),
        step(
            2 * HOUR + 10,
            A,
            Act::Note("两次维修单均写“检查连接”，没有换件。责任在维修网点，先行赔付后追偿。"),
        ),
        step(
            2 * HOUR,
            A,
            Act::Grant {
                kind: GrantKind::Cash,
                amount: Fen(30_000),
                cause: "quality",
                note: "同一故障维修两次未解决，误工两天，建议补偿 300 元，向维修网点追偿",
            },
        ),
        step(
            HOUR,
            A,
            Act::Reply("小主，加热管明天上午上门更换，补偿正在等主管确认，有结果第一时间告诉您。"),
        ),
    ],
};

/// New; its first response runs out in a few minutes.
const TOO_SMALL: Story = Story {
    customer: "cnjd13300002133_p",
    order: Some("315302660376"),
    kind: TicketKind::AfterSale,
    urgent: false,
    title: "想换成更大容量的燃气热水器",
    text: "订单处理中，顾客拿到资料后觉得 16 升偏小，想换货，问可换的型号里有没有更大的。",
    opened: 12,
    by: B,
    steps: &[step(
        11,
        B,
        chat("我买的是 16L 的，家里人多，能换个大一点的吗？订单号 315302660376。"),
    )],
};

/// New; nobody has it.
const NOT_COLLECTED: Story = Story {
    customer: "cnjdbelieve_yx_m",
    order: Some("315084487289"),
    kind: TicketKind::Complaint,
    urgent: false,
    title: "商品打包完成后一直没有揽收",
    text: "物流停在“商品已完成打包，等待快递揽收”，预计送达时间已过，顾客要求说明原因并尽快发出。",
    opened: 3,
    by: B,
    steps: &[step(2, B, chat("打包好几天了没人来取，是不是不打算发了？"))],
};

/// New and urgent: gas.
const NOISE_AND_SMELL: Story = Story {
    customer: "cnjd2235243611_m",
    order: Some("313157059869"),
    kind: TicketKind::AfterSale,
    urgent: true,
    title: "燃气热水器噪音很大，显示 F001，怀疑烟管装反",
    text: "顾客来电：点火后噪音很大，屏幕 F001，阳台有烟味。已告知先关闭燃气阀、开窗通风，不要再点火。",
    opened: 1,
    by: B,
    steps: &[],
};
