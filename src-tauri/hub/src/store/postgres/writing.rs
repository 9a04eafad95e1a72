//! Writing to PostgreSQL: everything that a transaction changed, in few statements that do not wait for
//! each other's answers.

use backstop_domain::id::GrantId;
use futures_util::future::{try_join, try_join_all, try_join5};
use tokio_postgres::{Error, types::ToSql};

use super::line::Line;
use crate::{
    error::Result,
    store::{changes::Changes, ledger},
};

/// Writes the changes of a transaction that has begun. Each statement goes onto the line before the next one
/// is made, so they are done in this order.
pub(super) fn write(line: &Line, changes: &Changes) -> Result<()> {
    let placed = Placed::of(changes)?;
    line.wait(try_join(
        try_join5(
            counters(line, changes),
            forget(line, changes),
            documents(line, &placed),
            note(line, changes),
            desks(line, changes),
        ),
        try_join5(
            credentials(line, changes),
            outcomes(line, changes),
            transfers(line, changes),
            audit(line, changes),
            history(line, changes),
        ),
    ))?;
    Ok(())
}

/// Numbers are counted up from nought and never get near the end of what the database can hold.
fn number(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

async fn history(line: &Line, changes: &Changes) -> Result<(), Error> {
    let Some(epoch) = &changes.history else { return Ok(()) };
    line.client().execute(&line.statements().set_history, &[epoch]).await?;
    Ok(())
}

async fn counters(line: &Line, changes: &Changes) -> Result<(), Error> {
    let Some(counters) = changes.counters else { return Ok(()) };
    let (feed, ticket) = (number(counters.feed), number(counters.ticket));
    line.client().execute(&line.statements().set_counters, &[&feed, &ticket]).await?;
    Ok(())
}

async fn forget(line: &Line, changes: &Changes) -> Result<(), Error> {
    let replaced = changes.documents.values().filter_map(|changed| changed.replaces.as_ref());
    let told = replaced.flat_map(|replaced| {
        let seq = number(replaced.seq);
        replaced.told.iter().map(move |audience| (audience.0.as_str(), seq))
    });
    let (audiences, seqs): (Vec<&str>, Vec<i64>) = told.unzip();
    if audiences.is_empty() {
        return Ok(());
    }
    line.client().execute(&line.statements().forget_audiences, &[&audiences, &seqs]).await?;
    Ok(())
}

/// The columns of the documents.
#[derive(Default)]
struct Placed<'a> {
    kinds: Vec<&'static str>,
    ids: Vec<&'a str>,
    seqs: Vec<i64>,
    bodies: Vec<String>,
    audiences: Vec<String>,
    left: Vec<String>,
}

impl<'a> Placed<'a> {
    fn of(changes: &'a Changes) -> Result<Self> {
        let mut placed = Self::default();
        for ((kind, id), changed) in &changes.documents {
            placed.kinds.push(kind.code());
            placed.ids.push(id);
            placed.seqs.push(number(changed.seq));
            placed.bodies.push(changed.document.to_json()?);
            placed.audiences.push(serde_json::to_string(&changed.audiences)?);
            placed.left.push(serde_json::to_string(&changed.left)?);
        }
        Ok(placed)
    }
}

async fn documents(line: &Line, placed: &Placed<'_>) -> Result<(), Error> {
    if placed.ids.is_empty() {
        return Ok(());
    }
    let Placed { kinds, ids, seqs, bodies, audiences, left } = placed;
    let put = &line.statements().put_documents;
    line.client().execute(put, &[kinds, ids, seqs, bodies, audiences, left]).await?;
    Ok(())
}

async fn note(line: &Line, changes: &Changes) -> Result<(), Error> {
    let (mut audiences, mut seqs, mut visible) = (Vec::new(), Vec::new(), Vec::new());
    for changed in changes.documents.values() {
        for (set, sees) in [(&changed.audiences, true), (&changed.left, false)] {
            for audience in set {
                audiences.push(audience.0.as_str());
                seqs.push(number(changed.seq));
                visible.push(sees);
            }
        }
    }
    if audiences.is_empty() {
        return Ok(());
    }
    let note = &line.statements().note_audiences;
    line.client().execute(note, &[&audiences, &seqs, &visible]).await?;
    Ok(())
}

async fn desks(line: &Line, changes: &Changes) -> Result<(), Error> {
    if changes.desks.is_empty() {
        return Ok(());
    }
    let desks = || changes.desks.values();
    let ids: Vec<_> = desks().map(|desk| desk.id.as_str()).collect();
    let people: Vec<_> = desks().map(|desk| desk.person.as_str()).collect();
    let numbers: Vec<_> = desks().map(|desk| number(desk.last_n)).collect();
    let tokens: Vec<_> =
        desks().map(|desk| desk.token.as_ref().map(<[u8; 32]>::as_slice)).collect();
    let made: Vec<_> = desks().map(|desk| desk.made_at.as_str()).collect();
    let signed: Vec<_> = desks().map(|desk| desk.signed_in_at.as_str()).collect();
    let put = &line.statements().put_desks;
    line.client().execute(put, &[&ids, &people, &numbers, &tokens, &made, &signed]).await?;
    Ok(())
}

async fn credentials(line: &Line, changes: &Changes) -> Result<(), Error> {
    let put = &line.statements().put_credential;
    let each = changes.credentials.iter().map(async |(login, kept)| {
        let values = (login.as_str(), kept.person.as_str(), &kept.phc, &kept.changed_at);
        line.client().execute(put, &[&values.0, &values.1, values.2, values.3]).await
    });
    try_join_all(each).await?;
    Ok(())
}

async fn outcomes(line: &Line, changes: &Changes) -> Result<(), Error> {
    if changes.answers.is_empty() {
        return Ok(());
    }
    let answers = || changes.answers.values().flatten();
    let desks: Vec<_> = answers().map(|answer| answer.desk.as_str()).collect();
    let numbers: Vec<_> = answers().map(|answer| number(answer.n)).collect();
    let commands: Vec<_> = answers().map(|answer| answer.command.as_str()).collect();
    let hashes: Vec<_> = answers().map(|answer| answer.body_hash.as_slice()).collect();
    let verdicts: Vec<_> = answers().map(|answer| answer.verdict.as_str()).collect();
    let add = &line.statements().add_outcomes;
    line.client().execute(add, &[&desks, &numbers, &commands, &hashes, &verdicts]).await?;
    Ok(())
}

async fn transfers(line: &Line, changes: &Changes) -> Result<(), Error> {
    if changes.transfers.is_empty() {
        return Ok(());
    }
    let lines = || changes.transfers.iter();
    let ids: Vec<_> = lines().map(|line| line.id.as_str()).collect();
    let from: Vec<_> = lines().map(|line| line.from.as_str()).collect();
    let to: Vec<_> = lines().map(|line| line.to.as_str()).collect();
    let amounts: Vec<_> = lines().map(|line| line.amount.0).collect();
    let (phases, holds): (Vec<_>, Vec<_>) =
        lines().map(|line| ledger::phase_to_row(&line.phase)).unzip();
    let grants: Vec<_> = lines().map(|line| line.grant_id.as_ref().map(GrantId::as_str)).collect();
    let instants: Vec<_> = lines().map(|line| line.at.to_string()).collect();
    let add = &line.statements().add_transfers;
    let values: [&(dyn ToSql + Sync); 8] =
        [&ids, &from, &to, &amounts, &phases, &holds, &grants, &instants];
    line.client().execute(add, &values).await?;
    Ok(())
}

async fn audit(line: &Line, changes: &Changes) -> Result<(), Error> {
    if changes.audit.is_empty() {
        return Ok(());
    }
    let lines = || changes.audit.iter();
    let numbers: Vec<_> = lines().map(|line| number(line.n)).collect();
    let entries: Vec<_> = lines().map(|line| line.entry.as_str()).collect();
    let hashes: Vec<_> = lines().map(|line| line.hash.as_slice()).collect();
    let add = &line.statements().add_audit_lines;
    line.client().execute(add, &[&numbers, &entries, &hashes]).await?;
    Ok(())
}
