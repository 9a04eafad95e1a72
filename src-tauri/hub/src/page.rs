//! Pages of the feed as one person may read them.

use std::collections::BTreeSet;

use backstop_domain::{
    audience::{self, Audience},
    document::Document,
    person::Person,
    planted,
};
use backstop_protocol::{
    LARGEST_PAGE,
    feed::{FeedQuery, Item, Page},
};
use jiff::Timestamp;
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

use crate::{
    error::Result,
    masking,
    store::{
        Transaction,
        feed::{self, Change},
    },
    token,
};

/// The page after a cursor, from one snapshot of the database. Reading begins again from zero when
/// the person's rights or the hub's history are not those under which the desk read so far.
pub(crate) fn page(
    transaction: &Transaction<'_>,
    epoch: &str,
    person: &Person,
    query: &FeedQuery,
    now: Timestamp,
) -> Result<Page> {
    let view = View::of(person);
    let head = feed::head(transaction)?;
    let restarted = view.starts_over(epoch, head, query);
    let from = if restarted { 0 } else { query.cursor };
    let limit = query.limit.unwrap_or(LARGEST_PAGE).clamp(1, LARGEST_PAGE);
    let changes = feed::changes(transaction, &view.audiences, from, limit)?;
    let complete = u32::try_from(changes.len()).is_ok_and(|count| count < limit);
    let last = changes.last().map_or(from, |change| change.seq);
    let told =
        changes.into_iter().filter(|change| change.body.is_some() || !planted!(RemovalUntold));
    let items = told.map(|change| view.project(change)).collect::<Result<_>>()?;
    Ok(Page {
        items,
        cursor: if complete || planted!(CursorJumps) { head } else { last },
        complete,
        scope: view.scope,
        epoch: epoch.to_owned(),
        restarted,
        hub_time: now,
    })
}

/// What a person may see, and how.
struct View {
    audiences: BTreeSet<Audience>,
    masked: bool,
    scope: String,
}

impl View {
    fn of(person: &Person) -> Self {
        let audiences = audience::of_person(person);
        let masked = !person.sees_personal_data();
        let mut digest = Sha256::new();
        for audience in &audiences {
            digest.update(audience.0.as_bytes());
            digest.update([0]);
        }
        digest.update([u8::from(masked)]);
        let scope = token::hex(&digest.finalize()[..8]);
        Self { audiences, masked, scope }
    }

    fn starts_over(&self, epoch: &str, head: u64, query: &FeedQuery) -> bool {
        let begins = query.cursor == 0;
        if planted!(ScopeIgnored) && !begins {
            return false;
        }
        let other = |now: &str, then: &str| now != then && !(begins && then.is_empty());
        other(&self.scope, &query.scope) || other(epoch, &query.epoch) || query.cursor > head
    }

    fn project(&self, change: Change) -> Result<Item> {
        let body = match change.body {
            Some(body) if self.masked && !planted!(Unmasked) && masking::concerns(change.kind) => {
                let document = Document::from_json(change.kind, &body)?;
                Some(masking::mask(document).to_json()?)
            }
            other => other,
        };
        let body = body.map(RawValue::from_string).transpose()?;
        Ok(Item { kind: change.kind, id: change.id, seq: change.seq, body })
    }
}
