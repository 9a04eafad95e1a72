//! Planted mistakes: each is one that systems of this kind have really made. The simulator switches one on and must find
//! it; this is how we know that it can. They exist only where the feature `simulation` is on: never in the product.

use std::cell::Cell;

macro_rules! plants {
    ($($name:ident $code:literal $what:literal),+ $(,)?) => {
        /// A mistake that can be switched on.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Plant {
            $(#[doc = $what] $name),+
        }

        impl Plant {
            /// Every plant.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The name by which it is switched on.
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code),+ }
            }

            /// What it does.
            pub fn words(self) -> &'static str {
                match self { $(Self::$name => $what),+ }
            }
        }
    };
}

plants! {
    DedupForgotten "dedup-forgotten" "the hub decides a command again that it has answered before",
    AppliedOutOfOrder "applied-out-of-order" "the hub decides the commands of a push from the last to the first",
    TwoWinners "two-winners" "the hub lets a second person claim a ticket that has an owner",
    NaiveBudget "naive-budget" "the rules let an account pay what it does not have",
    OwnApproval "own-approval" "the rules let people approve their own requests",
    AmountUnseen "amount-unseen" "the rules let an approval stand that names another amount",
    ReplyOvertaken "reply-overtaken" "the hub takes a reply whose writer had not seen the newest message",
    RevokedAccepted "revoked-accepted" "the hub takes commands of somebody who was disabled",
    DeskClockTrusted "desk-clock-trusted" "the rules believe whatever time a command claims",
    CursorJumps "cursor-jumps" "the hub names the head of the feed as the end of a page that does not reach it",
    RemovalUntold "removal-untold" "the hub does not tell a desk what it may no longer see",
    ScopeIgnored "scope-ignored" "the hub goes on as before when a person's rights have changed",
    Unmasked "unmasked" "the hub sends personal data to people who may not see it",
    HistoryIgnored "history-ignored" "a restored hub takes what was sent to it before",
    PageSkipped "page-skipped" "a desk leaves out the last item of a page",
    PageOutOfOrder "page-out-of-order" "a desk takes a page that it did not ask for from where it stands",
    CursorBeforePage "cursor-before-page" "a desk writes the cursor before the items of the page",
    RemovalIgnored "removal-ignored" "a desk keeps what the hub says it may no longer see",
    SweepForgotten "sweep-forgotten" "a desk that read again from zero keeps what was not repeated",
    OutboxRowLost "outbox-row-lost" "a power loss takes commands that the desk had acknowledged",
    RefusalDropped "refusal-dropped" "a desk forgets a command that the hub has refused",
    OptimismEndsEarly "optimism-ends-early" "a desk stops showing its own work when the answer comes, before the feed brings it",
    DoubleApply "double-apply" "a desk decides its pending work again on top of what it already shows",
    NumberReused "number-reused" "a desk counts its commands from those that it still has waiting",
    DraftTouched "draft-touched" "sync takes away a draft whose ticket has changed",
    SupplyForgotten "supply-forgotten" "a desk does not tell a restored hub again what it had acknowledged",
    SuppliedAnew "supplied-anew" "a desk tells a restored hub again under new identifiers",
    GivenUpSupplied "given-up-supplied" "a desk tells a restored hub again what its person had given up",
}

thread_local! {
    static ACTIVE: Cell<Option<Plant>> = const { Cell::new(None) };
}

/// Switches a mistake on for this thread, or all of them off.
pub fn sow(plant: Option<Plant>) {
    ACTIVE.set(plant);
}

/// Whether a mistake is on.
pub fn is(plant: Plant) -> bool {
    ACTIVE.get() == Some(plant)
}
