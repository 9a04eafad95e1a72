//! Writing without a line: a note and a draft, each on disk before the answer.

use std::collections::BTreeMap;

use backstop_desk::{
    Desk,
    draft::{Draft, DraftKind},
    intent::Intent,
};
use backstop_domain::id::TicketId;
use rusqlite::Connection;

use crate::{
    Outcome,
    figure::{Figure, Pair},
    raw::Raw,
    sample,
};

/// How many notes are written; they wait to be sent, and sending a thousand is measured later.
const NOTES: usize = 1_000;
/// How often the draft is saved: once a keystroke.
const KEYSTROKES: usize = 500;
/// What is written.
const TEXT: &str = "已与快递网点核实，车辆晚点，明早优先派送；顾客同意等待，明天上午回访。";

/// Notes and drafts.
pub(crate) fn figures(desk: &Desk, raw: &Raw) -> Outcome<Vec<Figure>> {
    let floor = raw.scratch("commits.db")?;
    floor.execute_batch(
        "PRAGMA synchronous = FULL; CREATE TABLE line (n INTEGER PRIMARY KEY, body TEXT NOT NULL);",
    )?;
    Ok(vec![notes(desk, raw, &floor)?, drafts(desk, &floor)?])
}

fn notes(desk: &Desk, raw: &Raw, floor: &Connection) -> Outcome<Figure> {
    let tickets = sample::live_tickets(&raw.cache, NOTES)?;
    let mut pair = Pair::default();
    for n in 0..NOTES {
        let ticket_id = TicketId::new(&tickets[n % tickets.len()]);
        let intent = Intent::AddNote { ticket_id, text: format!("{TEXT}（{n}）") };
        pair.ours.note(|| desk.submit(intent, None))?;
        pair.raw.note(|| commit(floor))?;
    }
    Ok(pair.figure("write a note, durable and shown", "one row committed with synchronous=FULL"))
}

fn drafts(desk: &Desk, floor: &Connection) -> Outcome<Figure> {
    let mut pair = Pair::default();
    for n in 0..KEYSTROKES {
        let text: String = TEXT.chars().cycle().take(n).collect();
        let draft = Draft {
            id: "bench".to_owned(),
            kind: DraftKind::Note,
            subject: "bench".to_owned(),
            fields: BTreeMap::from([("text".to_owned(), text)]),
            focus: "text".to_owned(),
            caret: u32::try_from(n)?,
            updated_at: None,
        };
        pair.ours.note(|| desk.save_draft(&draft))?;
        pair.raw.note(|| commit(floor))?;
    }
    desk.drop_draft("bench")?;
    Ok(pair.figure("save a draft, durable", "one row committed with synchronous=FULL"))
}

fn commit(floor: &Connection) -> rusqlite::Result<usize> {
    floor.prepare_cached("INSERT INTO line (body) VALUES (?1)")?.execute([TEXT])
}
