//! The wordings. `{}` is a fact from the scenario; the letters before a wording are the tones that it fits:
//! `a`ngry, `t`ense, `c`alm, `w`arm.

use serde::{Deserialize, Serialize};

use crate::{mood::Tone, script::Language};

/// What the customer replies to, apart from their own wishes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Reply {
    /// Vents about what went wrong.
    Complains,
    /// Gives a fact.
    Gives,
    /// Does not know, and wants it looked up.
    LooksUp,
    /// Says only that they do not know.
    DoesNotKnow,
    /// Yes.
    Confirms,
    /// The order that was named is not theirs.
    WrongOrder,
    /// That was not asked for.
    NotThat,
    /// Declines an offer.
    Declines,
    /// The question stays open.
    Nudges,
    /// The answer missed the question.
    OffTopic,
    /// The same words were heard before.
    HeardThat,
    /// Asked what is wanted although it was said.
    AlreadySaid,
    /// Was refused without a reason.
    WhyNot,
    /// Was blamed.
    Hurt,
    /// Waits.
    Waits,
    /// Lets the question go.
    GivesUp,
    /// Has no more questions.
    Done,
    /// Says goodbye.
    Leaves,
}

type Wordings = &'static [(&'static str, &'static str)];

/// The wordings of a reply that fit a tone.
pub(super) fn wordings(reply: Reply, language: Language, tone: Tone) -> Vec<&'static str> {
    let letter = match tone {
        Tone::Angry => 'a',
        Tone::Tense => 't',
        Tone::Calm => 'c',
        Tone::Warm => 'w',
    };
    let all = language.choose(chinese(reply), english(reply));
    all.iter().filter(|(tones, _)| tones.contains(letter)).map(|(_, wording)| *wording).collect()
}

fn chinese(reply: Reply) -> Wordings {
    match reply {
        Reply::Complains => &[
            ("a", "真的太让人生气了！"), ("a", "我对你们非常失望！"), ("at", "这叫什么事啊！"), ("at", "真是太折腾人了。"),
            ("t", "说实话我挺不满意的。"), ("tcw", "体验不太好。"), ("cw", "有点失望。"), ("cw", "希望你们能重视一下。"),
        ],
        Reply::Gives => &[
            ("atcw", "{}"), ("tcw", "是{}"), ("cw", "好的，{}"), ("cw", "{}，你看一下"), ("at", "{}，快查吧"), ("at", "给你：{}"),
            ("w", "{}，麻烦你啦"), ("atcw", "就是{}"), ("c", "{}，这个"),
        ],
        Reply::LooksUp => &[
            ("atcw", "这个你帮我查一下吧。"), ("tcw", "我手头没有，你那边帮我查查。"), ("at", "你们系统里没有吗，自己查。"),
            ("cw", "麻烦你帮我查询一下，可以吗？"), ("atcw", "这个我提供不了，你们那边查吧。"), ("cw", "按系统里登记的来就行。"),
        ],
        Reply::DoesNotKnow => &[
            ("atcw", "不知道。"), ("atcw", "这个我不知道。"), ("at", "我哪知道，你查啊。"), ("cw", "不清楚呢，你帮我查一下吧。"),
            ("tcw", "我也不知道，帮忙看看吧。"),
        ],
        Reply::Confirms => &[
            ("atcw", "确认"), ("atcw", "确认。就这样办吧"), ("tcw", "嗯，确认"), ("cw", "没问题，确认"), ("cw", "好的，我确认"),
            ("at", "确认确认，赶紧的"), ("w", "确认，辛苦啦"), ("atcw", "对，我确认"), ("atcw", "可以，确认"),
        ],
        Reply::WrongOrder => &[
            ("atcw", "不对，我说的是{}"), ("atcw", "你看错了吧，是{}"), ("at", "不是这个！我要办的是{}"), ("cw", "好像不是这个，应该是{}"),
        ],
        Reply::NotThat => &[
            ("atcw", "我没有要办这个。"), ("tcw", "等等，我没说要这样。"), ("at", "谁让你办这个了？"), ("cw", "不用办这个，谢谢。"),
        ],
        Reply::Declines => &[
            ("atcw", "这个不用了，我就想解决我刚才说的。"), ("cw", "谢谢你的建议，不过我暂时不考虑。"), ("at", "别给我推荐别的，先解决我的问题。"),
            ("tcw", "不需要这个。"),
        ],
        Reply::Nudges => &[
            ("a", "你到底有没有在听？"), ("a", "我问的问题你倒是回答啊！"), ("a", "再这样我要投诉了！"), ("at", "能不能正面回答一下？"),
            ("at", "快点行吗，我没那么多时间。"), ("tcw", "我刚才问的还没回答呢。"), ("tcw", "所以呢？"), ("cw", "那我的问题怎么处理呀？"),
            ("cw", "麻烦看一下我上面的问题。"), ("w", "不好意思，我前面的问题能帮忙看看吗？"),
        ],
        Reply::OffTopic => &[
            ("a", "答非所问！"), ("at", "我问的不是这个。"), ("tcw", "你说的跟我问的不是一回事吧。"), ("cw", "我想问的不是这个哦。"),
            ("atcw", "这不是我要的答案。"), ("cw", "可能我没说清楚，我问的是前面那个问题。"),
        ],
        Reply::HeardThat => &[
            ("a", "复制粘贴谁不会啊！"), ("at", "这话你刚才说过了。"), ("tcw", "同样的话就不用再发了吧。"), ("cw", "嗯，这个你说过了。"),
            ("atcw", "你是机器人吗？"),
        ],
        Reply::AlreadySaid => &[
            ("at", "我上面不是说了吗？"), ("atcw", "就是我刚才说的那个。"), ("cw", "我前面写了，你看一下。"), ("w", "就是上面那个问题，麻烦你看看。"),
        ],
        Reply::WhyNot => &[
            ("a", "凭什么不行？！"), ("at", "为什么不行，总得给个理由吧？"), ("tcw", "为什么呢？"), ("cw", "可以说一下原因吗？"),
            ("atcw", "理由是什么？"),
        ],
        Reply::Hurt => &[
            ("a", "你这是什么态度！"), ("at", "你怎么能怪我呢？"), ("atcw", "出了问题就推给我？"), ("tcw", "你这样说话我很不舒服。"),
            ("at", "把你们主管叫来！"), ("cw", "请注意一下你的语气。"),
        ],
        Reply::Waits => &[
            ("a", "又要等！"), ("at", "快点啊。"), ("t", "行吧，别太久。"), ("tcw", "好，我等你。"), ("cw", "好的，不急。"),
            ("w", "没事，你慢慢查。"), ("c", "嗯嗯，等你消息。"), ("atcw", "多久能好？"),
        ],
        Reply::GivesUp => &[
            ("a", "算了，跟你说不清楚！"), ("at", "算了，这个不问了。"), ("tcw", "这个先放着吧。"), ("cw", "那这个先这样吧。"),
            ("atcw", "行，不说这个了。"), ("at", "问了也白问。"), ("cw", "没事，换一个问题。"), ("atcw", "这个就当我没问。"),
        ],
        Reply::Done => &[
            ("a", "没别的了，希望你们下次别这样。"), ("at", "行了，没有别的问题了。"), ("tc", "好的，我没有其他问题了。"), ("cw", "都清楚了，谢谢你。"),
            ("w", "没有其他问题啦，谢谢，服务很好！"), ("t", "好，那就先这样。"),
        ],
        Reply::Leaves => &[
            ("at", "嗯，再见。"), ("tcw", "好的，再见。"), ("cw", "谢谢，拜拜。"), ("w", "谢谢你，祝工作顺利！"), ("a", "哼。"),
        ],
    }
}

fn english(reply: Reply) -> Wordings {
    match reply {
        Reply::Complains => &[
            ("a", "This is really unacceptable!"), ("at", "I'm quite upset about this."), ("tcw", "That is disappointing."),
            ("cw", "I hope you can sort this out."),
        ],
        Reply::Gives => &[
            ("atcw", "{}"), ("tcw", "It's {}"), ("cw", "Sure, {}"), ("at", "Here: {}"), ("cw", "{}, thanks"), ("atcw", "That would be {}"),
            ("c", "{}, as far as I know"),
        ],
        Reply::LooksUp => &[
            ("atcw", "Could you look that up for me?"), ("tcw", "I don't have that at hand, please check on your side."),
            ("at", "Don't you have that in your system?"), ("cw", "I'm not sure, could you find it for me?"),
            ("atcw", "You should be able to see it in my account."),
        ],
        Reply::DoesNotKnow => &[
            ("atcw", "I don't know."), ("tcw", "I don't remember that."), ("at", "How should I know?"), ("cw", "No idea, sorry."),
        ],
        Reply::Confirms => &[
            ("atcw", "Yes"), ("atcw", "Yes, please go ahead"), ("tcw", "Yes, that's correct"), ("cw", "Yes, I confirm"), ("at", "Yes, yes, do it"),
            ("w", "Yes please, thank you"), ("atcw", "Confirmed"), ("c", "Yes, that works"),
        ],
        Reply::WrongOrder => &[
            ("atcw", "No, I mean {}"), ("atcw", "That's not the right one, it should be {}"), ("at", "Wrong order. It's {}"),
        ],
        Reply::NotThat => &[
            ("atcw", "I didn't ask for that."), ("tcw", "Wait, that's not what I want."), ("cw", "No thanks, please don't do that."),
        ],
        Reply::Declines => &[
            ("atcw", "No thanks, I only want what I asked for."), ("cw", "Thank you, but I'm not interested in that."),
            ("at", "Please don't offer me other things."),
        ],
        Reply::Nudges => &[
            ("a", "Are you even listening?"), ("a", "Answer my question, please!"), ("at", "Can you hurry up?"),
            ("at", "I don't have all day."), ("tcw", "You haven't answered my question yet."), ("tcw", "So?"),
            ("cw", "What about my request?"), ("cw", "Could you look at what I wrote above?"),
        ],
        Reply::OffTopic => &[
            ("a", "That has nothing to do with my question!"), ("atcw", "That's not what I asked."), ("tcw", "I was asking about something else."),
            ("cw", "Maybe I wasn't clear, I meant my request above."),
        ],
        Reply::HeardThat => &[
            ("a", "Stop copying and pasting!"), ("atcw", "You already said that."), ("tcw", "You're repeating yourself."), ("at", "Am I talking to a robot?"),
        ],
        Reply::AlreadySaid => &[
            ("at", "I just told you."), ("atcw", "It's what I wrote above."), ("cw", "As I said in my message."),
        ],
        Reply::WhyNot => &[
            ("a", "Why on earth not?"), ("atcw", "Why not?"), ("tcw", "Can you tell me the reason?"), ("at", "There must be a reason."),
        ],
        Reply::Hurt => &[
            ("a", "How dare you!"), ("at", "Don't put this on me."), ("tcw", "I don't like your tone."), ("at", "Let me talk to your manager!"),
            ("cw", "Please stay polite."),
        ],
        Reply::Waits => &[
            ("a", "Waiting again!"), ("at", "Please be quick."), ("tcw", "Okay, I'll wait."), ("cw", "Sure, take your time."), ("w", "No problem."),
            ("atcw", "How long will it take?"),
        ],
        Reply::GivesUp => &[
            ("a", "Forget it, this is pointless!"), ("at", "Never mind that one."), ("tcw", "Let's leave that aside."), ("cw", "Okay, let's skip this."),
            ("atcw", "Fine, moving on."), ("atcw", "I'll drop that question."),
        ],
        Reply::Done => &[
            ("a", "That's all. I hope this never happens again."), ("at", "That's it then."), ("tc", "That's all I needed."), ("cw", "That's everything, thank you."),
            ("w", "That was all, thanks for the great help!"),
        ],
        Reply::Leaves => &[("at", "Bye."), ("tcw", "Okay, goodbye."), ("cw", "Thanks, bye."), ("w", "Have a nice day!")],
    }
}

/// Openers that make a new sentence of a wording that is used up.
pub(super) const OPENERS_ZH: [&str; 8] =
    ["嗯，", "那个，", "我说，", "唉，", "行，", "哎呀，", "话说，", "反正，"];
/// The same in English.
pub(super) const OPENERS_EN: [&str; 6] = ["Well, ", "Look, ", "Okay, ", "Listen, ", "Hm, ", "As I said, "];

/// Openers for a wish that was already said in the same words.
pub(super) const AGAIN_ZH: [&str; 4] = ["我再说一次，", "还是那句话，", "重复一下，", "我刚才也说了，"];
/// The same in English.
pub(super) const AGAIN_EN: [&str; 4] = ["Again: ", "Once more: ", "As I said before: ", "To repeat: "];

/// How a wish begins.
pub(super) fn leads(language: Language, first: bool, conditional: bool, tone: Tone) -> &'static [&'static str] {
    let upset = tone < Tone::Calm;
    match (language, first, upset) {
        (Language::Chinese, true, true) => &["喂，", "客服在吗，", "我跟你们说，", "在不在，", "你们看看，"],
        (Language::Chinese, true, false) => &["你好，", "您好，", "在吗，", "客服你好，", "嗨，"],
        (Language::Chinese, false, _) if conditional => &["", "那"],
        (Language::Chinese, false, true) => &["还有，", "另外，", "再说，", "然后，", ""],
        (Language::Chinese, false, false) => &["另外，", "对了，", "再问一下，", "还有，", "然后，", ""],
        (Language::English, true, true) => &["Hello, ", "Hey, ", ""],
        (Language::English, true, false) => &["Hi, ", "Hello, ", "Hi there, "],
        (Language::English, false, _) if conditional => &[""],
        (Language::English, false, _) => &["Also, ", "One more thing: ", "Another thing: ", "Next, ", ""],
    }
}

/// Ways to begin a question.
pub(super) fn ask(tone: Tone) -> &'static [&'static str] {
    match tone {
        Tone::Angry => &["我问一下", "你告诉我", "我就想问"],
        Tone::Tense => &["想问一下", "我想问下", "问一下"],
        _ => &["想问一下", "想咨询一下", "我想了解一下", "想请教一下"],
    }
}

/// Ways to begin a request for a deed.
pub(super) fn do_for_me(tone: Tone) -> &'static [&'static str] {
    match tone {
        Tone::Angry => &["赶紧帮我", "马上给我", "快帮我"],
        Tone::Tense => &["帮我", "你帮我", "尽快帮我"],
        _ => &["麻烦帮我", "请帮我", "麻烦你帮我", "帮我"],
    }
}

/// Ways to begin a request for words.
pub(super) fn please(tone: Tone) -> &'static [&'static str] {
    match tone {
        Tone::Angry => &["赶紧", "快"],
        Tone::Tense => &["请", "你们"],
        _ => &["麻烦", "请", "麻烦你"],
    }
}

/// Ways to want something in English.
pub(super) fn want(tone: Tone) -> &'static [&'static str] {
    match tone {
        Tone::Angry | Tone::Tense => &["I want to", "I need to"],
        Tone::Calm | Tone::Warm => &["I'd like to", "I would like to", "I want to"],
    }
}
