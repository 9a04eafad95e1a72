//! Writes on a desk as fast as it goes and says of each thing that the desk has promised to keep it: what a power loss is
//! proven on. One JSON value a line goes to standard output; it writes until it is killed.
//!
//! `scribe PROFILE CUSTOMER MARK [SECONDS]`: the mark makes its words recognisable, and after so many seconds it
//! ends by itself, tidily. A desk that cannot write says so on standard error, and the scribe goes on trying.

use std::{
    collections::BTreeMap,
    env,
    error::Error,
    io::{self, Write as _},
    thread,
    time::{Duration, Instant},
};

use backstop_desk::{
    Desk, DeskError, KeyChoice,
    draft::{Draft, DraftKind},
    intent::Intent,
};
use backstop_domain::{
    id::{CustomerId, TicketId},
    ticket::TicketKind,
};
use serde_json::{Value, json};

/// A ticket gets so many notes before the next one is opened: a long one would slow the writing down.
const NOTES: u64 = 24;
/// How often the draft is saved: once for so many commands.
const DRAFT_EVERY: u64 = 3;
/// How long it waits after a desk could not write.
const PAUSE: Duration = Duration::from_millis(20);

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = env::args().skip(1).collect();
    let [profile, customer, mark, rest @ ..] = words.as_slice() else {
        return Err("scribe PROFILE CUSTOMER MARK [SECONDS]".into());
    };
    let limit = rest.first().map(|text| text.parse()).transpose()?;
    let end = limit.map(|seconds| Instant::now() + Duration::from_secs(seconds));
    let desk = Desk::open(profile, KeyChoice::File)?;
    let mut scribe = Scribe { desk, customer, mark, ticket: None };
    for step in 0.. {
        if end.is_some_and(|end| Instant::now() >= end) {
            break;
        }
        match scribe.step(step) {
            Ok(promised) => promised.iter().try_for_each(say)?,
            Err(error) => {
                eprintln!("refused: {error}");
                thread::sleep(PAUSE);
            }
        }
    }
    Ok(())
}

struct Scribe<'a> {
    desk: Desk,
    customer: &'a str,
    mark: &'a str,
    ticket: Option<TicketId>,
}

impl Scribe<'_> {
    /// One command, and now and then a draft. What it answers is promised.
    fn step(&mut self, step: u64) -> Result<Vec<Value>, DeskError> {
        if step.is_multiple_of(NOTES) {
            self.ticket = None;
        }
        let text = format!("{}-{step}", self.mark);
        let intent = self.intent(&text);
        let opens = matches!(intent, Intent::OpenTicket { .. });
        let written = self.desk.submit(intent, None)?;
        if opens {
            self.ticket = Some(TicketId(written.id));
        }
        let mut promised = vec![json!({ "n": written.n, "text": text })];
        if step.is_multiple_of(DRAFT_EVERY) {
            self.desk.save_draft(&self.draft(&text))?;
            promised.push(json!({ "draft": step, "text": text }));
        }
        Ok(promised)
    }

    fn intent(&self, text: &str) -> Intent {
        let text = text.to_owned();
        match &self.ticket {
            Some(ticket) => Intent::AddNote { ticket_id: ticket.clone(), text },
            None => Intent::OpenTicket {
                customer_id: CustomerId(self.customer.to_owned()),
                order_id: None,
                kind: TicketKind::Inquiry,
                title: text.clone(),
                text,
                urgent: false,
            },
        }
    }

    fn draft(&self, text: &str) -> Draft {
        Draft {
            id: format!("draft-{}", self.mark),
            kind: DraftKind::Note,
            subject: "scribe".to_owned(),
            fields: BTreeMap::from([("text".to_owned(), text.to_owned())]),
            focus: "text".to_owned(),
            caret: 0,
            updated_at: None,
        }
    }
}

/// Whoever reads this may rely on it.
fn say(promise: &Value) -> io::Result<()> {
    let mut output = io::stdout().lock();
    writeln!(output, "{promise}")?;
    output.flush()
}
