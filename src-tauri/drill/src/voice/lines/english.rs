//! The wordings in English.

use super::{Reply, Wordings};

/// Every reply with its wordings.
pub(super) const WORDINGS: &[(Reply, Wordings)] = &[
    (
        Reply::Complains,
        &[
            ("a", "This is really unacceptable!"),
            ("at", "I'm quite upset about this."),
            ("tcw", "That is disappointing."),
            ("cw", "I hope you can sort this out."),
        ],
    ),
    (
        Reply::Gives,
        &[
            ("atcw", "{}"),
            ("tcw", "It's {}"),
            ("cw", "Sure, {}"),
            ("at", "Here: {}"),
            ("cw", "{}, thanks"),
            ("atcw", "That would be {}"),
            ("c", "{}, as far as I know"),
        ],
    ),
    (
        Reply::LooksUp,
        &[
            ("atcw", "Could you look that up for me?"),
            ("tcw", "I don't have that at hand, please check on your side."),
            ("at", "Don't you have that in your system?"),
            ("cw", "I'm not sure, could you find it for me?"),
            ("atcw", "You should be able to see it in my account."),
        ],
    ),
    (
        Reply::DoesNotKnow,
        &[
            ("atcw", "I don't know."),
            ("tcw", "I don't remember that."),
            ("at", "How should I know?"),
            ("cw", "No idea, sorry."),
        ],
    ),
    (
        Reply::Confirms,
        &[
            ("atcw", "Yes"),
            ("atcw", "Yes, please go ahead"),
            ("tcw", "Yes, that's correct"),
            ("cw", "Yes, I confirm"),
            ("at", "Yes, yes, do it"),
            ("w", "Yes please, thank you"),
            ("atcw", "Confirmed"),
            ("c", "Yes, that works"),
        ],
    ),
    (
        Reply::WrongOrder,
        &[
            ("atcw", "No, I mean {}"),
            ("atcw", "That's not the right one, it should be {}"),
            ("at", "Wrong order. It's {}"),
        ],
    ),
    (
        Reply::NotThat,
        &[
            ("atcw", "I didn't ask for that."),
            ("tcw", "Wait, that's not what I want."),
            ("cw", "No thanks, please don't do that."),
        ],
    ),
    (
        Reply::Declines,
        &[
            ("atcw", "No thanks, I only want what I asked for."),
            ("cw", "Thank you, but I'm not interested in that."),
            ("at", "Please don't offer me other things."),
        ],
    ),
    (
        Reply::Nudges,
        &[
            ("a", "Are you even listening?"),
            ("a", "Answer my question, please!"),
            ("at", "Can you hurry up?"),
            ("at", "I don't have all day."),
            ("tcw", "You haven't answered my question yet."),
            ("tcw", "So?"),
            ("cw", "What about my request?"),
            ("cw", "Could you look at what I wrote above?"),
        ],
    ),
    (
        Reply::OffTopic,
        &[
            ("a", "That has nothing to do with my question!"),
            ("atcw", "That's not what I asked."),
            ("tcw", "I was asking about something else."),
            ("cw", "Maybe I wasn't clear, I meant my request above."),
        ],
    ),
    (
        Reply::HeardThat,
        &[
            ("a", "Stop copying and pasting!"),
            ("atcw", "You already said that."),
            ("tcw", "You're repeating yourself."),
            ("at", "Am I talking to a robot?"),
        ],
    ),
    (
        Reply::AlreadySaid,
        &[
            ("at", "I just told you."),
            ("atcw", "It's what I wrote above."),
            ("cw", "As I said in my message."),
        ],
    ),
    (
        Reply::WhyNot,
        &[
            ("a", "Why on earth not?"),
            ("atcw", "Why not?"),
            ("tcw", "Can you tell me the reason?"),
            ("at", "There must be a reason."),
        ],
    ),
    (
        Reply::Hurt,
        &[
            ("a", "How dare you!"),
            ("at", "Don't put this on me."),
            ("tcw", "I don't like your tone."),
            ("at", "Let me talk to your manager!"),
            ("cw", "Please stay polite."),
        ],
    ),
    (
        Reply::Waits,
        &[
            ("a", "Waiting again!"),
            ("at", "Please be quick."),
            ("tcw", "Okay, I'll wait."),
            ("cw", "Sure, take your time."),
            ("w", "No problem."),
            ("atcw", "How long will it take?"),
        ],
    ),
    (
        Reply::GivesUp,
        &[
            ("a", "Forget it, this is pointless!"),
            ("at", "Never mind that one."),
            ("tcw", "Let's leave that aside."),
            ("cw", "Okay, let's skip this."),
            ("atcw", "Fine, moving on."),
            ("atcw", "I'll drop that question."),
        ],
    ),
    (
        Reply::Done,
        &[
            ("a", "That's all. I hope this never happens again."),
            ("at", "That's it then."),
            ("tc", "That's all I needed."),
            ("cw", "That's everything, thank you."),
            ("w", "That was all, thanks for the great help!"),
        ],
    ),
    (
        Reply::Leaves,
        &[
            ("at", "Bye."),
            ("tcw", "Okay, goodbye."),
            ("cw", "Thanks, bye."),
            ("w", "Have a nice day!"),
        ],
    ),
];
