//! A desk of bare HTTP that keeps a hub busy and remembers what the hub has accepted.

use std::{
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use super::{CUSTOMER, tally::Tally, truth};
use crate::pusher::{Failed, Pusher};

/// A ticket gets so many notes before the next one is opened.
const NOTES: u64 = 16;
/// One command in so many asks for money.
const MONEY_EVERY: u64 = 7;
/// How long it waits after the hub could not.
const PAUSE: Duration = Duration::from_millis(20);

/// How pressing ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Ended {
    /// The line broke.
    Died,
    /// The time was over.
    Told,
}

/// What a command is to leave behind.
#[derive(Debug, Clone)]
enum Trace {
    Words(String),
    Grant(String),
}

/// The desk.
pub(crate) struct Presser {
    pusher: Pusher,
    mark: String,
    step: u64,
    ticket: String,
    /// What was pushed last and has no answer yet.
    open: Option<(Value, Trace)>,
    /// What the hub has accepted: words in order, and grants.
    pub(crate) words: Vec<String>,
    pub(crate) grants: Vec<String>,
    /// How often the hub said that it could not, and the last time why.
    pub(crate) refusals: usize,
    pub(crate) last_refusal: String,
}

impl Presser {
    /// Signs in on a new desk; the mark makes its words recognisable.
    pub(crate) fn sign_in(url: &str, login: &str, mark: &str) -> Self {
        Self {
            pusher: Pusher::sign_in(url, login),
            mark: mark.to_owned(),
            step: 0,
            ticket: String::new(),
            open: None,
            words: Vec::new(),
            grants: Vec::new(),
            refusals: 0,
            last_refusal: String::new(),
        }
    }

    /// Pushes one command after the other until the line breaks or the time is over.
    pub(crate) fn press(&mut self, time: Duration) -> Ended {
        let began = Instant::now();
        while began.elapsed() < time {
            if self.push() == Some(Ended::Died) {
                return Ended::Died;
            }
        }
        Ended::Told
    }

    /// Pushes the command that has no answer yet until it gets one.
    pub(crate) fn settle(&mut self, patience: Duration) {
        let began = Instant::now();
        while self.open.is_some() && began.elapsed() < patience {
            self.push();
        }
    }

    /// How much was accepted.
    pub(crate) fn accepted(&self) -> usize {
        self.words.len() + self.grants.len()
    }

    fn push(&mut self) -> Option<Ended> {
        let (body, trace) = self.open.take().unwrap_or_else(|| self.next());
        let attempt = self.pusher.attempt(&body);
        match attempt {
            Ok(verdict) => {
                if verdict["verdict"] == "accepted" {
                    match trace {
                        Trace::Words(text) => self.words.push(text),
                        Trace::Grant(id) => self.grants.push(id),
                    }
                } else {
                    self.refusals += 1;
                    self.last_refusal = verdict.to_string();
                }
                None
            }
            Err(failed) => {
                self.open = Some((body, trace));
                self.failed(&failed)
            }
        }
    }

    fn failed(&mut self, failed: &Failed) -> Option<Ended> {
        let Failed::Refused(answer) = failed else { return Some(Ended::Died) };
        self.refusals += 1;
        self.last_refusal.clone_from(&answer.text);
        thread::sleep(PAUSE);
        None
    }

    fn next(&mut self) -> (Value, Trace) {
        let (mark, step) = (&self.mark, self.step);
        self.step += 1;
        let text = format!("{mark}-{step}");
        if step.is_multiple_of(NOTES) {
            self.ticket = format!("ticket-{text}");
            let open = json!({
                "type": "open_ticket", "ticket_id": self.ticket, "customer_id": CUSTOMER,
                "order_id": null, "kind": "inquiry", "title": text, "text": text, "urgent": false,
            });
            return (open, Trace::Words(text));
        }
        if step.is_multiple_of(MONEY_EVERY) {
            let grant = format!("grant-{text}");
            let ask = json!({
                "type": "request_grant", "grant_id": grant, "transfer_id": format!("transfer-{text}"),
                "customer_id": CUSTOMER, "order_id": null, "ticket_id": null, "kind": "cash",
                "amount": 1, "cause": "late_delivery", "note": text,
            });
            return (ask, Trace::Grant(grant));
        }
        let note = json!({
            "type": "add_note", "ticket_id": self.ticket, "entry_id": format!("entry-{text}"),
            "text": text,
        });
        (note, Trace::Words(text))
    }
}

/// Requires that a hub has everything that these desks were told it has, once and in order.
pub(crate) fn check(reader: &Pusher, pressers: &[Presser], tally: &mut Tally) {
    let grants: Vec<Value> =
        reader.documents("grant").into_iter().map(|mut grant| grant["id"].take()).collect();
    for presser in pressers {
        let tickets = truth::words_on_hub(reader, &format!("{}-", presser.mark));
        truth::check_hub(&tickets, &presser.words, tally);
        for grant in &presser.grants {
            let times = grants.iter().filter(|id| *id == grant).count();
            tally.lost += usize::from(times == 0);
            tally.doubled += times.saturating_sub(1);
            if times != 1 {
                tally.find(format!("the hub has {grant} {times} times"));
            }
        }
    }
}
