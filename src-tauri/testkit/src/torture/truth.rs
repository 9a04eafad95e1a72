//! What is really there: in a desk's outbox, on the hub.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{scribe::Promises, tally::Tally};
use crate::{desk::Desk, hub::Hub, pusher::Pusher};

/// Compares a desk that has not sent anything with what it has promised. Answers the words that it holds, in order;
/// nothing if it cannot be read.
pub(crate) fn check_desk(
    desk: &Desk,
    promised: &Promises,
    tally: &mut Tally,
) -> Option<Vec<String>> {
    let outbox = desk.run(&["--offline", "outbox"]);
    let drafts = desk.run(&["--offline", "draft", "list"]);
    let (Some(0), Some(0)) = (outbox.code, drafts.code) else {
        tally.lost += promised.count();
        tally.breaks(format!("the desk cannot be read: {}{}", outbox.stderr, drafts.stderr));
        return None;
    };
    let rows: Vec<Value> = serde_json::from_str(&outbox.stdout).unwrap_or_default();
    let held: Vec<(u64, String)> = rows.iter().map(numbered).collect();
    check_commands(&held, &promised.commands, tally);
    let drafts: Vec<Value> = serde_json::from_str(&drafts.stdout).unwrap_or_default();
    check_drafts(&drafts, &promised.drafts, tally);
    Some(held.into_iter().map(|(_, text)| text).collect())
}

fn numbered(row: &Value) -> (u64, String) {
    (row["n"].as_u64().unwrap_or_default(), row["text"].as_str().unwrap_or_default().to_owned())
}

fn check_commands(held: &[(u64, String)], promised: &[(u64, String)], tally: &mut Tally) {
    let by_number: BTreeMap<_, _> = held.iter().map(|(n, text)| (*n, text)).collect();
    tally.doubled += held.len() - by_number.len();
    for (n, text) in promised {
        if by_number.get(n) != Some(&text) {
            tally.lost += 1;
            tally.find(format!("{text} was promised as {n}, there is {:?}", by_number.get(n)));
        }
    }
    let in_order = (1..).zip(held).all(|(expected, (n, _))| *n == expected);
    if !in_order {
        tally.disordered += 1;
        tally.find("the numbers of the outbox have a gap".to_owned());
    }
}

fn check_drafts(held: &[Value], promised: &[(String, u64)], tally: &mut Tally) {
    for (id, step) in promised {
        let draft = held.iter().find(|draft| draft["id"] == id.as_str());
        let text = draft.and_then(|draft| draft["fields"]["text"].as_str()).unwrap_or_default();
        let there = text.rsplit('-').next().and_then(|step| step.parse::<u64>().ok());
        // A newer keystroke than the last one heard may be there.
        if there.is_none_or(|there| there < *step) {
            tally.lost += 1;
            tally.find(format!("{id} was promised as of {step}, there is {text:?}"));
        }
    }
}

/// Every word on the hub that contains a mark, ticket by ticket, as a desk of this reader is told.
pub(crate) fn words_on_hub(reader: &Pusher, mark: &str) -> Vec<Vec<String>> {
    let tickets = reader.documents("ticket");
    let words = tickets.iter().map(|ticket| {
        let timeline = ticket["timeline"].as_array().cloned().unwrap_or_default();
        let words = timeline.iter().filter_map(|entry| entry["body"]["text"].as_str());
        words.filter(|text| text.contains(mark)).map(str::to_owned).collect::<Vec<_>>()
    });
    words.filter(|words| !words.is_empty()).collect()
}

/// Requires that the hub has each promised word once, and those of a ticket in the order in which they were written.
/// Words end in `-STEP`.
pub(crate) fn check_hub(tickets: &[Vec<String>], promised: &[String], tally: &mut Tally) {
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    for text in tickets.iter().flatten() {
        *times.entry(text).or_default() += 1;
    }
    for text in promised {
        if !times.contains_key(text.as_str()) {
            tally.lost += 1;
            tally.find(format!("the hub has no {text}"));
        }
    }
    for (text, count) in times.into_iter().filter(|(_, count)| *count > 1) {
        tally.doubled += count - 1;
        tally.find(format!("the hub has {text} {count} times"));
    }
    let step = |text: &String| text.rsplit('-').next().and_then(|step| step.parse::<u64>().ok());
    let disordered = tickets.iter().filter(|words| !words.iter().map(step).is_sorted()).count();
    tally.disordered += disordered;
    if disordered > 0 {
        tally.find(format!("{disordered} tickets tell their story in another order"));
    }
}

/// Requires that the ledger adds up and that the audit log is whole.
pub(crate) fn check_books(hub: &Hub, tally: &mut Tally) {
    for book in ["ledger", "audit"] {
        let verified = hub.run(&[book, "verify"]);
        if verified.code != Some(0) {
            tally.breaks(format!("{book} verify: {}", verified.stderr.trim()));
        }
    }
}
