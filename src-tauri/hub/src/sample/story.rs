//! A story of the sample day: a ticket and everything that happened to it.

use backstop_domain::{
    grant::GrantKind,
    money::Fen,
    ticket::{Liable, Solved, TicketKind, TicketStatus},
};

/// A ticket and what happened to it. Times are minutes before now.
pub(super) struct Story {
    pub(super) customer: &'static str,
    pub(super) order: Option<&'static str>,
    pub(super) kind: TicketKind,
    pub(super) urgent: bool,
    pub(super) title: &'static str,
    pub(super) text: &'static str,
    pub(super) opened: i64,
    pub(super) by: &'static str,
    pub(super) steps: &'static [Step],
}

/// One thing that somebody did.
pub(super) struct Step {
    pub(super) ago: i64,
    pub(super) by: &'static str,
    pub(super) act: Act,
}

/// What it was.
pub(super) enum Act {
    Said { by: &'static str, text: &'static str },
    Reply(&'static str),
    Note(&'static str),
    Claim,
    Status(TicketStatus),
    Escalate(u8, &'static str),
    Resolve { solved: Solved, liable: Liable, satisfied: Option<u8>, summary: &'static str },
    Grant { kind: GrantKind, amount: Fen, cause: &'static str, note: &'static str },
    Approve(Fen),
}

pub(super) const fn step(ago: i64, by: &'static str, act: Act) -> Step {
    Step { ago, by, act }
}

pub(super) const fn chat(text: &'static str) -> Act {
    Act::Said { by: "chat", text }
}

pub(super) const fn phone(text: &'static str) -> Act {
    Act::Said { by: "phone", text }
}
