//! Pieces of answers that several commands share.

use backstop_domain::{
    rejection::Rejection,
    ticket::{Author, Entry},
};
use serde_json::{Value, json};

use crate::{error::DeskError, view::outbox::Written};

/// A rejection with its words.
pub(super) fn reason(rejection: &Rejection) -> Value {
    let mut reason = serde_json::to_value(rejection).unwrap_or_default();
    reason["message"] = json!(rejection.to_string());
    reason
}

/// The stable code of a rejection.
fn code(rejection: &Rejection) -> String {
    let value = serde_json::to_value(rejection).unwrap_or_default();
    value["code"].as_str().unwrap_or("rejected").to_owned()
}

/// The error for a command that is in the outbox and was refused by the hub at once.
pub(super) fn refused(written: &Written, reason: Rejection) -> DeskError {
    DeskError::Refused { n: written.n, reason }
}

/// What went wrong, in words, with the code of a rejection.
pub(super) fn explain(error: &DeskError) -> String {
    match error {
        DeskError::Rejected(rejection) => format!("rejected ({}): {rejection}", code(rejection)),
        DeskError::Refused { n, reason } => format!(
            "the hub rejected it ({}): {reason}; your words are kept as number {n} in the outbox",
            code(reason)
        ),
        other => other.to_string(),
    }
}

/// A written entry of a timeline; nothing for what merely happened.
pub(super) fn message(entry: &Entry) -> Option<Value> {
    use backstop_domain::ticket::EntryBody;
    let kind = match &entry.body {
        EntryBody::Description { .. } => "description",
        EntryBody::Message { .. } => "message",
        EntryBody::Note { .. } => "note",
        _ => return None,
    };
    let (author, author_kind) = match &entry.author {
        Author::Person(id) => (id.as_str(), "person"),
        Author::Customer(id) => (id.as_str(), "customer"),
        Author::System => ("system", "system"),
    };
    Some(json!({
        "id": entry.id,
        "kind": kind,
        "body": entry.body.text(),
        "author": author,
        "author_kind": author_kind,
        "at": entry.at,
    }))
}
